using System.Text.RegularExpressions;
using Menace.Model.Languages.Shell;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Finds small changes of functions that a good test notices, in the tokens of a script.</summary>
/// <param name="code">The script.</param>
/// <param name="scanner">The scanner that read it.</param>
internal sealed partial class ShellMutants(string code, ShellScanner scanner)
{
    private static readonly Dictionary<string, string> Comparisons = new(StringComparer.Ordinal)
    {
        ["-lt"] = "-ge",
        ["-ge"] = "-lt",
        ["-gt"] = "-le",
        ["-le"] = "-gt",
        ["-eq"] = "-ne",
        ["-ne"] = "-eq",
        ["="] = "!=",
        ["=="] = "!=",
        ["!="] = "=",
        ["-z"] = "-n",
        ["-n"] = "-z",
    };

    private static readonly Dictionary<string, string> Operations = new(StringComparer.Ordinal)
    {
        ["+"] = "-",
        ["-"] = "+",
        ["*"] = "+",
        ["/"] = "*",
        ["%"] = "*",
    };

    /// <summary>The mutants of <paramref name="function"/>; none if the script does not define it once.</summary>
    public IReadOnlyList<Mutant> Of(string function)
    {
        var definitions = scanner.Functions.Where(defined => defined.Name == function).Take(2).ToList();
        return definitions is [var definition] ? Of(function, definition.BodyStart, definition.End, "{ :; }") : [];
    }

    /// <summary>The mutants of the whole script, which is the body of <paramref name="function"/>.</summary>
    public IReadOnlyList<Mutant> OfBody(string function) =>
        scanner.Tokens.All.Where(token => token.Kind != ShellTokenKind.NewLine).ToList() is [var first, .., var last]
            ? Of(function, first.Start, last.End, ":")
            : [];

    private IReadOnlyList<Mutant> Of(string function, int start, int end, string empty)
    {
        List<ShellToken> tokens = [.. scanner.Tokens.All.Where(token => start <= token.Start && token.End <= end)];
        var found = new MutantList(function);
        if (!tokens.TrueForAll(token => token.Text is "{" or "}" or "(" or ")" or ":" or "true" or ";" or "\n"))
        {
            found.Add(MutantKind.Body, start, end, empty, "it does nothing");
        }

        // A changed loop may not end.
        var loops = Loops(tokens);
        AddTokens(tokens, token => !loops.Exists(loop => IsIn(loop, token.Start)), found);
        foreach (var (from, to) in scanner.Tokens.Arithmetic
            .Where(range => IsIn((start, end), range.Start) && !loops.Exists(loop => IsIn(loop, range.Start))))
        {
            foreach (var operation in Operation().Matches(code[from..to]).Select(match => match.Groups[1]))
            {
                found.Add(
                    MutantKind.Arithmetic, from + operation.Index, from + operation.Index + 1, Operations[operation.Value],
                    $"'{operation.Value}' is '{Operations[operation.Value]}'");
            }
        }

        return found.Chosen();
    }

    private static bool IsIn((int Start, int End) range, int position) => range.Start <= position && position < range.End;

    /// <summary>The loops that run until a condition changes.</summary>
    private static List<(int Start, int End)> Loops(List<ShellToken> tokens)
    {
        List<(int Start, int End)> loops = [];
        Stack<ShellToken> open = [];
        foreach (var token in Commands(tokens).Select(i => tokens[i]))
        {
            if (token.Text is "while" or "until" or "for" or "select")
            {
                open.Push(token);
            }
            else if (token.Is("done") && open.TryPop(out var first) && first.Text is "while" or "until")
            {
                loops.Add((first.Start, token.End));
            }
        }

        return loops;
    }

    /// <summary>Indexes of the words that a command may start with.</summary>
    private static IEnumerable<int> Commands(List<ShellToken> tokens)
    {
        var starts = true;
        for (var i = 0; i < tokens.Count; i++)
        {
            var isWord = tokens[i].Kind == ShellTokenKind.Word;
            if (isWord && starts)
            {
                yield return i;
            }

            starts = isWord ? starts && ShellScanner.IsLeader(tokens[i].Text) : tokens[i].Text is not ("<" or ">" or ">>" or "<<<");
        }
    }

    private static void AddTokens(List<ShellToken> tokens, Func<ShellToken, bool> isChanged, MutantList found)
    {
        var commands = Commands(tokens).ToHashSet();
        var isTest = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (isChanged(token))
            {
                Add(tokens, i, commands.Contains(i), isTest, found);
            }

            isTest = token.Kind == ShellTokenKind.Word
                && (commands.Contains(i) ? token.Text is "[" or "[[" or "test" : isTest && token.Text is not ("]" or "]]"));
        }
    }

    private static void Add(List<ShellToken> tokens, int i, bool startsCommand, bool isTest, MutantList found)
    {
        var token = tokens[i];
        var next = i + 1 < tokens.Count ? tokens[i + 1] : default;
        if (isTest && token.Kind == ShellTokenKind.Word && Comparisons.TryGetValue(token.Text, out var opposite))
        {
            found.Add(MutantKind.Comparison, token.Start, token.End, opposite, $"'{token.Text}' is '{opposite}'");
        }
        else if (startsCommand && token.Is("return") && next.Kind == ShellTokenKind.Word && next.Text is "0" or "1")
        {
            var other = next.Text == "0" ? "1" : "0";
            found.Add(MutantKind.ReturnValue, next.Start, next.End, other, $"it returns {other} instead of {next.Text}");
        }
        else if (startsCommand && token.Text is "if" or "elif" && next.Kind == ShellTokenKind.Word
            && next.Text is not ("!" or "[" or "[[" or "test"))
        {
            found.Add(MutantKind.Condition, next.Start, next.Start, "! ", $"the condition behind '{token.Text}' is negated");
        }
    }

    /// <summary>An operator between two operands; not one of <c>++</c>, <c>+=</c> or <c>**</c>.</summary>
    [GeneratedRegex(@"[A-Za-z0-9_)}]\s*([-+*/%])(?![-+*/%=])(?=\s*[A-Za-z0-9_($])")]
    private static partial Regex Operation();
}
