using System.Text.RegularExpressions;
using Menace.Model.Languages.Shell;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Reads the literals of shell, in their order: arguments, assigned values and the patterns of <c>case</c> that expand to themselves.
/// Commands, options and format strings are none.
/// </summary>
internal static partial class ShellCodeLiterals
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "in", "do", "then", "else", "elif", "fi", "done", "esac", "if", "while", "until", "for", "case",
        "{", "}", "!", "[", "]", "[[", "]]",
        "=", "==", "!=", "function", "return", "exit", "local", "readonly", "declare", "export",
    };

    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal)
    {
        "do", "then", "else", "elif", "if", "while", "until", "{", "!",
    };

    /// <summary>The literals of <paramref name="code"/>.</summary>
    public static IReadOnlyList<CodeLiteral> Read(string code)
    {
        var tokens = ShellTokens.Read(code).All;
        List<CodeLiteral> literals = [];
        var isCommand = true;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind != ShellTokenKind.Word)
            {
                isCommand = true;
                continue;
            }

            var text = token.Text;
            if (ArrayOf(text) is { } array)
            {
                AddArray(array, literals);
            }
            else if (Assignment().Match(text) is { Success: true } assignment)
            {
                Add(text[assignment.Length..], "", "", literals);
            }
            else if ((isCommand && !IsPattern(tokens, i)) || Words.Contains(text))
            {
                isCommand = Openers.Contains(text);
                continue;
            }
            else
            {
                Add(text, TextAt(tokens, i - 1), TextAt(tokens, i + 1), literals);
            }

            isCommand = false;
        }

        return literals;
    }

    /// <summary>True for a pattern of <c>case</c>: a word before ')', or before '|' behind one.</summary>
    private static bool IsPattern(IReadOnlyList<ShellToken> tokens, int at)
    {
        for (var i = at + 1; i < tokens.Count && tokens[i].Text is "|" or ")"; i += 2)
        {
            if (tokens[i].Text == ")")
            {
                return true;
            }
        }

        return false;
    }

    private static string? ArrayOf(string word) => Array().Match(word) is { Success: true } match ? match.Groups[1].Value : null;

    private static void AddArray(string inside, List<CodeLiteral> literals)
    {
        foreach (var token in ShellTokens.Read(inside).All.Where(token => token.Kind == ShellTokenKind.Word))
        {
            if (Entry().Match(token.Text) is { Success: true } entry)
            {
                Add(entry.Groups[1].Value, "", "", literals);
                Add(token.Text[entry.Length..], "", "", literals);
            }
            else
            {
                Add(token.Text, "", "", literals);
            }
        }
    }

    private static void Add(string word, string before, string after, List<CodeLiteral> literals)
    {
        if (ShellLiteral.TextOf(word) is not { Length: > 0 } text || text.Contains('%', StringComparison.Ordinal) || Option().IsMatch(text))
        {
            return;
        }

        literals.Add(new(CodeLiteral.NumberText(text) ?? text, true) { IsOperand = IsComparison(before) || IsComparison(after) });
    }

    private static string TextAt(IReadOnlyList<ShellToken> tokens, int at) => at >= 0 && at < tokens.Count ? tokens[at].Text : "";

    private static bool IsComparison(string word) => word is "-lt" or "-le" or "-gt" or "-ge" or "-ne";

    [GeneratedRegex(@"\A-[A-Za-z]+\z")]
    private static partial Regex Option();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\+?=(?!\()")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\+?=\((.*)\)\z", RegexOptions.Singleline)]
    private static partial Regex Array();

    [GeneratedRegex(@"\A\[([^]]+)\]=")]
    private static partial Regex Entry();
}
