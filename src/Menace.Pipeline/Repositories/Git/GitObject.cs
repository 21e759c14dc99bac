using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>The kinds of objects in a generated repository; the numbers are those of the pack format (gitformat-pack(5)).</summary>
internal enum GitObjectKind
{
    /// <summary>A commit.</summary>
    Commit = 1,

    /// <summary>A folder.</summary>
    Tree = 2,

    /// <summary>The bytes of a file.</summary>
    Blob = 3,
}

/// <summary>
/// An object as git stores it, with its id. Made here from bytes in memory: no filter and no setting of the user takes part, and
/// a repository costs no process and no native call.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Content">The bytes without git's header.</param>
/// <param name="Id">SHA-1 over header and content: 20 bytes.</param>
internal sealed record GitObject(GitObjectKind Kind, ReadOnlyMemory<byte> Content, byte[] Id)
{
    /// <summary>Length of an id in bytes.</summary>
    public const int IdLength = 20;

    private const int BufferLength = 1 << 16;

    /// <summary>The id in lower-case hexadecimal.</summary>
    public string Sha => Convert.ToHexStringLower(Id);

    /// <summary>The object of <paramref name="content"/>.</summary>
    public static GitObject Of(GitObjectKind kind, ReadOnlyMemory<byte> content) => new(kind, content, IdOf(kind, content.Span));

    /// <summary>The id that git gives to <paramref name="content"/>.</summary>
    public static byte[] IdOf(GitObjectKind kind, ReadOnlySpan<byte> content)
    {
        using var hash = Begin(kind, content.Length);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    /// <summary>The id that git gives to the content of a file, which is read in parts.</summary>
    /// <exception cref="IOException">The file got another length while it was read.</exception>
    public static byte[] IdOfBlob(FileStream content)
    {
        var left = content.Length;
        using var hash = Begin(GitObjectKind.Blob, left);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (content.Read(buffer) is var count and > 0)
            {
                hash.AppendData(buffer, 0, count);
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return left == 0 ? hash.GetHashAndReset() : throw new IOException($"'{content.Name}' changed while it was read");
    }

    private static IncrementalHash Begin(GitObjectKind kind, long length)
    {
#pragma warning disable CA5350 // Git's object ids are SHA-1.
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        Span<byte> header = stackalloc byte[32];
        _ = Encoding.ASCII.TryGetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{NameOf(kind)} {length}\0"), header, out var written);
        hash.AppendData(header[..written]);
        return hash;
    }

    private static string NameOf(GitObjectKind kind) => kind switch
    {
        GitObjectKind.Commit => "commit",
        GitObjectKind.Tree => "tree",
        _ => "blob",
    };
}
