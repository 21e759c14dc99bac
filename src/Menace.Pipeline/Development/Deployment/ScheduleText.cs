using System.Globalization;
using System.Numerics;
using Menace.Model.Checks;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>A schedule in the words of a target, or why it has none for it.</summary>
/// <param name="Lines">The schedule; where there are several, it runs at the times of all of them.</param>
/// <param name="Reason">Why there is none, or empty.</param>
internal sealed record ScheduleText(IReadOnlyList<string> Lines, string Reason)
{
    /// <summary>A schedule that can be said.</summary>
    public static ScheduleText Of(params IReadOnlyList<string> lines) => new(lines, "");

    /// <summary>A schedule that cannot.</summary>
    public static ScheduleText Impossible(string reason) => new([], reason);
}

/// <summary>The values of one field of a schedule, written anew: every way to write them in tasks.json gives the same text.</summary>
internal static class FieldText
{
    /// <summary>The weekdays; cron has a second bit for Sunday.</summary>
    public const long Week = 0x7F;

    /// <summary>True if <paramref name="bits"/> are all values of <paramref name="field"/>.</summary>
    public static bool IsEvery(CronField field, long bits) => (bits & All(field)) == All(field);

    /// <summary>The values with commas, three and more neighbours as a range; <c>*</c> for all.</summary>
    /// <param name="field">The field.</param>
    /// <param name="bits">Bit n is the value n.</param>
    /// <param name="hasSteps">True if values that are one step apart, from the field's first to its end, become <c>*/n</c>.</param>
    /// <param name="range">What stands between the ends of a range.</param>
    /// <param name="format">Format of a value.</param>
    public static string Write(CronField field, long bits, bool hasSteps, string range, string format)
    {
        bits &= All(field);
        if (IsEvery(field, bits))
        {
            return "*";
        }

        if (hasSteps && StepOf(field, bits) is { } step)
        {
            return "*/" + step.ToString(CultureInfo.InvariantCulture);
        }

        var parts = new List<string>();
        for (var value = field.First; value <= field.Last; value++)
        {
            if ((bits & (1L << value)) == 0)
            {
                continue;
            }

            var end = value;
            while (end < field.Last && (bits & (1L << (end + 1))) != 0)
            {
                end++;
            }

            if (end - value < 2)
            {
                end = value;
            }

            parts.Add(end == value ? Number(value) : Number(value) + range + Number(end));
            value = end;
        }

        return string.Join(',', parts);

        string Number(int value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static long All(CronField field) => CronExpression.Every(field) & (field == CronField.DaysOfWeek ? Week : -1);

    /// <summary>The step of values that begin with the field's first and go on to its end; three values at least.</summary>
    private static int? StepOf(CronField field, long bits)
    {
        if ((bits & (1L << field.First)) == 0 || BitOperations.PopCount((ulong)bits) < 3)
        {
            return null;
        }

        var step = BitOperations.TrailingZeroCount(bits & ~(1L << field.First)) - field.First;
        var expected = 0L;
        for (var value = field.First; value <= field.Last; value += step)
        {
            expected |= 1L << value;
        }

        return (expected & All(field)) == bits ? step : null;
    }
}
