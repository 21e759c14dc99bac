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

    [Fact]
    public void Collection_errors_durations_and_traces_are_read()
    {
        var report = JUnitReport.Parse("""
            <testsuites><testsuite tests="4">
              <testcase classname="" name="tests.test_b" time="0.000"><error message="collection failure">tests/test_b.py:1: in x
            E   ModuleNotFoundError: No module named 'nosuch'</error></testcase>
              <testcase classname="tests.test_a" name="test_c" time="0.0125"><error message="failed on setup with &quot;ValueError&quot;">x</error></testcase>
              <testcase classname="tests.test_a" name="test_d" time="NaN" />
              <testcase classname="tests.test_a" name="test_e" time="-1" />
            </testsuite></testsuites>
            """);

        Assert.Equal([true, false, false, false], report.Tests.Select(test => test.IsCollectionError));
        Assert.Equal([0, 0.012, 0, 0], report.Tests.Select(test => test.Seconds));
        Assert.Contains("tests/test_b.py:1: in x", report.Tests[0].Trace, StringComparison.Ordinal);
    }
}
