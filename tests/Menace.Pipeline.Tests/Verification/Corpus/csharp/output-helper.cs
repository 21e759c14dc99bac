public class OutputHelperTests(ITestOutputHelper output)
{
    [Fact]
    public void Lines()
    {
        output.WriteLine("plain");
        output.WriteLine("with {0}", 5);
        output.Write("no line end, \u001b[31mred\u001b[0m, \0 and \uD800");
        Assert.Contains("plain", output.Output);
    }

    [Fact]
    public void Fails_with_output()
    {
        output.WriteLine("before the failure");
        Assert.Fail("on purpose");
    }

    [Fact]
    public void Context_output()
    {
        TestContext.Current.TestOutputHelper?.WriteLine("by the context");
        Assert.Equal("by the context" + Environment.NewLine, output.Output);
    }
}
