using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads limits: cores, memory and the time of a run.</summary>
internal static partial class ResourceWords
{
    /// <summary>Returns a limit of memory that is all of a text, as tasks.json has it; null if it is not one.</summary>
    public static JsonValue? Memory(string text)
    {
        var match = WholeMemory().Match(text.Trim());
        return match.Success ? MemoryOf(match) : null;
    }

    /// <summary>Returns a limit of time that is all of a text; null if it is not one.</summary>
    public static JsonValue? Timeout(string text)
    {
        var match = WholeTime().Match(text.Trim());
        if (!match.Success || NumberOf(match.Groups["number"].Value) is not { } number)
        {
            return null;
        }

        var unit = match.Groups["unit"].Value.ToLowerInvariant() switch
        {
            ['s', ..] => "s", ['m', ..] => "m", ['h', ..] or ['s', 't', ..] => "h", _ => "d",
        };
        unit = match.Groups["unit"].Value.StartsWith("St", StringComparison.OrdinalIgnoreCase) ? "h" : unit;
        var value = JsonValue.FromString(number + unit);
        return Quantities.TryReadTimeout(value, out var time) && time > TimeSpan.Zero ? value : null;
    }

    /// <summary>Returns a number of cores that is all of a text; null if it is not one.</summary>
    public static JsonValue? Cores(string text)
    {
        var match = WholeCores().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }

        if (match.Groups["half"].Success)
        {
            return 0.5;
        }

        var value = match.Groups["milli"].Success ? JsonValue.FromString(match.Groups["number"].Value + "m")
            : NumberOf(match.Groups["number"].Value) is { } number ? JsonValue.FromNumberText(number) : null;
        return value is not null && Quantities.TryReadCores(value, out var cores) && cores > 0 ? value : null;
    }

    /// <summary>Returns the limits of a list such as <c>2 cores, 256Mi memory, timeout 90s</c>; null if a part is unclear.</summary>
    public static IReadOnlyDictionary<string, JsonValue>? Read(RichText text)
    {
        var limits = new SortedDictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var part in ListParts.Of(text))
        {
            var plain = Cue().Replace(part.Plain, " ").Trim().TrimEnd('.');
            var (name, value) = Cores(part.Plain.TrimEnd('.')) is { } cores ? ("cpu", cores)
                : CoresCue().IsMatch(part.Plain) && Cores(plain) is { } counted ? ("cpu", counted)
                : Memory(plain) is { } memory ? ("memory", memory) : Timeout(plain) is { } timeout ? ("timeout", timeout) : ("", null);
            if (value is null || part.HasGap || !limits.TryAdd(name, value))
            {
                return null;
            }
        }

        return limits.Count > 0 ? limits : null;
    }

    private static JsonValue? MemoryOf(Match match)
    {
        if (NumberOf(match.Groups["number"].Value) is not { } number)
        {
            return null;
        }

        var unit = match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "KB" => "KB", "MB" or "MBYTE" or "MEGABYTE" or "MEGABYTES" => "MB", "GB" or "GBYTE" or "GIGABYTE" or "GIGABYTES" => "GB",
            "TB" => "TB", "KIB" or "KI" => "Ki", "MIB" or "MI" => "Mi", "GIB" or "GI" => "Gi", "TIB" or "TI" => "Ti", _ => "",
        };
        var value = JsonValue.FromString(number + unit);
        return unit.Length > 0 && Quantities.TryReadMemory(value, out var bytes) && bytes > 0 ? value : null;
    }

    private static string? NumberOf(string text) => text.ToLowerInvariant() switch
    {
        "a" or "an" or "one" or "eine" or "ein" or "einer" => "1", "two" or "zwei" => "2", "three" or "drei" => "3", "four" or "vier" => "4",
        "five" or "fünf" => "5", "six" => "6", "eight" => "8", "ten" or "zehn" => "10", "fifteen" => "15", "twenty" => "20", "thirty" => "30",
        var other => decimal.TryParse(other, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture) : null,
    };

    private const string Number = @"(?<number>\d{1,9}(?:\.\d{1,3})?|an?|one|two|three|four|five|six|eight|ten|fifteen|twenty|thirty|eine?r?|zwei|drei|vier|fünf|zehn)";
    private const string MemoryUnit = "(?<unit>[KMGT]i?B|[KMGT]i|[MG]Byte|megabytes?|gigabytes?)";
    private const string TimeUnit = "(?<unit>s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|hrs?|Sekunden?|Minuten?|Stunden?)";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex($@"^(?:at most |max\.? |up to |maximal |höchstens )?{Number} ?{MemoryUnit}(?: (?:of )?(?:memory|ram))?\.?$", Options)]
    private static partial Regex WholeMemory();

    [GeneratedRegex($@"^(?:after |at most |max\.? |within |nach |maximal |höchstens )?{Number}[ -]?{TimeUnit}\.?$", Options)]
    private static partial Regex WholeTime();

    [GeneratedRegex($@"^(?:at most |max\.? |up to )?(?:(?<half>half a (?:core|cpu))|{Number}(?<milli>m)|{Number} ?(?:v?cpus?|cores?|cpu cores?|kerne?))\.?$|^{Number}$", Options)]
    private static partial Regex WholeCores();

    [GeneratedRegex(@"\b(?:memory|ram|timeout|time limit|time-out|limit|max|maximum|cpu|cpus|cores?|of|at most|runtime|speicher|zeitlimit)\b|[:=]", Options)]
    private static partial Regex Cue();

    [GeneratedRegex(@"\b(?:cpus?|vcpus?|cores?)\b", Options)]
    private static partial Regex CoresCue();
}
