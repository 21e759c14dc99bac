using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
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

    private readonly Dictionary<string, string> _tools;
    private readonly string _common;

    private TestConditions(Dictionary<string, string> tools, string common) => (_tools, _common) = (tools, common);

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
    public static TestConditions Look(
        LanguageTable languages, IEnumerable<BotLanguage> used, IReadOnlyList<string> testEnvironment, TimeSpan timeout,
        string? version = null, MutationCheck mutations = MutationCheck.Generated, bool byContents = false,
        IReadOnlyDictionary<BotLanguage, RunningTool>? running = null)
    {
        using var hash = new HashBuilder();
        hash.Add(version ?? ProductVersion.Text).Add(timeout.Ticks.ToString(CultureInfo.InvariantCulture))
            .Add(mutations.ToString());
        var environment = CallerEnvironment.ForTests(testEnvironment);
        foreach (var name in environment.Keys.Order(StringComparer.Ordinal))
        {
            hash.Add(name).Add(environment[name]);
        }

        if (byContents)
        {
            AddMachine(hash);
        }

        Dictionary<string, string> tools = new(StringComparer.Ordinal);
        foreach (var language in used)
        {
            if (!tools.ContainsKey(language.ToName()))
            {
                tools.Add(language.ToName(), ToolsOf(language));
            }
        }

        return new(tools, hash.ToHex());

        string ToolsOf(BotLanguage language)
        {
            var tool = running?.GetValueOrDefault(language) ?? RunningTool.None;
            IEnumerable<string> files = languages[language].TestTools().Concat(tool.Files).Distinct(StringComparer.Ordinal);
            return (byContents ? ToolIdentity.OfContents(files) : ToolIdentity.Of(files)) + tool.Version;
        }
    }

    private static void AddMachine(HashBuilder hash)
    {
        hash.Add(Environment.UserName).Add(ToolIdentity.OfContents(["/etc/localtime"]));
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Directory.Exists).Distinct(StringComparer.Ordinal))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", InPath).OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                hash.Add(file.FullName).Add(SizeOf(file).ToString(CultureInfo.InvariantCulture));
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
    public string Of(BotLanguage language) => $"{_common} {_tools[language.ToName()]}";

    /// <summary>All of them, for comparison.</summary>
    public override string ToString() =>
        $"{_common}\n" + string.Concat(_tools.Keys.Order(StringComparer.Ordinal).Select(language => $"{_tools[language]} {language}\n"));
}
