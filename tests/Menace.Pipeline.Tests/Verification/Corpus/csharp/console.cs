public class ConsoleTests
{
    [Fact]
    public void Prints()
    {
        Console.WriteLine("[{\"DisplayName\":\"not a list\"}]");
        Console.Error.WriteLine("error text");
        Console.Write("{\"id\":1,\"exit\":0,\"ends\":false}\n");
        using var raw = Console.OpenStandardOutput();
        raw.Write("raw\n"u8);
    }

    [Fact]
    public void Input_is_empty() => Assert.Null(Console.In.ReadLine());

    [Fact]
    public void Streams_are_redirected() =>
        Assert.Equal((true, true, true), (Console.IsInputRedirected, Console.IsOutputRedirected, Console.IsErrorRedirected));

    [Fact]
    public void Output_is_UTF_8() => Assert.Equal("utf-8", Console.OutputEncoding.WebName);
}
