using System.Text;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Recognises code that only prints literals.</summary>
internal static class ShellLiteral
{
    /// <summary>What <paramref name="body"/> (statements, or a body in braces) prints, without the last newline; null where it does anything else.</summary>
    public static string? PrintedBy(string body)
    {
        var tokens = ShellTokens.Read(body).All.ToList();
        if (tokens is [{ Text: "{" }, .., { Text: "}" }])
        {
            tokens = tokens[1..^1];
        }

        List<string> lines = [];
        List<ShellToken> command = [];
        foreach (var token in tokens.Append(new ShellToken(ShellTokenKind.NewLine, "\n", body.Length, body.Length)))
        {
            if (token.Kind == ShellTokenKind.Word)
            {
                command.Add(token);
            }
            else if (token.Kind == ShellTokenKind.Operator && token.Text != ";")
            {
                return null;
            }
            else if (command.Count > 0)
            {
                if (PrintedLine(command) is not { } line)
                {
                    return null;
                }

                lines.Add(line);
                command.Clear();
            }
        }

        return lines.Count > 0 ? string.Join('\n', lines) : null;
    }

    private static string? PrintedLine(List<ShellToken> command)
    {
        var words = command.Select(token => Unquote(token.Text)).ToList();
        return words switch
        {
            // Where a word holds a backslash or starts with '-', the echo of each shell does something else.
            ["echo", .. var rest] when rest.All(word => word is not null && !word.Contains('\\', StringComparison.Ordinal) && !word.StartsWith('-')) => string.Join(' ', rest),
            ["printf", "%s\\n", { } text] => text,
            _ => null,
        };
    }

    /// <summary>The text that a word means, or null where the shell would expand something in it.</summary>
    private static string? Unquote(string word)
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
            else if (c is '$' or '`' || (c == '\\' && quote == '\0') || (quote == '\0' && c is '*' or '?' or '[' or '~' or '{'))
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
}
