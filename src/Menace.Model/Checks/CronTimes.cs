namespace Menace.Model.Checks;

/// <summary>The times at which a cron expression fires, one after the other.</summary>
internal static class CronTimes
{
    /// <summary>A day of every kind occurs within 40 years, 2100 without its leap day included.</summary>
    private const int Years = 40;

    /// <summary>
    /// The times at or after <paramref name="start"/>, whose clock is that of the schedule. The sequence ends if none comes in 40 years.
    /// </summary>
    public static IEnumerable<DateTime> TimesFrom(this CronExpression cron, DateTime start)
    {
        var last = start.Date;
        for (var day = start.Date; day <= last.AddYears(Years); day = day.AddDays(1))
        {
            if (!cron.FiresOn(day))
            {
                continue;
            }

            last = day;
            foreach (var hour in Bits(cron.Hours))
            {
                foreach (var minute in Bits(cron.Minutes))
                {
                    foreach (var second in Bits(cron.Seconds))
                    {
                        var time = day.AddHours(hour).AddMinutes(minute).AddSeconds(second);
                        if (time >= start)
                        {
                            yield return time;
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<int> Bits(long bits)
    {
        for (var bit = 0; bit < 64; bit++)
        {
            if ((bits & (1L << bit)) != 0)
            {
                yield return bit;
            }
        }
    }
}
