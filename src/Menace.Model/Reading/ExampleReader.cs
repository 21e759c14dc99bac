using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads <c>metadata.examples</c>.</summary>
internal sealed class ExampleReader(FindingList report)
{
    private static readonly string[] Known = ["function", "args", "returns", "raises", "prints", "$comment"];

    /// <summary>The examples that are whole.</summary>
    public IReadOnlyList<TaskExample> Read(JsonSyntax? value)
    {
        switch (value)
        {
            case null or { Kind: JsonKind.Null }:
                return [];
            case { Kind: JsonKind.Array }:
                return [.. value.Items.Select(ReadOne).OfType<TaskExample>()];
            default:
                if (value.IsWhole)
                {
                    report.AddWrongType("examples", value, "an array of examples");
                }

                return [];
        }
    }

    private TaskExample? ReadOne(JsonSyntax value)
    {
        if (!value.IsWhole)
        {
            return null;
        }

        if (value.Kind != JsonKind.Object)
        {
            report.AddWrongType("an example", value, "an object");
            return null;
        }

        SyntaxChecks.ReportDuplicates(value, report);
        SyntaxChecks.ReportUnknown(value, Known, onlyClose: false, report);
        var function = Text(value, "function");
        if (value["function"] is null)
        {
            report.Add(Rules.MissingProperty, new TextSpan(value.Span.Start, 1), "An example", "function");
        }

        var args = value["args"];
        if (args is not null && args.Kind != JsonKind.Array)
        {
            report.AddWrongType("args", args, "an array");
            return null;
        }

        var outcomes = new[] { "returns", "raises", "prints" }.Count(name => value[name] is not null);
        if (outcomes != 1)
        {
            report.Add(Rules.ExampleOutcome, value.Span, outcomes == 0 ? "none" : outcomes.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return function is null ? null : new TaskExample
        {
            Function = function,
            Args = [.. (args?.Items ?? []).Select(item => item.ToValue())],
            Returns = value["returns"]?.ToValue(),
            Raises = Text(value, "raises"),
            Prints = Text(value, "prints"),
        };
    }

    private string? Text(JsonSyntax value, string name)
    {
        if (value[name] is not { } found)
        {
            return null;
        }

        if (found.Kind != JsonKind.String)
        {
            report.AddWrongType(name, found, "a string");
            return null;
        }

        return found.Text;
    }
}
