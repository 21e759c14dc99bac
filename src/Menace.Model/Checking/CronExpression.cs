using System.Globalization;

namespace Menace.Model.Checking;

/// <summary>
/// Checks a cron expression in the dialect of the Cronos library: five fields, or six with seconds first; names, ranges, steps,
/// <c>L</c>, <c>W</c>, <c>#</c>, <c>?</c> and macros such as <c>@hourly</c>. It finds no times; it says whether there are any.
/// </summary>
internal sealed class CronExpression
{
    private static readonly string[] Macros =
        ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly", "@every_minute", "@every_second"];

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly int[] MonthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private CronExpression(string? error, bool canFire)
    {
        Error = error;
        CanFire = canFire;
    }

    /// <summary>What is wrong: the field, what it holds, what is allowed; null where nothing is.</summary>
    public string? Error { get; }

    /// <summary>False where no year has such a day, for example the 31st of February.</summary>
    public bool CanFire { get; }

    /// <summary>Checks <paramref name="text"/>.</summary>
    public static CronExpression Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith("@", StringComparison.Ordinal))
        {
            return Macros.Contains(trimmed.ToLowerInvariant())
                ? new(null, true)
                : new($"'{trimmed}' is no macro{Nearest.Hint(Nearest.Of(trimmed, Macros))}; allowed: {string.Join(", ", Macros)}", true);
        }

        var fields = trimmed.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6))
        {
            return new($"it has {fields.Length.ToString(CultureInfo.InvariantCulture)} fields; allowed are 5 (minute hour day month weekday) or 6 (seconds first)", true);
        }

        var first = fields.Length - 5;
        var days = new CronField("day", fields[first + 2], 1, 31, [], allowsQuestion: true);
        var months = new CronField("month", fields[first + 3], 1, 12, Months);
        var weekdays = new CronField("weekday", fields[first + 4], 0, 7, Days, allowsQuestion: true);
        var error = (first == 1 ? new CronField("second", fields[0], 0, 59, []).CheckPlain() : null)
            ?? new CronField("minute", fields[first], 0, 59, []).CheckPlain()
            ?? new CronField("hour", fields[first + 1], 0, 23, []).CheckPlain()
            ?? days.CheckDay()
            ?? months.CheckPlain()
            ?? weekdays.CheckWeekday();
        return new(error, error is not null || HasDay(days, months));
    }

    /// <summary>Some day of the month exists in some of the months; a weekday or a special day restricts a month, but never empties all of them.</summary>
    private static bool HasDay(CronField days, CronField months) =>
        days.Values is not { Count: > 0 } wanted || months.Values.Any(month => wanted.Any(day => day <= MonthLengths[month - 1]));
}
