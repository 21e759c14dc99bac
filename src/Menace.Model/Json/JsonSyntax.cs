using Menace.Model.Diagnostics;

namespace Menace.Model.Json;

/// <summary>A JSON value with its place in the text. Values that were broken are there too, as far as they could be read.</summary>
internal sealed class JsonSyntax(JsonKind kind, TextSpan span, string text)
{
    /// <summary>What it is.</summary>
    public JsonKind Kind { get; } = kind;

    /// <summary>From its first to its last character, quotes and brackets included.</summary>
    public TextSpan Span { get; set; } = span;

    /// <summary>The unescaped text of a string; a number or literal as written.</summary>
    public string Text { get; } = text;

    /// <summary>The elements of an array.</summary>
    public List<JsonSyntax> Items { get; } = [];

    /// <summary>The members of an object, in order; of duplicates the first counts, the others are here too.</summary>
    public List<JsonMember> Members { get; } = [];

    /// <summary>False where this value, or one inside it, is broken: nothing more is said about it than that.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>The first member called <paramref name="name"/>, or null.</summary>
    public JsonSyntax? this[string name] => Members.FirstOrDefault(member => member.Name == name)?.Value;

    /// <summary>The value without its places; of duplicate members the first.</summary>
    public JsonValue ToValue() => Kind switch
    {
        JsonKind.String => JsonValue.FromString(Text),
        JsonKind.Number => JsonValue.FromNumberText(Text),
        JsonKind.Boolean => JsonValue.FromBoolean(Text == "true"),
        JsonKind.Array => JsonValue.FromItems([.. Items.Select(item => item.ToValue())]),
        JsonKind.Object => JsonValue.FromMembers([.. Members.GroupBy(member => member.Name).Select(group => new KeyValuePair<string, JsonValue>(group.Key, group.First().Value.ToValue()))]),
        _ => JsonValue.Null,
    };
}

/// <summary>A named value of an object.</summary>
/// <param name="Name">The unescaped name.</param>
/// <param name="NameSpan">Its place, quotes included.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonMember(string Name, TextSpan NameSpan, JsonSyntax Value);
