namespace Menace.Model.Outlines;

/// <summary>A logical line of Python (language reference, 2.1.5).</summary>
/// <param name="Start">Its first character that is not blank.</param>
/// <param name="Last">Its last character that is neither blank nor comment.</param>
/// <param name="IsIndented">True if it is inside a block.</param>
internal readonly record struct PythonLine(int Start, int Last, bool IsIndented);

/// <summary>Cuts Python code into logical lines. If a quote or a bracket can be read in two ways there are none.</summary>
internal sealed class PythonLines
{
    private static readonly char[] Unusual = ['\f', '\v', '\0', '\uFEFF'];

    private readonly string _code;
    private readonly List<PythonLine> _lines = [];
    private int _at;
    private int _depth;
    private int _lineStart;
    private int _start = -1;
    private int _last;

    private PythonLines(string code) => _code = code;

    /// <summary>The lines of <paramref name="code"/> that hold something; null if that is not certain.</summary>
    public static IReadOnlyList<PythonLine>? Read(string code)
    {
        var lines = new PythonLines(code);
        var isUsual = code.IndexOfAny(Unusual) < 0 && code.Replace("\r\n", "").IndexOf('\r') < 0;
        return isUsual && lines.ReadAll() ? lines._lines : null;
    }

    /// <summary>
    /// Behind the string whose quotes start at <paramref name="at"/>, with its content; null if it does not end, or has no certain end.
    /// </summary>
    public static (int End, int ContentStart, int ContentEnd)? StringAt(string code, int at, bool isFormatted)
    {
        var quote = code[at];
        var isTriple = string.CompareOrdinal(code, at, new string(quote, 3), 0, 3) == 0;
        var start = at + (isTriple ? 3 : 1);
        var fields = 0;
        for (var i = start; i < code.Length; i++)
        {
            var c = code[i];
            if (c == quote && (!isTriple || string.CompareOrdinal(code, i, new string(quote, 3), 0, 3) == 0))
            {
                return fields == 0 ? (i + (isTriple ? 3 : 1), start, i) : null;
            }

            if (c == '\n' && !isTriple)
            {
                return null;
            }

            if (c == '\\')
            {
                // A backslash before \r\n escapes both.
                i += i + 2 < code.Length && code[i + 1] == '\r' ? 2 : 1;
            }
            else if (isFormatted && fields > 0 && c is '"' or '\'')
            {
                // A string inside the field, in the other quotes.
                var end = code.IndexOfAny([c, quote, '\\', '\n'], i + 1);
                if (c == quote || end < 0 || code[end] != c)
                {
                    return null;
                }

                i = end;
            }
            else if (isFormatted && c is '{' or '}')
            {
                var isEscaped = fields == 0 && i + 1 < code.Length && code[i + 1] == c;
                fields += isEscaped ? 0 : c == '{' ? 1 : -1;
                i += isEscaped ? 1 : 0;
                if (fields < 0)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private bool ReadAll()
    {
        while (_at < _code.Length)
        {
            if (!ReadNext())
            {
                return false;
            }
        }

        EndLine();
        return _depth == 0;
    }

    /// <summary>False if the code is not certain from here on.</summary>
    private bool ReadNext()
    {
        var c = _code[_at];
        switch (c)
        {
            case '\n':
                if (_depth == 0)
                {
                    EndLine();
                }

                _at++;
                _lineStart = _depth == 0 ? _at : _lineStart;
                return true;
            case ' ' or '\t' or '\r':
                _at++;
                return true;
            case '#':
                _at = _code.IndexOf('\n', _at) is var end and >= 0 ? end : _code.Length;
                return true;
            case '\\':
                var next = _code.IndexOf('\n', _at);
                var joins = next == _at + 1 || (next == _at + 2 && _code[_at + 1] == '\r');
                _at = next + 1;
                return joins && _start >= 0;
            case '"' or '\'':
                return ReadString(_at, isFormatted: false);
            case '(' or '[' or '{':
                _depth++;
                break;
            case ')' or ']' or '}':
                _depth--;
                break;
            default:
                if (c == '_' || char.IsLetterOrDigit(c))
                {
                    return ReadWord();
                }

                break;
        }

        Take(_at, _at + 1);
        return _depth >= 0;
    }

    private bool ReadWord()
    {
        var end = _at;
        while (end < _code.Length && (_code[end] == '_' || char.IsLetterOrDigit(_code[end])))
        {
            end++;
        }

        var isString = end < _code.Length && _code[end] is '"' or '\'';
        var isFormatted = isString && end - _at <= 2 && _code.IndexOfAny(['f', 'F', 't', 'T'], _at, end - _at) >= 0;
        Take(_at, end);
        return !isString || ReadString(end, isFormatted);
    }

    private bool ReadString(int at, bool isFormatted)
    {
        if (StringAt(_code, at, isFormatted) is not var (end, _, _))
        {
            return false;
        }

        Take(at, end);
        return true;
    }

    private void Take(int start, int end)
    {
        _start = _start < 0 ? start : _start;
        _last = end - 1;
        _at = end;
    }

    private void EndLine()
    {
        if (_start >= 0)
        {
            _lines.Add(new(_start, _last, _start > _lineStart));
        }

        _start = -1;
    }
}
