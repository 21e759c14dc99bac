using System.Text;

namespace Menace.Model.Outlines;

/// <summary>What a piece of shell code is to the shell's own token rules (POSIX.1, Shell Command Language, 2.3).</summary>
internal enum ShellTokenKind
{
    /// <summary>A word with its quotes.</summary>
    Word,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>The end of a line.</summary>
    NewLine,
}

/// <summary>A token.</summary>
internal readonly record struct ShellToken(ShellTokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string text) => Kind != ShellTokenKind.NewLine && Text == text;
}

/// <summary>
/// Cuts shell code into tokens: enough to find functions, top-level commands and what is inside quotes. Whether the code is right
/// is for the shell to say.
/// </summary>
internal sealed class ShellTokens
{
    private static readonly string[] Operators = ["&&", "||", ";;&", ";;", ";&", "<<-", "<<<", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "&", "|", ";", "<", ">", "(", ")"];

    /// <summary>Far more than anybody writes, and far less than a stack holds.</summary>
    private const int Deepest = 500;

    private readonly string _code;
    private readonly List<ShellToken> _tokens = [];
    private readonly StringBuilder _expanded;
    private readonly List<(string Delimiter, bool StripTabs, bool IsQuoted)> _heredocs = [];
    private int _position;
    private int _nesting;

    private ShellTokens(string code)
    {
        _code = code;
        _expanded = new StringBuilder(code);
    }

    /// <summary>The tokens.</summary>
    public IReadOnlyList<ShellToken> All => _tokens;

    /// <summary>The code with a blank for every character that the shell does not expand: comments, single quotes, escaped characters.</summary>
    public string Expanded => _expanded.ToString();

    /// <summary>Ranges that hold line breaks of their own: words over several lines, and here-documents.</summary>
    public List<(int Start, int End)> Fixed { get; } = [];

    /// <summary>True where no quote and no expansion is open at the end.</summary>
    public bool IsClosed { get; private set; } = true;

    /// <summary>Reads <paramref name="code"/>.</summary>
    public static ShellTokens Read(string code)
    {
        var tokens = new ShellTokens(code);
        while (tokens._position < code.Length)
        {
            tokens.ReadNext();
        }

        return tokens;
    }

    private void ReadNext()
    {
        var start = _position;
        var c = _code[start];
        if (c == '\n')
        {
            _position++;
            _tokens.Add(new ShellToken(ShellTokenKind.NewLine, "\n", start, _position));
            ReadHeredocs();
        }
        else if (c is ' ' or '\t' or '\r')
        {
            _position++;
        }
        else if (c == '#')
        {
            _position = LineEnd(start);
            Blank(start, _position);
        }
        else if (Starts("(("))
        {
            SkipParentheses();
            Add(ShellTokenKind.Word, start);
        }
        else if (Operators.FirstOrDefault(Starts) is { } found)
        {
            _position += found.Length;
            Add(ShellTokenKind.Operator, start);
            if (found is "<<" or "<<-")
            {
                ReadDelimiter(found == "<<-");
            }
        }
        else
        {
            SkipWord();
            Add(ShellTokenKind.Word, start);
        }
    }

    private bool Starts(string text) => string.CompareOrdinal(_code, _position, text, 0, text.Length) == 0;

    private void Add(ShellTokenKind kind, int start)
    {
        _tokens.Add(new ShellToken(kind, _code.Substring(start, _position - start), start, _position));
        if (_code.IndexOf('\n', start, _position - start) >= 0)
        {
            Fixed.Add((start, _position));
        }
    }

    private void SkipWord()
    {
        while (_position < _code.Length)
        {
            switch (_code[_position])
            {
                case ' ' or '\t' or '\r' or '\n' or ';' or '&' or '|' or '<' or '>' or ')':
                    return;
                case '(' when _position > 0 && _code[_position - 1] == '=':
                    SkipParentheses();
                    break;
                case '(':
                    return;
                default:
                    SkipPiece();
                    break;
            }
        }
    }

    /// <summary>One character, or everything up to the end of the quotes or of the expansion that starts here.</summary>
    private void SkipPiece()
    {
        var start = _position++;
        switch (_code[start])
        {
            case '\\':
                _position = Math.Min(_position + 1, _code.Length);
                Blank(start, _position);
                break;
            case '\'':
                _position = After('\'');
                Blank(start, _position);
                break;
            case '"' or '`':
                SkipQuoted(_code[start]);
                break;
            case '$' when _position < _code.Length && _code[_position] == '(':
                SkipParentheses();
                break;
            case '$' when _position < _code.Length && _code[_position] == '{':
                SkipBraces();
                break;
            default:
                break;
        }
    }

    private void SkipQuoted(char quote)
    {
        if (!Enter())
        {
            return;
        }

        while (_position < _code.Length && _code[_position] != quote)
        {
            if (_code[_position] == '\'')
            {
                _position++; // Means itself between double quotes.
            }
            else
            {
                SkipPiece();
            }
        }

        Close();
    }

    private void SkipBraces()
    {
        if (!Enter())
        {
            return;
        }

        _position++;
        while (_position < _code.Length && _code[_position] != '}')
        {
            SkipPiece();
        }

        Close();
    }

    /// <summary>From an opening parenthesis behind the one that closes it.</summary>
    private void SkipParentheses()
    {
        if (!Enter())
        {
            return;
        }

        _position++;
        while (_position < _code.Length && _code[_position] != ')')
        {
            if (_code[_position] == '(')
            {
                SkipParentheses();
            }
            else
            {
                SkipPiece();
            }
        }

        Close();
    }

    /// <summary>False where pieces are nested too deep to be read; the rest of the code is then passed over.</summary>
    private bool Enter()
    {
        if (_nesting < Deepest)
        {
            _nesting++;
            return true;
        }

        _position = _code.Length;
        return false;
    }

    /// <summary>Behind what closes a piece.</summary>
    private void Close()
    {
        _nesting--;
        IsClosed &= _position < _code.Length;
        _position = Math.Min(_position + 1, _code.Length);
    }

    private void ReadDelimiter(bool stripTabs)
    {
        while (_position < _code.Length && _code[_position] is ' ' or '\t')
        {
            _position++;
        }

        var start = _position;
        SkipWord();
        var word = _code.Substring(start, _position - start);
        var delimiter = string.Concat(word.Where(c => c is not ('\'' or '"' or '\\')));
        _heredocs.Add((delimiter, stripTabs, IsQuoted: delimiter != word));
        Add(ShellTokenKind.Word, start);
    }

    private void ReadHeredocs()
    {
        var start = _position;
        foreach (var (delimiter, stripTabs, isQuoted) in _heredocs)
        {
            var body = _position;
            while (_position < _code.Length)
            {
                var line = _code.Substring(_position, LineEnd(_position) - _position);
                _position = Math.Min(_position + line.Length + 1, _code.Length);
                if ((stripTabs ? line.TrimStart('\t') : line) == delimiter)
                {
                    break;
                }
            }

            if (isQuoted)
            {
                Blank(body, _position);
            }
        }

        if (_heredocs.Count > 0)
        {
            // From before the line break, so that the first line counts as one that begins inside.
            Fixed.Add((start - 1, _position - 1));
            _heredocs.Clear();
        }
    }

    private int After(char quote)
    {
        var end = _code.IndexOf(quote, _position);
        IsClosed &= end >= 0;
        return end < 0 ? _code.Length : end + 1;
    }

    private int LineEnd(int start)
    {
        var end = _code.IndexOf('\n', start);
        return end < 0 ? _code.Length : end;
    }

    private void Blank(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            _expanded[i] = _code[i] == '\n' ? '\n' : ' ';
        }
    }
}
