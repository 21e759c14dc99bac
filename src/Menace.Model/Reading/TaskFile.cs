using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>A task file that was read: its tasks, its mistakes, and where everything is.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed class TaskFile
{
    private readonly string _text;
    private readonly Dictionary<string, JsonSyntax> _tasks;

    internal TaskFile(string text, LineMap lines, TaskPackage package, IReadOnlyList<TaskFileFinding> findings, Dictionary<string, JsonSyntax> tasks)
    {
        _text = text;
        _tasks = tasks;
        Lines = lines;
        Package = package;
        Findings = findings;
    }

    /// <summary>The tasks that could be read, in the file's order, with the defaults applied.</summary>
    public TaskPackage Package { get; }

    /// <summary>Every mistake, sorted by position; at most 200, then one MENACE1901 that counts the rest.</summary>
    public IReadOnlyList<TaskFileFinding> Findings { get; }

    /// <summary>True where a mistake stops a build.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Rule.Severity == RuleSeverity.Error);

    /// <summary>Turns offsets into lines and columns.</summary>
    public LineMap Lines { get; }

    /// <summary>Every path that the tasks name, as written, in order, each once.</summary>
    public IReadOnlyList<string> ReferencedFiles =>
        [.. Package.Tasks.SelectMany(task => FilesOf(task.Metadata)).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The place of a property's value in the task called <paramref name="task"/>: <c>name</c>, <c>code</c>, <c>metadata.functions</c>;
    /// the name's where there is no such property; the start of the file where there is no such task.
    /// </summary>
    public TextSpan SpanOf(string task, string property)
    {
        if (!_tasks.TryGetValue(task, out var syntax))
        {
            return default;
        }

        var found = syntax;
        foreach (var part in property.Split('.'))
        {
            found = found?[part];
        }

        return (found ?? syntax["name"] ?? syntax).Span;
    }

    /// <summary>The place of a part of the inline code of the task called <paramref name="task"/>, found through the escapes of the string.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="offset">Offset in UTF-16 units of the unescaped code.</param>
    /// <param name="length">Length in UTF-16 units of the unescaped code.</param>
    public TextSpan MapCode(string task, int offset, int length)
    {
        if (!_tasks.TryGetValue(task, out var syntax) || syntax["code"] is not { Kind: JsonKind.String } code)
        {
            return SpanOf(task, "code");
        }

        var start = JsonEscapes.PositionOf(_text, code.Span.Start, code.Span.End, offset);
        var end = JsonEscapes.PositionOf(_text, code.Span.Start, code.Span.End, offset + Math.Max(1, length));
        return TextSpan.FromBounds(start, Math.Max(start + 1, end));
    }

    private static IEnumerable<string> FilesOf(TaskMetadata metadata) =>
        (metadata.CodeFile is { } code ? new[] { code } : []).Concat(metadata.TestsFiles).Concat(metadata.Files.Values);
}
