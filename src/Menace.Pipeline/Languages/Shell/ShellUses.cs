using Menace.Model.Languages.Shell;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Reads what shell code uses, one in a line: the commands, also those in <c>$(…)</c>, <c>&amp;</c> for one that runs in the background,
/// and the redirections that are not between descriptors.
/// </summary>
internal static class ShellUses
{
    /// <summary>Words after which a command begins.</summary>
    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal)
    {
        "do", "then", "else", "elif", "if", "while", "until", "{", "!", "time", "command", "builtin",
    };

    /// <summary>The uses in <paramref name="code"/>.</summary>
    public static string Read(string code)
    {
        var tokens = ShellTokens.Read(code);
        List<string> uses = [];
        Read(tokens.All, uses);
        foreach (var (start, end) in tokens.Substitutions)
        {
            Read(ShellTokens.Read(code[start..end]).All, uses);
        }

        return string.Join('\n', uses);
    }

    private static void Read(IReadOnlyList<ShellToken> tokens, List<string> uses)
    {
        var isCommand = true;
        var isConditional = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind == ShellTokenKind.Word)
            {
                var text = ShellLiteral.TextOf(token.Text) ?? token.Text;
                isConditional = text == "[[" || (isConditional && text != "]]");
                if (isCommand && !token.IsDescriptor && !IsAssignment(token.Text))
                {
                    uses.Add(text);
                    isCommand = Openers.Contains(text);
                }
            }
            else if (!isConditional && token.Text is ">" or ">>" or ">|" or "&>" or "<>" or "<" && i + 1 < tokens.Count)
            {
                var target = ShellLiteral.TextOf(tokens[i + 1].Text) ?? tokens[i + 1].Text;
                if (target is not ("/dev/null" or "/dev/stdout" or "/dev/stderr"))
                {
                    uses.Add(token.Text.Replace("&", "", StringComparison.Ordinal) + " " + target);
                }

                i++;
            }
            else if (!isConditional)
            {
                isCommand = true;
                if (token.Text == "&")
                {
                    uses.Add("&");
                }
            }
        }
    }

    private static bool IsAssignment(string word) => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        && word[..at].TrimEnd('+').All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '[' or ']' or '$');
}
