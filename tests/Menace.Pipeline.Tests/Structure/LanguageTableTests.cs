using System.Text.Json;
using System.Text.RegularExpressions;
using Menace.Model.Languages;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Structure;

/// <summary>What a language is stands in its profile, its row and its folders; nothing else names a language.</summary>
public sealed partial class LanguageTableTests
{
    private static readonly string[] Names = [.. BotLanguages.Profiles.Select(profile => profile.Id.Name)];

    /// <summary>The names themselves, and the folders of the languages.</summary>
    private static readonly Regex Own = new(
        $@"^Menace\.Model/Tasks/BotLanguage\.cs$|^Menace\.(?:Model|Pipeline)/Languages/(?:{string.Join('|', Names)})/|/(?:bin|obj)/");

    /// <summary>The two tables, which create the rows.</summary>
    private static readonly string[] Tables = ["Menace.Model/Languages/BotLanguages.cs", "Menace.Pipeline/Languages/LanguageTable.cs"];

    [Fact]
    public void Languages_are_named_in_their_own_folders_only() => Assert.Empty(Sources().SelectMany(NamesIn));

    [Theory]
    [InlineData("Menace.Pipeline/Testing/A.cs", "if (bot.Language == BotLanguage.Python)", 1)]
    [InlineData("Menace.Pipeline/Testing/A.cs", "bot.Analysis is ShellAnalysis { HasShebang: true }", 1)]
    [InlineData("Menace.Pipeline/Testing/A.cs", "var profile = new CSharpProfile();", 1)]
    [InlineData("Menace.Pipeline/Testing/A.cs", "case \"csharp\" or \"python\":", 2)]
    [InlineData("Menace.Pipeline/Languages/LanguageTable.cs", "PythonLanguage.Row,", 0)]
    [InlineData("Menace.Pipeline/Languages/LanguageTable.cs", "language == BotLanguage.Python", 1)]
    [InlineData("Menace.Pipeline/Languages/Python/A.cs", "BotLanguage.Python", 0)]
    [InlineData("Menace.Pipeline/Testing/A.cs", "    /// <summary>Reads {\"language\": \"python\"}.</summary>", 0)]
    public void Name_of_a_language_elsewhere_is_reported(string path, string text, int count) => Assert.Equal(count, NamesIn((path, text)).Count());

    [Fact]
    public void Both_tables_have_the_same_languages_in_the_same_order() =>
        Assert.Equal(BotLanguages.Profiles.Select(profile => profile.Id), LanguageTable.Rows.Select(row => row.Id));

    [Fact]
    public void Every_language_has_a_folder_in_model_pipeline_and_templates() =>
        Assert.All(BotLanguages.Profiles, profile => Assert.All(
            [$"src/Menace.Model/Languages/{profile.Id.Name}", $"src/Menace.Pipeline/Languages/{profile.Id.Name}", $"templates/{profile.Id.ToName()}",
                $"templates/project/{profile.Id.ToName()}"],
            folder => Assert.True(Directory.Exists(Path.Combine(RepositoryRoot.Path, folder)), folder)));

    [Fact]
    public void Schema_lists_the_names_and_aliases_of_the_table()
    {
        var text = Read("src/Menace.Sdk/schema/tasks.schema.json");
        var listed = JsonDocument.Parse($"{{{LanguageProperty().Match(text).Value}}}").RootElement.GetProperty("language").GetProperty("enum");

        Assert.Equal(
            BotLanguages.Names.Concat(BotLanguages.Profiles.SelectMany(profile => profile.Aliases)).Order(StringComparer.Ordinal),
            listed.EnumerateArray().Select(name => name.GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Project_template_offers_the_languages_of_the_table()
    {
        var template = JsonDocument.Parse(Read("templates/project/.template.config/template.json")).RootElement;
        var choices = template.GetProperty("symbols").GetProperty("botLanguage").GetProperty("choices");

        Assert.Equal(BotLanguages.Names, choices.EnumerateArray().Select(choice => choice.GetProperty("choice").GetString()));
    }

    [Fact]
    public void Default_and_its_description_follow_the_table()
    {
        var props = Read("src/Menace.Sdk/Sdk/Menace.Defaults.props");

        Assert.Contains($"<!-- {string.Join(", ", BotLanguages.Names.SkipLast(1))} or {BotLanguages.Names[^1]}:", props, StringComparison.Ordinal);
        Assert.Contains($">{BotLanguages.Default.ToName()}</MenaceDefaultLanguage>", props, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_about_an_unknown_language_lists_the_names()
    {
        var message = Model.Diagnostics.Rules.UnknownLanguage.MessageFormat;

        Assert.All(BotLanguages.Names, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    private static IEnumerable<string> NamesIn((string Path, string Text) source)
    {
        if (Own.IsMatch(source.Path))
        {
            return [];
        }

        var names = string.Join('|', Names);
        var types = Tables.Contains(source.Path) ? "" : $@"|\b(?:{names})(?:Analysis|Profile|Language|Emitter|Outline)\b";
        var pattern = $@"\bBotLanguage\.(?:{names})\b{types}|""(?:{string.Join('|', BotLanguages.Names)})""";
        return Regex.Matches(Comment().Replace(source.Text, ""), pattern).Select(match => $"{source.Path} names {match.Value}");
    }

    private static IEnumerable<(string Path, string Text)> Sources()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "src");
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file)));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, path));

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("""
        "language": \{ "enum": \[[^\]]*\][^}]*\}
        """)]
    private static partial Regex LanguageProperty();
}
