public class ForegroundThreadTests
{
    [Fact]
    public void Leaves_a_thread_that_ends()
    {
        new Thread(() =>
        {
            Thread.Sleep(600);
            Environment.ExitCode = 8;
            Console.WriteLine("thread is done");
        }).Start();
        Assert.True(true);
    }
}
