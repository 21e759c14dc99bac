using System.Text.RegularExpressions;
using Menace.Model.Languages.Shell;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Finds expansions that run code: a shell evaluates some values once more.</summary>
internal static partial class ShellExpansions
{
    /// <summary>
    /// The first such expansion in the parts of <paramref name="code"/> for which <paramref name="isInside"/> is true, or null.
    /// </summary>
    public static string? ObstacleIn(string code, ShellTokens tokens, Func<int, bool> isInside, ShellNumbers numbers)
    {
        var text = tokens.Expanded;
        for (var i = text.IndexOfAny(['`', '$']); i >= 0; i = text.IndexOfAny(['`', '$'], i + 1))
        {
            if (!isInside(i))
            {
                continue;
            }

            if (text[i] == '`')
            {
                return "uses backquotes, which reading cannot follow (write $(…))";
            }

            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            if (next == '{' && !Allowed(code, text, i, numbers))
            {
                return $"expands '{Shown(code, i)}', which reading cannot prove harmless";
            }

            if (next == '[')
            {
                return "uses '$[', which reading cannot follow (write $((…)))";
            }
        }

        for (var i = text.IndexOf('('); i > 0; i = text.IndexOf('(', i + 1))
        {
            if (text[i - 1] is '<' or '>' && isInside(i))
            {
                return $"uses '{text[i - 1]}(…)', which reading cannot follow";
            }
        }

        foreach (var (start, end) in tokens.Arithmetic.Where(range => isInside(range.Start)))
        {
            if (!numbers.Allows(code[start..end]))
            {
                return $"computes '{Shown(code, start)}', whose values reading does not know to be numbers";
            }
        }

        return null;
    }

    private static bool Allowed(string code, string text, int position, ShellNumbers numbers) =>
        (Simple().Match(text, position) is { Success: true } simple && ShellHarmlessCommands.IsPlainVariable(simple.Groups["set"].Value))
        || (Subscript().Match(code, position) is { Success: true } match && numbers.Allows(match.Groups[1].Value));

    private static string Shown(string code, int start)
    {
        var line = code.AsSpan(start).IndexOf('\n') is var end and >= 0 ? code[start..(start + end)] : code[start..];
        return line.Length > 30 ? line[..30] + "…" : line;
    }

    /// <summary>
    /// <c>${name}</c>, <c>${#name}</c>, and with an operator that evaluates nothing; no indirection, no subscript, no <c>@</c> operator.
    /// </summary>
    [GeneratedRegex(@"\G\$\{(#?([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])(\[[@*0-9]+\])?\}|([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*])" +
        @"(\[[@*0-9]+\])?(:?[-+?]|##?|%%?|//?|\^\^?|,,?|: ?-?[0-9]+(: ?-?[0-9]+)?\}))|\G\$\{(?<set>[A-Za-z_][A-Za-z0-9_]*):?=")]
    private static partial Regex Simple();

    [GeneratedRegex(@"\G\$\{#?[A-Za-z_][A-Za-z0-9_]*\[([^\]]*)\]\}")]
    private static partial Regex Subscript();
}

/// <summary>
/// Variables of a script that only ever hold numbers: in arithmetic, a shell evaluates what a variable holds, a command in it too.
/// </summary>
internal sealed partial class ShellNumbers
{
    private readonly string _code;
    private readonly ShellTokens _tokens;
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Reads a script.</summary>
    public ShellNumbers(string code, ShellTokens tokens)
    {
        _code = code;
        _tokens = tokens;
    }

    /// <summary>True if an arithmetic expression uses nothing but numbers.</summary>
    /// <param name="expression">Its text, with blanks for what is not expanded.</param>
    public bool Allows(string expression)
    {
        if (Joined().IsMatch(expression))
        {
            return false;
        }

        var rest = Count().Replace(expression, "0");
        rest = Variable().Replace(rest, "$1");
        return Harmless().IsMatch(rest) && Names().Matches(rest).All(name => IsNumber(name.Value));
    }

    /// <summary>True if nothing in the script gives <paramref name="variable"/> anything but a number.</summary>
    public bool IsNumber(string variable)
    {
        if (!_known.TryGetValue(variable, out var isNumber))
        {
            var computed = Computes(variable).Where(match => IsInArithmetic(match.Index)).ToList();
            var sets = Sets(variable).Where(match => !IsInArithmetic(match.Index)).ToList();
            isNumber = computed.Count + sets.Count > 0 && !ShellLiteral.IsSpecial(variable)
                && ShellHarmlessCommands.IsPlainVariable(variable)
                && sets.TrueForAll(match => IsNumeric(match.Index + match.Length, match.Value))
                && !Regex.IsMatch(_code,
                    $@"\b(read|getopts|mapfile|readarray|declare|typeset|select|printf\s+-v)\b([^\n;]|\\\n)*\b{variable}\b");
            _known[variable] = isNumber;
        }

        return isNumber;
    }

    private MatchCollection Sets(string variable) =>
        Regex.Matches(_code, $@"(?<![\w$]){variable}(\+?=|\[|:=)|\bfor\s+{variable}(\s|;)|\$\{{{variable}:?=");

    private MatchCollection Computes(string variable) => Regex.Matches(_code, $@"(?<![\w$]){variable}\s*([-+*/%]?=(?!=)|\+\+|--)");

    private bool IsInArithmetic(int position) => _tokens.Arithmetic.Exists(range => range.Start <= position && position < range.End);

    private bool IsNumeric(int position, string set) =>
        set.StartsWith("for", StringComparison.Ordinal) ? NumberList().IsMatch(_code, position)
        : set.EndsWith('=') && !set.Contains(':', StringComparison.Ordinal) && !set.StartsWith('$')
            && (NumberValue().IsMatch(_code, position) || IsComputed(position));

    /// <summary>True for a value that is one arithmetic expansion.</summary>
    private bool IsComputed(int position)
    {
        var isQuoted = position < _code.Length && _code[position] == '"';
        var end = _tokens.Arithmetic.Where(range => range.Start == position + (isQuoted ? 3 : 2))
            .Select(range => range.End + (isQuoted ? 2 : 1)).FirstOrDefault(-1);
        return end >= 0 && (end >= _code.Length || _code[end] is ' ' or '\t' or '\n' or ';' or '&' or '|' or ')');
    }

    /// <summary>An expansion beside other characters of a name: <c>x$y</c> names another variable.</summary>
    [GeneratedRegex(@"[A-Za-z0-9_}#?]\$|\}[A-Za-z0-9_]|\$[#?][A-Za-z0-9_]")]
    private static partial Regex Joined();

    [GeneratedRegex(@"\$#|\$\{#[A-Za-z_][A-Za-z0-9_]*(\[[@*]\])?\}|\$\?")]
    private static partial Regex Count();

    [GeneratedRegex(@"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\b[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Names();

    [GeneratedRegex(@"\A[\sA-Za-z0-9_+*/%()<>=!&|^~?:,;-]*\z")]
    private static partial Regex Harmless();

    [GeneratedRegex(@"\G(""?-?[0-9]+""?|""?\$#""?|""?\$\{#[A-Za-z_][A-Za-z0-9_]*\}""?)(?=[\s;&|)]|\z)")]
    private static partial Regex NumberValue();

    [GeneratedRegex(@"\Gin(\s+(-?[0-9]+|\$\(seq [0-9 -]+\)))+\s*(;|\n)")]
    private static partial Regex NumberList();
}
