using System.Text;

namespace Menace.Model.Languages.CSharp;

/// <summary>A using directive, a member or a statement outside all brackets.</summary>
/// <param name="Before">What precedes it: blanks and comments.</param>
/// <param name="Shape">Its text with single blanks, without comments and without what is inside brackets and strings.</param>
internal sealed record CSharpPart(string Before, string Shape);

/// <summary>
/// Cuts C# code at the semicolons and blocks outside all brackets. If a quote or a bracket can be read in two ways there are no parts.
/// </summary>
internal sealed class CSharpParts
{
    /// <summary>What ends a line, and with it a comment, in C# alone.</summary>
    private static readonly char[] LineEnds = ['\u0085', '\u2028', '\u2029'];

    private readonly string _code;
    private readonly List<CSharpPart> _parts = [];
    private readonly StringBuilder _shape = new();
    private int _at;
    private int _depth;
    private int _end;
    private int _start = -1;
    private bool _isValue;

    private CSharpParts(string code) => _code = code;

    /// <summary>The parts of <paramref name="code"/>, and last one of what is behind them; null if that is not certain.</summary>
    public static IReadOnlyList<CSharpPart>? Read(string code)
    {
        var parts = new CSharpParts(code);
        if (code.IndexOfAny(LineEnds) is >= 0 || code.Replace("\r\n", "").IndexOf('\r') is >= 0)
        {
            return null;
        }

        while (parts._at < code.Length)
        {
            if (!parts.ReadNext())
            {
                return null;
            }
        }

        if (parts._depth != 0 || parts._start >= 0)
        {
            return null;
        }

        parts._parts.Add(new(code.Substring(parts._end), ""));
        return parts._parts;
    }

    /// <summary>False if the code is not certain from here on.</summary>
    private bool ReadNext()
    {
        var c = _code[_at];
        var next = _at + 1 < _code.Length ? _code[_at + 1] : '\0';
        switch (c)
        {
            case ' ' or '\t' or '\r' or '\n':
                Blank();
                _at++;
                return true;
            case '/' when next == '/':
                Blank();
                _at = _code.IndexOf('\n', _at) is var end and >= 0 ? end : _code.Length;
                return true;
            case '/' when next == '*':
                Blank();
                var close = _code.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                _at = close + 2;
                return close >= 0;
            case '#':
                return false;
            case '"' or '\'' or '@' or '$':
                Begin();
                return ReadString();
            case '(' or '[' or '{':
                Begin();
                Add(c);
                _depth++;
                _at++;
                return true;
            case ')' or ']' or '}':
                _depth--;
                Add(c);
                _at++;
                EndBlock(c);
                return _depth >= 0;
            default:
                Begin();
                Add(c);
                _at++;
                if (c == ';' && _depth == 0)
                {
                    End();
                }

                // Blanks other than these, and whatever ends a line in another way.
                return c is > ' ' and < '\u007F';
        }
    }

    /// <summary>Neither raw strings nor those with both signs; in the fields of an interpolated one neither strings nor braces.</summary>
    private bool ReadString()
    {
        var isFormatted = _code[_at] == '$';
        var isVerbatim = _code[_at] == '@';
        _at += isFormatted || isVerbatim ? 1 : 0;
        if (_at == _code.Length || _code[_at] is not ('"' or '\'') || string.CompareOrdinal(_code, _at, "\"\"\"", 0, 3) == 0)
        {
            return false;
        }

        var quote = _code[_at];
        var isInField = false;
        for (_at++; _at < _code.Length; _at++)
        {
            var c = _code[_at];
            if (c == quote && !isInField)
            {
                if (!isVerbatim || _at + 1 == _code.Length || _code[_at + 1] != '"')
                {
                    _at++;
                    return true;
                }

                _at++;
            }
            else if ((c == '\n' && !isVerbatim) || (isInField && c is '"' or '\'' or '{' or '\\'))
            {
                return false;
            }
            else if ((c == '\\' && !isVerbatim)
                || (isFormatted && !isInField && c is '{' or '}' && _at + 1 < _code.Length && _code[_at + 1] == c))
            {
                _at++;
            }
            else if (isFormatted && c is '{' or '}')
            {
                isInField = c == '{';
            }
        }

        return false;
    }

    private void Begin() => _start = _start < 0 ? _at : _start;

    private void Add(char c)
    {
        if (_depth == 0)
        {
            _shape.Append(c);
            _isValue |= c == '=';
        }
    }

    private void Blank()
    {
        if (_depth == 0 && _shape.Length > 0 && _shape[_shape.Length - 1] != ' ')
        {
            _shape.Append(' ');
        }
    }

    /// <summary>A block ends its part, unless that is a value.</summary>
    private void EndBlock(char bracket)
    {
        if (bracket == '}' && _depth == 0 && !_isValue)
        {
            End();
        }
    }

    private void End()
    {
        _parts.Add(new(_code.Substring(_end, _start - _end), _shape.ToString()));
        _shape.Clear();
        _end = _at;
        _start = -1;
        _isValue = false;
    }
}
