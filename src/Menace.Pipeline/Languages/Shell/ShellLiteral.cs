using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Languages.Shell;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Recognises code that only prints literals, and variables that hold nothing else.</summary>
internal static partial class ShellLiteral
{
    /// <summary>Variables that a shell reads or changes by itself.</summary>
    private static readonly HashSet<string> Special = new(StringComparer.Ordinal)
    {
        "IFS", "PATH", "ENV", "HOME", "PWD", "OLDPWD", "PPID", "UID", "EUID", "OPTARG", "OPTIND", "OPTERR", "RANDOM", "SRANDOM", "SECONDS",
        "LINENO", "REPLY",
        "EPOCHSECONDS", "EPOCHREALTIME", "FUNCNAME", "GROUPS", "DIRSTACK", "SHELLOPTS", "LANG", "LANGUAGE", "POSIXLY_CORRECT", "MAPFILE",
        "COPROC", "_",
    };

    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>
    /// What <paramref name="body"/> (statements, or a body in braces) prints, without the last newline; null if it does anything else.
    /// </summary>
    /// <param name="body">The code.</param>
    /// <param name="constants">Variables that always hold the same text where the code runs.</param>
    public static string? PrintedBy(string body, IReadOnlyDictionary<string, string>? constants = null)
    {
        var tokens = ShellTokens.Read(body).All.ToList();
        if (tokens is [{ Text: "{" }, .., { Text: "}" }])
        {
            tokens = tokens[1..^1];
        }

        var variables = new Dictionary<string, string>(constants ?? NoVariables, StringComparer.Ordinal);
        List<string> lines = [];
        foreach (var (command, isSimple) in Commands(tokens))
        {
            if (!isSimple)
            {
                return null;
            }
            else if (Assigned(command, variables) is { } assigned)
            {
                foreach (var (name, value) in assigned)
                {
                    variables[name] = value;
                }
            }
            else if (PrintedLine(command, variables) is { } line)
            {
                lines.Add(line);
            }
            else
            {
                return null;
            }
        }

        return lines.Count > 0 ? string.Join('\n', lines) : null;
    }

    /// <summary>
    /// The variables that <paramref name="outside"/> (a script without its functions) sets to a literal, and that nothing else in
    /// <paramref name="code"/> sets or names without a '$'.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Constants(string code, string outside)
    {
        var tokens = ShellTokens.Read(outside).All.ToList();
        if (tokens.Any(token => token.Text is "if" or "for" or "while" or "until" or "case" or "select" or "{" or "(")
            || SetsOutOfSight().IsMatch(code))
        {
            return NoVariables;
        }

        var constants = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (command, _) in Commands(tokens).Where(command => command.IsSimple))
        {
            foreach (var (name, value) in Assigned(command, constants) ?? [])
            {
                if (Regex.Count(code, $@"(?<!\$|\$\{{|\w){name}(?!\w)") == 1 && !Regex.IsMatch(code, $@"\$\{{{name}:?="))
                {
                    constants[name] = value;
                }
            }
        }

        return constants;
    }

    /// <summary>True for a variable that a shell reads or changes by itself.</summary>
    public static bool IsSpecial(string name) =>
        Special.Contains(name) || name.StartsWith("BASH", StringComparison.Ordinal) || name.StartsWith("LC_", StringComparison.Ordinal)
            || name.StartsWith("COMP_", StringComparison.Ordinal);

    /// <summary>The text that <paramref name="word"/> means, or null if the shell expands something in it.</summary>
    public static string? TextOf(string word) => Unquote(word, NoVariables);

    /// <summary>The words of each command; false if an operator joins it with another or redirects it.</summary>
    private static IEnumerable<(List<ShellToken> Words, bool IsSimple)> Commands(IEnumerable<ShellToken> tokens)
    {
        List<ShellToken> words = [];
        var isSimple = true;
        foreach (var token in tokens.Append(new ShellToken(ShellTokenKind.NewLine, "\n", 0, 0)))
        {
            if (token.Kind == ShellTokenKind.Word)
            {
                words.Add(token);
            }
            else if (token.Kind == ShellTokenKind.Operator && token.Text != ";")
            {
                isSimple = false;
            }
            else
            {
                if (words.Count > 0 || !isSimple)
                {
                    yield return (words, isSimple);
                }

                (words, isSimple) = ([], true);
            }
        }
    }

    /// <summary>What a command assigns that does nothing else, or null.</summary>
    private static List<(string Name, string Value)>? Assigned(List<ShellToken> command, IReadOnlyDictionary<string, string> variables)
    {
        var words = command[0].Text is "local" or "readonly" or "export" ? command[1..] : command;
        List<(string, string)> assigned = [];
        foreach (var word in words)
        {
            var match = Assignment().Match(word.Text);
            var name = match.Groups[1].Value;
            if (!match.Success || IsSpecial(name) || Unquote(word.Text[match.Length..], variables) is not { } value)
            {
                return null;
            }

            assigned.Add((name, value));
        }

        return assigned.Count > 0 ? assigned : null;
    }

    private static string? PrintedLine(List<ShellToken> command, IReadOnlyDictionary<string, string> variables)
    {
        var words = command.Select(token => Unquote(token.Text, variables)).ToList();
        return words switch
        {
            // Where a word holds a backslash or starts with '-', the echo of each shell does something else.
            ["echo", .. var rest] when rest.All(
                word => word is not null && !word.Contains('\\', StringComparison.Ordinal) && !word.StartsWith('-')) =>
                string.Join(' ', rest),
            ["printf", "%s\\n", { } first, .. var rest] when !rest.Contains(null) => string.Join('\n', [first, .. rest]),
            _ => null,
        };
    }

    /// <summary>The text that a word means, or null if the shell would expand something in it that is not known.</summary>
    private static string? Unquote(string word, IReadOnlyDictionary<string, string> variables)
    {
        var text = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (quote == '\0' && c is '\'' or '"' || c == quote)
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (quote == '\'')
            {
                text.Append(c);
            }
            else if (c == '$' && Expansion().Match(word, i) is { Success: true } expansion
                && variables.GetValueOrDefault(expansion.Groups["name"].Value) is { } value && (quote == '"' || OneWord().IsMatch(value)))
            {
                text.Append(value);
                i += expansion.Length - 1;
            }
            else if (c is '$' or '`' || (c == '\\' && quote == '\0') || (quote == '\0' && c is '*' or '?' or '[' or '~' or '{' or '('))
            {
                return null;
            }
            else if (c == '\\' && i + 1 < word.Length && word[i + 1] is '$' or '`' or '"' or '\\')
            {
                text.Append(word[++i]);
            }
            else if (c == '\\' && i + 1 < word.Length && word[i + 1] == '\n')
            {
                i++;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\A([A-Za-z_][A-Za-z0-9_]*)=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\G\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\})")]
    private static partial Regex Expansion();

    /// <summary>A text that stays one word, and itself, where it is expanded without quotes.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9_./:,@%+=-]+\z")]
    private static partial Regex OneWord();

    /// <summary>Commands that can set variables which they do not name in the script.</summary>
    [GeneratedRegex(@"(^|[\s;&|(])(eval|source|\.|alias|declare|typeset|trap)\s", RegexOptions.Multiline)]
    private static partial Regex SetsOutOfSight();
}
