using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// The conditions that affect test results besides the files of repositories: the tools of the language, the environment that tests see,
/// the time limit, the check by mutants, and this version of Menace. Read once per build; only digests are kept.
/// </summary>
internal sealed class TestConditions
{
    private static readonly EnumerationOptions InPath = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    private readonly Dictionary<string, KeyPart> _tools;
    private readonly KeyPart _common;

    private TestConditions(Dictionary<string, KeyPart> tools, KeyPart common) => (_tools, _common) = (tools, common);

    /// <summary>The conditions now.</summary>
    /// <param name="languages">The languages.</param>
    /// <param name="used">The languages whose tools are included.</param>
    /// <param name="testEnvironment">Names of the variables that the project lets through to tests.</param>
    /// <param name="timeout">The time for one bot.</param>
    /// <param name="version">The version of Menace; null: this one.</param>
    /// <param name="mutations">Which tests are checked by mutants.</param>
    /// <param name="running">What runs the tests of a language, if its tools do not tell it.</param>
    /// <param name="byContents">
    /// True to tell tools by what they contain, so that two machines can have the same conditions. Then it also counts what a bot can use
    /// without declaring it: the user, the time zone, and the programs on PATH.
    /// </param>
    /// <param name="isNamed">True to keep the names of the ingredients, with digests.</param>
    public static TestConditions Look(
        LanguageTable languages, IEnumerable<BotLanguage> used, IReadOnlyList<string> testEnvironment, TimeSpan timeout,
        string? version = null, MutationCheck mutations = MutationCheck.Generated, bool byContents = false,
        IReadOnlyDictionary<BotLanguage, RunningTool>? running = null, bool isNamed = false)
    {
        var ingredients = isNamed ? new KeyIngredients() : null;
        using var key = new KeyBuilder(ingredients);
        key.Add("Menace version", version ?? ProductVersion.Text)
            .Add("MenaceVerifyTimeout", timeout.Ticks.ToString(CultureInfo.InvariantCulture))
            .Add("MenaceMutationCheck", mutations.ToString());
        var environment = CallerEnvironment.ForTests(testEnvironment);
        foreach (var name in environment.Keys.Order(StringComparer.Ordinal))
        {
            key.AddNamed(KeyIngredients.Variable, name, environment[name]);
        }

        if (byContents)
        {
            AddMachine(key);
        }

        Dictionary<string, KeyPart> tools = new(StringComparer.Ordinal);
        foreach (var language in used)
        {
            if (!tools.ContainsKey(language.ToName()))
            {
                tools.Add(language.ToName(), ToolsOf(language));
            }
        }

        return new(tools, new(key.ToHex(), ingredients));

        KeyPart ToolsOf(BotLanguage language)
        {
            var named = isNamed ? new KeyIngredients() : null;
            var tool = running?.GetValueOrDefault(language) ?? RunningTool.None;
            IEnumerable<string> files = languages[language].TestTools().Concat(tool.Files).Distinct(StringComparer.Ordinal);
            var identity = byContents ? ToolIdentity.OfContents(files) : ToolIdentity.Of(files, named);
            named?.Add("version of the test tool", tool.Version);
            return new(identity + tool.Version, named);
        }
    }

    private static void AddMachine(KeyBuilder key)
    {
        key.Add("user", Environment.UserName).Add("time zone", ToolIdentity.OfContents(["/etc/localtime"]));
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Directory.Exists).Distinct(StringComparer.Ordinal))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", InPath).OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                key.AddNamed("program", file.FullName, SizeOf(file).ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static long SizeOf(FileInfo file)
    {
        try
        {
            var target = file.LinkTarget is null ? file : (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true);
            return target is { Exists: true } ? target.Length : -1;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    /// <summary>The conditions of a bot in <paramref name="language"/>, as a text that differs if they do.</summary>
    public string Of(BotLanguage language) => $"{_common.Key} {_tools[language.ToName()].Key}";

    /// <summary>The same with its ingredients, if they were to be named.</summary>
    public KeyPart PartOf(BotLanguage language) => new(Of(language), Named([_common, _tools[language.ToName()]]));

    /// <summary>The ingredients of all languages; null if they were not to be named.</summary>
    public KeyIngredients? Ingredients => Named([_common, .. _tools.Values]);

    /// <summary>All of them, for comparison.</summary>
    public override string ToString() => $"{_common.Key}\n"
        + string.Concat(_tools.Keys.Order(StringComparer.Ordinal).Select(language => $"{_tools[language].Key} {language}\n"));

    private static KeyIngredients? Named(IEnumerable<KeyPart> parts)
    {
        var all = new KeyIngredients();
        foreach (var part in parts)
        {
            if (part.Ingredients is not { } some)
            {
                return null;
            }

            all.AddAll(some);
        }

        return all;
    }
}
