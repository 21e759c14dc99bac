namespace Menace.Pipeline.Documentation;

/// <summary>A word or a sign of a text.</summary>
/// <param name="Lower">It in lower case.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct Word(string Lower, int Start, int End);

/// <summary>Splits texts into words: <c>C#</c>, <c>.NET</c>, <c>3.12</c> and <c>load-stock</c> are one each, and so is each other
/// sign.</summary>
internal static class Words
{
    /// <summary>Returns the words of a text, in order.</summary>
    public static List<Word> Of(string text)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at++;
            if (char.IsLetterOrDigit(text[start]) || (text[start] == '.' && at < text.Length && char.IsLetter(text[at])))
            {
                while (at < text.Length && IsInside(text, at))
                {
                    at++;
                }
            }

            words.Add(new(text[start..at].ToLowerInvariant().Replace('\u2019', '\''), start, at));
        }

        return words;
    }

    /// <summary>The set of the words of a text.</summary>
    public static HashSet<string> Set(string text) =>
        new(text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private static bool IsInside(string text, int at) =>
        char.IsLetterOrDigit(text[at]) || text[at] is '#' or '_'
        || (text[at] == '+' && (text[at - 1] == '+' || (at + 1 < text.Length && text[at + 1] == '+')))
        || (text[at] == ':' && char.IsDigit(text[at - 1]) && at + 1 < text.Length && char.IsDigit(text[at + 1]))
        || (text[at] is '-' or '.' or '\'' or '\u2019' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]));
}
