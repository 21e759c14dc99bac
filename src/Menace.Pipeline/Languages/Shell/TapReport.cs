using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Reads the Test Anything Protocol as bats writes it.</summary>
internal static partial class TapReport
{
    /// <summary>The tests in <paramref name="path"/>; a report with a problem where the file is missing or cut off.</summary>
    public static TestReport Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new TestReport([]) { Problem = "no result file" };
        }
    }

    /// <summary>The tests in <paramref name="text"/>.</summary>
    public static TestReport Parse(string text)
    {
        int? planned = null;
        List<TestResult> tests = [];
        foreach (var line in text.Split('\n'))
        {
            if (Plan().Match(line) is { Success: true } plan)
            {
                planned = int.Parse(plan.Groups[1].Value, CultureInfo.InvariantCulture);
            }
            else if (Result().Match(line) is { Success: true } result)
            {
                tests.Add(Test(result));
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal) && tests is [.., { Outcome: TestOutcome.Failed } last])
            {
                tests[^1] = last with { Message = last.Message.Length == 0 ? line[2..] : $"{last.Message}\n{line[2..]}" };
            }
        }

        tests = tests.ConvertAll(WithTrace);
        var problem = planned is null ? "a result file without a plan"
            : planned != tests.Count ? string.Create(CultureInfo.InvariantCulture, $"a result file with {tests.Count} of {planned} tests")
            : null;

        // bats prints the plan when it has read all files.
        return new TestReport(tests) { Problem = problem, IsNotCollected = planned is null };
    }

    /// <summary>
    /// A failed test, or a file that bats could not read: it reports one under the name of the function that it was about to call, and does
    /// not name that function as failed.
    /// </summary>
    private static TestResult WithTrace(TestResult test) => test.Outcome != TestOutcome.Failed ? test : test with
    {
        Trace = test.Message,
        IsCollectionError = test.Name is "setup_file failed" or "bats-gather-tests"
            && !test.Message.Contains("from function `setup_file'", StringComparison.Ordinal),
    };

    private static TestResult Test(Match result)
    {
        var outcome = result.Groups["not"].Success ? TestOutcome.Failed
            : result.Groups["skip"].Success ? TestOutcome.Skipped
            : TestOutcome.Passed;
        var time = ResultFile.Seconds(result.Groups["time"].Value);
        return new TestResult(result.Groups["name"].Value, outcome, "")
        {
            Seconds = result.Groups["unit"].Value == "ms" ? time / 1000 : time,
        };
    }

    [GeneratedRegex(@"^1\.\.(\d+)\s*$")]
    private static partial Regex Plan();

    /// <summary>The time follows the name if bats measures it; entries that are no tests have none.</summary>
    [GeneratedRegex(@"^(?<not>not )?ok \d+ ?(?<name>.*?)(?: in (?<time>\d{1,9})(?<unit>ms|sec))?(?<skip> # skip.*)?$")]
    private static partial Regex Result();
}
