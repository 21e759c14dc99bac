using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Menace.Model.Tasks;
using Menace.Pipeline.Development.Deployment;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>systemd itself says when the calendar events that we write elapse.</summary>
public sealed partial class CalendarTextTests
{
    [Theory]
    [InlineData("UTC", "2027-01-15 10:30:00")]
    [InlineData("Europe/Berlin", "2027-03-26 23:59:59")]
    [InlineData("Europe/Berlin", "2027-10-29 12:00:00")]
    public void The_next_five_runs_are_those_of_Cronos(string zone, string from)
    {
        var start = DateTime.ParseExact(from, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        var compared = 0;
        Schedules.Cron(zone == "UTC" ? Schedules.Hour : Schedules.PlainHour).Array[100].Sample(expressions =>
        {
            var written = expressions
                .Select(expression => (Expression: expression, Events: Events(expression, zone), Expected: Schedules.Next(expression, start, 5, zone)))
                .Where(schedule => schedule.Events.Count > 0 && schedule.Expected.Count == 5)
                .ToList();
            var elapses = new Queue<IReadOnlyList<DateTime>>(Elapses([.. written.SelectMany(schedule => schedule.Events)], from));
            foreach (var (expression, events, expected) in written)
            {
                var actual = events.SelectMany(_ => elapses.Dequeue()).Distinct().Order().Take(5);
                Assert.Equal((expression, string.Join('\n', events), Times(expected)), (expression, string.Join('\n', events), Times(actual)));
            }

            Interlocked.Add(ref compared, written.Count);
        }, iter: Nightly.Choose(2, 200));
        Assert.True(compared > Nightly.Choose(50, 200), $"Only {compared} expressions were compared.");
    }

    [Theory]
    [InlineData("0 3 * * MON-FRI", "Mon,Tue,Wed,Thu,Fri *-*-* 03:00:00 UTC")]
    [InlineData("*/30 * 0 13 * FRI", "Fri *-*-13 00:*:00,30 UTC")]
    [InlineData("0 0 L * *", "*-*~01 00:00:00 UTC")]
    [InlineData("0 0 * * 5L", "Fri *-*~01..07 00:00:00 UTC")]
    [InlineData("0 0 * * FRI#2", "Fri *-*-08..14 00:00:00 UTC")]
    [InlineData("0 0 15W * *", "Mon,Tue,Wed,Thu,Fri *-*-15 00:00:00 UTC", "Fri *-*-14 00:00:00 UTC", "Mon *-*-16 00:00:00 UTC")]
    public void Days_of_every_kind_have_events(string expression, params string[] events) => Assert.Equal(events, Events(expression, null));

    [Theory]
    [InlineData("0 0 31W * *", "depends on the month's length")]
    [InlineData("0 0 L-27W * *", "depends on the month's length")]
    [InlineData("0 0 15W * FRI#2", "cannot be combined")]
    [InlineData("0 0 L-28 * *", "to the 28th")]
    [InlineData("0 0 L * FRI#5", "cannot be combined")]
    [InlineData("0 0 31 * 5L", "cannot be combined")]
    public void What_no_event_can_say_has_a_reason(string expression, string reason)
    {
        var text = CalendarText.Of(expression);

        Assert.Empty(text.Lines);
        Assert.Contains(reason, text.Reason, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Events(string expression, string? zone) =>
        CalendarText.Of(new TaskSchedule(ScheduleKind.Cron, expression, zone)).Lines;

    /// <summary>The next five times of each event.</summary>
    private static IEnumerable<IReadOnlyList<DateTime>> Elapses(string[] events, string from) =>
        events.Length == 0
            ? []
            : Shell.Run(Path.GetTempPath(), new Dictionary<string, string> { ["TZ"] = "UTC" }, "systemd-analyze", ["calendar", "--iterations=5", $"--base-time={from} UTC", .. events])
                .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(section => Time().Matches(section)
                    .Select(match => DateTime.ParseExact(match.Groups[1].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal))
                    .ToList());

    private static string Times(IEnumerable<DateTime> times) => string.Join('\n', times.Select(time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(?:Next elapse|Iter\. #\d): \w{3} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")]
    private static partial Regex Time();
}
