using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;

namespace Menace.Model.Tests;

/// <summary>Messages, help texts, pages and comments do not use the words that CONTRIBUTING.md rules out.</summary>
public sealed partial class PlainEnglishTests
{
    /// <summary>A word, and a sentence with it that has to be reported.</summary>
    public static TheoryData<string, string> Samples => new()
    {
        { "whoever", "Whoever is killed here cannot end it." },
        { "nobody", "A message that nobody reads." },
        { "somebody", "Somebody waits for the run." },
        { "anybody", "Its run is anybody's at once." },
        { "everybody", "It stops everybody." },
        { "mend", "Mend the code." },
        { "mended", "What can be mended without asking." },
        { "mends", "The target mends it." },
        { "mending", "Mending a list." },
        { "is no bot", "An entry of a plan is no bot." },
        { "is no task", "It depends on 'x', which is no task of this file." },
        { "says so", "A failure that says so." },
        { "said so", "The stage that said so." },
        { "Said honestly", "## Said honestly" },
        { "the seed", "The variables of the seed." },
        { "(seed,", "Writes repositories (seed, stage 5)." },
        { "behaviour inventory", "Makes names comparable (behaviour inventory, section 5)." },
        { "among the dead", "The message is kept among the dead." },
        { "back to life", "Takes a run back to life." },
        { "out of reach", "Stage 4 is out of reach." },
        { "Told of", "Told of each repository." },
        { "is told", "The caller is told when it ends." },
        { "are told", "Subscribers are told of it." },
        { "of ours", "A repository of ours." },
        { "lets no", "The broker lets no client in." },
    };

    /// <summary>Sentences with the same letters that are not reported.</summary>
    public static TheoryData<string> Allowed =>
        ["Fix the recommended amendment.", "There is no run.", "Random.Seed(seed)", "The tests told", "deadline"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Word_of_the_list_is_reported(string word, string sentence) =>
        Assert.Equal(word, Worst().Match(sentence).Value, ignoreCase: true);

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Other_words_are_not_reported(string sentence) => Assert.DoesNotMatch(Worst(), sentence);

    [Fact]
    public void Rules_do_not_use_words_of_the_list() =>
        AssertNone(Rules.All.SelectMany(rule => Reported(rule.Id, $"{rule.Title}\n{rule.MessageFormat}")));

    [Fact]
    public void Pages_do_not_use_words_of_the_list() =>
        AssertNone(Files("", SearchOption.TopDirectoryOnly, ".md")
            .Concat(Files("docs", SearchOption.AllDirectories, ".md")).SelectMany(Reported));

    /// <summary>Code holds the texts of <c>--help</c>, metrics, logs and findings, and the comments.</summary>
    [Fact]
    public void Code_does_not_use_words_of_the_list()
    {
        var files = Files("src", SearchOption.AllDirectories, ".cs", ".props", ".targets", ".json")
            .Concat(Files("templates", SearchOption.AllDirectories, ".scriban", ".py", ".sh", ".cs", ".json")).ToList();

        Assert.True(files.Count > 400, $"{files.Count} files");
        AssertNone(files.SelectMany(Reported));
    }

    private static void AssertNone(IEnumerable<string> reports)
    {
        var list = string.Join('\n', reports);
        Assert.True(list.Length == 0, list);
    }

    private static IEnumerable<string> Reported(string path) => Reported(Path.GetRelativePath(Root(), path), File.ReadAllText(path));

    private static IEnumerable<string> Reported(string name, string text) =>
        text.Split('\n').SelectMany((line, i) =>
            Worst().Matches(line).Select(match => $"{name}({i + 1}): '{match.Value}' in: {line.Trim()}"));

    private static IEnumerable<string> Files(string folder, SearchOption depth, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Root(), folder), "*", depth)
            .Where(path => extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal) && !Output().IsMatch(path));

    [GeneratedRegex(
        @"\b(?:whoever|(?:no|some|any|every)body|mend(?:s|ed|ing)?|is no (?:bot|task)|sa(?:ys|id) so|said honestly|the seed"
        + @"|behaviour inventory|among the dead|back to life|out of reach|told of|(?:is|are) told|of ours|lets no)\b|\(seed,",
        RegexOptions.IgnoreCase)]
    private static partial Regex Worst();

    [GeneratedRegex(@"[\\/](?:bin|obj|artifacts)[\\/]")]
    private static partial Regex Output();

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
