using System.Diagnostics;

public class TraceAfterTests
{
    [Fact]
    public void Is_as_new()
    {
        Assert.Single(Trace.Listeners.OfType<DefaultTraceListener>());
        Assert.Empty(Trace.Listeners.OfType<TextWriterTraceListener>());
        Assert.Equal(0, Trace.IndentLevel);
    }

    [Fact]
    public void Assertion_throws() => Assert.ThrowsAny<Exception>(() => Trace.Fail("on purpose"));
}
