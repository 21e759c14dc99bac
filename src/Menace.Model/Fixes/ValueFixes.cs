using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;

namespace Menace.Model.Fixes;

/// <summary>A value for a field that a task leaves out.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Field">The field: <c>schedule</c>, <c>metadata.purpose</c>.</param>
/// <param name="Value">The value.</param>
internal sealed record FoundValue(string Task, string Field, JsonValue Value)
{
    /// <summary>True if the last item of the value, an array, is put behind the items that the task gives.</summary>
    public bool IsAddition { get; init; }
}

/// <summary>Writes values that were found elsewhere into a task list. What a task gives stays.</summary>
internal static class ValueFixes
{
    private const string MetadataPrefix = TaskFields.MetadataKey + ".";

    /// <summary>Writes <paramref name="values"/> into <paramref name="text"/>.</summary>
    /// <returns>The text, and the values that are in it now and were not before.</returns>
    public static (string Text, IReadOnlyList<FoundValue> Written) Write(
        string text, TaskFileOptions? options, IReadOnlyList<FoundValue> values)
    {
        List<FoundValue> written = [];
        var open = values.ToList();

        // Of two values behind the same neighbour one is written in each round.
        for (var edits = new EditList(); open.Count > 0; edits = new EditList())
        {
            var file = TaskFileReader.Read(text, options);
            var sources = file.Tasks.Where(source => source is { Name: not null, IsBroken: false }).GroupBy(source => source.Name!)
                .ToDictionary(group => group.Key, group => group.First());
            List<FoundValue> later = [];
            foreach (var value in open)
            {
                if (!sources.TryGetValue(value.Task, out var source) || EditOf(text, source, value) is not { } edit)
                {
                    continue;
                }

                if (edits.TryAdd([edit]))
                {
                    written.Add(value);
                }
                else
                {
                    later.Add(value);
                }
            }

            if (edits.Edits.Count == 0)
            {
                break;
            }

            text = edits.Apply(text);
            open = later;
        }

        return (text, written);
    }

    private static TextEdit? EditOf(string text, TaskSource source, FoundValue value)
    {
        var isMetadata = value.Field.StartsWith(MetadataPrefix, StringComparison.Ordinal);
        var name = isMetadata ? value.Field.Substring(MetadataPrefix.Length) : value.Field;
        var property = CanonicalJson.Quote(name) + ": " + Text(value.Value);
        var node = source.Node;
        if (!isMetadata)
        {
            return node.Find(name) is null ? Moved(Insertion.Last(source.Text, node, property), source) : null;
        }

        return node.Find(TaskFields.MetadataKey) is not { Value: var metadata }
            ? Moved(Insertion.Last(source.Text, node, $"\"{TaskFields.MetadataKey}\": {{ {property} }}"), source)
            : metadata.Kind != JsonKind.Object ? null
            : metadata.Find(name) is not { Value: var given } ? Moved(Insertion.Last(source.Text, metadata, property), source)
            : value.IsAddition && given.Kind == JsonKind.Array
                ? Moved(Insertion.LastItem(source.Text, given, CanonicalJson.WriteInOrder(value.Value.Items[value.Value.Items.Count - 1])), source)
            : null;
    }

    /// <summary>Offsets of a task that was read apart begin at its own text.</summary>
    private static TextEdit Moved(TextEdit edit, TaskSource source) => new(source.Place(edit.Span), edit.NewText);

    private static string Text(JsonValue value) => value.Kind == JsonKind.Array
        ? "[" + string.Join(", ", value.Items.Select(CanonicalJson.WriteInOrder)) + "]" : CanonicalJson.WriteInOrder(value);
}
