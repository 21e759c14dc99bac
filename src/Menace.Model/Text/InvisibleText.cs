using System.Globalization;
using System.Text;

namespace Menace.Model.Text;

/// <summary>
/// Invisible characters, which make different names look alike: the format characters of Unicode (zero-width spaces and joiners,
/// marks of direction, a byte order mark inside) and the fillers of Hangul.
/// </summary>
internal static class InvisibleText
{
    /// <summary>The offset of the first such character, or -1.</summary>
    public static int IndexOf(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsInvisible(text, i))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>True if such a character is at <paramref name="at"/>.</summary>
    public static bool IsInvisible(string text, int at) =>
        text[at] > '~'
        && (text[at] is '\u034F' or '\u115F' or '\u1160' or '\u3164' or '\uFFA0'
            || CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.Format);

    /// <summary><paramref name="text"/> without such characters.</summary>
    public static string Without(string text)
    {
        var visible = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (!IsInvisible(text, i))
            {
                visible.Append(text, i, length);
            }

            i += length - 1;
        }

        return visible.ToString();
    }

    /// <summary>The code point at <paramref name="at"/> as Unicode writes it, without <c>U+</c>.</summary>
    public static string CodePoint(string text, int at) =>
        (char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at]).ToString("X4", CultureInfo.InvariantCulture);
}
