using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Checking;

/// <summary>The texts that a schedule is made of, cron aside.</summary>
internal static class ScheduleGrammar
{
    private static readonly Regex TimeWithOffset = new(
        @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant);

    private static readonly Regex TimeZoneName = new(
        @"^(UTC|GMT|Etc/[A-Za-z0-9+\-]+|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+\-]*)+)$", RegexOptions.CultureInvariant);

    private static readonly Regex Interval = new(@"^(\d+(\.\d+)?)\s*(ms|s|m|h|d)$", RegexOptions.CultureInvariant);

    /// <summary>True for an ISO 8601 time with offset that exists.</summary>
    public static bool IsTimeWithOffset(string text) =>
        TimeWithOffset.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>True for the form of an IANA name; whether a machine knows it varies.</summary>
    public static bool IsTimeZone(string text) => TimeZoneName.IsMatch(text);

    /// <summary>A positive interval with its unit, or null.</summary>
    public static TimeSpan? ParseInterval(string text) => Interval.IsMatch(text) ? Quantity.ParseDuration(text.Replace(" ", "")) : null;
}
