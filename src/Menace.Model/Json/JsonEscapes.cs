using System.Globalization;
using System.Text;

namespace Menace.Model.Json;

/// <summary>The escapes of JSON strings (RFC 8259, section 7), for reading a string and for finding a place in it again.</summary>
internal static class JsonEscapes
{
    /// <summary>Reads the escape at <paramref name="position"/> and appends what it means.</summary>
    /// <returns>Its length in the text; negative where it is none, then nothing is appended.</returns>
    public static int Read(string text, int position, StringBuilder target)
    {
        if (position + 1 >= text.Length)
        {
            return -1;
        }

        var c = text[position + 1];
        if (c == 'u')
        {
            if (position + 6 <= text.Length
                && ushort.TryParse(text.Substring(position + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                target.Append((char)unit);
                return 6;
            }

            return -2;
        }

        var index = "\"\\/bfnrt".IndexOf(c);
        if (index < 0)
        {
            return -2;
        }

        target.Append("\"\\/\b\f\n\r\t"[index]);
        return 2;
    }

    /// <summary>
    /// The place in <paramref name="text"/> of the unit number <paramref name="offset"/> of the string that opens at <paramref name="quote"/>;
    /// beyond its end, the closing quote.
    /// </summary>
    public static int PositionOf(string text, int quote, int end, int offset)
    {
        var position = quote + 1;
        for (; offset > 0 && position < end - 1; offset--)
        {
            position += text[position] != '\\' ? 1 : position + 1 < text.Length && text[position + 1] == 'u' ? 6 : 2;
        }

        return Math.Min(position, end - 1);
    }
}
