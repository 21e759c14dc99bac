using CsCheck;
using Menace.Pipeline.Development.Deployment;

namespace Menace.Pipeline.Tests.Development.Deployment;

public sealed class CronTextTests
{
    private static readonly DateTime From = new(2027, 1, 15, 10, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void What_is_written_runs_at_the_times_of_what_was_meant()
    {
        var expressible = 0;
        Schedules.Cron(Schedules.Hour).Sample(expression =>
        {
            if (CronText.Of(expression).Lines is [var written])
            {
                Interlocked.Increment(ref expressible);
                Assert.Matches("^[0-9*,/-]+( [0-9*,/-]+){4}$", written);
                Assert.Equal((expression, Runs(expression)), (expression, Runs(written)));
            }
        }, iter: Nightly.Choose(3_000, 100_000));
        Assert.InRange(expressible, 300, Nightly.Choose(3_000, 100_000) - 300);
    }

    private static string Runs(string expression) => string.Join('\n', Schedules.Next(expression, From, 20));

    [Theory]
    [InlineData("@hourly", "0 * * * *")]
    [InlineData("@WEEKLY", "0 0 * * 0")]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("0 3 ? * MON-FRI", "0 3 * * 1-5")]
    [InlineData("0 0 3 * * *", "0 3 * * *")]
    [InlineData("5,0-59/15 22-2 * JAN,dec 7", "0,5,15,30,45 0-2,22,23 * 1,12 0")]
    [InlineData("every 15m", "*/15 * * * *")]
    [InlineData("every 60s", "* * * * *")]
    [InlineData("every 60m", "0 * * * *")]
    [InlineData("every 8h", "0 */8 * * *")]
    [InlineData("every 1d", "0 0 * * *")]
    public void Every_way_of_writing_a_schedule_becomes_one(string schedule, string expected) => Assert.Equal([expected], CronText.Of(schedule).Lines);

    [Theory]
    [InlineData("30 0 3 * * *", "seconds")]
    [InlineData("@every_second", "seconds")]
    [InlineData("0 0 L * *", "L, W and # are not supported")]
    [InlineData("0 0 15W * *", "L, W and # are not supported")]
    [InlineData("0 0 * * FRI#2", "L, W and # are not supported")]
    [InlineData("0 0 13 * FRI", "either of them there, not both")]
    [InlineData("every 7m", "does not divide")]
    [InlineData("every 90m", "does not divide")]
    [InlineData("every 30s", "does not divide")]
    [InlineData("every 2d", "does not divide")]
    [InlineData("every fortnight", "not an interval")]
    [InlineData("61 * * * *", "outside 0-59")]
    [InlineData("once", "single point in time")]
    public void What_cron_cannot_say_has_a_reason(string schedule, string reason)
    {
        var text = CronText.Of(schedule);

        Assert.Empty(text.Lines);
        Assert.Contains(reason, text.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* * * * *", 1)]
    [InlineData("every 5m", 5)]
    [InlineData("0,58 * * * *", 2)]
    [InlineData("0,58 3 * * *", 58)]
    [InlineData("1,58 0,23 * * *", 3)]
    [InlineData("0 3 * * *", 1440)]
    public void The_shortest_gap_counts_across_hours_and_midnight(string schedule, int minutes) => Assert.Equal(minutes, CronText.ShortestGap(schedule));
}
