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
    public static TestReport Report((IReadOnlyList<XunitResult> Tests, string? Problem) tests, CSharpTestFiles files, IReadOnlyList<XunitCase>? listed) =>
        new([.. tests.Tests.Select(test => test.Result with
        {
            IsDeclaredSkip = test.IsExplicit || (test.Result.Outcome == TestOutcome.Skipped && files.DeclareSkip(test.Result.Message)),
        })])
        {
            Problem = tests.Problem,
            Expected = files.Tests ?? (listed is null ? null : Expected(listed, tests.Tests)),
        };

    /// <summary>The name under which each listed case has to be among the results.</summary>
    private static IReadOnlyList<string> Expected(IReadOnlyList<XunitCase> listed, IReadOnlyList<XunitResult> ran)
    {
        var names = ran.ToLookup(test => (test.Type, test.Method), test => test.Result.Name);
        return [.. listed.Where(test => !test.Explicit).Select(test =>
        {
            var own = names[(test.Class, test.Method)].ToList();
            return own.Count == 0 || own.Contains(test.DisplayName, StringComparer.Ordinal) ? test.DisplayName : own[0];
        }).Distinct(StringComparer.Ordinal)];
    }
}
