namespace Menace.Model.Languages.Shell;

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
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="TouchesRedirection">True for a word directly before the operator of a redirection.</param>
internal readonly record struct ShellToken(ShellTokenKind Kind, string Text, int Start, int End, bool TouchesRedirection = false)
{
    /// <summary>Gets whether it is the 2 of <c>2&gt;file</c>.</summary>
    public bool IsDescriptor => TouchesRedirection && Text.All(c => c is >= '0' and <= '9');

    public bool Is(string text) => Kind != ShellTokenKind.NewLine && Text == text;
}

/// <summary>
/// Cuts shell code into tokens: enough to find functions, top-level commands and what is inside quotes. Whether the code is right
/// is for the shell to say.
/// </summary>
internal sealed class ShellTokens
{
    private static readonly string[] Operators = [
        "&&", "||", ";;&", ";;", ";&", "<<-", "<<<", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "&", "|", ";", "<", ">", "(", ")"];

    /// <summary>Far more than real scripts use, and far less than the stack allows.</summary>
    private const int Deepest = 500;

    private readonly string _code;
    private readonly List<ShellToken> _tokens = [];
    private readonly char[] _expanded;
    private string? _expandedText;
    private readonly List<(string Delimiter, bool StripTabs, bool IsQuoted)> _heredocs = [];
    private int _position;
    private int _nesting;
    private bool _isInDoubleQuotes;
    private bool _isInConditional;

    private ShellTokens(string code)
    {
        _code = code;
        _expanded = code.ToCharArray();
    }

    /// <summary>The tokens.</summary>
    public IReadOnlyList<ShellToken> All => _tokens;

    /// <summary>
    /// The code with a blank for every character that the shell does not expand: comments, single quotes, escaped characters.
    /// </summary>
    public string Expanded => _expandedText ??= new string(_expanded);

    /// <summary>Ranges that hold line breaks of their own: words over several lines, and here-documents.</summary>
    public List<(int Start, int End)> Fixed { get; } = [];

    /// <summary>What stands in each <c>$(…)</c>, the inner ones too, those in here-documents included.</summary>
    public List<(int Start, int End)> Substitutions { get; } = [];

    /// <summary>What stands in each <c>$((…))</c> and <c>((…))</c>, with the inner parentheses.</summary>
    public List<(int Start, int End)> Arithmetic { get; } = [];

    /// <summary>True if no quote and no expansion is open at the end.</summary>
    public bool IsClosed { get; private set; } = true;

    /// <summary>
    /// True for code in which shells differ about where quotes end, or of which these rules know too little: what is proved about it may be
    /// wrong.
    /// </summary>
    public bool IsAmbiguous { get; private set; }

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
            IsAmbiguous |= c == '\r'; // To a shell it is a part of the word.
        }
        else if (Starts("\\\n"))
        {
            IsAmbiguous |= !IsBehindBlank(start); // It may join two operators.
            _position += 2; // A line that goes on.
            Blank(start, _position);
        }
        else if (_isInConditional && _tokens is [.., { Kind: ShellTokenKind.Word, Text: "=~" }])
        {
            SkipWord(isRegex: true);
            Add(ShellTokenKind.Word, start);
        }
        else if (c == '#')
        {
            _position = LineEnd(start);
            Blank(start, _position);
        }
        else if (Starts("(("))
        {
            IsAmbiguous |= _isInConditional;
            SkipArithmetic();
            Add(ShellTokenKind.Word, start);
        }
        else if (c is '&' or '|' or ';' or '<' or '>' or '(' or ')')
        {
            var found = Array.Find(Operators, Starts)!;
            if (c is '<' or '>' && _tokens is [.., { Kind: ShellTokenKind.Word } word] && word.End == start)
            {
                _tokens[_tokens.Count - 1] = word with { TouchesRedirection = true };
            }

            _position += found.Length;
            _tokens.Add(new ShellToken(ShellTokenKind.Operator, found, start, _position));
            if (found is "<<" or "<<-")
            {
                ReadDelimiter(found == "<<-");
            }
        }
        else
        {
            SkipWord();
            Add(ShellTokenKind.Word, start);
            _isInConditional = _tokens[_tokens.Count - 1].Text switch { "[[" => true, "]]" => false, _ => _isInConditional };
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

    /// <param name="isRegex">True behind <c>=~</c>, where parentheses and bars belong to the word.</param>
    private void SkipWord(bool isRegex = false)
    {
        while (_position < _code.Length)
        {
            switch (_code[_position])
            {
                case ' ' or '\t' or '\r' or '\n':
                    return;
                case ';' or '&' or '|' or '<' or '>' or ')' when !isRegex:
                    return;
                case '(' when isRegex || IsArrayOrPattern():
                    SkipParentheses(isCommand: false, hasComments: !isRegex && _code[_position - 1] == '=');
                    break;
                case '(':
                    return;
                default:
                    SkipPiece();
                    break;
            }
        }
    }

    /// <summary>
    /// True before the parenthesis of <c>name=(</c> and of the patterns <c>@( ?( *( +( !(</c>, but not before that of <c>name?()</c>.
    /// </summary>
    private bool IsArrayOrPattern() => _position > 0 && (_code[_position - 1] == '='
        || (_code[_position - 1] is '@' or '?' or '*' or '+' or '!' && !Starts("()")));

    /// <summary>One character, or everything up to the end of the quotes or of the expansion that starts here.</summary>
    private void SkipPiece()
    {
        var start = _position++;
        switch (_code[start])
        {
            case '\\':
                // A line that goes on in the middle of a word or of an expansion.
                IsAmbiguous |= Starts("\n") && (_isInDoubleQuotes ? start > 0 && _code[start - 1] == '$' : !IsBehindBlank(start));
                _position = Math.Min(_position + 1, _code.Length);
                Blank(start, _position);
                break;
            case '\'' when _isInDoubleQuotes:
                // Between double quotes it means itself; in the expansions there, shells differ.
                IsAmbiguous |= _nesting > 1;
                break;
            case '\'':
                _position = After('\'');
                Blank(start, _position);
                break;
            case '"' or '`':
                SkipQuoted(_code[start]);
                break;
            case '$' when Starts("'") && !_isInDoubleQuotes:
                SkipAnsiQuoted();
                Blank(start + 1, _position);
                break;
            case '$' when Starts("\"") && !_isInDoubleQuotes:
                IsAmbiguous = true; // Bash replaces the text by a translation and expands that.
                break;
            case '$' when Starts("(("):
                SkipArithmetic();
                break;
            case '$' when Starts("("):
                SkipParentheses(isCommand: true);
                Substitutions.Add((start + 2, Math.Max(start + 2, _position - 1)));
                break;
            case '$' when Starts("{"):
                SkipBraces();
                break;
            default:
                break;
        }
    }

    /// <summary>Bash's <c>$'…'</c>, in which a backslash escapes a quote.</summary>
    private void SkipAnsiQuoted()
    {
        _position++;
        while (_position < _code.Length && _code[_position] != '\'')
        {
            _position += _code[_position] == '\\' ? 2 : 1;
        }

        IsClosed &= _position < _code.Length;
        _position = Math.Min(_position + 1, _code.Length);
    }

    private void SkipQuoted(char quote)
    {
        if (!Enter())
        {
            return;
        }

        var outer = _isInDoubleQuotes;
        IsAmbiguous |= outer;
        _isInDoubleQuotes = quote == '"';
        while (_position < _code.Length && _code[_position] != quote)
        {
            if (_code[_position] == '\'')
            {
                _position++; // Means itself between double quotes.
                IsAmbiguous |= quote == '`';
            }
            else
            {
                SkipPiece();
            }
        }

        _isInDoubleQuotes = outer;
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

    private void SkipArithmetic()
    {
        var start = ++_position;
        SkipParentheses(isCommand: false);
        IsAmbiguous |= !Starts(")"); // Commands in two parentheses.
        IsClosed &= Starts(")");
        _position = Math.Min(_position + 1, _code.Length);
        Arithmetic.Add((start, Math.Max(start, _position - 1)));
    }

    private bool IsBehindBlank(int position) => position == 0 || _code[position - 1] is ' ' or '\t' or '\n';

    /// <summary>From an opening parenthesis behind the one that closes it.</summary>
    /// <param name="isCommand">True for the commands of <c>$(…)</c>, false for arithmetic, arrays and patterns.</param>
    /// <param name="hasComments">True for the elements of an array.</param>
    private void SkipParentheses(bool isCommand, bool hasComments = false)
    {
        if (!Enter())
        {
            return;
        }

        var outer = _isInDoubleQuotes;
        _isInDoubleQuotes = false;
        var first = _position++;
        while (_position < _code.Length && _code[_position] != ')')
        {
            if (_code[_position] == '(')
            {
                SkipParentheses(isCommand, hasComments);
            }
            else if ((isCommand || hasComments) && _code[_position] == '#'
                && _code[_position - 1] is ' ' or '\t' or '\n' or ';' or '(' or ')' or '&' or '|' or '<' or '>')
            {
                var start = _position;
                _position = LineEnd(start);
                Blank(start, _position);
            }
            else
            {
                // The lines of a here-document are not code.
                IsAmbiguous |= isCommand && Starts("<<") && !Starts("<<<") && (_position == first || _code[_position - 1] != '<');
                SkipPiece();
            }
        }

        _isInDoubleQuotes = outer;
        Close();
    }

    /// <summary>False if pieces are nested too deep to be read; the rest of the code is then passed over.</summary>
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
        IsAmbiguous |= delimiter.Length == 0 || !delimiter.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '!' or '+' or ' ');
        _heredocs.Add((delimiter, stripTabs, IsQuoted: delimiter != word));
        Add(ShellTokenKind.Word, start);
    }

    private void ReadHeredocs()
    {
        var start = _position;
        foreach (var (delimiter, stripTabs, isQuoted) in _heredocs)
        {
            var body = _position;
            var isEnded = false;
            var goesOn = false;
            while (_position < _code.Length && !isEnded)
            {
                var line = _code.Substring(_position, LineEnd(_position) - _position);
                _position = Math.Min(_position + line.Length + 1, _code.Length);
                isEnded = (stripTabs ? line.TrimStart('\t') : line) == delimiter;

                // Behind a backslash the line belongs to the one before, also if it looks like the end, and both together may be the end.
                IsAmbiguous |= goesOn && delimiter.EndsWith(line.TrimStart('\t').TrimEnd('\\'), StringComparison.Ordinal);
                goesOn = !isQuoted && line is [.., '\\'];
            }

            IsAmbiguous |= !isEnded;
            if (isQuoted)
            {
                Blank(body, _position);
            }
            else
            {
                ReadExpansions(body, _position);
            }
        }

        if (_heredocs.Count > 0)
        {
            // From before the line break, so that the first line counts as one that begins inside.
            Fixed.Add((start - 1, _position - 1));
            _heredocs.Clear();
        }
    }

    /// <summary>Reads the expansions of a here-document, in which quotes mean themselves.</summary>
    private void ReadExpansions(int start, int end)
    {
        (_position, _isInDoubleQuotes) = (start, true);
        while (_position < end)
        {
            if (_code[_position] is '"' or '\'')
            {
                _position++;
            }
            else
            {
                SkipPiece();
            }
        }

        IsAmbiguous |= _position > end;
        (_position, _isInDoubleQuotes) = (end, false);
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
