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

    /// <summary>The id in lower-case hexadecimal.</summary>
    public string Sha => Convert.ToHexStringLower(Id);

    /// <summary>The object of <paramref name="content"/>.</summary>
    public static GitObject Of(GitObjectKind kind, ReadOnlyMemory<byte> content) => new(kind, content, IdOf(kind, content.Span));

    /// <summary>The id that git gives to <paramref name="content"/>.</summary>
    public static byte[] IdOf(GitObjectKind kind, ReadOnlySpan<byte> content)
    {
#pragma warning disable CA5350 // Git's object ids are SHA-1.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        Span<byte> header = stackalloc byte[32];
        _ = Encoding.ASCII.TryGetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{NameOf(kind)} {content.Length}\0"), header, out var length);
        hash.AppendData(header[..length]);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    private static string NameOf(GitObjectKind kind) => kind switch
    {
        GitObjectKind.Commit => "commit",
        GitObjectKind.Tree => "tree",
        _ => "blob",
    };
}
