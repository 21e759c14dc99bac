using System.Globalization;

namespace Menace.Model.Json;

/// <summary>
/// An immutable JSON value without positions: what travels through the pipeline for values whose shape the user chooses
/// (resources, example arguments, unknown metadata).
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed class JsonValue : IEquatable<JsonValue>
{
    /// <summary>The literal <c>null</c>.</summary>
    public static readonly JsonValue Null = new(JsonKind.Null, "null", [], []);

    private static readonly JsonValue TrueValue = new(JsonKind.Boolean, "true", [], []);
    private static readonly JsonValue FalseValue = new(JsonKind.Boolean, "false", [], []);

    /// <summary>The maximum nesting of arrays and objects in a value.</summary>
    public const int MaximumDepth = 500;

    private readonly string _text;
    private readonly int _depth;

    private JsonValue(JsonKind kind, string text, IReadOnlyList<JsonValue> items, IReadOnlyList<KeyValuePair<string, JsonValue>> members)
    {
        Kind = kind;
        _text = text;
        Items = items;
        Members = members;
        foreach (var item in items)
        {
            _depth = Math.Max(_depth, item._depth + 1);
        }

        foreach (var member in members)
        {
            _depth = Math.Max(_depth, member.Value._depth + 1);
        }

        // Values are written, compared and hashed by recursion.
        if (_depth > MaximumDepth)
        {
            throw new ArgumentException(
                "A JSON value may be nested at most " + MaximumDepth.ToString(CultureInfo.InvariantCulture) + " levels deep.");
        }
    }

    /// <summary>Gets the kind of this value.</summary>
    public JsonKind Kind { get; }

    /// <summary>The elements of an array; empty for every other kind.</summary>
    public IReadOnlyList<JsonValue> Items { get; }

    /// <summary>The members of an object in written order; empty for every other kind.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members { get; }

    /// <summary>The unescaped text of a string, or a number or literal as it was written; empty for arrays and objects.</summary>
    public string Text => _text;

    /// <summary>The member called <paramref name="name"/>, or null if there is none.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            foreach (var member in Members)
            {
                if (member.Key == name)
                {
                    return member.Value;
                }
            }

            return null;
        }
    }

    /// <summary>The JSON string <paramref name="value"/>.</summary>
    public static JsonValue FromString(string value) => new(JsonKind.String, value, [], []);

    /// <summary>The JSON number whose text is <paramref name="text"/>; the caller vouches for its grammar.</summary>
    public static JsonValue FromNumberText(string text) => new(JsonKind.Number, text, [], []);

    /// <summary>The JSON literal <paramref name="value"/>.</summary>
    public static JsonValue FromBoolean(bool value) => value ? TrueValue : FalseValue;

    /// <summary>The JSON array of <paramref name="items"/>.</summary>
    /// <exception cref="ArgumentException">It would be nested deeper than <see cref="MaximumDepth"/>.</exception>
    public static JsonValue FromItems(IReadOnlyList<JsonValue> items) => new(JsonKind.Array, "", items, []);

    /// <summary>The JSON object of <paramref name="members"/>.</summary>
    /// <exception cref="ArgumentException">It would be nested deeper than <see cref="MaximumDepth"/>.</exception>
    public static JsonValue FromMembers(IReadOnlyList<KeyValuePair<string, JsonValue>> members) => new(JsonKind.Object, "", [], members);

    /// <summary>The JSON string <paramref name="value"/>.</summary>
    public static implicit operator JsonValue(string value) => FromString(value);

    /// <summary>The JSON number <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">The value is not finite; JSON has no text for it.</exception>
    public static implicit operator JsonValue(double value) =>
        double.IsNaN(value) || double.IsInfinity(value)
            ? throw new ArgumentException("JSON numbers are finite.", nameof(value))
            : FromNumberText(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The JSON number <paramref name="value"/>.</summary>
    public static implicit operator JsonValue(long value) => FromNumberText(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The JSON number <paramref name="value"/>.</summary>
    public static implicit operator JsonValue(int value) => FromNumberText(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The JSON literal <paramref name="value"/>.</summary>
    public static implicit operator JsonValue(bool value) => FromBoolean(value);

    /// <summary>True if both are the same JSON: members compare regardless of order, numbers by their text.</summary>
    public bool Equals(JsonValue? other) => other is not null && CanonicalJson.Write(this) == CanonicalJson.Write(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonValue);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(CanonicalJson.Write(this));

    /// <summary>The canonical JSON text (<see cref="CanonicalJson"/>).</summary>
    public override string ToString() => CanonicalJson.Write(this);
}
