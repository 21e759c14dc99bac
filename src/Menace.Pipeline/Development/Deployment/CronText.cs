using System.Globalization;
using Menace.Model.Checks;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// A schedule as the five fields of classic cron, which GitHub and Kubernetes read: stars, lists, ranges and steps. Day and weekday
/// together
/// mean "either" there and "both" in tasks.json, so an expression that restricts both has no equivalent.
/// </summary>
internal static class CronText
{
    /// <summary>The fields that run at exactly the times of <paramref name="schedule"/>.</summary>
    public static ScheduleText Of(TaskSchedule schedule) => schedule.Kind switch
    {
        ScheduleKind.Every => OfInterval(schedule.Expression),
        ScheduleKind.Cron when CronParser.Parse(schedule.Expression, out var problem) is var cron =>
            cron is null ? ScheduleText.Impossible(problem!.Text) : OfCron(cron),
        _ => ScheduleText.Impossible("cron cannot express a single point in time"),
    };

    /// <summary>Minutes between the two runs that are closest to each other, over all days.</summary>
    public static int ShortestGap(TaskSchedule schedule)
    {
        if (CronParser.Parse(Of(schedule).Lines[0], out _) is not { } cron)
        {
            return int.MaxValue;
        }

        const int Day = 24 * 60;
        List<int> times = [.. Enumerable.Range(0, Day).Where(time => Has(cron.Minutes, time % 60) && Has(cron.Hours, time / 60))];
        var overnight = times[0] + Day - times[^1];
        return times.Zip(times.Skip(1), (earlier, later) => later - earlier).Append(overnight).Min();
    }

    private static ScheduleText OfCron(CronExpression cron)
    {
        if (cron.Seconds != 1)
        {
            return ScheduleText.Impossible("seconds are not supported there");
        }

        if (cron.NearestWeekday || cron.BeforeLast is not null || cron.LastDayOfWeek || cron.NthDayOfWeek > 0)
        {
            return ScheduleText.Impossible("L, W and # are not supported there");
        }

        if (!FieldText.IsEvery(CronField.DaysOfMonth, cron.DaysOfMonth) && !FieldText.IsEvery(CronField.DaysOfWeek, cron.DaysOfWeek))
        {
            return ScheduleText.Impossible("a day of the month together with a weekday means either of them there, not both");
        }

        return ScheduleText.Of(string.Join(' ',
            Field(CronField.Minutes, cron.Minutes), Field(CronField.Hours, cron.Hours), Field(CronField.DaysOfMonth, cron.DaysOfMonth),
            Field(CronField.Months, cron.Months), Field(CronField.DaysOfWeek, cron.DaysOfWeek)));
    }

    /// <summary>Cron restarts with every hour and day: only an interval that divides them is always as long.</summary>
    private static ScheduleText OfInterval(string interval)
    {
        if (!Quantities.TryParseDuration(interval, out var duration))
        {
            return ScheduleText.Impossible("it is not an interval");
        }

        var minutes = duration.TotalMinutes;
        return minutes switch
        {
            1 => ScheduleText.Of("* * * * *"),
            60 => ScheduleText.Of("0 * * * *"),
            1440 => ScheduleText.Of("0 0 * * *"),
            < 60 when 60 % minutes == 0 && minutes >= 1 =>
                ScheduleText.Of(string.Create(CultureInfo.InvariantCulture, $"*/{minutes} * * * *")),
            < 1440 when 1440 % minutes == 0 && minutes % 60 == 0 =>
                ScheduleText.Of(string.Create(CultureInfo.InvariantCulture, $"0 */{minutes / 60} * * *")),
            _ => ScheduleText.Impossible("the interval does not divide an hour or a day into whole minutes or hours"),
        };
    }

    private static string Field(CronField field, long bits) => FieldText.Write(field, bits, hasSteps: true, "-", "D");

    private static bool Has(long bits, int value) => (bits & (1L << value)) != 0;
}
