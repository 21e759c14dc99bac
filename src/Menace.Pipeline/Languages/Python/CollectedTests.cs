using System.Text.Json;
using System.Text.RegularExpressions;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// The tests that had to run: those that pytest found before any setting could deselect one (templates/python/run_tests.py), and those that
/// the
/// generated test file names, which a setting can also keep pytest from finding.
/// </summary>
internal sealed partial class CollectedTests
{
    /// <summary>More than the names of 100,000 tests.</summary>
    private const long LongestFile = 64 * 1024 * 1024;

    private readonly List<string> _collected = [];
    private readonly HashSet<string> _skips = new(StringComparer.Ordinal);
    private bool _hasFound;

    /// <summary>Reads both; a file that is not there names no test.</summary>
    /// <param name="path">Path of the file that run_tests.py wrote.</param>
    /// <param name="generatedFile">Path of the generated test file, or null if the task brings tests of its own.</param>
    public static CollectedTests Read(string path, string? generatedFile)
    {
        var found = new CollectedTests();
        foreach (var line in new FileInfo(path) is { Exists: true, Length: < LongestFile } ? File.ReadLines(path) : [])
        {
            found.Add(line);
        }

        if (File.Exists(generatedFile))
        {
            found.AddGenerated(Path.GetFileNameWithoutExtension(generatedFile), File.ReadAllText(generatedFile));
        }

        return found;
    }

    /// <summary><paramref name="report"/> with the tests that had to run, and the skips that test files ask for marked as such.</summary>
    public TestReport AddTo(TestReport report) => report with
    {
        Expected = _collected,
        IsNotCollected = !_hasFound,
        Tests = [.. report.Tests.Select(Declared)],
    };

    private TestResult Declared(TestResult test) =>
        test.Outcome == TestOutcome.Skipped && _skips.Contains(test.Name) ? test with { IsDeclaredSkip = true } : test;

    private void Add(string line)
    {
        var entry = ReadLine(line);
        if (entry?.GetValueOrDefault("collected") is { } test)
        {
            _collected.Add(test);
            _hasFound = true;
        }
        else if (entry?.GetValueOrDefault("skip") is { } skip)
        {
            _skips.Add(skip);
        }
    }

    /// <summary>The entry in <paramref name="line"/>; null for one that was cut off when the process ended.</summary>
    private static Dictionary<string, string>? ReadLine(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A test with parameters has a name for each of their values.</summary>
    private void AddGenerated(string module, string text)
    {
        var names = TestFunction().Matches(text)
            .Select(match => $"tests.{module}::{match.Groups["name"].Value}").Distinct(StringComparer.Ordinal);
        var collected = _collected.Select(name => name.Split('[')[0]).ToHashSet(StringComparer.Ordinal);
        _collected.AddRange(names.Where(name => !collected.Contains(name)).ToList());
    }

    [GeneratedRegex(@"^(?:async )?def (?<name>test_\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TestFunction();
}
