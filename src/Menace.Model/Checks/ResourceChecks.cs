using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE15xx, and the types of the resources that the format gives a meaning.</summary>
internal static class ResourceChecks
{
    /// <summary>The resources that the format gives a meaning.</summary>
    public static readonly IReadOnlyList<string> Known = ["cpu", "memory", "timeout"];

    private const string Seconds = "a number of seconds, or a string such as \"30s\"";

    public static void Run(TaskSource source, CheckContext context)
    {
        foreach (var member in source.Node.Find("resources", JsonKind.Object)?.Members ?? [])
        {
            var (units, expected) = member.Name switch
            {
                "cpu" => (Quantities.CoreUnits, "a number of cores, or a string such as \"500m\""),
                "memory" => (Quantities.MemoryUnits, "a number of bytes, or a string such as \"256Mi\""),
                "timeout" => (Quantities.DurationUnits, Seconds),
                _ => (null, ""),
            };
            CheckName(source, member, context);
            Check(source, member, "resources.", units, expected, context);
        }
    }

    /// <summary>Checks the time of one run, which is a resource of its own.</summary>
    public static void CheckTimeout(TaskSource source, JsonMember member, CheckContext context) =>
        Check(source, member, "", Quantities.DurationUnits, Seconds, context);

    private static void CheckName(TaskSource source, JsonMember member, CheckContext context)
    {
        if (InvisibleText.IndexOf(member.Name) is var hidden and >= 0)
        {
            context.Findings.AddInvisible(member.NameSpan, source.Label, "resources.", member.Name, hidden);
        }
        else if (!Known.Contains(member.Name)
            && Known.FirstOrDefault(k => string.Equals(k, member.Name, StringComparison.OrdinalIgnoreCase)) is { } meant)
        {
            context.Findings.AddSuggesting(
                CanonicalJson.Quote(meant), RuleTable.PropertyCase, member.NameSpan, source.Label, "resources." + member.Name,
                "resources." + meant, meant);
        }
    }

    private static void Check(
        TaskSource source, JsonMember member, string prefix, IReadOnlyDictionary<string, decimal>? units, string expected,
        CheckContext context)
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
            context.Findings.Add(RuleTable.WrongType, value.Span, source.Label, prefix + member.Name, expected, Display.Of(value));
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
            var nearest = NearestUnit(unit.Trim(), units);
            context.Findings.AddSuggesting(
                nearest, RuleTable.UnknownUnit, context.Part(value, unitAt, unit.Length), source.Label, member.Name, Display.Of(unit),
                Display.List([.. units.Keys]), Nearest.Hint(nearest));
        }
    }

    /// <summary>
    /// The unit that differs by case, or that the word for it means; else none: a letter in common makes no month a minute.
    /// </summary>
    private static string? NearestUnit(string unit, IReadOnlyDictionary<string, decimal> units) =>
        units.Keys.FirstOrDefault(u => string.Equals(u, unit, StringComparison.OrdinalIgnoreCase))
        ?? (Quantities.UnitOfWord(unit) is { } meant && units.ContainsKey(meant) ? meant : null);
}
