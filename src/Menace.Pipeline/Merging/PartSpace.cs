namespace Menace.Pipeline.Merging;

/// <summary>Finds the white space in front of parts of languages with lines.</summary>
internal static class PartSpace
{
    /// <summary>
    /// Returns where the white space at <paramref name="at"/> ends. The blanks in front of a line belong to the part, so that a merge by
    /// lines sees its first line as it sees the others.
    /// </summary>
    public static int End(string text, int at)
    {
        var isLine = at == 0 || text[at - 1] == '\n';
        var lineStart = at;
        var end = at;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            isLine |= text[end] == '\n';
            lineStart = text[end] == '\n' ? end + 1 : lineStart;
            end++;
        }

        return isLine ? lineStart : end;
    }
}
