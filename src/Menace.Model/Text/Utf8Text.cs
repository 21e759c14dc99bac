using System.Globalization;
using System.Text;

namespace Menace.Model.Text;

/// <summary>Bytes as text: UTF-8 (RFC 3629) and nothing else, so that no byte is lost or replaced on the way.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly (byte[] Mark, string Name)[] OtherMarks =
        [([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE], "UTF-16"), ([0xFE, 0xFF], "UTF-16")];

    /// <summary>The problem of a text that <see cref="LooksLikeUtf16"/>.</summary>
    public const string UnmarkedUtf16 = "it is UTF-16 without a byte order mark";

    /// <summary>True if <paramref name="text"/> is UTF-16 that was read as UTF-8: every second character at its start is NUL.</summary>
    public static bool LooksLikeUtf16(string text)
    {
        const int Looked = 16;
        var pairs = Math.Min(text.Length, Looked) / 2;
        var (even, odd) = (0, 0);
        for (var i = 0; i < 2 * pairs; i++)
        {
            even += i % 2 == 0 && text[i] == '\0' ? 1 : 0;
            odd += i % 2 == 1 && text[i] == '\0' ? 1 : 0;
        }

        return pairs > 1 && ((even == 0 && odd == pairs) || (odd == 0 && even == pairs));
    }

    /// <summary>The text of <paramref name="bytes"/>, without the byte order mark that UTF-8 may begin with.</summary>
    /// <param name="bytes">The bytes of a whole file.</param>
    /// <param name="text">The text; if the bytes are not UTF-8, the valid beginning.</param>
    /// <param name="problem">The problem right after <paramref name="text"/>, or null.</param>
    /// <returns>True if the bytes are UTF-8.</returns>
    public static bool TryDecode(byte[] bytes, out string text, out string? problem)
    {
        problem = null;
        foreach (var (mark, name) in OtherMarks)
        {
            if (bytes.Length >= mark.Length && mark.SequenceEqual(bytes.Take(mark.Length)))
            {
                (text, problem) = ("", "it begins with the byte order mark of " + name);
                return false;
            }
        }

        var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            text = Strict.GetString(bytes, start, bytes.Length - start);
            if (!LooksLikeUtf16(text))
            {
                return true;
            }

            (text, problem) = ("", UnmarkedUtf16);
            return false;
        }
        catch (DecoderFallbackException exception)
        {
            // The index counts from the first byte that was decoded.
            text = Strict.GetString(bytes, start, exception.Index);
            problem = string.Format(
                CultureInfo.InvariantCulture, "the byte 0x{0:X2} at offset {1} is not part of a valid character",
                bytes[start + exception.Index], start + exception.Index);
            return false;
        }
    }
}
