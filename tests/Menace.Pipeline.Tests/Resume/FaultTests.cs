using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Tests.Resume;

public sealed class FaultTests
{
    [Fact]
    public void Without_the_variable_there_is_no_fault() => Assert.Null(Fault.Parse(null));

    [Fact]
    public void A_boundary_is_named_and_perhaps_counted()
    {
        Assert.Equal((Boundary.DevelopWritten, 1), Fault.Parse("DevelopWritten"));
        Assert.Equal((Boundary.VerifyJudged, 3), Fault.Parse("VerifyJudged:3"));
    }

    [Theory]
    [InlineData("develop.written")]
    [InlineData("99")]
    [InlineData("DevelopWritten:0")]
    [InlineData("DevelopWritten:")]
    public void A_fault_that_would_never_come_is_refused(string text) =>
        Assert.Contains("DevelopWritten", Assert.Throws<FormatException>(() => Fault.Parse(text)).Message, StringComparison.Ordinal);
}
