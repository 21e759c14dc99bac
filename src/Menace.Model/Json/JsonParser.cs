using System.Text;
using Menace.Model.Diagnostics;

namespace Menace.Model.Json;

/// <summary>
/// A tolerant JSON parser: it reads on after a mistake, reports many at once, never throws, and always ends, because every step
/// takes at least one character. Nesting is bounded, so the stack is.
/// </summary>
internal sealed class JsonParser
{
    /// <summary>Nesting beyond this is one error; a task file needs five levels.</summary>
    public const int MostLevels = 64;

    private readonly string _text;
    private readonly List<TaskFileFinding> _findings = [];
    private int _position;
    private int _level;

    private JsonParser(string text)
    {
        _text = text;
        _position = text.Length > 0 && text[0] == '\ufeff' ? 1 : 0;
    }

    /// <summary>The value of <paramref name="text"/>, or null where there is none, and every mistake.</summary>
    public static (JsonSyntax? Root, IReadOnlyList<TaskFileFinding> Findings) Parse(string text)
    {
        var parser = new JsonParser(text);
        var root = parser.ParseDocument();
        return (root, parser._findings);
    }

    private JsonSyntax? ParseDocument()
    {
        SkipTrivia();
        var root = ParseValue();
        SkipTrivia();
        if (_position < _text.Length && _findings.All(finding => finding.Rule.Severity != RuleSeverity.Error))
        {
            Report(Rules.InvalidJson, _position, 1, "the end of the file", Found());
        }

        return root;
    }

    private JsonSyntax? ParseValue()
    {
        if (_position >= _text.Length)
        {
            Report(Rules.InvalidJson, _position, 0, "a value", Found());
            return null;
        }

        switch (_text[_position])
        {
            case '{':
                return ParseNested(ParseObject);
            case '[':
                return ParseNested(ParseArray);
            case '"':
                return ParseString();
            case '\'' or '\u2018' or '\u2019' or '\u201c' or '\u201d':
                return ParseForeignString();
            default:
                return ParseWord();
        }
    }

    private JsonSyntax ParseNested(Func<JsonSyntax> parse)
    {
        if (_level == MostLevels)
        {
            var value = new JsonSyntax(JsonKind.Null, new TextSpan(_position, 1), "null") { IsWhole = false };
            Report(Rules.InvalidJson, _position, 1, $"at most {MostLevels} levels of nesting", "one more");
            _position = _text.Length;
            return value;
        }

        _level++;
        var result = parse();
        _level--;
        return result;
    }

    private JsonSyntax ParseObject()
    {
        var start = _position++;
        var value = new JsonSyntax(JsonKind.Object, default, "");
        while (true)
        {
            SkipTrivia();
            if (_position >= _text.Length)
            {
                return Unclosed(value, start, '{');
            }

            var c = _text[_position];
            if (c == '}')
            {
                _position++;
                return Close(value, start);
            }

            if (c is ']')
            {
                // The bracket belongs to somebody outside.
                return Unclosed(value, start, '{');
            }

            if (ParseMember(value))
            {
                continue;
            }

            value.IsWhole = false;
            SkipToSeparator();
        }
    }

    /// <summary>A member and the comma behind it.</summary>
    /// <returns>False where the reader has to look for a place to go on.</returns>
    private bool ParseMember(JsonSyntax owner)
    {
        var nameStart = _position;
        var name = _text[_position] switch
        {
            '"' => ParseString(),
            '\'' or '\u2018' or '\u2019' or '\u201c' or '\u201d' => ParseForeignString(),
            _ => null,
        };
        if (name is null)
        {
            Report(Rules.InvalidJson, _position, 1, "a property name in double quotes", Found());
            return false;
        }

        owner.IsWhole &= name.IsWhole;
        SkipTrivia();
        if (_position >= _text.Length || _text[_position] != ':')
        {
            Report(Rules.InvalidJson, _position, 1, "':' behind the property name", Found());
            return false;
        }

        _position++;
        SkipTrivia();
        var value = ParseValue();
        if (value is null)
        {
            return false;
        }

        owner.IsWhole &= value.IsWhole;
        owner.Members.Add(new JsonMember(name.Text, TextSpan.FromBounds(nameStart, name.Span.End), value));
        return ParseSeparator('}', "',' or '}'");
    }

    private JsonSyntax ParseArray()
    {
        var start = _position++;
        var value = new JsonSyntax(JsonKind.Array, default, "");
        while (true)
        {
            SkipTrivia();
            if (_position >= _text.Length)
            {
                return Unclosed(value, start, '[');
            }

            var c = _text[_position];
            if (c == ']')
            {
                _position++;
                return Close(value, start);
            }

            if (c is '}')
            {
                return Unclosed(value, start, '[');
            }

            var item = ParseValue();
            if (item is not null)
            {
                value.IsWhole &= item.IsWhole;
                value.Items.Add(item);
            }

            if (item is null || !ParseSeparator(']', "',' or ']'"))
            {
                value.IsWhole = false;
                SkipToSeparator();
            }
        }
    }

    /// <summary>The comma between two elements, or nothing before the closing bracket.</summary>
    private bool ParseSeparator(char close, string expected)
    {
        SkipTrivia();
        if (_position >= _text.Length || _text[_position] is '}' or ']')
        {
            return true;
        }

        if (_text[_position] == ',')
        {
            var comma = _position++;
            SkipTrivia();
            if (_position < _text.Length && _text[_position] == close)
            {
                Report(Rules.TrailingComma, comma, 1);
            }

            return true;
        }

        Report(Rules.InvalidJson, _position, 1, expected, Found());

        // A forgotten comma: what follows is read as the next element.
        return _text[_position] is '"' or '{' or '[';
    }

    /// <summary>Goes on behind the next comma, or at the next closing bracket, of this level.</summary>
    private void SkipToSeparator()
    {
        var depth = 0;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '"')
            {
                SkipString();
                continue;
            }

            if (depth == 0 && c is '}' or ']')
            {
                return;
            }

            _position++;
            if (depth == 0 && c == ',')
            {
                return;
            }

            depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
        }
    }

    private void SkipString()
    {
        _position++;
        while (_position < _text.Length && _text[_position] is not ('"' or '\n'))
        {
            _position += _text[_position] == '\\' ? 2 : 1;
        }

        _position = Math.Min(_position + 1, _text.Length);
    }

    private static JsonSyntax Close(JsonSyntax value, int start, int end)
    {
        value.Span = TextSpan.FromBounds(start, end);
        return value;
    }

    private JsonSyntax Close(JsonSyntax value, int start) => Close(value, start, _position);

    private JsonSyntax Unclosed(JsonSyntax value, int start, char bracket)
    {
        Report(Rules.NeverClosed, start, 1, bracket.ToString());
        value.IsWhole = false;
        return Close(value, start, Math.Max(start + 1, _position));
    }

    private JsonSyntax ParseString()
    {
        var start = _position;
        var end = _text.IndexOfAny(['"', '\\', '\n', '\r'], start + 1);
        if (end >= 0 && _text[end] == '"' && !HasControl(start + 1, end))
        {
            _position = end + 1;
            return new JsonSyntax(JsonKind.String, TextSpan.FromBounds(start, _position), _text.Substring(start + 1, end - start - 1));
        }

        return ParseEscapedString(start);
    }

    private bool HasControl(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_text[i] < ' ')
            {
                return true;
            }
        }

        return false;
    }

    private JsonSyntax ParseEscapedString(int start)
    {
        var builder = new StringBuilder();
        var isWhole = true;
        for (_position = start + 1; _position < _text.Length;)
        {
            var c = _text[_position];
            if (c == '"')
            {
                _position++;
                return new JsonSyntax(JsonKind.String, TextSpan.FromBounds(start, _position), builder.ToString()) { IsWhole = isWhole };
            }

            if (c == '\\')
            {
                var length = JsonEscapes.Read(_text, _position, builder);
                if (length < 0)
                {
                    Report(Rules.InvalidJson, _position, -length, "an escape of JSON (\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX)", $"'{_text.Substring(_position, Math.Min(-length, _text.Length - _position))}'");
                    isWhole = false;
                }

                _position += Math.Abs(length);
                continue;
            }

            if (c < ' ')
            {
                if (c is '\n' or '\r' && !ClosesLater())
                {
                    break;
                }

                Report(Rules.ControlCharacter, _position, 1, ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
                isWhole = false;
            }

            builder.Append(c);
            _position++;
        }

        Report(Rules.NeverClosed, start, 1, "\"");
        return new JsonSyntax(JsonKind.String, TextSpan.FromBounds(start, Math.Min(_position, _text.Length)), builder.ToString()) { IsWhole = false };
    }

    /// <summary>
    /// A line break inside a string: either the closing quote was forgotten on this line, or the text goes over several lines. It goes
    /// on where the next quote is followed by what may follow a string.
    /// </summary>
    private bool ClosesLater()
    {
        var quote = _text.IndexOf('"', _position);
        if (quote < 0)
        {
            return false;
        }

        var next = quote + 1;
        while (next < _text.Length && _text[next] is ' ' or '\t')
        {
            next++;
        }

        return next < _text.Length && _text[next] is ',' or '}' or ']' or '\r' or '\n';
    }

    /// <summary>A text in single or typographic quotes: reported, and read as what it was meant to be.</summary>
    private JsonSyntax ParseForeignString()
    {
        var start = _position++;
        var close = _text[start] switch { '\u2018' => '\u2019', '\u201c' => '\u201d', var other => other };
        while (_position < _text.Length && _text[_position] != close && _text[_position] is not ('\n' or '"'))
        {
            _position++;
        }

        var inner = _text.Substring(start + 1, _position - start - 1);
        _position = _position < _text.Length && _text[_position] == close ? _position + 1 : _position;
        Report(Rules.ForeignQuotes, start, _position - start, inner.Length <= 40 ? inner : inner.Substring(0, 40) + "…");
        return new JsonSyntax(JsonKind.String, TextSpan.FromBounds(start, _position), inner) { IsWhole = false };
    }

    private JsonSyntax? ParseWord()
    {
        var start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '+' or '-' or '.' or '$'))
        {
            _position++;
        }

        var word = _text.Substring(start, _position - start);
        var span = TextSpan.FromBounds(start, _position);
        switch (word)
        {
            case "true" or "false":
                return new JsonSyntax(JsonKind.Boolean, span, word);
            case "null":
                return new JsonSyntax(JsonKind.Null, span, word);
            case "":
                Report(Rules.InvalidJson, start, 1, "a value", Found());
                return null;
        }

        if (JsonNumbers.IsNumber(word))
        {
            return new JsonSyntax(JsonKind.Number, span, word);
        }

        Report(Rules.NotJson, start, word.Length, word, JsonNumbers.Suggest(word));
        return new JsonSyntax(JsonKind.Null, span, "null") { IsWhole = false };
    }

    private void SkipTrivia()
    {
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c is ' ' or '\t' or '\n' or '\r')
            {
                _position++;
            }
            else if (c == '/' && _position + 1 < _text.Length && _text[_position + 1] is '/' or '*')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        var start = _position;
        var isLine = _text[start + 1] == '/';
        var end = isLine ? _text.IndexOfAny(['\n', '\r'], start) : _text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (end < 0 && !isLine)
        {
            Report(Rules.NeverClosed, start, 2, "/*");
            _position = _text.Length;
            return;
        }

        _position = end < 0 ? _text.Length : isLine ? end : end + 2;
        Report(Rules.Comment, start, _position - start);
    }

    private string Found() =>
        _position >= _text.Length ? "the end of the file"
        : _text[_position] < ' ' ? $"U+{(int)_text[_position]:X4}"
        : $"'{_text[_position]}'";

    private void Report(RuleDescriptor rule, int start, int length, params string[] arguments) =>
        _findings.Add(new TaskFileFinding(rule, new TextSpan(start, Math.Max(0, Math.Min(length, _text.Length - start))), arguments));
}
