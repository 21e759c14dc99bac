using Menace.Model.Diagnostics;
using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>The root of a task file: a list of tasks, or an object that adds file-wide facts.</summary>
internal sealed class FileShape
{
    private static readonly string[] Known = ["$schema", "$comment", "version", "title", "description", "defaults", "tasks"];

    public FileShape(JsonSyntax? root, FindingList report)
    {
        switch (root)
        {
            case null:
                break;
            case { Kind: JsonKind.Array }:
                Tasks = root.Items;
                ReportEmpty(root, report);
                break;
            case { Kind: JsonKind.Object }:
                ReadObject(root, report);
                break;
            case { IsWhole: true }:
                report.Add(Rules.RootKind, root.Span, FindingList.Describe(root));
                break;
        }
    }

    /// <summary>The elements of the task list, of whatever kind.</summary>
    public IReadOnlyList<JsonSyntax> Tasks { get; private set; } = [];

    /// <summary>What fills properties that a task leaves out, or null.</summary>
    public JsonSyntax? Defaults { get; private set; }

    /// <summary>The title, or empty.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The description, or empty.</summary>
    public string Description { get; private set; } = "";

    private void ReadObject(JsonSyntax root, FindingList report)
    {
        SyntaxChecks.ReportDuplicates(root, report);
        SyntaxChecks.ReportUnknown(root, Known, onlyClose: false, report);
        Title = Text("title");
        Description = Text("description");
        if (root["version"] is { IsWhole: true } version && version is not { Kind: JsonKind.Number, Text: "1" })
        {
            report.AddWrongType("version", version, "1");
        }

        if (root["defaults"] is { IsWhole: true } defaults)
        {
            if (defaults.Kind == JsonKind.Object)
            {
                SyntaxChecks.ReportDuplicates(defaults, report);
                Defaults = defaults;
            }
            else
            {
                report.AddWrongType("defaults", defaults, "an object");
            }
        }

        switch (root["tasks"])
        {
            case null when root.IsWhole:
                report.Add(Rules.MissingProperty, new TextSpan(root.Span.Start, 1), "The file", "tasks");
                break;
            case { Kind: JsonKind.Array } tasks:
                Tasks = tasks.Items;
                ReportEmpty(tasks, report);
                break;
            case { IsWhole: true } other:
                report.AddWrongType("tasks", other, "an array of tasks");
                break;
        }

        string Text(string name)
        {
            if (root[name] is not { IsWhole: true } value)
            {
                return "";
            }

            if (value.Kind != JsonKind.String)
            {
                report.AddWrongType(name, value, "a string");
            }

            return value.Kind == JsonKind.String ? value.Text : "";
        }
    }

    private static void ReportEmpty(JsonSyntax tasks, FindingList report)
    {
        if (tasks is { IsWhole: true, Items.Count: 0 })
        {
            report.Add(Rules.NoTasks, tasks.Span);
        }
    }
}
