using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Model.Reading;

/// <summary>The content of one tasks.json: the tasks, the findings, and the locations of both.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed class TaskFile
{
    private readonly BoundFile _bound;

    internal TaskFile(string text, JsonNode? root, BoundFile bound, FindingList findings, TaskFileOptions? options = null)
    {
        _bound = bound;
        Options = options ?? new();
        Text = text;
        Root = root;
        Findings = findings.ToSorted(() => Lines);
        HasErrors = findings.HasErrors;
    }

    /// <summary>The tasks that could be read, in the file's order, with <c>defaults</c> applied.</summary>
    public TaskPackage Package => _bound.Package;

    /// <summary>The mistakes by position: at most 200, then one MENACE1901 that counts the rest.</summary>
    public IReadOnlyList<TaskFileFinding> Findings { get; }

    /// <summary>True if a finding, shown or not, is an error.</summary>
    public bool HasErrors { get; }

    /// <summary>The lines of the text.</summary>
    public LineMap Lines => field ??= new(Text);

    /// <summary>
    /// Every path that the file names in <c>code_file</c>, <c>tests_file</c> and <c>files</c>, each once, in the order of
    /// the tasks.
    /// </summary>
    public IReadOnlyList<string> ReferencedFiles => _bound.ReferencedFiles;

    /// <summary>The text that was read.</summary>
    internal string Text { get; }

    /// <summary>What the list was checked against.</summary>
    internal TaskFileOptions Options { get; }

    /// <summary>
    /// The value of the file, or null if it has none. Tasks that are read apart are not in it (<see cref="SlicedNode"/>).
    /// </summary>
    internal JsonNode? Root { get; }

    /// <summary>Every object of the list, also those without a readable name.</summary>
    internal IReadOnlyList<TaskSource> Tasks => _bound.Tasks;

    /// <summary>The object <c>defaults</c>, or null.</summary>
    internal TaskSource? Defaults => _bound.Defaults;

    /// <summary>
    /// The token of a task's property, quotes and brackets included: <c>name</c>, <c>code</c>, <c>metadata.functions</c>,
    /// <c>metadata.packages.0</c> (the first element) … If the task lacks the property, the token of its name; if there is no such task,
    /// the start of the file.
    /// </summary>
    public TextSpan SpanOf(string task, string property) =>
        SourceOf(task) is { } source
            ? source.Place(FindProperty(source.Node, property)?.Span ?? source.NameNode?.Span ?? source.Node.Head)
            : default;

    /// <summary>
    /// The place of a part of the task's inline <c>code</c>. Offset and length count UTF-16 units of the unescaped text; what lies outside
    /// is
    /// cut off. Without inline code this is <see cref="SpanOf"/> the code.
    /// </summary>
    public TextSpan MapCode(string task, int offset, int length) =>
        SourceOf(task) is { } source && source.Node.Find("code", JsonKind.String) is { } code
            ? source.Place(JsonEscapes.Map(source.Text, code, offset, length))
            : SpanOf(task, "code");

    /// <summary>
    /// What <see cref="SpanOf"/> returns for the properties of each task and of its metadata, and for the elements of these: what findings
    /// can be about.
    /// </summary>
    internal IEnumerable<(string Task, string Property, TextSpan Span)> Places() => _bound.Numbers.SelectMany(task =>
        Parts(Tasks[task.Value].Node, "", depth: 3).Select(part => (task.Key, part.Path, Tasks[task.Value].Place(part.Node.Span))));

    /// <summary>True if the task itself, not the defaults, holds code that could be read.</summary>
    internal bool HasInlineCode(string task) =>
        SourceOf(task) is { } source && !source.Node.IsBroken && source.Node.Find("code", JsonKind.String) is not null;

    /// <summary>
    /// The inverse of <see cref="SpanOf"/>: the task that <paramref name="span"/> begins in, and its innermost property there; null outside
    /// of the tasks.
    /// </summary>
    public (string Task, string Property)? PlaceOf(TextSpan span)
    {
        foreach (var source in Tasks)
        {
            var whole = source.Place(source.Node.Span);
            if (source.Name is { } name && whole.Start <= span.Start && span.Start < whole.End)
            {
                var path = PathTo(source.Node, span.Start - source.Place(new(0, 0)).Start);
                return (name, path.Length == 0 ? "name" : path);
            }
        }

        return null;
    }

    /// <summary>
    /// The property of <paramref name="node"/> at <paramref name="offset"/>, such as <c>metadata.packages.0</c>; empty for the value as a
    /// whole.
    /// </summary>
    private static string PathTo(JsonNode node, int offset)
    {
        var member = node.Members.Find(m => m.NameSpan.Start <= offset && offset < m.Value.Span.End);
        var item = node.Items.FindIndex(i => i.Span.Start <= offset && offset < i.Span.End);
        var (name, inner) = member is not null ? (member.Name, member.Value)
            : item >= 0 ? (item.ToString(CultureInfo.InvariantCulture), node.Items[item])
            : ("", null);
        if (inner is null)
        {
            return "";
        }

        var rest = PathTo(inner, offset);
        return rest.Length == 0 ? name : name + "." + rest;
    }

    private static IEnumerable<(string Path, JsonNode Node)> Parts(JsonNode node, string prefix, int depth)
    {
        var parts = node.Members.Select(member => (Path: prefix + member.Name, Node: member.Value))
            .Concat(node.Items.Select((item, i) => (Path: prefix + i.ToString(CultureInfo.InvariantCulture), Node: item)));
        return depth == 1 ? parts : parts.SelectMany(part => Parts(part.Node, part.Path + ".", depth - 1).Prepend(part));
    }

    private TaskSource? SourceOf(string task) => _bound.Numbers.TryGetValue(task, out var number) ? Tasks[number] : null;

    private static JsonNode? FindProperty(JsonNode node, string property)
    {
        if (node.Kind == JsonKind.Array)
        {
            return int.TryParse(property, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < node.Items.Count
                ? node.Items[index] : null;
        }

        if (node.Find(property) is { } member)
        {
            return member.Value;
        }

        var dot = property.IndexOf('.');
        return dot > 0 && node.Find(property.Substring(0, dot)) is { } outer ? FindProperty(outer.Value, property.Substring(dot + 1))
            : null;
    }
}
