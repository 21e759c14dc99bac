using Menace.Model.Checking;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads the task file (format v1): the one reader of the analyzer, the build, the library and the service.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskFileReader
{
    /// <summary>Findings shown of one file; the rest is counted.</summary>
    internal const int MostFindings = 200;

    /// <summary>Reads and checks <paramref name="text"/>. Never throws for what the text holds.</summary>
    public static TaskFile Read(string text, TaskFileOptions? options = null)
    {
        var lines = new LineMap(text);
        var (root, findings) = JsonParser.Parse(text);
        var report = new FindingList(findings, lines);
        var shape = new FileShape(root, report);
        var tasks = shape.Tasks.Select(task => new TaskSyntaxReader(task, shape.Defaults, report).Read()).OfType<ReadTask>().ToArray();
        new TaskRules(tasks, options ?? new TaskFileOptions(), report).Check();

        var known = new Dictionary<string, JsonSyntax>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            if (!known.ContainsKey(task.Info.Name))
            {
                known.Add(task.Info.Name, task.Syntax);
            }
        }

        var package = new TaskPackage([.. tasks.Select(task => task.Info)]) { Title = shape.Title, Description = shape.Description };
        return new TaskFile(text, lines, package, report.ToSorted(MostFindings), known);
    }
}
