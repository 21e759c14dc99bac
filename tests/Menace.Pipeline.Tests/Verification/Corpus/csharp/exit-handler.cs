public class ExitHandlerTests
{
    [Fact]
    public void Ends_with_another_code()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Console.WriteLine("at the end");
            Environment.ExitCode = 7;
        };
        Assert.True(true);
    }
}
