using Menace.Model.Json;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1611, 1612 and 1616: what tests call.</summary>
internal static class ExampleChecks
{
    private static readonly string[] Outcomes = ["returns", "raises", "prints"];

    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("metadata", JsonKind.Object) is not { } metadata)
        {
            return;
        }

        var examples = metadata.Find("examples", JsonKind.Array)?.Items ?? [];
        var smoke = metadata.Find("smoke", JsonKind.Array)?.Items ?? [];
        if (examples.Count + smoke.Count == 0)
        {
            return;
        }

        var functions = source.Metadata.Has("functions") ? source.Metadata.Values.Functions : source.Task.Metadata.Functions;
        var listed = new HashSet<string>(functions, StringComparer.Ordinal);
        var complete = metadata.Find("functions", JsonKind.Array)?.Items.All(f => f.Kind == JsonKind.String) ?? true;
        foreach (var name in smoke.Where(n => n.Kind == JsonKind.String && complete && functions.Count > 0 && !listed.Contains(n.Text)))
        {
            context.Findings.AddWithNearest(
                name.Text, functions, RuleTable.SmokeFunction, name.Span, source.Label, Display.Of(name.Text),
                Display.List([.. functions.Take(10)]));
        }

        foreach (var example in examples)
        {
            if (example.Kind != JsonKind.Object)
            {
                continue;
            }

            if (example.Find("function", JsonKind.String) is { } function && complete && functions.Count > 0
                && !listed.Contains(function.Text))
            {
                context.Findings.AddWithNearest(
                    function.Text, functions, RuleTable.ExampleFunction, function.Span, source.Label, Display.Of(function.Text),
                    Display.List([.. functions.Take(10)]));
            }

            var given = Outcomes.Where(o => example.Find(o) is not null).ToList();
            if (given.Count != 1)
            {
                var found = given.Count == 0 ? "none" : string.Join(" and ", given.Select(o => "'" + o + "'"));
                context.Findings.Add(RuleTable.ExampleOutcome, example.Span, source.Label, found);
            }
        }
    }
}
