using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Tests.Languages.Shell;

public sealed class TapReportTests
{
    [Fact]
    public void Failures_carry_the_lines_that_follow()
    {
        var report = TapReport.Parse("1..3\nok 1 a\nnot ok 2 b c\n# (in test file x)\n#   `false' failed\nok 3 d # skip later\n");
        Assert.Null(report.Problem);
        Assert.Equal(["a: Passed", "b c: Failed (in test file x)\n  `false' failed", "d: Skipped"], EmittedFleet.Lines(report));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok 1 a\n")]
    [InlineData("1..2\nok 1 a\n")]
    public void A_cut_off_file_is_a_problem(string text) => Assert.NotNull(TapReport.Parse(text).Problem);

    [Fact]
    public void A_missing_file_is_a_problem() => Assert.Equal("no result file", TapReport.Read("/nowhere/results.tap").Problem);

    [Fact]
    public void Time_behind_a_name_is_the_duration()
    {
        var report = TapReport.Parse("1..4\nok 1 one in 5ms in 6ms\nok 2 two in 1200ms # skip because\nnot ok 3 three in 2sec\nok 4 four\n");

        Assert.Equal(
            [("one in 5ms", 0.006), ("two", 1.2), ("three", 2), ("four", 0)], report.Tests.Select(test => (test.Name, test.Seconds)));
    }

    [Theory]
    [InlineData("not ok 1 setup_file failed\n# /r/tests/b.bats: line 3: syntax error near unexpected token `}'", true)]
    [InlineData("not ok 1 setup_file failed\n# bats_load_safe: Could not find '/r/tests/nosuch'[.bash]", true)]
    [InlineData("not ok 1 setup_file failed\n# (from function `setup_file' in test file tests/b.bats, line 1)\n#   `false' failed", false)]
    [InlineData("not ok 1 setup_file fails in 3ms\n# x", false)]
    public void File_that_bats_cannot_read_is_a_collection_error(string result, bool expected) =>
        Assert.Equal(expected, Assert.Single(TapReport.Parse("1..1\n" + result + "\n").Tests).IsCollectionError);

    [Theory]
    [InlineData("", true)]
    [InlineData("1..2\nok 1 a\n", false)]
    public void Report_without_a_plan_is_not_collected(string text, bool expected) =>
        Assert.Equal(expected, TapReport.Parse(text).IsNotCollected);
}
