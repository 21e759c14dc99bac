public class LeakedCancellationTests
{
    private static CancellationTokenSource? s_source;

    [Fact]
    public void Leaves_a_time_limit()
    {
        s_source = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        Assert.False(s_source.IsCancellationRequested);
    }
}
