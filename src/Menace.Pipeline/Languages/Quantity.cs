using System.Globalization;
using Menace.Model.Json;

namespace Menace.Pipeline.Languages;

/// <summary>Reads the quantities of <c>resources</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, double Factor)[] ByteUnits =
    [
        ("Ki", 1024d), ("Mi", 1048576d), ("Gi", 1073741824d), ("Ti", 1099511627776d),
        ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("", 1),
    ];

    private static readonly (string Suffix, double Seconds)[] TimeUnits = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("", 1)];

    /// <summary>Bytes: a number, or text such as <c>256Mi</c> or <c>1G</c>; null for anything else.</summary>
    public static long? ParseBytes(JsonValue value) => Parse(value, ByteUnits) is { } bytes and < long.MaxValue ? (long)bytes : null;

    /// <summary>A duration: seconds as a number, or text such as <c>30s</c>, <c>10m</c>, <c>2h</c>; null for anything else.</summary>
    public static TimeSpan? ParseDuration(JsonValue value) =>
        Parse(value, TimeUnits) is { } seconds && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static double? Parse(JsonValue value, (string Suffix, double Factor)[] units)
    {
        if (value.Kind is not (JsonKind.Number or JsonKind.String))
        {
            return null;
        }

        var text = value.Text.Trim();
        var (suffix, factor) = units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        return double.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number * factor
            : null;
    }
}
