using System.Globalization;
using Menace.Model.Checks;
using Menace.Model.Tasks;

namespace Menace.Analyzers.Catalog;

/// <summary>When a schedule runs, told from a fixed start: the same schedule always has the same times.</summary>
internal static class ScheduleTimes
{
    private static readonly DateTime Start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The start, for people. Times are those of the schedule's own zone.</summary>
    public static string StartText => Start.Year.ToString(CultureInfo.InvariantCulture);

    /// <summary>The first runs at or after the start; none for a single run or an invalid schedule.</summary>
    public static IEnumerable<string> First(TaskSchedule schedule, int count) => schedule.Kind switch
    {
        ScheduleKind.Cron when CronParser.Parse(schedule.Expression, out _) is { } cron => cron.TimesFrom(Start).Take(count).Select(Text),
        ScheduleKind.Every when Quantities.TryParseDuration(schedule.Expression, out var interval) && interval > TimeSpan.Zero
            && interval < TimeSpan.FromDays(36_500) =>
            Enumerable.Range(0, count).Select(i => Text(Start.AddTicks(interval.Ticks * i))),
        _ => [],
    };

    private static string Text(DateTime time) => time.ToString(
        time.Ticks % TimeSpan.TicksPerSecond != 0 ? "yyyy-MM-dd HH:mm:ss.fff" : time.Second != 0 ? "yyyy-MM-dd HH:mm:ss"
            : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
