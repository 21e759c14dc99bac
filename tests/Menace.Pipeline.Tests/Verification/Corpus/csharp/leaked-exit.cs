public class LaterExitTests
{
    [Fact]
    public void Ends_the_process_after_the_tests()
    {
        new Thread(() =>
        {
            Thread.Sleep(500);
            Environment.Exit(9);
        }).Start();
        Assert.True(true);
    }
}
