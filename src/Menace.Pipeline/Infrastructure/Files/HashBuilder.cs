using System.Security.Cryptography;
using System.Text;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>SHA-256 over a sequence of parts; each part's length is part of it, so that parts cannot run into each other.</summary>
internal sealed class HashBuilder : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds <paramref name="text"/> as UTF-8.</summary>
    public HashBuilder Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds <paramref name="bytes"/>.</summary>
    public HashBuilder Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>The hash so far in lower-case hexadecimal, and resets the builder.</summary>
    public string ToHex() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
