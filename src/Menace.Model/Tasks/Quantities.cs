using System.Globalization;
using Menace.Model.Json;

namespace Menace.Model.Tasks;

/// <summary>Durations, memory sizes and cores as tasks.json writes them; the one place that reads them.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class Quantities
{
    /// <summary>About 30 years, so that sums stay far from any overflow.</summary>
    private const decimal LongestSeconds = 1_000_000_000;

    /// <summary>Characters; more digits do not fit a decimal.</summary>
    private const int LongestNumber = 28;

    /// <summary>Units of durations, and how many seconds each has.</summary>
    internal static readonly IReadOnlyDictionary<string, decimal> DurationUnits =
        new Dictionary<string, decimal>(StringComparer.Ordinal) { ["s"] = 1, ["m"] = 60, ["h"] = 3600, ["d"] = 86400 };

    /// <summary>Units of memory, and how many bytes each has: decimal as in SI, binary as in IEC 80000-13.</summary>
    internal static readonly IReadOnlyDictionary<string, decimal> MemoryUnits = new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["KB"] = 1e3m,
        ["MB"] = 1e6m,
        ["GB"] = 1e9m,
        ["TB"] = 1e12m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["B"] = 1,
    };

    /// <summary>Units of processor time: thousandths of a core.</summary>
    internal static readonly IReadOnlyDictionary<string, decimal> CoreUnits =
        new Dictionary<string, decimal>(StringComparer.Ordinal) { ["m"] = 0.001m };

    /// <summary>The bytes of <c>resources.memory</c>: a number of bytes, or a string such as <c>256Mi</c>.</summary>
    public static bool TryReadMemory(JsonValue value, out long bytes)
    {
        var read = TryRead(value, MemoryUnits, out var number) && number is >= 0 and <= long.MaxValue;
        bytes = read ? (long)number : 0;
        return read;
    }

    /// <summary>The time of <c>resources.timeout</c>: a number of seconds, or a string such as <c>30s</c>.</summary>
    public static bool TryReadTimeout(JsonValue value, out TimeSpan timeout)
    {
        var read = TryRead(value, DurationUnits, out var seconds) && seconds is >= 0 and <= LongestSeconds;
        timeout = read ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return read;
    }

    /// <summary>The cores of <c>resources.cpu</c>: a number, or a string such as <c>500m</c>.</summary>
    public static bool TryReadCores(JsonValue value, out decimal cores) => TryRead(value, CoreUnits, out cores) && cores >= 0;

    /// <summary>A positive whole number and one of the units s, m, h and d, such as <c>15m</c>.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration) => TryParseDuration(text, out duration, out _);

    /// <summary>As above, with the error if it fails.</summary>
    internal static bool TryParseDuration(string text, out TimeSpan duration, out string problem)
    {
        duration = default;
        if (!TrySplit(text, out var number, out var unitAt))
        {
            problem = "it does not begin with a number";
            return false;
        }

        var unit = text.Substring(unitAt);
        if (number <= 0)
        {
            problem = "it is not positive";
        }
        else if (unit.Length == 0)
        {
            problem = "the unit is missing";
        }
        else if (!DurationUnits.TryGetValue(unit.Trim(), out var seconds))
        {
            problem = "the unit '" + Reading.Display.Of(unit.Trim()) + "' is unknown";
        }
        else if (unit != unit.Trim())
        {
            problem = "there is white space around the unit";
        }
        else if (number != decimal.Truncate(number))
        {
            problem = "the number is not whole";
        }
        else if (number > LongestSeconds / seconds)
        {
            problem = "it is longer than 30 years";
        }
        else
        {
            duration = TimeSpan.FromTicks((long)(number * seconds) * TimeSpan.TicksPerSecond);
            problem = "";
            return true;
        }

        return false;
    }

    /// <summary>The unit that a word in plain English means, or null.</summary>
    internal static string? UnitOfWord(string word) => word.ToLowerInvariant() switch
    {
        "sec" or "secs" or "second" or "seconds" => "s",
        "min" or "mins" or "minute" or "minutes" => "m",
        "hr" or "hrs" or "hour" or "hours" => "h",
        "day" or "days" => "d",
        "kib" => "Ki",
        "mib" => "Mi",
        "gib" => "Gi",
        "tib" => "Ti",
        "byte" or "bytes" => "B",
        _ => null,
    };

    /// <summary>
    /// The valid duration that <paramref name="text"/> certainly means: <c>15 min</c> is 15m, <c>1.5h</c> is 90m; else null.
    /// </summary>
    internal static string? DurationMeant(string text)
    {
        if (!TrySplit(text, out var number, out var unitAt) || number <= 0)
        {
            return null;
        }

        // M might be months.
        var word = text.Substring(unitAt).Trim();
        var unit = word is "S" or "H" or "D" ? word.ToLowerInvariant() : DurationUnits.ContainsKey(word) ? word : UnitOfWord(word);
        if (unit is null || !DurationUnits.TryGetValue(unit, out var seconds) || number > LongestSeconds / seconds)
        {
            return null;
        }

        var smaller = DurationUnits.OrderByDescending(u => u.Value)
            .FirstOrDefault(u => u.Value <= seconds && number * seconds % u.Value == 0);
        return smaller.Key is null ? null : (number * seconds / smaller.Value).ToString("0", CultureInfo.InvariantCulture) + smaller.Key;
    }

    /// <summary>The number that <paramref name="text"/> begins with, and where its unit begins.</summary>
    internal static bool TrySplit(string text, out decimal number, out int unitAt)
    {
        unitAt = 0;
        while (unitAt < text.Length && text[unitAt] is (>= '0' and <= '9') or '.' or '-' or '+')
        {
            unitAt++;
        }

        const NumberStyles Grammar = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var digits = text.Substring(0, Math.Min(unitAt, LongestNumber));
        return decimal.TryParse(digits, Grammar, CultureInfo.InvariantCulture, out number) && unitAt <= LongestNumber;
    }

    private static bool TryRead(JsonValue value, IReadOnlyDictionary<string, decimal> units, out decimal number)
    {
        if (value.Kind == JsonKind.Number)
        {
            return decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        }

        number = 0;
        if (value.Kind != JsonKind.String || !TrySplit(value.Text, out var written, out var unitAt))
        {
            return false;
        }

        var factor = 1m;
        var known = unitAt == value.Text.Length || units.TryGetValue(value.Text.Substring(unitAt), out factor);
        if (!known || Math.Abs(written) > 1e15m)
        {
            return false;
        }

        number = written * factor;
        return true;
    }
}
