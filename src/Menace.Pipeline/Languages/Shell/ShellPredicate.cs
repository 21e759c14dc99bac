using Menace.Model.Languages.Shell;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Recognises functions that answer yes or no: their last command is a test, whose exit code 1 is an answer and no failure.
/// </summary>
internal static class ShellPredicate
{
    /// <summary>True if the last list of <paramref name="tokens"/>, those of a body, holds a test.</summary>
    public static bool Is(IEnumerable<ShellToken> tokens)
    {
        var body = tokens.ToList();
        while (body is [.., { Kind: ShellTokenKind.NewLine } or { Text: ";" or "}" or ")" }])
        {
            body.RemoveAt(body.Count - 1);
        }

        var start = body.FindLastIndex(token => token.Kind == ShellTokenKind.NewLine || token.Is(";") || token.Is("{"));
        var isFirst = true;
        for (var i = start + 1; i < body.Count; i++)
        {
            if (isFirst && IsTest(body, i))
            {
                return true;
            }

            isFirst = body[i].Text is "&&" or "||" or "|";
        }

        return false;
    }

    private static bool IsTest(List<ShellToken> body, int i) => body[i].Text is "[" or "[[" or "test" or "!"
        || body[i].Text.StartsWith("((", StringComparison.Ordinal)
        || (body[i].Text == "grep"
            && body.Skip(i + 1).TakeWhile(token => token.Text.StartsWith('-'))
            .Any(token => token.Text is "--quiet" or "--silent"
            || (!token.Text.StartsWith("--", StringComparison.Ordinal) && token.Text.Contains('q', StringComparison.Ordinal))));
}
