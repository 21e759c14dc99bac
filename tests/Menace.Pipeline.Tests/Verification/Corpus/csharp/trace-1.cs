using System.Diagnostics;

public class TraceTests
{
    [Fact]
    public void Assertion_fails() => Trace.Assert(1 > 2, "short", "long");

    [Fact]
    public void Listens()
    {
        var writer = new StringWriter();
        Trace.Listeners.Add(new TextWriterTraceListener(writer));
        Trace.IndentLevel = 3;
        Trace.Write("x");
        Assert.EndsWith("x", writer.ToString());
    }

    [Fact]
    public void Clears()
    {
        Trace.Listeners.Clear();
        Assert.Empty(Trace.Listeners);
    }
}
