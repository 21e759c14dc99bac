[assembly: CaptureConsole]

public class CapturedConsoleTests(ITestOutputHelper output)
{
    [Fact]
    public void Is_captured()
    {
        Console.WriteLine("captured");
        Assert.Contains("captured", output.Output);
    }
}
