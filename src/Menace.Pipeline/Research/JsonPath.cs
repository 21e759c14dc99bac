using System.Globalization;
using System.Text;
using Menace.Model.Json;

namespace Menace.Pipeline.Research;

/// <summary>
/// A path to one value: <c>$.bots[0].purpose</c>, <c>$['a name']</c>. The steps <c>{bot}</c> and <c>{field}</c> stand for names.
/// </summary>
internal sealed class JsonPath
{
    /// <summary>The step for the name of the task.</summary>
    public const string Bot = "{bot}";

    /// <summary>The step for the name of the field.</summary>
    public const string Field = "{field}";

    private readonly IReadOnlyList<object> _steps;

    private JsonPath(IReadOnlyList<object> steps) => _steps = steps;

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static JsonPath Parse(string text)
    {
        List<object> steps = [];
        var at = text.StartsWith('$') ? 1 : throw Invalid(text);
        while (at < text.Length)
        {
            if (text[at] == '.')
            {
                var end = text.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var length ? at + 1 + length : text.Length;
                steps.Add(end > at + 1 ? text[(at + 1)..end] : throw Invalid(text));
                at = end;
                continue;
            }

            var close = text.AsSpan(at).StartsWith("['") ? text.IndexOf("']", at, StringComparison.Ordinal) : text.IndexOf(']', at);
            if (text[at] != '[' || close < 0)
            {
                throw Invalid(text);
            }

            var isName = text[at + 1] == '\'';
            var inner = isName ? text[(at + 2)..close] : text[(at + 1)..close];
            steps.Add(isName ? inner
                : int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw Invalid(text));
            at = close + (isName ? 2 : 1);
        }

        return new(steps);
    }

    /// <summary>The value at the path, with the values on the way to it, the root first; null if there is none.</summary>
    public (JsonValue Value, IReadOnlyList<JsonValue> Way)? Find(JsonValue root, string bot, string field)
    {
        List<JsonValue> way = [];
        var value = root;
        foreach (var step in _steps)
        {
            way.Add(value);
            var next = step switch
            {
                int index => value.Kind == JsonKind.Array && index < value.Items.Count ? value.Items[index] : null,
                string name => value.Kind == JsonKind.Object ? value[name switch { Bot => bot, Field => field, _ => name }] : null,
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            value = next;
        }

        return (value, way);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder("$");
        foreach (var step in _steps)
        {
            text.Append(step switch
            {
                int index => string.Create(CultureInfo.InvariantCulture, $"[{index}]"),
                string name when name is Bot or Field || name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') => "." + name,
                _ => $"['{step}']",
            });
        }

        return text.ToString();
    }

    private static FormatException Invalid(string text) =>
        new($"'{text}' is not a JSON path: it is $ with steps such as .name, ['a name'] and [0]");
}
