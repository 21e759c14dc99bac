using System.Globalization;
using System.Text;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads literals of Python, C# and JSON as JSON values.</summary>
internal sealed class Literals
{
    private const int Deepest = 32;

    private readonly string _text;
    private int _at;

    private Literals(string text)
    {
        _text = text;
    }

    /// <summary>Returns the literal that is all of a text, or null.</summary>
    public static JsonValue? Read(string text)
    {
        var reader = new Literals(text);
        var value = reader.Value(0);
        reader.SkipBlanks();
        return reader._at == text.Length ? value : null;
    }

    /// <summary>Returns the arguments between the brackets of a call; null if they are not all literals.</summary>
    public static IReadOnlyList<JsonValue>? Arguments(string text) => Read("[" + text + "]") is { Kind: JsonKind.Array } array
        ? array.Items : null;

    private JsonValue? Value(int depth)
    {
        SkipBlanks();
        if (_at >= _text.Length || depth > Deepest)
        {
            return null;
        }

        return _text[_at] switch
        {
            '"' or '\'' => Text(),
            '[' => Items(']', depth),
            '(' => Items(')', depth),
            '{' => Members(depth),
            (>= '0' and <= '9') or '-' => Number(),
            _ => Word(),
        };
    }

    private JsonValue? Items(char close, int depth)
    {
        var items = new List<JsonValue>();
        var commas = 0;
        for (_at++; ;)
        {
            SkipBlanks();
            if (_at < _text.Length && _text[_at] == close)
            {
                _at++;

                // (1) is 1, (1,) is a tuple.
                return close == ')' && items.Count == 1 && commas == 0 ? items[0] : JsonValue.FromItems(items);
            }

            if (items.Count > commas || Value(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
            SkipBlanks();
            if (_at < _text.Length && _text[_at] == ',')
            {
                (_at, commas) = (_at + 1, commas + 1);
            }
        }
    }

    private JsonValue? Members(int depth)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        var commas = 0;
        for (_at++; ;)
        {
            SkipBlanks();
            if (_at < _text.Length && _text[_at] == '}')
            {
                _at++;
                return JsonValue.FromMembers(members);
            }

            if (members.Count > commas || Value(depth + 1) is not { Kind: JsonKind.String } name)
            {
                return null;
            }

            SkipBlanks();
            if (_at >= _text.Length || _text[_at++] != ':' || Value(depth + 1) is not { } value || members.Exists(m => m.Key == name.Text))
            {
                return null;
            }

            members.Add(new(name.Text, value));
            SkipBlanks();
            if (_at < _text.Length && _text[_at] == ',')
            {
                (_at, commas) = (_at + 1, commas + 1);
            }
        }
    }

    private JsonValue? Text()
    {
        var quote = _text[_at++];
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            var c = _text[_at++];
            if (c == '\\' && _at < _text.Length)
            {
                c = _text[_at++] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var same and ('\\' or '"' or '\'') => same, _ => '\0' };
                if (c == '\0')
                {
                    return null;
                }
            }

            text.Append(c);
        }

        return _at++ < _text.Length ? JsonValue.FromString(text.ToString()) : null;
    }

    private JsonValue? Number()
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '_'))
        {
            _at++;
        }

        // The suffix of a C# decimal.
        var text = _text[start.._at].TrimEnd('m', 'M').Replace("_", "", StringComparison.Ordinal);
        var digits = text.TrimStart('-');
        var isJson = digits.Length is > 0 and < 30 && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1])
            && (digits[0] != '0' || digits.Length == 1 || digits[1] == '.') && digits.All(c => char.IsAsciiDigit(c) || c == '.')
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        return isJson ? JsonValue.FromNumberText(text) : null;
    }

    private JsonValue? Word()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at] switch
        {
            "True" or "true" => JsonValue.FromBoolean(true),
            "False" or "false" => JsonValue.FromBoolean(false),
            "None" or "null" =>
                JsonValue.Null,
            _ => null,
        };
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
