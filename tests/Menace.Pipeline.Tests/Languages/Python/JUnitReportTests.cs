using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages.Python;

namespace Menace.Pipeline.Tests.Languages.Python;

public sealed class JUnitReportTests
{
    [Fact]
    public void Errors_and_failures_are_failed_tests()
    {
        var report = JUnitReport.Parse("""
            <testsuites><testsuite tests="4"><testcase classname="t" name="a"/>
            <testcase classname="t" name="b"><failure message="no">long</failure></testcase>
            <testcase classname="t" name="c"><error message="">broken</error></testcase>
            <testcase classname="t" name="d"><skipped/></testcase></testsuite></testsuites>
            """);
        Assert.Null(report.Problem);
        Assert.Equal(
            [TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Failed, TestOutcome.Skipped],
            report.Tests.Select(test => test.Outcome));
        Assert.Equal(["", "no", "broken", ""], report.Tests.Select(test => test.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<testsuites><testsuite tests=\"1\"><testcase")]
    [InlineData("<testsuites><testsuite tests=\"2\"><testcase name=\"a\"/></testsuite></testsuites>")]
    public void A_cut_off_file_is_a_problem(string text) => Assert.NotNull(JUnitReport.Parse(text).Problem);

    [Fact]
    public void A_missing_file_is_a_problem() => Assert.Equal("no result file", JUnitReport.Read("/nowhere/results.xml").Problem);
}
