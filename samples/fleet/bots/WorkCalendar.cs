namespace Nordwind;

/// <summary>Working days of a warehouse in Germany, or in one of its states.</summary>
public static class WorkCalendar
{
    /// <summary>Easter Sunday (Gauss, in the form of Meeus, Jones and Butcher).</summary>
    public static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        var d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        var e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
        var f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
        return new DateOnly(year, f / 31, f % 31 + 1);
    }

    /// <summary>The public holidays of a year by date, those of the whole country and those of a state such as "BY".</summary>
    public static SortedDictionary<DateOnly, string> Holidays(int year, string state = "")
    {
        var easter = Easter(year);
        var holidays = new SortedDictionary<DateOnly, string>
        {
            [new(year, 1, 1)] = "New Year",
            [easter.AddDays(-2)] = "Good Friday",
            [easter.AddDays(1)] = "Easter Monday",
            [new(year, 5, 1)] = "Labour Day",
            [easter.AddDays(39)] = "Ascension Day",
            [easter.AddDays(50)] = "Whit Monday",
            [new(year, 10, 3)] = "German Unity Day",
            [new(year, 12, 25)] = "Christmas Day",
            [new(year, 12, 26)] = "Boxing Day",
        };
        if (state is "BY" or "BW" or "HE" or "NW" or "RP" or "SL")
        {
            holidays[easter.AddDays(60)] = "Corpus Christi";
        }

        if (state is "HH" or "HB" or "NI" or "SH" or "BB" or "MV" or "SN" or "ST" or "TH")
        {
            holidays[new(year, 10, 31)] = "Reformation Day";
        }

        return holidays;
    }

    /// <summary>True from Monday to Friday, except on a public holiday.</summary>
    public static bool IsWorkday(DateOnly day, string state = "") =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays(day.Year, state).ContainsKey(day);

    /// <summary>The working day so many working days later, or earlier where the number is negative.</summary>
    public static DateOnly AddWorkdays(DateOnly day, int count, string state = "")
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            left -= IsWorkday(day, state) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The working days from the first day up to and without the last.</summary>
    public static int Workdays(DateOnly first, DateOnly last, string state = "") =>
        Enumerable.Range(0, Math.Max(0, last.DayNumber - first.DayNumber)).Count(i => IsWorkday(first.AddDays(i), state));
}
