using System.Text.Json;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Knowledge;

/// <summary>The JSON of entries.</summary>
internal static class KnowledgeJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonValue.MaximumDepth };

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static JsonValue Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return ValueOf(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    /// <summary>An object of <paramref name="members"/>; those that are null are left out.</summary>
    public static JsonValue Object(params ReadOnlySpan<(string Name, JsonValue? Value)> members)
    {
        List<KeyValuePair<string, JsonValue>> list = [];
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                list.Add(new(name, value));
            }
        }

        return JsonValue.FromMembers(list);
    }

    /// <summary>An array of strings, or null for an empty one.</summary>
    public static JsonValue? Texts(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? null : JsonValue.FromItems([.. texts.Select(JsonValue.FromString)]);

    /// <summary>A string, or null for an empty one.</summary>
    public static JsonValue? TextOrNull(string text) => text.Length == 0 ? null : JsonValue.FromString(text);

    /// <summary>The string member <paramref name="name"/>, or an empty one if it is missing.</summary>
    /// <exception cref="FormatException">The member is not a string.</exception>
    public static string Text(this JsonValue value, string name) => value[name] switch
    {
        null => "",
        { Kind: JsonKind.String } text => text.Text,
        _ => throw new FormatException($"'{name}' is not a string"),
    };

    /// <summary>The array member <paramref name="name"/>, or an empty one if it is missing.</summary>
    /// <exception cref="FormatException">The member is not an array.</exception>
    public static IReadOnlyList<JsonValue> List(this JsonValue value, string name) => value[name] switch
    {
        null => [],
        { Kind: JsonKind.Array } list => list.Items,
        _ => throw new FormatException($"'{name}' is not an array"),
    };

    /// <summary>The strings of the array member <paramref name="name"/>.</summary>
    /// <exception cref="FormatException">The member is not an array of strings.</exception>
    public static IReadOnlyList<string> TextList(this JsonValue value, string name) =>
        [.. value.List(name).Select(item => item.Kind == JsonKind.String ? item.Text
            : throw new FormatException($"'{name}' holds something other than strings"))];

    /// <summary><paramref name="text"/> without secrets and without characters that the database cannot store.</summary>
    public static string Redact(string text) => Redaction.Redact(SqlText.Storable(text));

    /// <summary><paramref name="value"/> with every string in it redacted.</summary>
    public static JsonValue Redact(JsonValue value) => value.Kind switch
    {
        JsonKind.String => JsonValue.FromString(Redact(value.Text)),
        JsonKind.Array => JsonValue.FromItems([.. value.Items.Select(Redact)]),
        JsonKind.Object => JsonValue.FromMembers(
            [.. value.Members.Select(member => KeyValuePair.Create(Redact(member.Key), Redact(member.Value)))]),
        _ => value,
    };

    private static JsonValue ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => JsonValue.FromString(element.GetString()!),
        JsonValueKind.Number => JsonValue.FromNumberText(element.GetRawText()),
        JsonValueKind.True => JsonValue.FromBoolean(true),
        JsonValueKind.False => JsonValue.FromBoolean(false),
        JsonValueKind.Array => JsonValue.FromItems([.. element.EnumerateArray().Select(ValueOf)]),
        JsonValueKind.Object => JsonValue.FromMembers(
            [.. element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, ValueOf(member.Value)))]),
        _ => JsonValue.Null,
    };
}
