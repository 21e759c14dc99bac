public class PoolExceptionTests
{
    [Fact]
    public async Task Pool_throws()
    {
        ThreadPool.QueueUserWorkItem(_ => throw new InvalidOperationException("in the pool"));
        await Task.Delay(2000, TestContext.Current.CancellationToken);
    }
}
