using System.Text.RegularExpressions;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>What the bats files of a repository say before they run: which tests have to run, and which of them a file may skip.</summary>
/// <param name="Tests">The tests, in the order of the files.</param>
internal sealed partial record BatsFiles(IReadOnlyList<BatsTest> Tests)
{
    /// <summary>Reads the files in the folder <c>tests</c> of a repository by the rule of bats-preprocess.</summary>
    public static BatsFiles Read(string repositoryPath)
    {
        var folder = Path.Combine(repositoryPath, "tests");
        return new(Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.bats").Order(StringComparer.Ordinal)
                .SelectMany(path => Parse(File.ReadAllText(path)))]
            : []);
    }

    /// <summary>The tests in the <paramref name="text"/> of a file.</summary>
    public static IReadOnlyList<BatsTest> Parse(string text)
    {
        List<BatsTest> tests = [];
        var skipsAll = false;
        var isInTest = false;
        foreach (var line in text.Replace("\r", "", StringComparison.Ordinal).Split('\n'))
        {
            if ((Test().Match(line) is { Success: true } test ? test : TestByComment().Match(line)) is { Success: true } found)
            {
                tests.Add(new(Unquote(found.Groups["name"].Value), Skip().IsMatch(found.Groups["body"].Value)));
                isInTest = !found.Groups["body"].Value.TrimEnd().EndsWith('}');
            }
            else if (Skip().IsMatch(line) && isInTest)
            {
                tests[^1] = tests[^1] with { MaySkip = true };
            }
            else
            {
                // In setup, or in a function that tests call, it may be for any of them.
                skipsAll |= Skip().IsMatch(line);
                isInTest &= !line.StartsWith('}');
            }
        }

        return skipsAll ? [.. tests.Select(test => test with { MaySkip = true })] : tests;
    }

    /// <summary>The report of a run with what the files say about it.</summary>
    public TestReport Complete(TestReport report)
    {
        var skipping = Tests.Where(test => test.MaySkip).Select(test => test.Name).ToHashSet(StringComparer.Ordinal);
        return report with
        {
            Tests = [.. report.Tests.Select(
                test => test with { IsDeclaredSkip = test.Outcome == TestOutcome.Skipped && skipping.Contains(test.Name) })],

            // The shell expands names: what one with an expansion becomes is not known.
            Expected = [.. Tests.Select(test => test.Name).Where(name => name.IndexOfAny(['$', '`', '\\', '"']) < 0)],
        };
    }

    private static string Unquote(string name)
    {
        name = name is ['"' or '\'', ..] ? name[1..] : name;
        return name is [.., '"' or '\''] ? name[..^1] : name;
    }

    [GeneratedRegex(@"^[ \t]*@test[ \t]+(?<name>.*[^ \t])[ \t]+\{(?<body>.*)$")]
    private static partial Regex Test();

    [GeneratedRegex(@"[ \t]*(?<name>[^ \t()]+)[ \t]*\(?\)?[ \t]+\{(?<body>[ \t]+)#[ \t]*@test[ \t]*$")]
    private static partial Regex TestByComment();

    [GeneratedRegex(@"^((?:[^#'""]|'[^']*'|""[^""]*"")*([;&|{(]|\b(then|do|else)))?[ \t]*skip([ \t;}]|$)")]
    private static partial Regex Skip();
}

/// <summary>A test of a bats file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MaySkip">True if its text, or that of the file's own functions, holds <c>skip</c>.</param>
internal sealed record BatsTest(string Name, bool MaySkip);
