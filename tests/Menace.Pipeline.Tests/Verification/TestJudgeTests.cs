using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Verification;

public sealed class TestJudgeTests
{
    private static readonly ProcessResult Ended = new(0, "", "", false, TimeSpan.Zero);

    [Fact]
    public void Expected_test_that_did_not_run_is_an_error()
    {
        var finding = Assert.Single(Judge(new([Passed("a")]) { Expected = ["a", "b", "c"] }));

        Assert.Equal((Rules.TestsNotRun, "Bot 'bot': of 3 tests that had to run, 2 did not: b, c. The full output is in 'log'"), (finding.Rule, finding.Message));
    }

    [Fact]
    public void Expected_test_that_runs_once_of_two_times_is_an_error() =>
        Assert.Equal(Rules.TestsNotRun, Assert.Single(Judge(new([Passed("a")]) { Expected = ["a", "a"] })).Rule);

    [Fact]
    public void All_expected_tests_and_one_more_are_fine() => Assert.Empty(Judge(new([Passed("a"), Passed("b")]) { Expected = ["a"] }));

    [Fact]
    public void Skip_by_the_code_under_test_is_an_error() =>
        Assert.Equal(Rules.SkippedByCode, Assert.Single(Judge(new([Passed("a"), new("b", TestOutcome.Skipped, "no")]) { Expected = ["a", "b"] })).Rule);

    [Fact]
    public void Skip_in_a_test_file_is_fine() =>
        Assert.Empty(Judge(new([Passed("a"), new("b", TestOutcome.Skipped, "no") { IsDeclaredSkip = true }]) { Expected = ["a", "b"] }));

    [Fact]
    public void Failed_example_is_reported_at_the_example()
    {
        var judge = new TestJudge("bot", null, TimeSpan.FromSeconds(1), "log") { ExampleTests = ["one", "two"] };

        var findings = judge.Judge(Ended with { ExitCode = 1 }, new([Passed("one"), new("two", TestOutcome.Failed, "no"), new("own", TestOutcome.Failed, "no")])).ToArray();

        Assert.Equal(["metadata.examples.1", null], findings.Select(finding => finding.Anchor?.Property));
    }

    public static TheoryData<string, int, string, string> Ends => new()
    {
        { "MENACE5004", 5, "", "none" },
        { "MENACE5033", 0, "", "skipped" },
        { "MENACE5036", 137, "", "no results" },
        { "MENACE5036", 143, "", "passed" },
        { "MENACE5016", 139, "", "no results" },
        { "MENACE5016", 134, "", "passed" },
        { "MENACE5016", 0, "", "no results" },
        { "MENACE5034", 4, "ImportError while loading conftest", "not collected" },
        { "MENACE5006", 4, "", "no results" },
        { "MENACE5006", 127, "", "not collected" },
        { "MENACE5006", 1, "", "passed" },
        { "MENACE5037", 1, "sh: 1: cannot create x: No space left on device", "no results" },
        { "MENACE5037", 42, "OSError: [Errno 28] No space left on device", "not collected" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Each_end_of_a_run_has_its_code(string code, int exitCode, string output, string results)
    {
        TestReport report = results switch
        {
            "none" => new([]),
            "skipped" => new([new("a", TestOutcome.Skipped, "") { IsDeclaredSkip = true }]),
            "passed" => new([Passed("a")]),
            _ => new([]) { Problem = "no result file", IsNotCollected = results == "not collected" },
        };

        using var folder = new TemporaryFolder();
        var findings = new TestJudge("bot", null, TimeSpan.FromSeconds(1), folder.Write("tests.log", output)).Judge(Ended with { ExitCode = exitCode, Output = output }, report);

        Assert.Equal(code, Assert.Single(findings).Rule.Id);
    }

    [Fact]
    public void File_that_was_not_collected_is_not_a_failed_test_and_its_tests_are_not_missed()
    {
        var finding = Assert.Single(Judge(
            new([new("tests.test_b", TestOutcome.Failed, "collection failure\nNo module named 'x'") { IsCollectionError = true }]) { Expected = ["b"] }));

        Assert.Equal(
            "Bot 'bot': tests.test_b could not be collected: collection failure | No module named 'x'. The full output is in 'log'", finding.Message);
    }

    private static TestResult Passed(string name) => new(name, TestOutcome.Passed, "");

    private static IEnumerable<Menace.Pipeline.Contracts.PipelineDiagnostic> Judge(TestReport report) =>
        new TestJudge("bot", null, TimeSpan.FromSeconds(1), "log").Judge(Ended, report);
}
