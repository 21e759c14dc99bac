using Menace.Model.Checks;

namespace Menace.Model.Reading;

/// <summary>The one reader of tasks.json (format v1). Analyzer, generator, MSBuild tasks, library and service all use it.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskFileReader
{
    /// <summary>Reads <paramref name="text"/>, whatever it is. Mistakes become findings, never exceptions.</summary>
    public static TaskFile Read(string text, TaskFileOptions? options = null)
    {
        var lines = new LineMap(text);
        var findings = new FindingList();
        var reader = new JsonTreeReader(text, lines, findings);
        var root = reader.Read();
        var bound = new TaskFileBinder(findings).Bind(root, reader.StructureUncertain);
        TaskFileChecks.Run(bound, new(text, lines, findings, options ?? new()));
        return new(text, lines, bound, findings);
    }
}
