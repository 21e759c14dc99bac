namespace Menace.Pipeline.Planning;

/// <summary>A word of a page.</summary>
/// <param name="Text">The word: characters that names of bots can have.</param>
/// <param name="IsMarked">True inside a code span, or if it is all of an emphasis or a link.</param>
/// <param name="EndsClause">True if a clause ends behind it.</param>
/// <param name="EndsSentence">True if a sentence ends behind it.</param>
internal readonly record struct TextWord(string Text, bool IsMarked, bool EndsClause, bool EndsSentence)
{
    private const int LongestTarget = 2_000;

    /// <summary>The words of <paramref name="text"/>; text that is struck out, and targets of links, are left out.</summary>
    public static IReadOnlyList<TextWord> Of(string text)
    {
        List<TextWord> words = [];
        var (isCode, isStruck) = (false, false);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '`')
            {
                isCode = !isCode;
                i++;
            }
            else if (!isCode && text[i] == '~' && i + 1 < text.Length && text[i + 1] == '~')
            {
                isStruck = !isStruck;
                i += 2;
            }
            else if (!isCode && text[i] == ']' && i + 1 < text.Length && text[i + 1] == '(')
            {
                var end = text.IndexOf(')', i, Math.Min(text.Length - i, LongestTarget));
                i = end < 0 ? i + 1 : end + 1;
            }
            else if (!BotNames.IsInside(text[i]))
            {
                i++;
            }
            else
            {
                i = Read(text, i, isCode, isStruck, words);
            }
        }

        return words;
    }

    private static int Read(string text, int start, bool isCode, bool isStruck, List<TextWord> words)
    {
        var end = start;
        while (end < text.Length && BotNames.IsInside(text[end]))
        {
            end++;
        }

        var (from, to) = (start, end);
        while (from < to && !char.IsLetterOrDigit(text[from]))
        {
            from++;
        }

        while (to > from && !char.IsLetterOrDigit(text[to - 1]))
        {
            to--;
        }

        if (to > from && !isStruck)
        {
            var next = end;
            while (next < text.Length && text[next] is '`' or '*' or '_' or '"' or ')' or ']' or '\'')
            {
                next++;
            }

            var isAtEnd = next == text.Length || char.IsWhiteSpace(text[next]);
            var sentence = (text.AsSpan(to, end - to).Contains('.') && isAtEnd)
                || (next < text.Length && text[next] is '.' or '!' or '?'
                    && (next + 1 == text.Length || char.IsWhiteSpace(text[next + 1])));
            var isEmphasis = from > 0 && text[from - 1] is '*' or '_' or '[' && end < text.Length && text[end] is '*' or '_' or ']';

            // A call, a path or an option is no name.
            var isPart = isCode
                && ((end < text.Length && text[end] is not '`') || (start > 0 && text[start - 1] is not '`') || from != start);
            words.Add(new TextWord(
                text[from..to], (isCode && !isPart) || isEmphasis, sentence || (next < text.Length && text[next] is ';' or ':'), sentence));
        }

        return end;
    }
}
