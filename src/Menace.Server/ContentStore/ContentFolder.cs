using System.Buffers;
using System.Security.Cryptography;
using Menace.Model.Diagnostics;
using Menace.Server.Hosting;

namespace Menace.Server.ContentStore;

/// <summary>
/// Content by its SHA-256, in a folder: <c>ab/abcdef…</c>. A file is there whole or not at all, and never changes. Its time says when it was stored or needed the last time:
/// <see cref="ContentSweep"/> goes by it.
/// </summary>
internal class ContentFolder
{
    private readonly string _root;
    private readonly string _incoming;
    private readonly ContentLock _lock;

    /// <summary>Uses the folder <paramref name="root"/>; what an earlier process left half-written is removed.</summary>
    public ContentFolder(string root)
    {
        _root = root;
        _incoming = Path.Combine(root, "incoming");
        _lock = new(root);
        if (Directory.Exists(_incoming))
        {
            Directory.Delete(_incoming, recursive: true);
        }

        Directory.CreateDirectory(_incoming);
    }

    /// <summary>True for 64 lower-case hexadecimal digits.</summary>
    public static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Path of the content with <paramref name="digest"/>, or null where it is not here.</summary>
    public string? Find(string digest) => PathOf(digest) is var path && File.Exists(path) ? path : null;

    /// <summary>The same for somebody who needs it, so that it stays for a while, named or not; a store behind this one is asked too.</summary>
    /// <exception cref="IOException">That store is out of reach.</exception>
    public virtual async Task<string?> FetchAsync(string digest, CancellationToken cancellationToken) => await TouchAsync(digest, cancellationToken) ? PathOf(digest) : null;

    /// <summary>As if it were stored now.</summary>
    /// <returns>False where it is not here, and has to be stored.</returns>
    /// <exception cref="IOException">A store behind this one is out of reach.</exception>
    public virtual Task<bool> RefreshAsync(string digest, CancellationToken cancellationToken) => TouchAsync(digest, cancellationToken);

    /// <summary>Stores what <paramref name="content"/> gives.</summary>
    /// <param name="digest">What its digest must be.</param>
    /// <param name="content">The content, read to its end.</param>
    /// <param name="maximum">Bytes that it may have.</param>
    /// <param name="cancellationToken">Ends the reading; nothing is kept.</param>
    /// <returns>True where it was not here before.</returns>
    /// <exception cref="ProblemException">It has another digest (400), or is too large (413). Nothing is kept.</exception>
    public virtual async Task<bool> PutAsync(string digest, Stream content, long maximum, CancellationToken cancellationToken)
    {
        var isNew = !await TouchAsync(digest, cancellationToken);
        var temporary = Path.Combine(_incoming, Path.GetRandomFileName());
        try
        {
            string found;
            await using (var file = isNew ? new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0) : Stream.Null)
            {
                found = await CopyAsync(content, file, maximum, cancellationToken);
                (file as FileStream)?.Flush(flushToDisk: true);
            }

            if (found != digest)
            {
                throw new ProblemException(StatusCodes.Status400BadRequest, Rules.DigestMismatch, digest, found);
            }

            if (isNew)
            {
                await MoveAsync(temporary, digest, cancellationToken);
            }

            return isNew;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Stores the file at <paramref name="path"/>, which is gone then.</summary>
    /// <returns>Its digest and its size.</returns>
    public virtual async Task<(string Digest, long Size)> TakeAsync(string path, CancellationToken cancellationToken)
    {
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
            file.Flush(flushToDisk: true);
            await MoveAsync(path, digest, cancellationToken);
            return (digest, file.Length);
        }
    }

    /// <summary>A path for a file that <see cref="TakeAsync"/> will take, on the same disk.</summary>
    public string NewPath() => Path.Combine(_incoming, Path.GetRandomFileName());

    /// <summary>Where the store in the folder <paramref name="root"/> has the content with <paramref name="digest"/>, if it has it.</summary>
    public static string PathOf(string root, string digest) =>
        IsDigest(digest) ? Path.Combine(root, digest[..2], digest) : throw new ArgumentException("No digest.", nameof(digest));

    private async Task MoveAsync(string temporary, string digest, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var held = await _lock.KeepAsync(cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Sets its time to now; false where it is not here.</summary>
    private async Task<bool> TouchAsync(string digest, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        if (!File.Exists(path))
        {
            return false;
        }

        using var held = await _lock.KeepAsync(cancellationToken);
        if (!File.Exists(path))
        {
            return false;
        }

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        return true;
    }

    private string PathOf(string digest) => PathOf(_root, digest);

    private static async Task<string> CopyAsync(Stream content, Stream file, long maximum, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(128 << 10);
        try
        {
            var size = 0L;
            int count;
            while ((count = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                size += count;
                if (size > maximum)
                {
                    throw new ProblemException(StatusCodes.Status413PayloadTooLarge, Rules.BodyTooLarge, $"{maximum} bytes");
                }

                hash.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
