using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// The conditions that affect test results besides the files of repositories: the tools of the language, the environment that tests see,
/// the time limit, and this version of Menace. Read once per build, without starting a process; only digests are kept.
/// </summary>
internal sealed class TestConditions
{
    private readonly Dictionary<BotLanguage, string> _tools;
    private readonly string _common;

    private TestConditions(Dictionary<BotLanguage, string> tools, string common) => (_tools, _common) = (tools, common);

    /// <summary>The conditions now.</summary>
    /// <param name="languages">The languages.</param>
    /// <param name="used">The languages whose tools are included.</param>
    /// <param name="testEnvironment">Names of the variables that the project lets through to tests.</param>
    /// <param name="timeout">The time for one bot.</param>
    /// <param name="version">The version of Menace; null: this one.</param>
    public static TestConditions Look(
        LanguageTable languages, IEnumerable<BotLanguage> used, IReadOnlyList<string> testEnvironment, TimeSpan timeout,
        string? version = null)
    {
        using var hash = new HashBuilder();
        hash.Add(version ?? ProductVersion.Text).Add(timeout.Ticks.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in CallerEnvironment.ForTests(testEnvironment).OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            hash.Add(name).Add(value);
        }

        return new(used.Distinct().ToDictionary(language => language, language => ToolIdentity.Of(languages[language].TestTools())),
            hash.ToHex());
    }

    /// <summary>The conditions of a bot in <paramref name="language"/>, as a text that differs if they do.</summary>
    public string Of(BotLanguage language) => $"{_common} {_tools[language]}";

    /// <summary>All of them, for comparison.</summary>
    public override string ToString() =>
        $"{_common}\n" + string.Concat(_tools.OrderBy(tool => tool.Key.ToName(), StringComparer.Ordinal)
            .Select(tool => $"{tool.Value} {tool.Key.ToName()}\n"));
}
