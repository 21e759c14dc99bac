using System.Globalization;
using Menace.Model.Json;

namespace Menace.Pipeline.Languages;

/// <summary>Quantities of a task's resources, as the format page writes them: "256Mi", "30s", plain numbers.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] ByteUnits =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40),
        ("k", 1_000L), ("K", 1_000L), ("M", 1_000_000L), ("G", 1_000_000_000L), ("T", 1_000_000_000_000L), ("", 1),
    ];

    private static readonly (string Suffix, decimal Factor)[] SecondUnits = [("ms", 0.001m), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("", 1)];

    /// <summary>A number of bytes above zero: "256Mi", "1.5Gi", "512M" (decimal, as Kubernetes has it), or a number; null for anything else.</summary>
    public static long? ParseBytes(JsonValue value) =>
        Parse(value, ByteUnits) is { } bytes && bytes is >= 1 and <= long.MaxValue ? (long)bytes : null;

    /// <summary>A time above zero: "500ms", "30s", "10m", "2h", "1d", or a number of seconds; null for anything else.</summary>
    public static TimeSpan? ParseDuration(JsonValue value) =>
        Parse(value, SecondUnits) is { } seconds && seconds is > 0 and <= int.MaxValue ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;

    private static decimal? Parse(JsonValue value, (string Suffix, decimal Factor)[] units)
    {
        if (value.Kind is not (JsonKind.String or JsonKind.Number))
        {
            return null;
        }

        var text = value.Text.Trim();
        var (suffix, factor) = units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(text[..^suffix.Length].TrimEnd(), Style, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue
            ? number * factor
            : null;
    }
}
