public class RedirectTests
{
    [Fact]
    public void Redirects_and_forgets()
    {
        var writer = new StringWriter();
        Console.SetOut(writer);
        Console.SetError(writer);
        Console.SetIn(new StringReader("left over"));
        Console.WriteLine("kept");
        Assert.Equal("kept" + Environment.NewLine, writer.ToString());
    }
}
