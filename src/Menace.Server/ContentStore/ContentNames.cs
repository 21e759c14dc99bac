using System.Globalization;
using System.IO.Compression;
using System.Text;
using Menace.Server.Storage;

namespace Menace.Server.ContentStore;

/// <summary>
/// The digests that stand in texts. Whatever looks like one counts: that keeps a content too many at worst, and does not depend on who
/// wrote the text, or which version.
/// </summary>
internal sealed class ContentNames
{
    private const int DigestLength = 64;

    private readonly HashSet<(UInt128 High, UInt128 Low)> _names = [];

    /// <summary>Returns the digests in <paramref name="texts"/>, including those in the packages in <paramref name="contents"/>.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="contents">The folder of the content store.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static ContentNames In(IEnumerable<NamingText> texts, string contents, CancellationToken cancellationToken)
    {
        ContentNames names = new();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (text.Kind)
            {
                case NamingKind.Message:
                    names.AddFromMessage(Convert.FromBase64String(text.Value));
                    break;
                case NamingKind.Digest when ContentFolder.PathOf(contents, text.Value) is var path && File.Exists(path):
                    names.AddFrom(new MemoryStream(Encoding.UTF8.GetBytes(text.Value)));
                    names.AddFrom(File.OpenRead(path));
                    break;
                default:
                    names.AddFrom(new MemoryStream(Encoding.UTF8.GetBytes(text.Value)));
                    break;
            }
        }

        return names;
    }

    /// <summary>True if <paramref name="digest"/> is among them.</summary>
    public bool Contains(string digest) => _names.Contains(Key(Encoding.ASCII.GetBytes(digest)));

    /// <summary>
    /// Every 64 lower-case hexadecimal digits that stand alone in <paramref name="stream"/>, which is read to its end and closed.
    /// </summary>
    private void AddFrom(Stream stream)
    {
        using var _ = stream;
        var buffer = new byte[64 << 10];
        var digits = new byte[DigestLength];
        var length = 0;
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            foreach (var value in buffer.AsSpan(0, count))
            {
                if (char.IsAsciiHexDigitLower((char)value))
                {
                    if (length < DigestLength)
                    {
                        digits[length] = value;
                    }

                    length++;
                    continue;
                }

                End();
            }
        }

        End();

        void End()
        {
            if (length == DigestLength)
            {
                _names.Add(Key(digits));
            }

            length = 0;
        }
    }

    private void AddFromMessage(byte[] message)
    {
        AddFrom(new MemoryStream(message));
        try
        {
            AddFrom(new GZipStream(new MemoryStream(message), CompressionMode.Decompress));
        }
        catch (InvalidDataException)
        {
            // Not gzipped, or broken: what was read until then counts.
        }
    }

    private static (UInt128 High, UInt128 Low) Key(ReadOnlySpan<byte> digits) => (
        UInt128.Parse(digits[..(DigestLength / 2)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        UInt128.Parse(digits[(DigestLength / 2)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
