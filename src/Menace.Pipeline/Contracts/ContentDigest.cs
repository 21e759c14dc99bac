using System.Security.Cryptography;
using System.Text;

namespace Menace.Pipeline.Contracts;

/// <summary>The digest that names a content everywhere: SHA-256 in lower-case hexadecimal.</summary>
internal static class ContentDigest
{
    /// <summary>The digest of <paramref name="content"/>.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The digest of <paramref name="text"/> in UTF-8.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>True if <paramref name="text"/> is written like a digest.</summary>
    public static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
