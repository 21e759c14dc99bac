public class UnhandledHandlerTests
{
    [Fact]
    public void Adds_one()
    {
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Environment.Exit(42);
        Assert.True(true);
    }
}
