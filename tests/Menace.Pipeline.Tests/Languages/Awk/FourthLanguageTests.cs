using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Languages.Awk;

/// <summary>A language that a host adds works in every stage: the pipeline asks the tables and names no language.</summary>
[Collection(AloneTests.Name)]
public sealed class FourthLanguageTests : IDisposable
{
    private const string Code = "# Doubles numbers.\nfunction twice(n) {\n    return n * 2\n}\n";

    private const string Caller = "import Doubler\n\ndef quadruple(n):\n    return Doubler.twice(Doubler.twice(n))\n";

    private readonly TemporaryFolder _folder = new();
    private readonly IDisposable _language = LanguageTable.Add(new AwkProfile(), AwkLanguage.Row);

    public void Dispose()
    {
        _language.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("awk")]
    [InlineData("gawk")]
    public void Added_language_is_read_from_a_task_list(string name)
    {
        var file = TaskFileReader.Read($$"""
            [ { "name": "Doubler", "code": "function twice(n) { return 2 * n }\n",
                "metadata": { "language": "{{name}}", "purpose": "doubles", "functions": ["twice"] } } ]
            """);

        Assert.Empty(file.Findings);
        Assert.Equal(AwkProfile.Awk, Assert.Single(file.Package.Tasks).Metadata.Language);
    }

    [Fact]
    public void Rules_apply_to_the_added_language()
    {
        var file = TaskFileReader.Read("""
            [ { "name": "A", "code": "x", "metadata": { "language": "awk", "purpose": "p", "functions": ["getline"] } },
              { "name": "B", "code": "#!/usr/bin/awk -f\n", "metadata": { "language": "python", "purpose": "p", "functions": ["run"] } } ]
            """);

        Assert.Equal(["MENACE1603", "MENACE1610"], file.Findings.Select(finding => finding.Rule.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Bot_of_an_added_language_is_verified_and_called_from_python_and_shell()
    {
        var config = new BotDevConfig { SourceDirectory = _folder.Path, Emit = [DeploymentTarget.GitHub] };

        var result = await new ImplementationPipeline(config: config).RunAsync(
        [
            Task("Doubler", null, Code, "twice", 3, 6),
            Task("Quadrupler", BotLanguage.Python, Caller, "quadruple", 3, 12) with { Dependencies = ["Doubler"] },
            Task("Wrapper", BotLanguage.Shell, "wrapped() {\n    Doubler_twice \"$1\"\n}\n", "wrapped", 4, 8) with { Dependencies = ["Doubler"] },
        ]);

        Assert.DoesNotContain(result.Diagnostics, finding => finding.IsError);
        Assert.Equal(3, result.Verifications.Count);
        Assert.All(result.Verifications, bot => Assert.True(bot is { Passed: > 0, Failed: 0 }, bot.Bot));
        Assert.Contains("language: \"awk\"\n", File.ReadAllText(_folder["dev_repos/Doubler/meta.yaml"]), StringComparison.Ordinal);
        var workflow = File.ReadAllText(_folder["dev_repos/Quadrupler/.github/workflows/bot.yml"]);
        Assert.Contains("- run: sudo apt-get install --yes mawk\n", workflow, StringComparison.Ordinal);
        Assert.Equal("20\n", Tests.Shell.Run(_folder.Path, null, "python3", "dev_repos/Quadrupler", "quadruple", "5"));
    }

    [Fact]
    public void Removed_language_is_unknown_again()
    {
        _language.Dispose();

        Assert.Null(BotLanguages.Parse("awk"));
        Assert.DoesNotContain(LanguageTable.Rows, row => row.Id == AwkProfile.Awk);
    }

    private static TaskInfo Task(string name, BotLanguage? language, string code, string function, int argument, int returns) => new()
    {
        Name = name,
        Code = code,
        Schedule = "once",
        Metadata = new()
        {
            Language = language ?? AwkProfile.Awk,
            Purpose = "calculates",
            Functions = [function],
            Examples = [new() { Function = function, Args = [JsonValue.FromNumberText($"{argument}")], Returns = JsonValue.FromNumberText($"{returns}") }],
        },
    };
}
