public class CancellationTests
{
    [Fact]
    public void Token_is_not_cancelled() => Assert.False(TestContext.Current.CancellationToken.IsCancellationRequested);

    [Fact]
    public async Task Own_cancellation()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var waiting = Task.Delay(Timeout.Infinite, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Cancels_itself()
    {
        TestContext.Current.CancelCurrentTest();
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }
}
