using System.Text;

namespace Menace.Pipeline.Contracts;

/// <summary>A file that a task names, as it was when the package was handed off.</summary>
/// <param name="Bytes">The exact bytes.</param>
/// <param name="IsExecutable">True if its owner may execute it.</param>
public sealed record FileContent(ReadOnlyMemory<byte> Bytes, bool IsExecutable = false)
{
    /// <summary>Larger ones do not belong into a git repository, and no common host takes them.</summary>
    public const int LargestBytes = 100 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text of the file; a byte order mark says in which encoding, else it is UTF-8.</summary>
    public string Text
    {
        get
        {
            using var reader = new StreamReader(new MemoryStream(Bytes.ToArray()), Utf8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Lower-case hexadecimal SHA-256 of the bytes.</summary>
    public string Hash() => ContentDigest.Of(Bytes.Span);

    /// <summary>The content of a text file.</summary>
    public static FileContent FromText(string text) => new(Utf8.GetBytes(text));
}
