using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// The commands that reading accepts as harmless; docs/verification.md shows this table. They change nothing outside the shell that runs
/// them and start
/// nothing else. Every other command is an obstacle.
/// </summary>
internal static partial class ShellHarmlessCommands
{
    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<ShellCommandRow> Rows =
    [
        new(": break cd continue echo exit false pwd return shift true", "any", _ => true),
        new("[ test", "no `-v`, and operators that are literal", IsTest),
        new("printf", "a first argument that is literal, no option, and without `%n`", words =>
            words is [{ Text: { } format }, ..] && !format.StartsWith('-') && !CountFormat().IsMatch(format)),
        new("command", "`-v NAME`", words => words is [{ Text: "-v" }, _]),
        new("type", "a name", words => words is [{ Text: { } name }] && !name.StartsWith('-')),
        new("getopts", "two literals, and anything behind them", words =>
            words is [{ Text: not null }, { Text: { } name }, ..] && IsName(name)),
        new("declare export local readonly typeset", "`-a -A -r`, names and assignments", words =>
            words.All(word => word.Text is "-a" or "-A" or "-r" || Declares(word.Raw))),
        new("read", "options and names that are literal", words =>
            words.All(word => word.Text is { } text && (Option().IsMatch(text) || IsName(text) || Number().IsMatch(text)))),
        new("set", "`-a -b -C -e -E -f -h -T -u -v -x`, `-o` with the name of one of these or `pipefail`, and anything behind `--`", IsSet),
        new("shopt", "`-s -u -q` and `dotglob extglob failglob globstar inherit_errexit lastpipe nocaseglob nocasematch nullglob`", words =>
            words.All(word => word.Text is { } text && Setting().IsMatch(text))),
        new("umask", "digits, `-S`", words => words.All(word => word.Text is { } text && (text == "-S" || Number().IsMatch(text)))),
        new("unset", "names of variables", words => words.All(word => word.Text is { } text && (text == "-v" || IsName(text)))),
        new("basename cat cksum cut dirname expr fold grep head md5sum nl od paste rev seq sha256sum tr wc", "any", _ => true),
        new("bc", "no argument or `-l`", words => words.All(word => word.Text == "-l")),
        new("date", "`+FORMAT`, `-u`, `-I`, `-R`, `-d TEXT`", IsDate),
        new("sed", "`-n -e -E -r` and scripts of `s y d p q = h H g G x n N` that are literal", IsSed),
        new("sort", "`-b -d -f -g -h -i -M -n -R -r -u -V -z -c -C -m -s`, `-k`, `-t` and literal names", words =>
            words.All(word => word.Text is { } text && SortWord().IsMatch(text))),
        new("tail", "`-n`, `-c`, numbers and literal names", words => words.All(word => word.Text is { } text && TailWord().IsMatch(text))),
        new("uniq", "`-c -d -D -i -u -z`", words => words.All(word => word.Text is { } text && UniqWord().IsMatch(text))),
    ];

    private static readonly Dictionary<string, ShellCommandRow> ByName =
        Rows.SelectMany(row => row.Commands.Split(' ').Select(name => (name, row)))
            .ToDictionary(pair => pair.name, pair => pair.row, StringComparer.Ordinal);

    /// <summary>Variables that change which program runs, or what a shell or a program does besides.</summary>
    private static readonly HashSet<string> Powerful = new(StringComparer.Ordinal)
    {
        "PATH", "ENV", "PS0", "PS1", "PS2", "PS4", "PROMPT_COMMAND", "SHELLOPTS", "SHELL", "GREP_OPTIONS", "TMPDIR", "POSIXLY_CORRECT",
        "FPATH", "ZDOTDIR",
        "EXECIGNORE", "GCONV_PATH", "LOCPATH", "NLSPATH", "OUTPUT_CHARSET", "INPUTRC", "HISTFILE", "BC_ENV_ARGS", "_POSIX2_VERSION",
    };

    private static readonly string[] PowerfulPrefixes = ["BASH", "LD_", "DYLD_", "MALLOC_", "GLIBC_", "TEXTDOMAIN"];

    /// <summary>What a POSIX shell runs itself, whatever functions there are.</summary>
    private static readonly HashSet<string> Special = new(StringComparer.Ordinal)
    {
        ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "source", "times", "trap",
        "unset",
    };

    private static readonly HashSet<string> SetNames = new(StringComparer.Ordinal)
    {
        "allexport", "errexit", "errtrace", "functrace", "hashall", "noclobber", "noglob", "notify", "nounset", "pipefail", "verbose",
        "xtrace",
    };

    private static readonly HashSet<string> Comparisons = new(StringComparer.Ordinal)
    {
        "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef",
    };

    /// <summary>Why the command must not be run, or null.</summary>
    /// <param name="name">Its name as written.</param>
    /// <param name="words">What follows, without redirections.</param>
    public static string? ObstacleOf(string name, IReadOnlyList<ShellWord> words) =>
        !PlainName().IsMatch(name) ? $"runs '{Shown(name)}', whose name reading cannot resolve"
        : !ByName.TryGetValue(name, out var row) ? $"runs '{name}', which reading cannot prove harmless"
        : row.Allows(words) ? null
        : $"runs '{name}' with arguments that reading cannot prove harmless";

    /// <summary>True for a variable that code may set without changing what programs do.</summary>
    public static bool IsPlainVariable(string name) =>
        !Powerful.Contains(name) && !PowerfulPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>True for a command that a POSIX shell runs even if there is a function of its name.</summary>
    public static bool IsSpecial(string name) => Special.Contains(name);

    /// <summary>The first word of an assignment's text: <c>name</c> of <c>name+=value</c>.</summary>
    public static string? AssignedBy(string word) => Assignment().Match(word) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Shown(string name) => name.Length > 40 ? name[..40] + "…" : name;

    private static bool IsName(string text) => Name().IsMatch(text) && IsPlainVariable(text);

    private static bool Declares(string raw) => IsName(AssignedBy(raw) ?? raw);

    /// <summary><c>-v</c> evaluates what follows it, so that no word may become one.</summary>
    private static bool IsTest(IReadOnlyList<ShellWord> words)
    {
        List<ShellWord> operands = [.. words.SkipWhile(word => word.Text == "!")];
        operands = operands is [.. var before, { Raw: "]" }] ? before : operands;
        return operands.TrueForAll(word => word.Text is null ? word.IsOneWord : word.Text != "-v") && operands switch
        {
            [] or [_] or [{ Text: not null }, _] => true,
            [_, { Text: { } operation }, _] => Comparisons.Contains(operation),
            [_, { Text: { } first }, _, { Text: "-a" or "-o" }, _, { Text: { } second }, _] =>
                Comparisons.Contains(first) && Comparisons.Contains(second),
            _ => operands.TrueForAll(word => word.Text is not null),
        };
    }

    private static bool IsSet(IReadOnlyList<ShellWord> words)
    {
        var isName = false;
        foreach (var word in words.TakeWhile(word => word.Text != "--"))
        {
            if (word.Text is not { } text || !(isName ? SetNames.Contains(text) : SetOption().IsMatch(text)))
            {
                return false;
            }

            isName = !isName && text.EndsWith('o');
        }

        return true;
    }

    private static bool IsDate(IReadOnlyList<ShellWord> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Text == "-d" && i + 1 < words.Count)
            {
                i++;
            }
            else if (words[i].Text is not { } text || !(text.StartsWith('+') || text is "-u" or "-I" or "-R"))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSed(IReadOnlyList<ShellWord> words)
    {
        var hasScript = false;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Text is not { } text)
            {
                return false;
            }

            if (SedOption().IsMatch(text))
            {
                if (text.EndsWith('e'))
                {
                    hasScript = true;
                    if (++i >= words.Count || words[i].Text is not { } script || !SedScript.IsHarmless(script))
                    {
                        return false;
                    }
                }
            }
            else if (text.StartsWith('-') || (!hasScript && !SedScript.IsHarmless(text)))
            {
                return false;
            }
            else
            {
                hasScript = true;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\A(\[|:|\.|[A-Za-z_][A-Za-z0-9_.-]*)\z")]
    private static partial Regex PlainName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A([A-Za-z_][A-Za-z0-9_]*)\+?=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\A-[A-Za-z]+\z")]
    private static partial Regex Option();

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[-+][abCeEfhTuvx]*o?\z")]
    private static partial Regex SetOption();

    [GeneratedRegex(@"\A(-[suq]+|dotglob|extglob|failglob|globstar|inherit_errexit|lastpipe|nocaseglob|nocasematch|nullglob)\z")]
    private static partial Regex Setting();

    /// <summary>Sets a variable to the number of characters.</summary>
    [GeneratedRegex(@"(?<!%)(%%)*%[^A-Za-z%(]*[hjlLqtzZ]*n")]
    private static partial Regex CountFormat();

    [GeneratedRegex(@"\A-[nEr]*e?\z")]
    private static partial Regex SedOption();

    [GeneratedRegex(@"\A(-[bdfghiMnRrVuzcCms]*(k[0-9.,bdfgiMhnRrV]*|t.?)?|[^-].*)\z", RegexOptions.Singleline)]
    private static partial Regex SortWord();

    [GeneratedRegex(@"\A(-[nc]?[-+]?[0-9]*|[^-].*)\z", RegexOptions.Singleline)]
    private static partial Regex TailWord();

    [GeneratedRegex(@"\A-[cdDiuz]+\z")]
    private static partial Regex UniqWord();
}

/// <summary>A row of the table.</summary>
/// <param name="Commands">Names with blanks between them.</param>
/// <param name="Arguments">What may follow, for people.</param>
/// <param name="Allows">True for arguments that are harmless.</param>
internal sealed record ShellCommandRow(string Commands, string Arguments, Func<IReadOnlyList<ShellWord>, bool> Allows);

/// <summary>An argument of a command.</summary>
/// <param name="Raw">As written.</param>
/// <param name="Text">What it means, or null if the shell expands something in it.</param>
/// <param name="IsOneWord">True if it stays one word when it is expanded.</param>
internal sealed record ShellWord(string Raw, string? Text, bool IsOneWord);
