using Menace.Model.Json;
using Menace.Model.Reading;

namespace Menace.Analyzers.Catalog;

/// <summary>The text of one task.</summary>
/// <param name="Text">The object, brackets included.</param>
/// <param name="Defaults">The text of the file's <c>defaults</c>, which apply to the task; empty where it has none.</param>
internal readonly record struct TaskSlice(string Text, string Defaults)
{
    /// <summary>A file with this task alone, for the reader of whole files.</summary>
    public string ToFile() => Defaults.Length == 0 ? "[" + Text + "]" : "{\"defaults\":" + Defaults + ",\"tasks\":[" + Text + "]}";
}

/// <summary>
/// Cuts a task list into its tasks without reading them: ten times faster than reading, which is then needed for the changed ones only. Where
/// anything in the file is not JSON, the reader itself finds the tasks, so that both agree about every file.
/// </summary>
internal static class TaskSlices
{
    /// <summary>The tasks without syntax errors, in the file's order.</summary>
    public static IReadOnlyList<TaskSlice> Cut(string text)
    {
        if (text.Length > TaskFileLimits.Length)
        {
            return [];
        }

        var scanner = new SliceScanner(text);
        return scanner.Scan() ? With(scanner.Tasks, scanner.Defaults) : Read(text);
    }

    private static List<TaskSlice> Read(string text)
    {
        var root = new JsonTreeReader(text, new LineMap(text), new()).Read();
        var list = root is { Kind: JsonKind.Object } ? root.Find("tasks")?.Value : root;
        var defaults = root is { Kind: JsonKind.Object } ? root.Members.LastOrDefault(m => m.Name == "defaults" && m.Value.Kind == JsonKind.Object)?.Value : null;
        if (list is not { Kind: JsonKind.Array })
        {
            return [];
        }

        // Broken defaults would break the small file of every task.
        var tasks = list.Items.Where(n => n is { Kind: JsonKind.Object, IsBroken: false }).Select(Text).ToList();
        return With(tasks, defaults is { IsBroken: false } ? Text(defaults) : "");

        string Text(JsonNode node) => text.Substring(node.Span.Start, node.Span.Length);
    }

    /// <summary>The reader does without defaults that would fill the memory.</summary>
    private static List<TaskSlice> With(List<string> tasks, string defaults)
    {
        var used = (long)defaults.Length * tasks.Count > TaskFileLimits.Length ? "" : defaults;
        return tasks.ConvertAll(task => new TaskSlice(task, used));
    }
}
