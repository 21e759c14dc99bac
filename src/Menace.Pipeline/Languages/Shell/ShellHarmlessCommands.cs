using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// The commands that reading accepts as harmless; docs/verification.md shows this table. They change nothing outside the shell that runs them and start
/// nothing else. Every other command is an obstacle.
/// </summary>
internal static partial class ShellHarmlessCommands
{
    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<ShellCommandRow> Rows =
    [
        new(": break cd continue echo exit false getopts pwd return shift true", "any", _ => true),
        new("[ test", "no `-v`, and operators that are literal", IsTest),
        new("printf", "a first argument that is literal and no option", words => words is [{ Text: { } format }, ..] && !format.StartsWith('-')),
        new("command type", "`-v NAME` or a name", words => words is [{ Text: "-v" }, _] || (words is [{ Text: { } name }] && !name.StartsWith('-'))),
        new("declare export local readonly typeset", "`-a -A -r`, names and assignments", words => words.All(word => word.Text is "-a" or "-A" or "-r" || Declares(word.Raw))),
        new("read", "options and names that are literal", words => words.All(word => word.Text is { } text && (Option().IsMatch(text) || IsName(text) || Number().IsMatch(text)))),
        new("set", "options, and anything behind `--`", words => words.TakeWhile(word => word.Text != "--").All(word => word.Text is { } text && SetOption().IsMatch(text))),
        new("shopt umask", "options, names and digits", words => words.All(word => word.Text is { } text && Setting().IsMatch(text))),
        new("unset", "names of variables", words => words.All(word => word.Text is { } text && (text == "-v" || IsName(text)))),
        new("basename cat cksum cut dirname expr fold grep head md5sum nl od paste rev seq sha256sum tr wc", "any", _ => true),
        new("bc", "no argument or `-l`", words => words.All(word => word.Text == "-l")),
        new("date", "`+FORMAT`, `-u`, `-I`, `-R`, `-d TEXT`", IsDate),
        new("sed", "`-n -e -E -r` and scripts of `s y d p q = h H g G x n N` that are literal", IsSed),
        new("sort", "`-b -d -f -g -h -i -M -n -R -r -u -V -z -c -C -m -s`, `-k`, `-t` and literal names", words => words.All(word => word.Text is { } text && SortWord().IsMatch(text))),
        new("tail", "`-n`, `-c`, numbers and literal names", words => words.All(word => word.Text is { } text && TailWord().IsMatch(text))),
        new("uniq", "`-c -d -D -i -u -z`", words => words.All(word => word.Text is { } text && UniqWord().IsMatch(text))),
    ];

    private static readonly Dictionary<string, ShellCommandRow> ByName =
        Rows.SelectMany(row => row.Commands.Split(' ').Select(name => (name, row))).ToDictionary(pair => pair.name, pair => pair.row, StringComparer.Ordinal);

    /// <summary>Variables that change which program runs, or what a shell or a program does besides.</summary>
    private static readonly HashSet<string> Powerful = new(StringComparer.Ordinal)
    {
        "PATH", "ENV", "PS0", "PS1", "PS2", "PS4", "PROMPT_COMMAND", "SHELLOPTS", "SHELL", "GREP_OPTIONS", "TMPDIR", "POSIXLY_CORRECT", "FPATH", "ZDOTDIR",
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
        !Powerful.Contains(name) && !name.StartsWith("BASH", StringComparison.Ordinal) && !name.StartsWith("LD_", StringComparison.Ordinal) && !name.StartsWith("DYLD_", StringComparison.Ordinal);

    /// <summary>The first word of an assignment's text: <c>name</c> of <c>name+=value</c>.</summary>
    public static string? AssignedBy(string word) => Assignment().Match(word) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Shown(string name) => name.Length > 40 ? name[..40] + "…" : name;

    private static bool IsName(string text) => Name().IsMatch(text) && IsPlainVariable(text);

    private static bool Declares(string raw) => IsName(AssignedBy(raw) ?? raw);

    /// <summary><c>-v</c> evaluates what follows it, so that no word may become one.</summary>
    private static bool IsTest(IReadOnlyList<ShellWord> words)
    {
        var operands = words.SkipWhile(word => word.Text == "!").Where(word => word.Text != "]").ToList();
        return operands.All(word => word.Text is null ? word.IsOneWord : word.Text != "-v") && operands switch
        {
            [] or [_] or [{ Text: not null }, _] or [_, { Text: not null }, _] => true,
            [_, { Text: not null }, _, { Text: not null }, _, { Text: not null }, _] => true,
            _ => operands.TrueForAll(word => word.Text is not null),
        };
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

    [GeneratedRegex(@"\A([-+][A-Za-z]+|[a-z]+)\z")]
    private static partial Regex SetOption();

    [GeneratedRegex(@"\A(-[A-Za-z]+|[a-z_]+|[0-7]+)\z")]
    private static partial Regex Setting();

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
