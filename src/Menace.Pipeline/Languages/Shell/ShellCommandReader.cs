using System.Text.RegularExpressions;
using Menace.Model.Languages.Shell;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Reads a list of commands and says which of them are not proved harmless.</summary>
/// <param name="tokens">The tokens of the list.</param>
/// <param name="offset">Where the text of the tokens begins in the script.</param>
/// <param name="isOwn">True for the name of a function that the script defines at top level.</param>
/// <param name="dependencies">Identifiers of the bots whose functions may be called.</param>
/// <param name="isBash">True if the shell has <c>[[</c> and <c>((</c>.</param>
/// <param name="numbers">Variables that only hold numbers.</param>
internal sealed partial class ShellCommandReader(
    IReadOnlyList<ShellToken> tokens, int offset, Func<string, bool> isOwn, IReadOnlyList<string> dependencies, bool isBash,
    ShellNumbers numbers)
{
    private const string Unclear = "is written in a way that reading cannot follow";

    private readonly Stack<string> _open = new();
    private readonly List<(string, int)> _calls = [];
    private readonly List<string> _used = [];
    private int _next;
    private int _matches;
    private bool _isBehindCompound;

    private ShellToken? Current => _next < tokens.Count ? tokens[_next] : null;

    /// <summary>Reads the list to its end or its first obstacle.</summary>
    public ShellFacts Read()
    {
        string? obstacle = null;
        while (_next < tokens.Count && obstacle is null)
        {
            obstacle = Step(tokens[_next]);
        }

        // What stands behind =~ is read by rules of its own, which only hold inside [[ … ]].
        var isMisread = _matches != tokens.Count(token => token.Is("=~"));
        return new(obstacle ?? (_open.Count > 0 || isMisread ? Unclear : null), _calls, _used);
    }

    private string? Step(ShellToken token)
    {
        if (_open.TryPeek(out var top) && top == "pattern")
        {
            return Pattern();
        }

        if (token.Kind == ShellTokenKind.NewLine)
        {
            return Separator();
        }

        if (token.Kind == ShellTokenKind.Word)
        {
            return _isBehindCompound ? Unclear : Word(token);
        }

        switch (token.Text)
        {
            case ";" or "&&" or "||" or "|":
                return Separator();
            case "&":
                return "starts a process in the background";
            case "(":
                _open.Push("(");
                _next++;
                return _isBehindCompound ? Unclear : null;
            case ")":
                return Closing("(");
            case ";;" or ";&" or ";;&" when _open.TryPeek(out var inner) && inner == "case":
                _open.Push("pattern");
                return Separator();
            default:
                return Redirection();
        }
    }

    private string? Separator()
    {
        _isBehindCompound = false;
        _next++;
        return null;
    }

    private string? Closing(string opener)
    {
        if (!_open.TryPop(out var open) || open != opener)
        {
            return Unclear;
        }

        _isBehindCompound = true;
        _next++;
        return null;
    }

    /// <summary>From where a pattern of <c>case</c> may stand behind its parenthesis.</summary>
    private string? Pattern()
    {
        while (Current is { Kind: ShellTokenKind.NewLine })
        {
            _next++;
        }

        if (Current?.Is("esac") == true)
        {
            _open.Pop();
            return Closing("case");
        }

        for (; Current is { } token; _next++)
        {
            if (token.Is(")"))
            {
                _open.Pop();
                _next++;
                return null;
            }

            if (token.Kind != ShellTokenKind.Word && !token.Is("|") && !token.Is("("))
            {
                return Unclear;
            }
        }

        return Unclear;
    }

    private string? Word(ShellToken token)
    {
        switch (token.Text)
        {
            case "if" or "{":
                return Open(token.Text);
            case "while" or "until":
                return tokens.Skip(_next + 1).Take(2).ToList() is [{ Text: "true" or ":" }, { Text: ";" or "\n" }] && token.Text == "while"
                    ? "loops until something ends it"
                    : Open("loop");
            case "then" or "else" or "elif" when _open.TryPeek(out var open) && open == "if":
            case "do" when _open.TryPeek(out var loop) && loop == "loop":
            case "!":
                _next++;
                return null;
            case "}":
                return Closing("{");
            case "fi":
                return Closing("if");
            case "done":
                return Closing("loop");
            case "esac" when _open.TryPeek(out var inner) && inner == "case":
                return Closing("case");
            case "for":
                return For();
            case "case":
                return Case();
            case "[[":
                return Conditional();
            case "function" or "select" or "coproc" or "time" or "then" or "else" or "elif" or "do" or "esac" or "in" or "]]":
                return $"uses '{token.Text}' in a way that reading cannot follow";
            default:
                return token.Text.StartsWith("((", StringComparison.Ordinal) ? Arithmetic() : Simple(token);
        }
    }

    private string? Open(string what)
    {
        _open.Push(what);
        _next++;
        return null;
    }

    private string? For()
    {
        if (isBash && tokens.ElementAtOrDefault(_next + 1) is { Text: ['(', '(', ..] counter }
            && !counter.Replace(" ", "", StringComparison.Ordinal).Contains(";;", StringComparison.Ordinal))
        {
            _next += 2;
            _open.Push("loop");
            return null;
        }

        if (tokens.ElementAtOrDefault(_next + 1) is not { Kind: ShellTokenKind.Word, Text: { } name }
            || !Name().IsMatch(name) || !ShellHarmlessCommands.IsPlainVariable(name))
        {
            return "uses 'for' in a way that reading cannot follow";
        }

        _next += 2;
        if (Current?.Is("in") == true)
        {
            while (Current is { Kind: ShellTokenKind.Word })
            {
                _next++;
            }
        }

        _open.Push("loop");
        return null;
    }

    private string? Case()
    {
        _next += 2;
        while (Current is { Kind: ShellTokenKind.NewLine })
        {
            _next++;
        }

        if (Current?.Is("in") != true)
        {
            return Unclear;
        }

        _open.Push("case");
        _open.Push("pattern");
        _next++;
        return null;
    }

    private string? Conditional()
    {
        if (!isBash)
        {
            return "uses '[[', which sh does not have";
        }

        var first = ++_next;
        while (Current is { } token && !token.Is("]]"))
        {
            if (token.Is("-v") || token.Is("-R"))
            {
                return $"uses '{token.Text}' in '[[', which may run code";
            }

            if (token.Kind == ShellTokenKind.Operator && token.Text is not ("(" or ")" or "&&" or "||" or "<" or ">"))
            {
                return Unclear;
            }

            if (Comparison().IsMatch(token.Text) && _next > first
                && !(IsNumber(tokens[_next - 1]) && tokens.ElementAtOrDefault(_next + 1) is { Text: not null } right && IsNumber(right)))
            {
                return $"compares values by '{token.Text}' in '[[' that reading does not know to be numbers";
            }

            _matches += token.Is("=~") ? 1 : 0;
            _next++;
        }

        if (Current is null)
        {
            return Unclear;
        }

        _isBehindCompound = true;
        _next++;
        return null;
    }

    private bool IsNumber(ShellToken token) => numbers.Allows(token.Text.Trim('"'));

    private string? Arithmetic()
    {
        if (!isBash)
        {
            return "uses '((', which sh does not have";
        }

        _isBehindCompound = true;
        _next++;
        return null;
    }

    private string? Simple(ShellToken first)
    {
        List<ShellToken> words = [];
        while (Current is { } token && !EndsCommand(token))
        {
            if (token.Kind == ShellTokenKind.Word)
            {
                if (!token.IsDescriptor)
                {
                    words.Add(token);
                }

                _next++;
            }
            else if (token.Is("("))
            {
                return "defines a function inside another piece of code";
            }
            else if (Redirection() is { } obstacle)
            {
                return obstacle;
            }
        }

        foreach (var assignment in words.TakeWhile(word => IsAssignment(word.Text)))
        {
            if (ObstacleOfAssignment(assignment.Text) is { } obstacle)
            {
                return obstacle;
            }
        }

        return words.Exists(NamesDescriptor) ? "opens a descriptor of its own"
            : words.SkipWhile(word => IsAssignment(word.Text)).ToList() is [var name, .. var arguments] ? Command(name, arguments)
            : words.Count == 0 && first.Kind == ShellTokenKind.Word && !first.IsDescriptor ? Unclear
            : null;
    }

    private static bool EndsCommand(ShellToken token) => token.Kind == ShellTokenKind.NewLine
        || (token.Kind == ShellTokenKind.Operator && token.Text is ";" or "&&" or "||" or "|" or "&" or ")" or ";;" or ";&" or ";;&");

    private string? Command(ShellToken command, List<ShellToken> arguments)
    {
        var name = command.Text;
        if (isOwn(name))
        {
            _calls.Add((name, offset + command.Start));
            return ShellHarmlessCommands.IsSpecial(name) ? $"calls '{name}', which is the shell's own and not the function of this name"
                : null;
        }

        List<string> used =
            [.. dependencies.Where(dependency => name.StartsWith(dependency + "_", StringComparison.Ordinal) && Name().IsMatch(name))];
        _used.AddRange(used);
        var isAssociative = arguments.Exists(argument => argument.Text == "-A");
        return used.Count > 0 ? null
            : name == "unset" && arguments.Exists(argument => ShellLiteral.TextOf(argument.Text) is { } removed && isOwn(removed))
                ? "removes a function"
            : ShellHarmlessCommands.ObstacleOf(name, [.. arguments.Select(Argument)])
                ?? arguments.Where(argument => IsAssignment(argument.Text) && !isAssociative)
                    .Select(argument => ObstacleOfAssignment(argument.Text)).FirstOrDefault(obstacle => obstacle is not null);
    }

    private ShellWord Argument(ShellToken token) =>
        new(token.Text, ShellLiteral.TextOf(token.Text), IsQuotedWord(token.Text)
            || (NumberWord().IsMatch(token.Text) && numbers.Allows(token.Text)));

    /// <summary>True for one pair of double quotes, in which nothing stands for several words: <c>"$@"</c>, <c>"${a[@]}"</c>.</summary>
    private static bool IsQuotedWord(string word) =>
        QuotedWord().IsMatch(word)
            || (QuotedSubstitution().IsMatch(word) && ShellTokens.Read(word[1..^1]).Substitutions.Contains((2, word.Length - 3)));

    /// <summary>True for <c>{name}</c> before a redirection, which sets the variable.</summary>
    private static bool NamesDescriptor(ShellToken word) => word.TouchesRedirection && word.Text is ['{', .., '}'];

    private static bool IsAssignment(string word) => AnyAssignment().IsMatch(word);

    private string? ObstacleOfAssignment(string word)
    {
        var match = AnyAssignment().Match(word);
        var name = match.Groups["name"].Value;
        return !ShellHarmlessCommands.IsPlainVariable(name) ? $"sets '{name}', which changes what programs do"
            : Indexes(match, word).Any(index => !numbers.Allows(index))
                ? $"sets an element of '{name}' whose index reading does not know to be a number"
            : null;
    }

    /// <summary>The indexes in <c>name[index]=value</c> and <c>name=([index]=value)</c>.</summary>
    private static IEnumerable<string> Indexes(Match assignment, string word)
    {
        var own = assignment.Groups["index"];
        IEnumerable<string> elements = word[assignment.Length..].StartsWith('(')
            ? ElementIndex().Matches(word, assignment.Length).Select(element => element.Groups[1].Value)
            : [];
        return own.Success ? elements.Append(own.Value) : elements;
    }

    /// <summary>
    /// A redirection, of which only those to /dev/null, between the three descriptors and from here-documents are harmless.
    /// </summary>
    private string? Redirection()
    {
        var operation = tokens[_next].Text;
        if (tokens.ElementAtOrDefault(_next + 1) is not { Kind: ShellTokenKind.Word, Text: { } target })
        {
            return Unclear;
        }

        _next += 2;
        return operation switch
        {
            "<<" or "<<-" => null,
            "<<<" when isBash => null,
            "<" or ">" or ">>" or ">|" when target == "/dev/null" => null,
            "&>" when target == "/dev/null" && isBash => null,
            "<&" or ">&" when target is "0" or "1" or "2" or "-" => null,
            _ => $"redirects by '{operation}' to '{target}'",
        };
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(?<name>[A-Za-z_][A-Za-z0-9_]*)(\[(?<index>[^]]*)\])?\+?=")]
    private static partial Regex AnyAssignment();

    /// <summary>Double quotes that hold neither quotes nor what may stand for several words; <c>@</c> as in an address may.</summary>
    [GeneratedRegex(@"\A""([^""\\`$]|\\.|\$[A-Za-z0-9_?#$!*-]|\$\{[#A-Za-z0-9_]+(\}|[^""\\`@}\[]*\}))*""\z", RegexOptions.Singleline)]
    private static partial Regex QuotedWord();

    [GeneratedRegex(@"\A""\$\([^(].*\)""\z", RegexOptions.Singleline)]
    private static partial Regex QuotedSubstitution();

    [GeneratedRegex(@"\A(\$[A-Za-z_][A-Za-z0-9_]*|\$[#?]|\$\{#?[A-Za-z_][A-Za-z0-9_]*(\[[@*]\])?\})\z")]
    private static partial Regex NumberWord();

    [GeneratedRegex(@"[(\s]\[([^\]]*)\]\+?=")]
    private static partial Regex ElementIndex();

    [GeneratedRegex("^-(eq|ne|lt|le|gt|ge)$")]
    private static partial Regex Comparison();
}
