namespace Menace.Model.Checks;

/// <summary>What is wrong with a cron expression, and where in its text; the length 0 means all of it.</summary>
internal sealed record CronProblem(int Start, int Length, string Text)
{
    /// <summary>What to write there instead, where that is certain.</summary>
    public string? Suggestion { get; init; }
}

/// <summary>When a cron expression fires: the values of each field as bits, so that every way of writing them is the same.</summary>
internal sealed record CronExpression
{
    private const long AllWeekdays = (1L << 7) - 1;

    /// <summary>Bit n is second n; without a field of seconds, only the first.</summary>
    public long Seconds { get; set; } = 1;

    /// <summary>Bit n is minute n.</summary>
    public long Minutes { get; set; } = Every(CronField.Minutes);

    /// <summary>Bit n is hour n.</summary>
    public long Hours { get; set; } = Every(CronField.Hours);

    /// <summary>Bit n is day n, or with a "nearest weekday" the only day.</summary>
    public long DaysOfMonth { get; set; } = Every(CronField.DaysOfMonth);

    /// <summary>Days before the last of the month, or null if the field is not <c>L</c>.</summary>
    public int? BeforeLast { get; set; }

    /// <summary><c>15W</c>, <c>LW</c>: the weekday nearest to the day, in the same month.</summary>
    public bool NearestWeekday { get; set; }

    /// <summary>Bit n is month n.</summary>
    public long Months { get; set; } = Every(CronField.Months);

    /// <summary>Bit n is weekday n, Sunday being 0.</summary>
    public long DaysOfWeek { get; set; } = Every(CronField.DaysOfWeek);

    /// <summary><c>5L</c>: the last such weekday of the month.</summary>
    public bool LastDayOfWeek { get; set; }

    /// <summary><c>5#2</c>: the n-th such weekday of the month; 0 if the field has none.</summary>
    public int NthDayOfWeek { get; set; }

    /// <summary>True if both the day of the month and the day of the week are restricted: a date must then meet both.</summary>
    public bool RestrictsBothDays =>
        (DaysOfMonth != Every(CronField.DaysOfMonth) || BeforeLast is not null || NearestWeekday)
        && ((DaysOfWeek & AllWeekdays) != AllWeekdays || LastDayOfWeek || NthDayOfWeek > 0);

    public static long Every(CronField field) => ((1L << (field.Last + 1)) - 1) & ~((1L << field.First) - 1);

    /// <summary>
    /// True if some date meets day, month and weekday together. A year begins on one of seven weekdays and is a leap year or not;
    /// all fourteen kinds occur in every 400 years, so fourteen years show everything.
    /// </summary>
    public bool EverFires() => MonthsOfAllYears().Any(month => FiringDays(month.Days, month.FirstWeekday).Any());

    /// <summary>On how many days of a year it fires, as the mean of the 400 years after which the calendar repeats.</summary>
    public double DaysPerYear() =>
        MonthsOfAllYears().Sum(month => FiringDays(month.Days, month.FirstWeekday).Count() * (month.IsLeap ? 97 : 303) / 2800.0);

    private IEnumerable<(bool IsLeap, int Days, int FirstWeekday)> MonthsOfAllYears()
    {
        for (var kind = 0; kind < 14; kind++)
        {
            var weekday = kind / 2;
            for (var month = 1; month <= 12; month++)
            {
                // 2000 is a leap year, 2001 is not.
                var days = DateTime.DaysInMonth(kind % 2 == 0 ? 2001 : 2000, month);
                if ((Months & (1L << month)) != 0)
                {
                    yield return (kind % 2 != 0, days, weekday);
                }

                weekday = (weekday + days) % 7;
            }
        }
    }

    /// <summary>True if the expression fires on this day, at whatever time.</summary>
    public bool FiresOn(DateTime date)
    {
        var days = DateTime.DaysInMonth(date.Year, date.Month);
        var weekday = (int)date.DayOfWeek;
        return (Months & (1L << date.Month)) != 0
            && MeetsWeekday(date.Day, weekday, days)
            && MeetsDay(date.Day, days, (weekday + 36 - date.Day) % 7);
    }

    private IEnumerable<int> FiringDays(int days, int firstWeekday)
    {
        for (var day = 1; day <= days; day++)
        {
            if (MeetsWeekday(day, (firstWeekday + day - 1) % 7, days) && MeetsDay(day, days, firstWeekday))
            {
                yield return day;
            }
        }
    }

    private bool MeetsWeekday(int day, int weekday, int days) =>
        (DaysOfWeek & (1L << weekday)) != 0
        && (!LastDayOfWeek || day + 7 > days)
        && (NthDayOfWeek == 0 || ((day - 1) / 7) + 1 == NthDayOfWeek);

    private bool MeetsDay(int day, int days, int firstWeekday)
    {
        if (!NearestWeekday)
        {
            return BeforeLast is { } before ? day == days - before : (DaysOfMonth & (1L << day)) != 0;
        }

        for (var wanted = 1; wanted <= days; wanted++)
        {
            var meant = BeforeLast is { } before ? wanted == days - before : (DaysOfMonth & (1L << wanted)) != 0;
            if (meant && day == ToWeekday(wanted, days, (firstWeekday + wanted - 1) % 7))
            {
                return true;
            }
        }

        return false;
    }

    private static int ToWeekday(int day, int days, int weekday) => weekday switch
    {
        6 => day == 1 ? 3 : day - 1,
        0 => day == days ? days - 2 : day + 1,
        _ => day,
    };
}
