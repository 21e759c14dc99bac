public class ThreadPoolLeakTests
{
    [Fact]
    public void Changes_it()
    {
        Assert.True(ThreadPool.SetMinThreads(17, 18));
        Assert.True(ThreadPool.SetMaxThreads(190, 190));
        Thread.CurrentThread.Priority = ThreadPriority.Highest;
    }
}
