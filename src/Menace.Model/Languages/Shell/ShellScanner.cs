using System.Text.RegularExpressions;

namespace Menace.Model.Languages.Shell;

/// <summary>A function that a script defines at top level.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Where its definition starts.</param>
/// <param name="BodyStart">Where its body starts.</param>
/// <param name="End">Behind its body.</param>
internal sealed record ShellFunction(string Name, int Start, int BodyStart, int End);

/// <summary>What stands at the top level of a script: functions, and whether anything acts.</summary>
internal sealed class ShellScanner
{
    /// <summary>Commands that only prepare: a script of these and functions is a library.</summary>
    private static readonly HashSet<string> Settings = new(StringComparer.Ordinal)
    {
        "set", "shopt", "export", "readonly", "declare", "typeset", "unset", "umask", "alias", ".", "source", ":", "true", "[", "[[",
        "test",
    };

    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal) { "{", "if", "do", "case" };
    private static readonly Dictionary<string, string> Closers = new(StringComparer.Ordinal)
    { ["}"] = "{", ["fi"] = "if", ["done"] = "do", ["esac"] = "esac" };

    /// <summary>Words behind which a command starts.</summary>
    private static readonly HashSet<string> Leaders = new(
        StringComparer.Ordinal) { "{", "if", "then", "else", "elif", "do", "while", "until", "!" };

    private static readonly Regex Shebang = new(@"\A#!([^\n]*)", RegexOptions.CultureInvariant);

    private static readonly Regex Assignment = new(@"^[A-Za-z_][A-Za-z0-9_]*(\[[^]]*\])?\+?=", RegexOptions.CultureInvariant);

    /// <summary>Options; what sets positional parameters is an action.</summary>
    private static readonly Regex SetOption = new("^([-+][A-Za-z]+|[a-z]+)$", RegexOptions.CultureInvariant);

    private readonly IReadOnlyList<ShellToken> _tokens;
    private int _next;

    private ShellScanner(string code)
    {
        Tokens = ShellTokens.Read(code);
        _tokens = Tokens.All;
        IsClosed = Tokens.IsClosed;
    }

    /// <summary>The tokens that were read.</summary>
    public ShellTokens Tokens { get; }

    /// <summary>Functions defined at top level, in their order.</summary>
    public List<ShellFunction> Functions { get; } = [];

    /// <summary>True if a top-level command does more than prepare.</summary>
    public bool Acts { get; private set; }

    /// <summary>True if everything that was opened is closed; if not, the shell will refuse the script.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>
    /// What others may call: the functions without an underscore before their name, and the script itself where it acts and has no
    /// <c>main</c>.
    /// </summary>
    public IEnumerable<(string Name, ShellFunction? Definition)> Offered
    {
        get
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var function in Functions.Where(f => names.Add(f.Name) && f.Name[0] != '_'))
            {
                yield return (function.Name, function);
            }

            if (Acts && !names.Contains("main"))
            {
                yield return ("main", null);
            }
        }
    }

    /// <summary>The shell that the first line of <paramref name="code"/> names, with its options; none without one.</summary>
    public static IReadOnlyList<string> InterpreterOf(string code)
    {
        IEnumerable<string> words = Shebang.Match(code) is { Success: true } shebang
            ? shebang.Groups[1].Value.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)
            : [];
        if (words.FirstOrDefault()?.EndsWith("/env", StringComparison.Ordinal) == true)
        {
            words = words.Skip(1).SkipWhile(word => word[0] == '-' || word.IndexOf('=') is >= 0);
        }

        return words.FirstOrDefault() is { } program ? [program.Substring(program.LastIndexOf('/') + 1), .. words.Skip(1)] : [];
    }

    /// <summary>
    /// True if <paramref name="code"/>, which was read, is the body of a function: it defines none and names no interpreter.
    /// </summary>
    public bool IsBody(string code) => Functions.Count == 0 && InterpreterOf(code).Count == 0;

    /// <summary>Reads <paramref name="code"/>.</summary>
    public static ShellScanner Read(string code)
    {
        var scanner = new ShellScanner(code);
        while (scanner._next < scanner._tokens.Count)
        {
            scanner.ReadTopLevel();
        }

        return scanner;
    }

    private void ReadTopLevel()
    {
        var token = _tokens[_next];
        if (token.Kind != ShellTokenKind.Word && !token.Is("("))
        {
            _next++;
        }
        else if (DefinitionAt(_tokens, _next) is { } definition)
        {
            _next = definition.Body;
            SkipNewLines();
            var bodyStart = _next < _tokens.Count ? _tokens[_next].Start : token.End;
            SkipCommand(isBody: true);
            Functions.Add(new ShellFunction(definition.Name, token.Start, bodyStart, _tokens[_next - 1].End));
        }
        else
        {
            var first = _next;
            SkipCommand();
            Acts |= !Prepares(Enumerable.Range(first, _next - first).Select(i => _tokens[i]));
        }
    }

    /// <summary>The name and the first token of the body, if a definition starts at token <paramref name="at"/>.</summary>
    public static (string Name, int Body)? DefinitionAt(IReadOnlyList<ShellToken> tokens, int at)
    {
        bool Is(int index, string text) => index < tokens.Count && tokens[index].Is(text);
        var named = Is(at, "function") ? at + 1 : at;
        var hasParentheses = Is(named + 1, "(") && Is(named + 2, ")");
        return (named > at || hasParentheses) && named < tokens.Count && tokens[named].Kind == ShellTokenKind.Word
            ? (tokens[named].Text, hasParentheses ? named + 3 : named + 1)
            : null;
    }

    /// <summary>True for a word behind which a command starts.</summary>
    public static bool IsLeader(string word) => Leaders.Contains(word);

    /// <summary>True if each simple command of a list only sets or tests something.</summary>
    private static bool Prepares(IEnumerable<ShellToken> list)
    {
        List<string> words = [];
        var afterOperator = false;
        foreach (var token in list.Append(new ShellToken(ShellTokenKind.Operator, "&&", 0, 0)))
        {
            if (token.Kind == ShellTokenKind.Word)
            {
                // Behind another operator than these stands a redirection's file.
                if (!afterOperator && !token.IsDescriptor)
                {
                    words.Add(token.Text);
                }

                afterOperator = false;
            }
            else if (token.Text is not ("&&" or "||" or "|"))
            {
                afterOperator = true;
            }
            else if (words.Count == 0 || !IsSetting(words))
            {
                return false;
            }
            else
            {
                words.Clear();
            }
        }

        return true;
    }

    private static bool IsSetting(List<string> words) =>
        words.All(word => Assignment.IsMatch(word))
        || (words[0] == "set" ? words.Skip(1).All(word => SetOption.IsMatch(word)) : Settings.Contains(words[0]));

    private void SkipNewLines()
    {
        while (_next < _tokens.Count && _tokens[_next].Kind == ShellTokenKind.NewLine)
        {
            _next++;
        }
    }

    /// <summary>Reads on until a command ends outside everything that was opened.</summary>
    /// <param name="isBody">True for the body of a function, behind which a list goes on that is not a part of it.</param>
    private void SkipCommand(bool isBody = false)
    {
        Stack<string> open = [];
        var startsCommand = true;
        for (; _next < _tokens.Count; _next++)
        {
            var token = _tokens[_next];
            if (isBody && open.Count == 0 && token.Kind == ShellTokenKind.Operator && token.Text is "&&" or "||" or "|")
            {
                return;
            }

            if (token.Kind == ShellTokenKind.NewLine || token.Text is ";" or "&" && token.Kind == ShellTokenKind.Operator)
            {
                if (open.Count == 0)
                {
                    return;
                }

                startsCommand = !InPattern(open);
            }
            else if (InPattern(open))
            {
                ReadPattern(token, open);
                startsCommand = !InPattern(open);
            }
            else if (token.Kind == ShellTokenKind.Operator)
            {
                startsCommand = ReadOperator(token, open);
            }
            else if (token.Is("in") && open.Count > 0 && open.Peek() == "case" && !_tokens[_next - 1].Is("case"))
            {
                open.Pop();
                open.Push("esac");
                open.Push("pattern");
                startsCommand = false;
            }
            else if (startsCommand && token.Is("[["))
            {
                SkipConditional();
                startsCommand = false;
            }
            else if (startsCommand)
            {
                startsCommand = ReadCommandWord(token, open);
            }
        }

        IsClosed &= open.Count == 0;
    }

    /// <summary>To the end of <c>[[ … ]]</c>, in which words such as <c>{</c> mean themselves.</summary>
    private void SkipConditional()
    {
        while (_next + 1 < _tokens.Count && !_tokens[_next].Is("]]"))
        {
            _next++;
        }
    }

    private void Close(Stack<string> open, string opener)
    {
        if (open.Count == 0 || open.Pop() != opener)
        {
            IsClosed = false;
        }
    }

    private static bool InPattern(Stack<string> open) => open.Count > 0 && open.Peek() == "pattern";

    private static void ReadPattern(ShellToken token, Stack<string> open)
    {
        if (token.Is(")"))
        {
            open.Pop();
        }
        else if (token.Is("esac"))
        {
            open.Pop();
            open.Pop();
        }
    }

    /// <summary>True if a command may start behind the operator.</summary>
    private bool ReadOperator(ShellToken token, Stack<string> open)
    {
        switch (token.Text)
        {
            case "(":
                open.Push("(");
                return true;
            case ")":
                Close(open, "(");
                return true; // The body of a function may follow.
            case ";;" or ";&" or ";;&":
                IsClosed &= open.Count > 0 && open.Peek() == "esac";
                open.Push("pattern");
                return false;
            default:
                return token.Text is "&&" or "||" or "|";
        }
    }

    /// <summary>True if another command may start behind the word.</summary>
    private bool ReadCommandWord(ShellToken token, Stack<string> open)
    {
        if (Closers.TryGetValue(token.Text, out var opener))
        {
            Close(open, opener);
        }
        else if (Openers.Contains(token.Text))
        {
            open.Push(token.Text);
        }

        return Leaders.Contains(token.Text);
    }
}
