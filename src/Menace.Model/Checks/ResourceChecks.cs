using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE15xx, and the types of the resources that the format gives a meaning.</summary>
internal static class ResourceChecks
{
    /// <summary>The resources that the format gives a meaning.</summary>
    public static readonly IReadOnlyList<string> Known = ["cpu", "memory", "timeout"];

    public static void Run(TaskSource source, CheckContext context)
    {
        foreach (var member in source.Node.Find("resources", JsonKind.Object)?.Members ?? [])
        {
            var (units, expected) = member.Name switch
            {
                "cpu" => (Quantities.CoreUnits, "a number of cores, or a string such as \"500m\""),
                "memory" => (Quantities.MemoryUnits, "a number of bytes, or a string such as \"256Mi\""),
                "timeout" => (Quantities.DurationUnits, "a number of seconds, or a string such as \"30s\""),
                _ => (null, ""),
            };
            CheckName(source, member, context);
            Check(source, member, units, expected, context);
        }
    }

    private static void CheckName(TaskSource source, JsonMember member, CheckContext context)
    {
        if (InvisibleText.IndexOf(member.Name) is var hidden and >= 0)
        {
            context.Findings.Add(RuleTable.InvisibleCharacter, member.NameSpan, source.Label, Display.Of("resources." + member.Name), InvisibleText.CodePoint(member.Name, hidden));
        }
        else if (!Known.Contains(member.Name) && Known.FirstOrDefault(k => string.Equals(k, member.Name, StringComparison.OrdinalIgnoreCase)) is { } meant)
        {
            context.Findings.Add(RuleTable.PropertyCase, member.NameSpan, source.Label, "resources." + member.Name, "resources." + meant, meant);
        }
    }

    private static void Check(TaskSource source, JsonMember member, IReadOnlyDictionary<string, decimal>? units, string expected, CheckContext context)
    {
        var value = member.Value;
        if (value.Kind == JsonKind.Number)
        {
            if (value.Text[0] == '-' && value.Text.Any(c => c is >= '1' and <= '9'))
            {
                context.Findings.Add(RuleTable.NegativeResource, value.Span, source.Label, Display.Of(member.Name), Display.Of(value.Text));
            }

            return;
        }

        if (units is null)
        {
            return;
        }

        if (value.Kind != JsonKind.String || !Quantities.TrySplit(value.Text, out var number, out var unitAt))
        {
            context.Findings.Add(RuleTable.WrongType, value.Span, source.Label, "resources." + member.Name, expected, Display.Of(value));
            return;
        }

        if (number < 0)
        {
            context.Findings.Add(RuleTable.NegativeResource, value.Span, source.Label, member.Name, Display.Of(value.Text));
            return;
        }

        var unit = value.Text.Substring(unitAt);
        if (unit.Length > 0 && !units.ContainsKey(unit))
        {
            context.Findings.Add(
                RuleTable.UnknownUnit, context.Part(value, unitAt, unit.Length), source.Label, member.Name, Display.Of(unit),
                Display.List([.. units.Keys]), HintFor(unit, units));
        }
    }

    /// <summary>Units are short, so the one that differs by case or shares the first letter is the one meant.</summary>
    private static string HintFor(string unit, IReadOnlyDictionary<string, decimal> units)
    {
        var trimmed = unit.Trim();
        var nearest = units.Keys.FirstOrDefault(u => string.Equals(u, trimmed, StringComparison.OrdinalIgnoreCase))
            ?? units.Keys.FirstOrDefault(u => trimmed.Length > 0 && char.ToUpperInvariant(u[0]) == char.ToUpperInvariant(trimmed[0]));
        return nearest is null ? "" : "; did you mean '" + nearest + "'?";
    }
}
