using MenaceBots;

public class AsyncTests
{
    [Fact]
    public async Task Passes_later() => Assert.Equal(3, await Sample.AddLater(1, 2));

    [Fact]
    public async ValueTask Fails_later()
    {
        await Task.Yield();
        Assert.Equal(4, await Sample.AddLater(1, 2));
    }

    [Fact]
    public async Task Throws_later()
    {
        await Task.Delay(1);
        throw new InvalidDataException("later");
    }

    [Fact]
    public async Task Streams()
    {
        var sum = 0;
        await foreach (var number in Sample.Count(4))
        {
            sum += number;
        }

        Assert.Equal(6, sum);
    }

    [Fact]
    public async Task Expected_exception() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Task.FromException(new ArgumentException("other")));

    [Fact]
    public Task Cancelled() => Task.FromCanceled(new CancellationToken(true));

    [Fact]
    public async Task Many_at_once()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Sample.AddLater(i, i)));
        Assert.Equal(2450, sums.Sum());
    }
}
