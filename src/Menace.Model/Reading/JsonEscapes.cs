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
    public static TextSpan Map(string text, JsonNode node, int offset, int length)
    {
        var start = Walk(text, node.Span.Start + 1, node.ContentEnd, Math.Max(offset, 0));
        var end = Walk(text, start, node.ContentEnd, Math.Max(length, 0));
        return TextSpan.FromBounds(start, end);
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
