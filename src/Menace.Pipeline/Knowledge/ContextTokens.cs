namespace Menace.Pipeline.Knowledge;

/// <summary>Counts tokens by a rule that needs no model and counts rather too many than too few.</summary>
internal static class ContextTokens
{
    private const int CharactersPerToken = 4;

    /// <summary>
    /// Every four letters or digits of a word, begun or full, are a token; so is every other character that is not white space.
    /// </summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var (count, word) = (0, 0);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                count += word++ % CharactersPerToken == 0 ? 1 : 0;
                continue;
            }

            word = 0;
            count += char.IsWhiteSpace(character) ? 0 : 1;
        }

        return count;
    }
}
