using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;

namespace Menace.Model.Fixes;

/// <summary>The input of the fixes of one text: the values around a finding, and the names of tasks after the fixes.</summary>
internal sealed class FixContext(TaskFile file)
{
    private readonly Lazy<NewNames> _names = new(() => new(file));

    public TaskFile File => file;

    public string Text => file.Text;

    public NewNames Names => _names.Value;

    /// <summary>The task, or the defaults, that <paramref name="span"/> is in.</summary>
    public TaskSource? SourceOf(TextSpan span) =>
        file.Tasks.FirstOrDefault(t => Holds(t.Node.Span, span))
            ?? (file.Defaults is { } defaults && Holds(defaults.Node.Span, span) ? defaults : null);

    /// <summary>
    /// The innermost array or object around <paramref name="span"/>; null if it is not inside any, or in a part that was passed over.
    /// </summary>
    public JsonNode? ContainerOf(TextSpan span)
    {
        JsonNode? container = null;
        for (var inner = file.Root; inner is { Kind: JsonKind.Array or JsonKind.Object }; inner = Children(inner)
            .FirstOrDefault(c => Holds(c.Span, span) && c.Span != span))
        {
            container = inner;
        }

        return container;
    }

    /// <summary>
    /// The string, a value or the name of a property, around <paramref name="offset"/>: where its characters begin and end.
    /// </summary>
    public (int Start, int End)? StringAt(int offset)
    {
        var place = new TextSpan(offset, 0);
        if (ContainerOf(place) is not { } container)
        {
            return null;
        }

        foreach (var name in container.Members.Select(m => m.NameSpan).Where(s => Holds(s, place) && Text[s.Start] == '"'))
        {
            return (name.Start + 1, name.End - 1);
        }

        return StringNodeAt(place) is { } value ? (value.Span.Start + 1, value.ContentEnd) : null;
    }

    /// <summary>The string, as a value, that <paramref name="span"/> is a part of.</summary>
    public JsonNode? StringNodeAt(TextSpan span) =>
        ContainerOf(span) is { } container ? Children(container).FirstOrDefault(c => c.Kind == JsonKind.String && Holds(c.Span, span))
            : null;

    public string Slice(TextSpan span) => Text.Substring(span.Start, span.Length);

    private static IEnumerable<JsonNode> Children(JsonNode node) =>
        node.Kind == JsonKind.Array ? node.Items : node.Members.Select(m => m.Value);

    private static bool Holds(TextSpan outer, TextSpan inner) => outer.Start <= inner.Start && inner.End <= outer.End && outer.Length > 0;
}
