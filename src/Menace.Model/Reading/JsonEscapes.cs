using Menace.Model.Text;

namespace Menace.Model.Reading;

/// <summary>How many characters of the file stand for one UTF-16 unit of an unescaped string.</summary>
internal static class JsonEscapes
{
    /// <summary>
    /// Length of the unit that starts at <paramref name="at"/>; an escape that JSON does not know counts as the two characters it takes.
    /// </summary>
    public static int LengthAt(string text, int at, int end)
    {
        if (text[at] != '\\' || at + 1 >= end || text[at + 1] < ' ')
        {
            return 1;
        }

        return text[at + 1] == 'u' && TryHex(text, at + 2, end, out _) ? 6 : 2;
    }

    /// <summary>The value of the four hexadecimal digits at <paramref name="at"/>.</summary>
    public static bool TryHex(string text, int at, int end, out char value)
    {
        value = '\0';
        if (at + 4 > end)
        {
            return false;
        }

        var number = 0;
        for (var i = at; i < at + 4; i++)
        {
            var digit = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'f' => text[i] - 'a' + 10,
                >= 'A' and <= 'F' => text[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            number = (number << 4) | digit;
        }

        value = (char)number;
        return true;
    }

    /// <summary>The place in the file of a part of the unescaped string <paramref name="node"/>; parts outside it are cut to it.</summary>
    public static TextSpan Map(string text, JsonNode node, int offset, int length) =>
        Map(text, TextSpan.FromBounds(node.Span.Start + 1, node.ContentEnd), offset, length);

    /// <summary>The place of a part of an unescaped string; parts outside it are cut to it.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="content">The place of the string, without its quotes.</param>
    /// <param name="offset">Where the part begins in the unescaped string.</param>
    /// <param name="length">The length of the part.</param>
    public static TextSpan Map(string text, TextSpan content, int offset, int length)
    {
        var start = Walk(text, content.Start, content.End, Math.Max(offset, 0));
        return TextSpan.FromBounds(start, Walk(text, start, content.End, Math.Max(length, 0)));
    }

    private static int Walk(string text, int from, int end, int units)
    {
        var at = Math.Min(from, end);
        for (; units > 0 && at < end; units--)
        {
            at += LengthAt(text, at, end);
        }

        return Math.Min(at, end);
    }
}
