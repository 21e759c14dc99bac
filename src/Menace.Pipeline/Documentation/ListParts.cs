namespace Menace.Pipeline.Documentation;

/// <summary>Splits a list in one text: at commas, semicolons and <i>and</i>, not inside brackets and code.</summary>
internal static class ListParts
{
    private static readonly string[] Words = [" and ", " und ", " & ", " + ", " as well as ", " plus ", " \u00B7 ", " | "];

    /// <summary>Returns the parts.</summary>
    public static IReadOnlyList<RichText> Of(RichText text)
    {
        var parts = new List<RichText>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Plain.Length; i++)
        {
            var c = text.Plain[i];
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (depth > 0 || text.Is(TextMark.Code, i))
            {
                continue;
            }

            var length = c is ',' or ';' or '\n' ? 1 : WordAt(text.Plain, i);
            if (length > 0)
            {
                parts.Add(text.Part(start, i));
                start = i + length;
                i = start - 1;
            }
        }

        parts.Add(text.From(start));
        return [.. parts.Where(part => part.Plain.Length > 0)];
    }

    private static int WordAt(string text, int at)
    {
        if (text[at] is not (' ' or '\n'))
        {
            return 0;
        }

        foreach (var word in Words)
        {
            var end = at + word.Length - 1;
            if (end < text.Length && text[end] is ' ' or '\n' && string.CompareOrdinal(text, at + 1, word, 1, word.Length - 2) == 0)
            {
                // The blank behind it may begin the next one.
                return word.Length - 1;
            }
        }

        return 0;
    }
}
