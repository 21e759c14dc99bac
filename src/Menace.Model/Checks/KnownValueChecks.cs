using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>
/// MENACE1503, 1504 and 1607 to 1609: what the project says it knows, by properties. Without the property nothing is checked.
/// </summary>
internal static class KnownValueChecks
{
    private const int MostShown = 20;

    public static void Run(TaskSource source, CheckContext context)
    {
        var options = context.Options;
        foreach (var member in source.Node.Find("resources", JsonKind.Object)?.Members ?? [])
        {
            if (options.KnownResources is { } resources && !ResourceChecks.Known.Contains(member.Name))
            {
                Check(RuleTable.UnknownResource, member.NameSpan, member.Name, [.. ResourceChecks.Known, .. resources],
                    StringComparer.Ordinal);
            }

            CheckLimit(source, member, context);
        }

        if (source.Node.Find("metadata", JsonKind.Object) is not { } metadata)
        {
            return;
        }

        foreach (var capability in metadata.Find("capabilities", JsonKind.Array)?.Items.Where(i => i.Kind == JsonKind.String) ?? [])
        {
            Check(RuleTable.UnknownCapability, capability.Span, capability.Text, options.KnownCapabilities,
                StringComparer.OrdinalIgnoreCase);
        }

        if (metadata.Find("level", JsonKind.String) is { } level && !IsInRange(level.Text, options.Levels))
        {
            Check(RuleTable.UnknownLevel, level.Span, level.Text, options.Levels, StringComparer.Ordinal);
        }

        foreach (var key in new[] { "io", "io_format" })
        {
            if (metadata.Find(key, JsonKind.String) is { } format)
            {
                Check(RuleTable.UnknownFormat, format.Span, format.Text, options.KnownFormats, StringComparer.Ordinal);
            }
        }

        void Check(RuleDescriptor rule, TextSpan span, string value, IReadOnlyCollection<string>? known, StringComparer comparer)
        {
            if (known?.Contains(value, comparer) == false)
            {
                context.Findings.AddWithNearest(
                    value, known, rule, span, source.Label, Display.Of(value), Display.List([.. known.Take(MostShown)]), "");
            }
        }
    }

    private static void CheckLimit(TaskSource source, JsonMember member, CheckContext context)
    {
        if (context.Options.ResourceLimits is { } limits
            && limits.TryGetValue(member.Name, out var limit)
            && member.Value.Kind is JsonKind.Number or JsonKind.String
            && TaskFileProperties.AmountOf(member.Name, member.Value.ToValue()) > TaskFileProperties.AmountOf(
                member.Name, JsonValue.FromString(limit)))
        {
            context.Findings.Add(RuleTable.ResourceAboveLimit, member.Value.Span, source.Label, Display.Of(member.Name),
                Display.Of(member.Value.Text), Display.Of(limit));
        }
    }

    private static bool IsInRange(string level, IReadOnlyCollection<string>? levels) =>
        int.TryParse(level, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture,
            out var number)
        && levels?.Any(l => TaskFileProperties.TryRange(l, out var first, out var last) && number >= first && number <= last) == true;
}
