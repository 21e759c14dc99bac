namespace Menace.Model.Checks;

/// <summary>A field of a cron expression: its values and their names.</summary>
internal sealed record CronField(string Title, int First, int Last, string[]? Names = null, int FirstName = 0)
{
    public static readonly CronField Seconds = new("seconds", 0, 59);
    public static readonly CronField Minutes = new("minutes", 0, 59);
    public static readonly CronField Hours = new("hours", 0, 23);
    public static readonly CronField DaysOfMonth = new("days of month", 1, 31);
    public static readonly CronField Months =
        new("months", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1);

    /// <summary>0 and 7 are both Sunday.</summary>
    public static readonly CronField DaysOfWeek = new("days of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    /// <summary>The fields in written order; the seconds are left out of the common form.</summary>
    public static readonly IReadOnlyList<CronField> All = [Seconds, Minutes, Hours, DaysOfMonth, Months, DaysOfWeek];

    public override string ToString() => Title;
}
