using Menace.Model.Json;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// The fields of a meta.yaml: lines <c>key: value</c> at its left edge, whose values are JSON, as Menace writes them, or a plain word or
/// sentence. Anything else is left out.
/// </summary>
internal sealed class MetaFields
{
    private readonly Dictionary<string, JsonValue> _fields = new(StringComparer.Ordinal);

    /// <summary>Reads <paramref name="text"/>; null has no fields.</summary>
    public MetaFields(string? text)
    {
        foreach (var line in (text ?? "").Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[..colon].All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
            {
                _fields.TryAdd(line[..colon], Value(line[(colon + 1)..].Trim()));
            }
        }
    }

    /// <summary>The text of a field, or an empty one.</summary>
    public string Text(string name) => _fields.GetValueOrDefault(name) is { Kind: JsonKind.String } value ? value.Text.Trim() : "";

    /// <summary>The texts of a list, or none.</summary>
    public IReadOnlyList<string> List(string name) => _fields.GetValueOrDefault(name) is { Kind: JsonKind.Array } list
        ? [.. list.Items.Where(item => item.Kind == JsonKind.String).Select(item => item.Text)] : [];

    private static JsonValue Value(string text)
    {
        try
        {
            return text is ['"' or '[', ..] ? KnowledgeJson.Parse(text) : JsonValue.FromString(text.Trim('\''));
        }
        catch (FormatException)
        {
            return JsonValue.Null;
        }
    }
}
