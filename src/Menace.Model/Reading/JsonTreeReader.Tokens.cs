using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

// Strings, numbers, words, comments and white space.
internal sealed partial class JsonTreeReader
{
    private const string ValidEscapes = "\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX";

    /// <summary>Where the string that is being read over several lines closes.</summary>
    private int _closesAt = -1;

    /// <summary>Up to here a search found no quote that closes; it is not made twice, so that reading stays linear.</summary>
    private int _openUntil = -1;

    /// <summary>The same for quotes that are not JSON's.</summary>
    private readonly Dictionary<char, int> _foreignOpenUntil = [];

    private JsonNode ReadName()
    {
        if (Current == '"')
        {
            return ReadString('"');
        }

        if (Current is '\'' or '\u201C' or '\u201D' or '\u2018' or '\u2019')
        {
            return ReadValue();
        }

        var span = BareSpan();
        var quoted = IsWord(Slice(span)) && IsFollowedBy(span.End, ":") ? CanonicalJson.Quote(Slice(span)) : null;
        ErrorSuggesting(quoted, RuleTable.InvalidJson, span, "a property name in double quotes", "'" + Display.Of(Slice(span)) + "'");
        _at = span.End;
        return new(JsonKind.String, span) { Text = Slice(span), ContentEnd = span.End, IsBroken = true };
    }

    private JsonNode ReadString(char quote)
    {
        var start = _at;
        var errors = _errors;
        var at = start + 1;
        var copied = at;
        var reported = false;
        StringBuilder? unescaped = null;
        while (at < text.Length && text[at] != quote)
        {
            var c = text[at];
            if (c == '\\')
            {
                (unescaped ??= new()).Append(text, copied, at - copied);
                at = ReadEscape(unescaped, at);
                copied = at;
                continue;
            }

            if (c < ' ')
            {
                if (c is '\n' or '\r' && !ClosesAfter(at, quote))
                {
                    break;
                }

                if (!reported)
                {
                    var length = c == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                    Error(RuleTable.ControlCharacter, new(at, length), Display.Hex(c), EscapeOf(text, at));
                    reported = true;
                }
            }

            at++;
        }

        if (at >= text.Length || text[at] != quote)
        {
            return ReadUnclosedString(start, at);
        }

        _at = at + 1;
        var value = unescaped is null ? text.Substring(copied, at - copied) : unescaped.Append(text, copied, at - copied).ToString();
        var node = new JsonNode(
            JsonKind.String, TextSpan.FromBounds(start, _at))
        { Text = value, ContentEnd = at, IsBroken = errors != _errors };
        if (!node.IsBroken && FitText.IndexOfUnfit(value) is var unfit and >= 0)
        {
            var (found, advice) = FitText.Describe(value[unfit]);
            findings.Add(RuleTable.UnfitCharacter, JsonEscapes.Map(text, node, unfit, 1), found, advice);
        }

        return node;
    }

    private int ReadEscape(StringBuilder unescaped, int at)
    {
        if (at + 1 >= text.Length)
        {
            return at + 1;
        }

        var c = text[at + 1];
        if (c == 'u' && JsonEscapes.TryHex(text, at + 2, text.Length, out var unit))
        {
            unescaped.Append(unit);
            return at + 6;
        }

        char? value = c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (value is null)
        {
            if (c < ' ')
            {
                // The backslash stands before the end of a line: the line break is judged by itself.
                Error(RuleTable.InvalidJson, new(at, 1), "one of the escapes " + ValidEscapes, "a lone '\\'");
                unescaped.Append('\\');
                return at + 1;
            }

            Error(RuleTable.InvalidJson, new(at, 2), "one of the escapes " + ValidEscapes, "'\\" + Display.Of(c.ToString()) + "'");
        }

        unescaped.Append(value ?? c);
        return at + 2;
    }

    private static string EscapeOf(string text, int at) => text[at] switch
    {
        '\n' => "\\n",
        '\r' => at + 1 < text.Length && text[at + 1] == '\n' ? "\\r\\n or \\n" : "\\r",
        '\t' => "\\t",
        var c => "\\u" + Display.Hex(c),
    };

    /// <summary>
    /// Whether the string that reaches the line break at <paramref name="at"/> goes on: the next quote then ends a value. Otherwise the
    /// quote that belongs at the end of this line is missing, and the next one opens another string.
    /// </summary>
    private bool ClosesAfter(int at, char quote)
    {
        if (at < _closesAt)
        {
            return true;
        }

        if (at < _openUntil)
        {
            return false;
        }

        var next = at;
        while (next < text.Length && text[next] != quote)
        {
            next += text[next] == '\\' ? 2 : 1;
        }

        var behind = next + 1;
        while (behind < text.Length && text[behind] is ' ' or '\t' or '\r' or '\n')
        {
            behind++;
        }

        var closes = next < text.Length && (behind >= text.Length || text[behind] is ',' or '}' or ']');
        (_closesAt, _openUntil) = closes ? (next, _openUntil) : (_closesAt, next);
        return closes;
    }

    /// <summary>
    /// A string without its closing quote ends with its line, without the punctuation that belongs to the object around it.
    /// </summary>
    private JsonNode ReadUnclosedString(int start, int lineEnd)
    {
        var end = lineEnd;
        while (end > start + 1 && text[end - 1] is ' ' or '\t' or ',' or '}' or ']')
        {
            end--;
        }

        StructureUncertain |= lineEnd >= text.Length;
        Error(RuleTable.NeverClosed, new(start, 1), "\"", "\"");
        _at = end;
        return new(JsonKind.String, TextSpan.FromBounds(start, end))
        {
            Text = text.Substring(start + 1, end - start - 1),
            ContentEnd = end,
            IsBroken = true
        };
    }

    private JsonNode ReadForeignString(char closing)
    {
        var start = _at;
        var close = start + 1;
        if (_foreignOpenUntil.TryGetValue(closing, out var searched) && start < searched)
        {
            return ReadBareValue();
        }

        while (close < text.Length && text[close] is not ('\n' or '\r' or '"') && text[close] != closing)
        {
            close++;
        }

        if (close >= text.Length || text[close] != closing)
        {
            _foreignOpenUntil[closing] = close;
            return ReadBareValue();
        }

        _at = close + 1;
        var content = text.Substring(start + 1, close - start - 1);
        var certain = content.IndexOf('\\') < 0 && FitText.IndexOfUnfit(content) < 0 && IsFollowedBy(_at, ",:]}");
        ErrorSuggesting(certain ? CanonicalJson.Quote(content)
            : null, RuleTable.InvalidJson, TextSpan.FromBounds(start, _at), CanonicalJson.Quote(Display.Of(content)),
            Display.Of(text.Substring(start, _at - start)));
        return new(JsonKind.String, TextSpan.FromBounds(start, _at)) { Text = content, ContentEnd = close, IsBroken = true };
    }

    private JsonNode ReadBareValue()
    {
        var span = BareSpan();
        var word = Slice(span);
        _at = span.End;
        if (word is "true" or "false")
        {
            return new(JsonKind.Boolean, span) { Text = word };
        }

        if (word == "null")
        {
            return new(JsonKind.Null, span) { Text = word };
        }

        if (IsNumber(word))
        {
            return new(JsonKind.Number, span) { Text = word };
        }

        var meant = Meant(word);
        ErrorSuggesting(IsCertain(word, meant, span.End) ? meant : null, RuleTable.NotJson, span, Display.Of(word), meant);
        return new(JsonKind.Null, span) { Text = "null", IsBroken = true };
    }

    /// <summary>Everything up to white space or punctuation; at least one character.</summary>
    private TextSpan BareSpan()
    {
        var end = _at + 1;
        while (end < text.Length && !IsOddSpace(text[end])
            && text[end] is not (' ' or '\t' or '\r' or '\n' or ',' or ':' or '{' or '}' or '[' or ']' or '"'))
        {
            end++;
        }

        return TextSpan.FromBounds(_at, end);
    }

    /// <summary>The number grammar of RFC 8259, section 6.</summary>
    private static bool IsNumber(string word)
    {
        var at = word[0] == '-' ? 1 : 0;
        var whole = Digits(word, ref at);
        if (whole == 0 || (whole > 1 && word[at - whole] == '0'))
        {
            return false;
        }

        if (at < word.Length && word[at] == '.')
        {
            at++;
            if (Digits(word, ref at) == 0)
            {
                return false;
            }
        }

        if (at < word.Length && word[at] is 'e' or 'E')
        {
            at++;
            if (at < word.Length && word[at] is '+' or '-')
            {
                at++;
            }

            if (Digits(word, ref at) == 0)
            {
                return false;
            }
        }

        return at == word.Length;
    }

    private static int Digits(string word, ref int at)
    {
        var start = at;
        while (at < word.Length && word[at] is >= '0' and <= '9')
        {
            at++;
        }

        return at - start;
    }

    /// <summary>The JSON that the author of <paramref name="word"/> had in mind.</summary>
    private static string Meant(string word)
    {
        if (word.Length > 40)
        {
            return CanonicalJson.Quote(Display.Of(word));
        }

        var lower = word.ToLowerInvariant();
        if (lower is "true" or "false" or "null")
        {
            return lower;
        }

        if (lower is "none" or "nil" or "undefined" or "nan" or "infinity" or "-infinity" or "+infinity")
        {
            return "null";
        }

        var digits = lower.StartsWith("0x", StringComparison.Ordinal) ? lower.Substring(2) : "";
        if (ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal))
        {
            return hexadecimal.ToString(CultureInfo.InvariantCulture);
        }

        const NumberStyles AsWritten = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(lower.Replace("_", ""), AsWritten, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : CanonicalJson.Quote(Display.Of(word));
    }

    /// <summary>
    /// Whether <paramref name="meant"/> can stand for <paramref name="word"/> without checking it: NaN is not a value, and a sentence
    /// without quotes is more than one word.
    /// </summary>
    private bool IsCertain(string word, string meant, int end) =>
        meant[0] == '"' ? IsWord(word) && IsFollowedBy(end, ",]}")
        : meant == "null" ? word.ToLowerInvariant() is "null" or "none" or "nil" or "undefined"
        : word.Length < 28;

    private static bool IsWord(string text) =>
        text.Length <= 40 && text[0] is not (>= '0' and <= '9' or '-' or '.')
        && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.' or '$');

    /// <summary>Whether the next character after white space is one of <paramref name="characters"/>.</summary>
    private bool IsFollowedBy(int end, string characters)
    {
        while (end < text.Length && text[end] is ' ' or '\t' or '\r' or '\n')
        {
            end++;
        }

        return end < text.Length && characters.Contains(text[end]);
    }

    private void SkipTrivia()
    {
        while (!AtEnd)
        {
            var c = Current;
            if (c is ' ' or '\n' or '\r' or '\t')
            {
                _at++;
            }
            else if (c == '/' && _at + 1 < text.Length && text[_at + 1] is '/' or '*')
            {
                SkipComment();
            }
            else if (IsOddSpace(c))
            {
                Unexpected("ordinary white space");
                while (!AtEnd && IsOddSpace(Current))
                {
                    _at++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        var start = _at;
        if (text[start + 1] == '/')
        {
            while (!AtEnd && Current is not ('\n' or '\r'))
            {
                _at++;
            }
        }
        else
        {
            var close = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                _at = text.Length;
                StructureUncertain = true;
                Error(RuleTable.NeverClosed, new(start, 2), "/*", "*/");
                return;
            }

            _at = close + 2;
        }

        findings.Add(RuleTable.Comment, TextSpan.FromBounds(start, _at));
    }

    /// <summary>White space that JSON does not know, control and invisible characters.</summary>
    private static bool IsOddSpace(char c) =>
        c is not (' ' or '\n' or '\r' or '\t')
        && (c < ' ' || (c > '~' && (char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)));

    /// <summary>Passes over everything up to the bracket that closes the one at the current place, however deep.</summary>
    private JsonNode SkipContainer()
    {
        var start = _at;
        var open = 0;
        do
        {
            switch (Current)
            {
                case '[' or '{':
                    open++;
                    break;
                case ']' or '}':
                    open--;
                    break;
                case '"':
                    SkipString();
                    break;
            }

            _at++;
        }
        while (open > 0 && !AtEnd);

        _at = Math.Min(_at, text.Length);
        _abandoned |= open > 0;
        return new(JsonKind.Null, TextSpan.FromBounds(start, _at)) { Text = "null", IsBroken = true };
    }

    private void SkipString()
    {
        do
        {
            _at += Current == '\\' ? 2 : 1;
        }
        while (!AtEnd && Current is not ('"' or '\n' or '\r'));
    }

    private void Unexpected(string expected)
    {
        var span = FoundSpan();
        Error(RuleTable.InvalidJson, span, expected, Found(span));
    }

    private TextSpan FoundSpan()
    {
        if (AtEnd)
        {
            return new(text.Length, 0);
        }

        if (Current is ',' or ':' or '{' or '}' or '[' or ']' || IsOddSpace(Current))
        {
            return new(_at, 1);
        }

        if (Current != '"')
        {
            return BareSpan();
        }

        var end = _at + 1;
        while (end < text.Length && text[end] is not ('"' or '\n' or '\r'))
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return TextSpan.FromBounds(_at, Math.Min(end < text.Length && text[end] == '"' ? end + 1 : end, text.Length));
    }

    private string Found(TextSpan span) =>
        span.Length == 0 ? "the end of the file"
        : text[span.Start] == '"' ? Display.Of(Slice(span))
        : IsOddSpace(text[span.Start]) ? "the character U+" + Display.Hex(text[span.Start])
        : "'" + Display.Of(Slice(span)) + "'";

    private string Slice(TextSpan span) => text.Substring(span.Start, span.Length);
}
