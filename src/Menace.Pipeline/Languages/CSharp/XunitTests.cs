using System.Text.Json;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>A test case that xunit.v3 found in a test assembly (<c>-list full/json</c>).</summary>
/// <param name="DisplayName">Its name; rows of a theory that are found only in the run have it and their arguments.</param>
/// <param name="Class">Full name of its class.</param>
/// <param name="Method">Name of its method.</param>
/// <param name="Explicit">True if it runs only when it is asked for.</param>
internal sealed record XunitCase(string DisplayName, string Class, string Method, bool Explicit);

/// <summary>Compares the tests that ran with those of the test files.</summary>
internal static class XunitTests
{
    /// <summary>The cases in the file that a listing wrote, or null if there are none that could be read.</summary>
    public static IReadOnlyList<XunitCase>? ReadList(string path)
    {
        // The code under test may print in front of the listing, which is one line.
        var line = File.Exists(path) ? File.ReadLines(path).LastOrDefault(text => text.StartsWith('[')) : null;
        try
        {
            return line is null ? null : JsonSerializer.Deserialize<IReadOnlyList<XunitCase>>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The report on <paramref name="tests"/>.</summary>
    /// <param name="tests">The tests that ran, and what is wrong with their file.</param>
    /// <param name="files">The test files.</param>
    /// <param name="listed">The cases that the framework found, if the files do not say it all.</param>
    public static TestReport Report(
        (IReadOnlyList<XunitResult> Tests, string? Problem) tests, CSharpTestFiles files, IReadOnlyList<XunitCase>? listed) =>
        new([.. tests.Tests.Select(test => test.Result with
        {
            IsDeclaredSkip = test.IsExplicit || (test.Result.Outcome == TestOutcome.Skipped && files.DeclareSkip(test.Result.Message)),
        })])
        {
            Problem = tests.Problem ?? (files.Tests is null && listed is null ? "no list of the tests that had to run" : null),
            IsNotCollected = files.Tests is null && listed is null,
            Expected = files.Tests ?? (listed is null ? null : Expected(listed, tests.Tests)),
        };

    /// <summary>
    /// The name under which each listed case has to be among the results. Rows of a theory may have other names in the run, because their
    /// values differ
    /// from run to run or are found only there; then as many of the method have to be there.
    /// </summary>
    private static IReadOnlyList<string> Expected(IReadOnlyList<XunitCase> listed, IReadOnlyList<XunitResult> ran)
    {
        var names = ran.ToLookup(test => (test.Type, test.Method), test => test.Result.Name);
        return [.. listed.Where(test => !test.Explicit).GroupBy(test => (test.Class, test.Method)).SelectMany(method =>
        {
            var wanted = method.Select(test => test.DisplayName).Distinct(StringComparer.Ordinal).ToList();
            var others = new Queue<string>(names[method.Key].Except(wanted, StringComparer.Ordinal));
            var found = names[method.Key].ToHashSet(StringComparer.Ordinal);
            return wanted.Select(name => !found.Contains(name) && others.TryDequeue(out var other) ? other : name).ToList();
        })];
    }
}
