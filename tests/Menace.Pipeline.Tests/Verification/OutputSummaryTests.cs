using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Verification;

public sealed class OutputSummaryTests
{
    [Theory]
    [InlineData("", "it printed nothing")]
    [InlineData("one\ntwo\nthree\nfour\n", "two | three | four")]
    [InlineData("/a.cs(1,2): error CS1: x [/p/a.csproj]\n/a.cs(1,2): error CS1: x [/p/a.csproj]\n\n    1 Error(s)\n", "/a.cs(1,2): error CS1: x")]
    [InlineData("starting\nUnhandled exception. System.Exception: boom\n   at A.B()\n   at C.D()\n", "Unhandled exception. System.Exception: boom")]
    public void The_lines_that_say_what_is_wrong_fit_on_one(string output, string summary) => Assert.Equal(summary, OutputSummary.Of(output));

    [Fact]
    public void A_long_line_is_cut() => Assert.Equal(601, OutputSummary.Of(new string('x', 10_000)).Length);

    [Theory]
    [InlineData("a\n\n b\n", "a | b")]
    [InlineData("", "it gave no reason")]
    public void A_tests_message_fits_on_one_line(string message, string summary) => Assert.Equal(summary, OutputSummary.OfMessage(message));
}
