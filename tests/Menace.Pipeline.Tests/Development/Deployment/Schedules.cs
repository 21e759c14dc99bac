using System.Globalization;
using CsCheck;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>Cron expressions of every kind, and when Cronos, whose dialect tasks.json speaks, runs them.</summary>
internal static class Schedules
{
    public static readonly Gen<string> Minute = Field(0, 59);

    public static readonly Gen<string> Hour = Field(0, 23);

    /// <summary>Hours that every day of Berlin has exactly once.</summary>
    public static readonly Gen<string> PlainHour = Gen.OneOf(Words("0", "1", "0,1", "0,1,12", "23", "4-23/4"), Gen.Int[4, 23].Select(Number), Range(4, 23));

    private static readonly Gen<string> Day = Gen.Frequency(
        (6, Gen.Const("*")), (4, Field(1, 31)),
        (4, Words("L", "LW", "L-1", "L-3", "L-26", "L-1W", "L-5W", "L-30", "1W", "2W", "15W", "27W", "28W", "31W", "31")), (1, Gen.Int[1, 31].Select(day => day + "W")));

    private static readonly Gen<string> Month = Gen.Frequency((5, Gen.Const("*")), (1, Field(1, 12)), (1, Words("JAN", "nov-FEB", "*/2", "*/5", "MAR,oct")));

    private static readonly Gen<string> Weekday = Gen.Frequency(
        (5, Gen.Const("*")), (2, Field(0, 7)), (3, Words("MON", "MON-FRI", "FRI-MON", "SUN", "7", "6-7", "5L", "1L", "SAT#1", "2#5", "FRI#3", "sun,WED", "*/2", "?")));

    public static Gen<string> Cron(Gen<string> hour) =>
        Gen.Select(Gen.Frequency((3, Gen.Const("")), (1, Field(0, 59).Select(second => second + " "))), Minute, hour, Day, Month, Weekday,
            (second, minute, hour, day, month, weekday) => $"{second}{minute} {hour} {day} {month} {weekday}");

    /// <summary>The next times, or none if Cronos refuses the expression.</summary>
    public static IReadOnlyList<DateTime> Next(string expression, DateTime from, int count, string zone = "UTC")
    {
        var format = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? Cronos.CronFormat.IncludeSeconds : Cronos.CronFormat.Standard;
        if (!Cronos.CronExpression.TryParse(expression, format, out var cron))
        {
            return [];
        }

        var times = new List<DateTime>();
        while (times.Count < count && cron.GetNextOccurrence(times.Count == 0 ? from : times[^1], TimeZoneInfo.FindSystemTimeZoneById(zone)) is { } next)
        {
            times.Add(next);
        }

        return times;
    }

    public static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static Gen<string> Field(int first, int last) => Gen.OneOf(
        Gen.Const("*"), Gen.Const("?"), Gen.Int[first, last].Select(Number), Range(first, last),
        Gen.Int[1, last].Select(step => "*/" + Number(step)),
        Gen.Select(Range(first, last), Gen.Int[1, 9], (range, step) => range + "/" + Number(step)),
        Gen.Int[first, last].Array[2, 5].Select(values => string.Join(',', values.Select(Number))));

    private static Gen<string> Range(int first, int last) =>
        Gen.Select(Gen.Int[first, last], Gen.Int[first, last], (low, high) => Number(Math.Min(low, high)) + "-" + Number(Math.Max(low, high)));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
