using System.Globalization;
using Menace.Model.Checks;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// A cron expression as calendar events of systemd (systemd.time(7)), which know seconds, time zones and days counted from the month's end.
/// </summary>
internal static class CalendarText
{
    private const long Workdays = 0b0111110;
    private const long Monday = 1 << 1;
    private const long Friday = 1 << 5;

    /// <summary>Days; what systemd accepts behind <c>~</c>.</summary>
    private const int LongestFromEnd = 28;

    private static readonly string[] Weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>The events that together happen at exactly the times of <paramref name="schedule"/>, which is a cron expression.</summary>
    public static ScheduleText Of(TaskSchedule schedule)
    {
        var timeZone = schedule.TimeZone ?? "UTC";
        if (!SystemdText.IsTimeZone(timeZone))
        {
            return ScheduleText.Impossible("its time zone is not in the IANA database");
        }

        if (CronParser.Parse(schedule.Expression, out var problem) is not { } cron)
        {
            return ScheduleText.Impossible(problem!.Text);
        }

        if (DaysOf(cron, out var reason) is not { } days)
        {
            return ScheduleText.Impossible(reason);
        }

        var months = Field(CronField.Months, cron.Months);
        var time = Field(CronField.Hours, cron.Hours) + ":" + Field(CronField.Minutes, cron.Minutes) + ":"
            + Field(CronField.Seconds, cron.Seconds);
        return ScheduleText.Of([.. days
            .Select(day => day with { Weekdays = day.Weekdays & cron.DaysOfWeek & FieldText.Week })
            .Where(day => day.Weekdays != 0)
            .Select(day => $"{WeekdaysOf(day.Weekdays)}*-{months}{day.Day} {time} {timeZone}")]);
    }

    private static List<DayRule>? DaysOf(CronExpression cron, out string reason)
    {
        reason = "";
        var restrictsDay = cron.BeforeLast is not null || !FieldText.IsEvery(CronField.DaysOfMonth, cron.DaysOfMonth);
        if (cron.NearestWeekday && (cron.LastDayOfWeek || cron.NthDayOfWeek > 0))
        {
            reason = "a day with W and a weekday with L or # cannot be combined there";
        }
        else if (cron.NearestWeekday)
        {
            return NearestWeekday(cron, out reason);
        }
        else if (cron.LastDayOfWeek && restrictsDay)
        {
            reason = "a day of the month and the last weekday of the month cannot be combined there";
        }
        else if (cron.NthDayOfWeek > 0 && cron.BeforeLast is not null)
        {
            reason = "a day with L and a weekday with # cannot be combined there";
        }
        else if (cron.LastDayOfWeek)
        {
            return [new("~01..07", FieldText.Week)];
        }
        else if (cron.BeforeLast >= LongestFromEnd)
        {
            reason = "days from the end of the month are counted to the 28th there";
        }
        else if (cron.BeforeLast is { } before)
        {
            return [new(FromEnd(before), FieldText.Week)];
        }
        else
        {
            var week = cron.NthDayOfWeek == 0 ? -1 : 0b1111111L << ((7 * (cron.NthDayOfWeek - 1)) + 1);
            var bits = cron.DaysOfMonth & week & CronExpression.Every(CronField.DaysOfMonth);
            return bits == 0 ? [] : [new("-" + Field(CronField.DaysOfMonth, bits), FieldText.Week)];
        }

        return null;
    }

    /// <summary>
    /// The day itself from Monday to Friday, the Friday before it, the Monday after it; inside the month, as Cronos has it.
    /// </summary>
    private static List<DayRule>? NearestWeekday(CronExpression cron, out string reason)
    {
        // Where a month's length decides which way to go, one event for all months cannot tell.
        var lastSafe = cron.BeforeLast is null ? 27 : LongestFromEnd - 2;
        var day = cron.BeforeLast ?? System.Numerics.BitOperations.TrailingZeroCount(cron.DaysOfMonth);
        reason = day > lastSafe ? "W near the other end of the month depends on the month's length" : "";
        return (cron.BeforeLast is not null, day) switch
        {
            _ when day > lastSafe => null,
            (true, 0) => [new(FromEnd(0), Workdays), new(FromEnd(1), Friday), new(FromEnd(2), Friday)],
            (true, _) => [new(FromEnd(day), Workdays), new(FromEnd(day + 1), Friday), new(FromEnd(day - 1), Monday)],
            (false, 1) => [new("-01", Workdays), new("-02", Monday), new("-03", Monday)],
            _ => [new(FromStart(day), Workdays), new(FromStart(day - 1), Friday), new(FromStart(day + 1), Monday)],
        };
    }

    private static string FromStart(int day) => "-" + day.ToString("D2", CultureInfo.InvariantCulture);

    /// <summary>systemd counts the last day as 1.</summary>
    private static string FromEnd(int before) => "~" + (before + 1).ToString("D2", CultureInfo.InvariantCulture);

    private static string WeekdaysOf(long bits) =>
        bits == FieldText.Week ? "" : string.Join(',', Weekdays.Where((_, day) => (bits & (1L << day)) != 0)) + " ";

    /// <summary>
    /// Without steps: in a zone with daylight saving time, systemd 252 finds no end of <c>01/5</c> ("Resource deadlock avoided").
    /// </summary>
    private static string Field(CronField field, long bits) => FieldText.Write(field, bits, hasSteps: false, "..", "D2");

    /// <summary>Days of a month, by number and by weekday at once.</summary>
    private sealed record DayRule(string Day, long Weekdays);
}
