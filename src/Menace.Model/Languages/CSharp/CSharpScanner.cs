namespace Menace.Model.Languages.CSharp;

/// <summary>
/// The one reader of C# without Roslyn: a pass over the characters, without recursion. It measures how deeply code is nested before Roslyn
/// parses it: a parser needs stack for each level, and parts of Roslyn do not look how much is left. It may count a level too many, never
/// too few in code that has no lexical error. And it tells code from comments and strings for the rules and fixes of the task list, which
/// read every task at every keystroke and have no compiler.
/// </summary>
internal sealed partial class CSharpScanner
{
    /// <summary>Levels of brackets, prefixes, branches, lambdas and types inside each other that are read.</summary>
    public const int Deepest = 500;

    /// <summary>Operators of one expression that are read: they nest to the left, which Roslyn mostly reads without recursion.</summary>
    public const int LongestChain = 5000;

    /// <summary>Interpolated strings inside each other that are read: each one doubles the time that Roslyn takes.</summary>
    public const int MostInterpolations = 10;

    /// <summary>
    /// Levels that <c>? [</c> counts for: Roslyn reads what follows twice, as a conditional expression and as a conditional access.
    /// </summary>
    private const int TwoReadings = 40;

    /// <summary>Roslyn's own code for an expression that is too complex.</summary>
    private const string Id = "CS8078";

    private static readonly HashSet<string> Branches = new(StringComparer.Ordinal)
    {
        "if", "else", "while", "for", "foreach", "using", "lock", "fixed", "do", "try", "catch", "finally",
    };

    private static readonly HashSet<string> Prefixes = new(StringComparer.Ordinal)
    {
        "await", "new", "throw", "not", "from", "select", "into", "where", "let", "join", "orderby", "group", "ref", "out", "in", "when",
    };

    private static readonly HashSet<string> Infixes = new(StringComparer.Ordinal) { "is", "as", "and", "or", "with", "switch" };

    private static readonly string[] Operators =
    [
        "??=", "<<=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", "->",
        "::", "..", "++", "--",
    ];

    private readonly string _code;

    /// <summary>True to end strings and comments with their line: what a false <c>#if</c> hides need not be C#.</summary>
    private readonly bool _cutsLines;

    private readonly List<(int Start, int End, bool IsText)> _hidden = [];
    private readonly Stack<Frame> _outer = new();
    private Frame _frame = new('\0');
    private Before _before;
    private bool _endsStatement;
    private int _position;
    private int _levels;
    private int _links;
    private int _most;
    private bool _isConditional;
    private int _openBraces;
    private int _texts;
    private int _outermost;
    private (int Offset, int Braces)? _unclosed;
    private (int Offset, string Id, string Message)? _error;

    private CSharpScanner(string code, bool cutsLines) => (_code, _cutsLines) = (code, cutsLines);

    /// <summary>What precedes a character, as far as it decides what the character means.</summary>
    private enum Before
    {
        Nothing,
        Operand,
        Bracket,
    }

    /// <summary>The levels of <paramref name="code"/>, and where they are too many.</summary>
    public static (int Levels, (int Offset, string Id, string Message)? Error) Nesting(string code)
    {
        var nesting = new CSharpScanner(code, cutsLines: false);
        nesting.Read();
        if (nesting._error is null && nesting._isConditional)
        {
            var other = new CSharpScanner(code, cutsLines: true);
            other.Read();
            return (Math.Max(nesting._most, other._most), other._error);
        }

        return (nesting._most, nesting._error);
    }

    /// <summary>
    /// The code with blanks for comments and for strings, except their first quote; line breaks stay. Null if it is nested too deeply.
    /// </summary>
    public static string? Mask(string code)
    {
        var scanner = new CSharpScanner(code, cutsLines: false);
        scanner.Read();
        var masked = code.ToCharArray();
        foreach (var (start, end, isText) in scanner._hidden)
        {
            for (var i = start; i < Math.Min(end, masked.Length); i++)
            {
                masked[i] = i == start && isText ? '"' : code[i] is '\n' or '\r' ? code[i] : ' ';
            }
        }

        return scanner._error is null ? new string(masked) : null;
    }

    private void Read()
    {
        var isLineStart = true;
        while (_position < _code.Length && _error is null)
        {
            var c = _code[_position];
            if (_frame.Text is not null)
            {
                ReadText();
            }
            else if (c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029')
            {
                _position++;
                isLineStart = true;
                continue;
            }
            else if (char.IsWhiteSpace(c))
            {
                _position++;
                continue;
            }
            else if (c == '#' && isLineStart)
            {
                ReadDirective();
            }
            else if (c == '/' && Next() is '/' or '*')
            {
                ReadComment();
                continue;
            }
            else
            {
                _frame.Documentation = 0;
                ReadToken(c);
            }

            isLineStart = false;
        }

        if (_texts > 0)
        {
            Hide(_outermost, isText: true);
        }

        // What the reader took for text may be code to the compiler: only a list short enough to be harmless is left to it.
        if (_error is null && _unclosed is { } open && _openBraces - open.Braces > Deepest)
        {
            _error = (open.Offset, "CS1010", "The interpolated string that begins here is not closed");
        }
    }

    /// <summary>Notes that what was read since <paramref name="start"/> is no code.</summary>
    private void Hide(int start, bool isText) => _hidden.Add((start, _position, isText));

    private char Next(int ahead = 1) => _position + ahead < _code.Length ? _code[_position + ahead] : '\0';

    private void ReadToken(char c)
    {
        if (IsWord(c) || (c == '@' && IsWord(Next())))
        {
            ReadWord();
            return;
        }

        // Behind the end of a block only a word is the next statement for sure.
        _endsStatement = false;
        switch (c)
        {
            case '"' or '\'':
                var start = _position;
                SkipString(c);
                Hide(start, isText: true);
                _before = Before.Operand;
                break;
            case '@' or '$' when OpensString():
                break;
            case '(' or '[' or '{':
                Open(c);
                break;
            case ')' or ']' or '}':
                Close(c);
                break;
            case ';':
                _frame = _frame with { Levels = 0, Angles = 0, Links = 0, HasLabel = false };
                Count();
                _endsStatement = true;
                _before = Before.Nothing;
                _position++;
                break;
            case ',':
                _frame = _frame with { Levels = 0, Links = 0 };
                Count();
                _before = Before.Nothing;
                _position++;
                break;
            case ':' when _frame.IsHole && Next() != ':':
                SkipFormat();
                break;
            default:
                ReadOperator(c);
                break;
        }
    }

    private void ReadWord()
    {
        var start = _position++;
        while (_position < _code.Length && IsWord(_code[_position]))
        {
            _position++;
        }

        var word = _code.Substring(start, Math.Min(_position - start, 10));
        if (_endsStatement && word is not ("else" or "catch" or "finally" or "while") && _frame.Levels == 0)
        {
            _frame.Branches = 0;
            Count();
        }

        _endsStatement = false;
        var isBranch = Branches.Contains(word);
        var isPrefix = Prefixes.Contains(word);
        var isInfix = Infixes.Contains(word);
        _before = isBranch || isPrefix || isInfix || word is "return" or "yield" or "case" ? Before.Nothing : Before.Operand;
        _frame.HasLabel |= word is "case" or "default";
        _frame.Branches += isBranch ? 1 : 0;
        _frame.Levels += isPrefix ? 1 : 0;
        _frame.Links += isInfix ? 1 : 0;
        if (_before == Before.Nothing)
        {
            Count(start);
        }
    }

    private void ReadOperator(char c)
    {
        var start = _position;
        var isInfix = _before != Before.Nothing;
        var symbol = isInfix && Operators.FirstOrDefault(o => string.CompareOrdinal(_code, start, o, 0, o.Length) == 0) is { } longer
            ? longer : c.ToString();
        _position += symbol.Length;
        _before = Before.Nothing;
        if (symbol == "<")
        {
            _frame.Angles++;
        }
        else if (symbol == ">" && _frame.Angles > 0)
        {
            _frame.Angles--;
            _before = Before.Operand;
        }
        else if (symbol == ":" && _frame.HasLabel)
        {
            _frame.HasLabel = false;
        }
        else if (!isInfix || NestsToTheRight(symbol))
        {
            _frame.Levels += symbol == "?" && IsBeforeBracket() ? TwoReadings : 1;
        }
        else
        {
            _frame.Links++;
            _before = symbol is "++" or "--" or "!" ? Before.Operand : Before.Nothing;
        }

        Count(start);
    }

    private bool IsBeforeBracket()
    {
        var next = _position;
        while (next < _code.Length && char.IsWhiteSpace(_code[next]))
        {
            next++;
        }

        return next < _code.Length && _code[next] == '[';
    }

    private static bool NestsToTheRight(string infix) =>
        infix is "=" or "=>" or "?" or ":" or "??" || (infix[infix.Length - 1] == '=' && infix is not ("==" or "!=" or "<=" or ">="));

    private void Open(char c)
    {
        _frame.Levels += _before == Before.Bracket && c != '{' ? 1 : 0;
        Push(new(c));
        _before = Before.Nothing;
        _position++;
    }

    private void Push(Frame frame)
    {
        _outer.Push(_frame);
        _openBraces += frame.Opener is '{' or '(' or '[' ? 1 : 0;
        frame.OuterLevels = _frame.OuterLevels + _frame.Own;
        frame.OuterLinks = _frame.OuterLinks + _frame.Links;
        _frame = frame;
        Count(_position);
    }

    /// <summary>
    /// Ends the innermost bracket if it is of the kind; a brace ends what is open in its block too. No other one ends anything, as in the
    /// compiler.
    /// </summary>
    private void Close(char c)
    {
        var opener = c == ')' ? '(' : c == ']' ? '[' : '{';
        var isOpen = _frame.Opener == opener
            || (c == '}' && _outer.TakeWhile(f => f.Text is null).Any(f => f.Opener == '{') && !_frame.IsHole);
        while (isOpen && _frame.Opener != opener)
        {
            _frame = _outer.Pop();
        }

        if (isOpen)
        {
            var isHole = _frame.IsHole;
            _frame = _outer.Pop();
            _position += isHole ? Math.Max(1, _frame.Text!.Dollars) - 1 : 0;
            _endsStatement = c == '}' && !isHole;
        }

        _position++;
        _before = Before.Bracket;
        Count();
    }

    private void Count(int? at = null)
    {
        _levels = _frame.OuterLevels + _frame.Own;
        _links = _frame.OuterLinks + _frame.Links;
        _most = Math.Max(_most, _levels + (_links / 10));
        if (at is { } offset && _error is null && (_levels > Deepest || _links > LongestChain))
        {
            var message = _levels > Deepest ? $"The code is nested more than {Deepest} levels deep here"
                : $"The expression has more than {LongestChain} operators here";
            _error = (Math.Min(offset, Math.Max(0, _code.Length - 1)), Id, message + "; split it");
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '\\' || c > '\u007F' && !char.IsWhiteSpace(c);
}
