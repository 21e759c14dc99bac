using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Tests.Infrastructure;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 30, 2, "1 2 4 8 16 30 30")]
    [InlineData(5, 120, 6, "5 30 120 120 120 120 120")]
    [InlineData(3, 3, 2, "3 3 3 3 3 3 3")]
    [InlineData(60, 30, 2, "30 30 30 30 30 30 30")]
    [InlineData(0, 30, 2, "0 0 0 0 0 0 0")]
    public void Pause_grows_by_the_factor_up_to_the_longest(int first, int longest, double factor, string seconds)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(longest)) { Factor = factor };

        Assert.Equal(seconds, string.Join(' ', Enumerable.Range(1, 7).Select(failures => backoff.After(failures).TotalSeconds)));
    }

    [Fact]
    public void Pause_after_very_many_failures_is_the_longest()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)).After(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Backoff.Constant(TimeSpan.FromSeconds(1)).After(0));
    }

    [Fact]
    public void Spread_pause_is_between_half_and_whole()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30)) { IsSpread = true };
        var pauses = Enumerable.Range(0, 50).Select(_ => backoff.After(2).TotalSeconds).ToList();

        Assert.All(pauses, pause => Assert.InRange(pause, 4, 8));
        Assert.True(pauses.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(1, 2)]
    [InlineData(10, 10)]
    [InlineData(90, 30)]
    public void Longer_pause_that_the_other_side_asks_for_counts_up_to_the_longest(int? asked, int expected)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

        Assert.Equal(expected, backoff.After(1, asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null).TotalSeconds);
    }
}
