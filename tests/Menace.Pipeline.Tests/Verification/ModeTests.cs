using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>Both modes mean the same: the suites of <c>Corpus/</c> have the same results, test by test.</summary>
public sealed partial class ModeTests : IDisposable
{
    private static readonly string Corpus = Path.Combine(RepositoryRoot.Path, "tests", "Menace.Pipeline.Tests", "Verification", "Corpus");

    private readonly VerifiedFleet _fleet = new() { Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose() => _fleet.Dispose();

    [Theory]
    [InlineData("csharp", ".cs", 5)]
    [InlineData("python", ".py", 20)]
    [InlineData("shell", ".bats", 20)]
    public async Task Suite_has_the_same_results_in_both_modes(string language, string extension, int sample)
    {
        var suites = Suites(language, extension);
        Assert.True(suites.Length >= 60, $"There are {suites.Length} suites.");
        TaskInfo[] tasks = [.. Every(suites, Nightly.Choose(sample, suites.Length)).Select(suite => Bot(language, extension, suite))];

        _fleet.Mode = VerifyMode.Isolated;
        var isolated = await _fleet.VerifyAsync(tasks);
        _fleet.Mode = VerifyMode.Fast;
        var fast = await _fleet.VerifyAsync(tasks);

        Assert.Equal(Lines(isolated), Lines(fast));
        Assert.Contains(isolated.Record.Results, result => result.IsGreen);
        Assert.Contains(isolated.Record.Results, result => !result.IsGreen);
    }

    /// <summary>Every n-th, so that a sample has something of everything.</summary>
    private static IEnumerable<string> Every(string[] suites, int count) =>
        Enumerable.Range(0, count).Select(index => suites[index * suites.Length / count]);

    private static string[] Suites(string language, string extension) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Corpus, language), "*" + extension).Select(file => Path.GetFileName(file)[..^extension.Length])
            .Where(name => name != "bot" && !name.EndsWith(".bot", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The suites are written for a bot called Sample; here each has one of its own.</summary>
    private static TaskInfo Bot(string language, string extension, string suite)
    {
        var name = "Sample" + Separator().Replace("_" + suite, match => match.Groups[1].Value.ToUpperInvariant());
        var (code, tests) = (Path.Combine(Corpus, language, suite), Path.Combine(Corpus, language, suite + extension));
        var ending = extension == ".bats" ? ".sh" : extension;
        code = File.Exists(code + ".bot" + ending) ? code + ".bot" + ending : Path.Combine(Corpus, language, "bot" + ending);
        return new()
        {
            Name = name,
            Code = SampleName().Replace(File.ReadAllText(code), name),
            Metadata = new()
            {
                Language = Menace.Model.Languages.BotLanguages.Parse(language),
                Purpose = $"The bot {name}",
                Tests = SampleName().Replace(File.ReadAllText(tests), name),
            },
        };
    }

    private static IEnumerable<string> Lines(Verified verified) => verified.Record.Results.Select(result =>
        $"{result.Bot}: {result.Outcome}, {string.Join("; ", result.Tests.Select(test => $"{test.Name} {test.Outcome}").Order(StringComparer.Ordinal))}, "
        + string.Join(' ', verified.Findings.Where(finding => finding.Bot == result.Bot).Select(finding => finding.Rule.Id).Order(StringComparer.Ordinal)));

    [GeneratedRegex(@"\bSample\b")]
    private static partial Regex SampleName();

    [GeneratedRegex("[_-]+([a-z0-9])")]
    private static partial Regex Separator();
}
