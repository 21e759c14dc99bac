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
        if (Spoken().Match(text.Trim()) is { Success: true } spoken)
        {
            return JsonValue.FromString(spoken.Groups["half"].Success ? "30m" : spoken.Groups["quarter"].Success ? "15m"
                : spoken.Groups["three"].Success ? "45m"
                : ((Whole(spoken.Groups["hours"]) * 60) + Whole(spoken.Groups["minutes"])).ToString(CultureInfo.InvariantCulture) + "m");
        }

        var match = WholeTime().Match(text.Trim());
        if (!match.Success || NumberWords.Amount(match.Groups["number"].Value) is not { } number)
        {
            return null;
        }

        var unit = match.Groups["unit"].Value.ToLowerInvariant() switch
        {
            ['s', ..] => "s",
            ['m', ..] => "m",
            ['h', ..] or ['s', 't', ..] => "h",
            _ => "d",
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
            : NumberWords.Amount(match.Groups["number"].Value) is { } number ? JsonValue.FromNumberText(number) : null;
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

    private static int Whole(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    private static JsonValue? MemoryOf(Match match)
    {
        if (NumberWords.Amount(match.Groups["number"].Value) is not { } number)
        {
            return null;
        }

        var unit = match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "KB" => "KB",
            "MB" or "MBYTE" or "MEGABYTE" or "MEGABYTES" => "MB",
            "GB" or "GBYTE" or "GIGABYTE" or "GIGABYTES" => "GB",
            "TB" => "TB",
            "M" => "MB",
            "G" => "GB",
            "KIB" or "KI" => "Ki",
            "MIB" or "MI" => "Mi",
            "GIB" or "GI" => "Gi",
            "TIB" or "TI" =>
                "Ti",
            _ => "",
        };
        var value = JsonValue.FromString(number + unit);
        return unit.Length > 0 && Quantities.TryReadMemory(value, out var bytes) && bytes > 0 ? value : null;
    }

    private const string Number = @"(?<number>\d{1,9}(?:\.\d{1,3})?|an?|eine?r?|single|" + NumberWords.Pattern + ")";
    private const string MemoryUnit = "(?<unit>[KMGT]i?B|[KMGT]i|[MG](?![a-z])|[MG]Byte|megabytes?|gigabytes?)";
    private const string TimeUnit = "(?<unit>s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|hrs?|Sekunden?|Minuten?|Stunden?)";
    private const string Most = @"(?:(?:<=?|\u2264|at most|max\.?|maximum|limit|under|up to|no more than|maximal|höchstens|"
        + @"hard limit|cap) ?)?";
    private const string Suffix = @"(?: (?:max\.?|maximum|limit|at most|per run|hard limit))?";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex($@"^{Most}{Number}[ -]?{MemoryUnit}(?: (?:of )?(?:memory|ram))?{Suffix}\.?$", Options)]
    private static partial Regex WholeMemory();

    [GeneratedRegex(@"^(?:(?<half>half an hour)|(?<quarter>a quarter of an hour)|(?<three>three quarters of an hour)|"
        + @"(?<hours>\d{1,2}) ?h(?:ours?)? ?(?:and )?(?<minutes>\d{1,2}) ?m(?:in(?:utes)?)?)$", Options)]
    private static partial Regex Spoken();

    [GeneratedRegex($@"^(?:after |within |nach )?{Most}{Number}[ -]?{TimeUnit}{Suffix}\.?$", Options)]
    private static partial Regex WholeTime();

    [GeneratedRegex($@"^{Most}(?:(?<half>half a (?:core|cpu))|{Number}(?<milli>m)|{Number}[ -]?(?:v?cpus?|cores?|v?cpu cores?|"
        + $@"processor cores?|kerne?)){Suffix}\.?$|^{Most}{Number}$", Options)]
    private static partial Regex WholeCores();

    [GeneratedRegex(@"\b(?:memory|ram|timeout|time limit|time-out|limit|max|maximum|cpu|cpus|cores?|of|at most|runtime|speicher|"
        + @"zeitlimit)\b|[:=]", Options)]
    private static partial Regex Cue();

    [GeneratedRegex(@"\b(?:cpus?|vcpus?|cores?)\b", Options)]
    private static partial Regex CoresCue();
}
