using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>
/// Reads the values that a project allows in its task list from properties, for the analyzer and the MSBuild task. Entries are separated
/// by ';', ',', '|' or line breaks: on the way to the analyzer a ';' would end the value.
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskFileProperties
{
    private static readonly char[] Separators = [';', ',', '|', '\r', '\n'];

    /// <summary>Names for <c>resources</c>.</summary>
    public const string KnownResources = "MenaceKnownResources";

    /// <summary>Limits of resources, such as <c>cpu=4;memory=8Gi</c>.</summary>
    public const string ResourceLimits = "MenaceResourceLimits";

    /// <summary>Values of <c>metadata.capabilities</c>.</summary>
    public const string KnownCapabilities = "MenaceKnownCapabilities";

    /// <summary>Values of <c>metadata.level</c>: names, or a range such as <c>1..5</c>.</summary>
    public const string Levels = "MenaceLevels";

    /// <summary>Values of <c>metadata.io</c>.</summary>
    public const string KnownFormats = "MenaceKnownFormats";

    /// <summary><paramref name="options"/> with what the properties say; one that is empty says nothing.</summary>
    /// <param name="options">The options that get the values.</param>
    /// <param name="valueOf">The value of a property, or null.</param>
    /// <param name="invalid">The entries that cannot be used and are left out: property, entry, what is allowed.</param>
    public static TaskFileOptions Apply(
        TaskFileOptions options, Func<string, string?> valueOf, out IReadOnlyList<(string Property, string Entry, string Allowed)> invalid)
    {
        var wrong = new List<(string, string, string)>();
        invalid = wrong;
        return options with
        {
            KnownResources = Entries(KnownResources) ?? options.KnownResources,
            KnownCapabilities = Entries(KnownCapabilities) ?? options.KnownCapabilities,
            KnownFormats = Entries(KnownFormats) ?? options.KnownFormats,
            Levels = Entries(Levels, IsLevel, "names, or a range of whole numbers such as 1..5") ?? options.Levels,
            ResourceLimits = Entries(ResourceLimits, IsLimit, "limits such as cpu=4, memory=8Gi or timeout=1h")
                ?.GroupBy(NameOf, StringComparer.Ordinal).ToDictionary(g => g.Key, g => AmountIn(g.Last()), StringComparer.Ordinal)
                    ?? options.ResourceLimits,
        };

        List<string>? Entries(string property, Func<string, bool>? isValid = null, string allowed = "")
        {
            var entries = (valueOf(property) ?? "").Split(Separators).Select(e => e.Trim()).Where(e => e.Length > 0).ToList();
            wrong.AddRange(entries.Where(e => isValid?.Invoke(e) == false).Select(e => (property, e, allowed)));
            return entries.Count == 0 ? null : [.. entries.Where(e => isValid?.Invoke(e) != false)];
        }
    }

    /// <summary>The ends of a range such as <c>1..5</c>.</summary>
    internal static bool TryRange(string level, out int first, out int last)
    {
        var dots = level.IndexOf("..", StringComparison.Ordinal);
        last = 0;
        return TryNumber(level.Substring(0, Math.Max(dots, 0)), out first) && TryNumber(level.Substring(dots + 2), out last);
    }

    /// <summary>The amount of a resource in its own unit, or null if it has none that can be compared.</summary>
    internal static decimal? AmountOf(string resource, JsonValue value) => resource switch
    {
        "cpu" => Quantities.TryReadCores(value, out var cores) ? cores : null,
        "memory" => Quantities.TryReadMemory(value, out var bytes) ? bytes : null,
        "timeout" => Quantities.TryReadTimeout(value, out var time) ? time.Ticks : null,
        _ => value.Kind is JsonKind.Number or JsonKind.String
            && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static bool IsLevel(string level) =>
        level.IndexOf("..", StringComparison.Ordinal) < 0 || (TryRange(level, out var first, out var last) && first <= last);

    private static bool IsLimit(string limit) =>
        limit.IndexOf('=') > 0 && AmountOf(NameOf(limit), JsonValue.FromString(AmountIn(limit))) is not null;

    private static string NameOf(string limit) => limit.Substring(0, limit.IndexOf('=')).Trim();

    private static string AmountIn(string limit) => limit.Substring(limit.IndexOf('=') + 1).Trim();

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
