using System.Globalization;
using System.Text;
using Menace.Model.Json;

namespace Menace.Pipeline.Expressions;

/// <summary>
/// A value of an expression, or none: an operator without a result for its operands, for example a division by zero. Its type is known
/// from the expression.
/// </summary>
internal readonly struct Value : IEquatable<Value>
{
    /// <summary>No result.</summary>
    public static readonly Value None = new(0, NoResult.Instance);

    /// <summary>True.</summary>
    public static readonly Value True = new(1, null);

    /// <summary>False.</summary>
    public static readonly Value False = new(0, null);

    private readonly object? _content;

    private Value(long number, object? content) => (Number, _content) = (number, content);

    /// <summary>An integer; 0 or 1 of a boolean.</summary>
    public long Number { get; }

    /// <summary>True if there is no result.</summary>
    public bool IsNone => ReferenceEquals(_content, NoResult.Instance);

    /// <summary>A boolean.</summary>
    public bool IsTrue => Number != 0;

    /// <summary>A text.</summary>
    public string Text => (string)_content!;

    /// <summary>The items of a list.</summary>
    public Value[] Items => (Value[])_content!;

    /// <summary>A text as a value.</summary>
    public static Value Of(string text) => new(0, text);

    /// <summary>A boolean as a value.</summary>
    public static Value Of(bool value) => value ? True : False;

    /// <summary>A list as a value. The array is not changed any more.</summary>
    public static Value Of(Value[] items) => new(items.Length, items);

    /// <summary>An integer as a value; no result outside of 32 bits.</summary>
    public static Value Of(long number) => number is >= int.MinValue and <= int.MaxValue ? new(number, null) : None;

    /// <summary>Reads JSON; null if it is not of the type <paramref name="type"/>.</summary>
    public static Value? Read(JsonValue json, ExpressionType type)
    {
        switch (type)
        {
            case ExpressionType.Text:
                return json.Kind == JsonKind.String ? Of(json.Text) : null;
            case ExpressionType.Boolean:
                return json.Kind == JsonKind.Boolean ? Of(json.Equals(JsonValue.FromBoolean(true))) : null;
            case ExpressionType.Integer:
                return json.Kind == JsonKind.Number
                    && int.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                        ? Of(number) : null;
            default:
                if (json.Kind != JsonKind.Array)
                {
                    return null;
                }

                var items = new Value[json.Items.Count];
                for (var i = 0; i < items.Length; i++)
                {
                    if (Read(json.Items[i], type.Element()) is not { } item)
                    {
                        return null;
                    }

                    items[i] = item;
                }

                return Of(items);
        }
    }

    /// <summary>The value as JSON.</summary>
    public JsonValue ToJson(ExpressionType type) => type switch
    {
        ExpressionType.Text => JsonValue.FromString(Text),
        ExpressionType.Integer => Number,
        ExpressionType.Boolean => JsonValue.FromBoolean(IsTrue),
        _ => JsonValue.FromItems([.. Items.Select(item => item.ToJson(type.Element()))]),
    };

    /// <inheritdoc/>
    public bool Equals(Value other)
    {
        if (Number != other.Number)
        {
            return false;
        }

        return _content switch
        {
            null => other._content is null,
            string text => other._content is string otherText && text == otherText,
            Value[] items => other._content is Value[] otherItems && items.AsSpan().SequenceEqual(otherItems),
            _ => other.IsNone,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        switch (_content)
        {
            case null:
                return (int)Number * -1640531527;
            case string text:
                return string.GetHashCode(text.AsSpan(), StringComparison.Ordinal);
            case Value[] items:
                var hash = 17;
                foreach (var item in items)
                {
                    hash = (hash * 31) + item.GetHashCode();
                }

                return hash;
            default:
                return 7;
        }
    }

    /// <summary>The value for a debugger.</summary>
    public override string ToString() => _content switch
    {
        null => Number.ToString(CultureInfo.InvariantCulture),
        string text => '"' + text + '"',
        Value[] items => new StringBuilder("[").AppendJoin(", ", items).Append(']').ToString(),
        _ => "none",
    };

    private sealed class NoResult
    {
        public static readonly NoResult Instance = new();
    }
}
