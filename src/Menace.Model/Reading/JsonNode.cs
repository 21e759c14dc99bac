using Menace.Model.Json;
using Menace.Model.Text;

namespace Menace.Model.Reading;

/// <summary>A value of the file with its place. What <see cref="JsonTreeReader"/> produces and the checks read.</summary>
internal class JsonNode(JsonKind kind, TextSpan span)
{
    private static readonly List<JsonNode> NoItems = [];
    private static readonly List<JsonMember> NoMembers = [];

    public JsonKind Kind { get; } = kind;

    /// <summary>The whole token: quotes and brackets included.</summary>
    public TextSpan Span { get; } = span;

    /// <summary>The unescaped text of a string, a number or literal as written.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the characters of a string end, before the closing quote.</summary>
    public int ContentEnd { get; init; }

    public List<JsonNode> Items { get; init; } = NoItems;

    public List<JsonMember> Members { get; init; } = NoMembers;

    /// <summary>True if a syntax error lies inside: nothing further is said about this value.</summary>
    public bool IsBroken { get; init; }

    /// <summary>
    /// The opening bracket of a container, the whole token of anything else: what is underlined when the value as a whole is meant.
    /// </summary>
    public TextSpan Head => Kind is JsonKind.Array or JsonKind.Object ? new(Span.Start, Math.Min(1, Span.Length)) : Span;

    /// <summary>The member called <paramref name="name"/>; the last one if the name is repeated, as System.Text.Json has it.</summary>
    public JsonMember? Find(string name)
    {
        for (var i = Members.Count - 1; i >= 0; i--)
        {
            if (Members[i].Name == name)
            {
                return Members[i];
            }
        }

        return null;
    }

    /// <summary>
    /// The value of the member called <paramref name="name"/>, if it is of the kind <paramref name="kind"/> and free of syntax errors.
    /// </summary>
    public JsonNode? Find(string name, JsonKind kind) =>
        Find(name)?.Value is { IsBroken: false } value && value.Kind == kind ? value : null;

    /// <summary>The value without positions. The nesting limit of the reader bounds the recursion.</summary>
    public JsonValue ToValue() => Kind switch
    {
        JsonKind.Null => JsonValue.Null,
        JsonKind.Boolean => JsonValue.FromBoolean(Text == "true"),
        JsonKind.Number => JsonValue.FromNumberText(Text),
        JsonKind.String => JsonValue.FromString(Text),
        JsonKind.Array => JsonValue.FromItems([.. Items.Select(i => i.ToValue())]),
        _ => JsonValue.FromMembers([.. Members.Select(m => new KeyValuePair<string, JsonValue>(m.Name, m.Value.ToValue()))]),
    };
}

/// <summary>A property of an object.</summary>
/// <param name="Name">Its unescaped name.</param>
/// <param name="NameSpan">The token of its name, quotes included.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsonMember(string Name, TextSpan NameSpan, JsonNode Value);
