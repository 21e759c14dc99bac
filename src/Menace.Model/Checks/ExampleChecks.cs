using Menace.Model.Json;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1611 and 1612.</summary>
internal static class ExampleChecks
{
    private static readonly string[] Outcomes = ["returns", "raises", "prints"];

    public static void Run(TaskSource source, CheckContext context)
    {
        var metadata = source.Node.Find("metadata", JsonKind.Object);
        if (metadata?.Find("examples", JsonKind.Array)?.Items is not { Count: > 0 } examples)
        {
            return;
        }

        var functions = source.Metadata?.Functions ?? source.Task.Metadata.Functions;
        var listed = new HashSet<string>(functions, StringComparer.Ordinal);
        var complete = metadata.Find("functions", JsonKind.Array)?.Items.All(f => f.Kind == JsonKind.String) ?? true;
        foreach (var example in examples)
        {
            if (example.Kind != JsonKind.Object)
            {
                continue;
            }

            if (example.Find("function", JsonKind.String) is { } function && complete && functions.Count > 0 && !listed.Contains(function.Text))
            {
                context.Findings.AddWithNearest(
                    function.Text, functions, RuleTable.ExampleFunction, function.Span, source.Label, Display.Of(function.Text), Display.List([.. functions.Take(10)]));
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
