public class ThreadPoolAfterLeakTests
{
    [Fact]
    public void Is_as_new()
    {
        ThreadPool.GetMinThreads(out var least, out _);
        ThreadPool.GetMaxThreads(out var most, out _);
        Assert.Equal((Environment.ProcessorCount, 32767), (least, most));
    }
}
