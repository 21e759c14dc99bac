public class LeakedThreadTests
{
    [Fact]
    public void Leaves_a_background_thread()
    {
        var thread = new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = true };
        thread.Start();
        Assert.True(thread.IsAlive);
    }
}
