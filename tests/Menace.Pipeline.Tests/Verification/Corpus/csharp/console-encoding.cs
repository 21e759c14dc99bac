public class EncodingTests
{
    [Fact]
    public void Sets_the_encoding()
    {
        Console.OutputEncoding = System.Text.Encoding.Latin1;
        Console.WriteLine("\u00e9\u00e8");
        Assert.Equal("iso-8859-1", Console.Out.Encoding.WebName);
    }
}
