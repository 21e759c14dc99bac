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
}
