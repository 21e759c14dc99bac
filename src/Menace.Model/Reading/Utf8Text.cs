using System.Globalization;
using System.Text;

namespace Menace.Model.Reading;

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

    /// <summary>The text of <paramref name="bytes"/>, without the byte order mark that UTF-8 may begin with.</summary>
    /// <param name="bytes">The bytes of a whole file.</param>
    /// <param name="text">The text; where the bytes are not UTF-8, as far as they are.</param>
    /// <param name="problem">What is wrong right behind <paramref name="text"/>, or null.</param>
    /// <returns>True where the bytes are UTF-8.</returns>
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
            return true;
        }
        catch (DecoderFallbackException exception)
        {
            // The index counts from the first byte that was decoded.
            text = Strict.GetString(bytes, start, exception.Index);
            problem = string.Format(CultureInfo.InvariantCulture, "the byte 0x{0:X2} at offset {1} belongs to no character", bytes[start + exception.Index], start + exception.Index);
            return false;
        }
    }
}
