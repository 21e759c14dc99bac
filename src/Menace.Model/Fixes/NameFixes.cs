using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;

namespace Menace.Model.Fixes;

/// <summary>Fixes of task names.</summary>
internal static class NameFixes
{
    /// <summary>The name goes before the first property, set off like it.</summary>
    public static TaskFileFix? InsertName(FixContext context, TaskFileFinding finding)
    {
        var task = context.File.Tasks.FirstOrDefault(t => t.NameNode is null && t.Node.Span.Start == finding.Span.Start);
        if (task is null || task.Node.Members.Any(m => Nearest.Of(m.Name, TaskFields.TaskProperties) == "name"))
        {
            return null;
        }

        var property = "\"name\": " + CanonicalJson.Quote(context.Names.Of(task));
        return new("Add " + property, [Insertion.First(context.Text, task.Node, property)]);
    }

    /// <summary>The new name, also if a dependency means the task.</summary>
    public static TaskFileFix? Rename(FixContext context, TaskFileFinding finding)
    {
        var file = context.File;
        if (file.Tasks.FirstOrDefault(t => t.NameNode?.Span == finding.Span) is not { } task || context.Names.Of(task) == task.Name)
        {
            return null;
        }

        var quoted = CanonicalJson.Quote(context.Names.Of(task));
        var edits = new List<TextEdit> { new(finding.Span, quoted) };
        if (file.Tasks.First(t => t.Name == task.Name) == task)
        {
            var sources = file.Defaults is { } defaults ? file.Tasks.Concat([defaults]) : file.Tasks;
            edits.AddRange(sources
                .SelectMany(s => s.Node.Find("dependencies")?.Value.Items ?? [])
                .Where(i => i.Kind == JsonKind.String && i.Text == task.Name)
                .Select(i => new TextEdit(i.Span, quoted)));
        }

        return new("Rename '" + Display.Of(task.Name!) + "' to '" + context.Names.Of(task) + "'", edits);
    }
}
