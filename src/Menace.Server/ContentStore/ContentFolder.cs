using System.Buffers;
using System.Security.Cryptography;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Server.Hosting;

namespace Menace.Server.ContentStore;

/// <summary>
/// Content by its SHA-256, in a folder: <c>ab/abcdef…</c>. A file is there whole or not at all, and never changes. A disk or a hand may
/// damage it all the same: then it is removed when it is needed, and counts as missing, so that it is stored again. The time of a file says
/// when it was stored or needed the last time: <see cref="ContentSweep"/> goes by it.
/// </summary>
internal class ContentFolder
{
    private readonly string _root;
    private readonly string _incoming;
    private readonly ContentLock _lock;
    private readonly TimeProvider _clock;

    /// <summary>The path of the content store in a state folder.</summary>
    public static string In(string stateFolder) => Path.Combine(stateFolder, "cas");

    /// <summary>Uses the folder <paramref name="root"/>; removes files that an earlier process left incomplete.</summary>
    public ContentFolder(string root, TimeProvider? clock = null)
    {
        _root = root;
        _clock = clock ?? TimeProvider.System;
        _incoming = Path.Combine(root, "incoming");
        _lock = new(root);
        if (Directory.Exists(_incoming))
        {
            Directory.Delete(_incoming, recursive: true);
        }

        Directory.CreateDirectory(_incoming);
    }

    /// <summary>
    /// Gets the path of the content with <paramref name="digest"/> after reading it whole, or null if it is not here or was damaged.
    /// </summary>
    public async Task<string?> FindAsync(string digest, CancellationToken cancellationToken) =>
        await IsIntactAsync(digest, cancellationToken) ? PathOf(digest) : null;

    /// <summary>Gets a content that is needed, so that it stays for a while, named or not; a store behind this one is asked too.</summary>
    /// <returns>Bytes of this digest, or null if they are nowhere.</returns>
    /// <exception cref="IOException">That store is unreachable.</exception>
    public virtual async Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken)
    {
        if (!await TouchAsync(digest, cancellationToken))
        {
            return null;
        }

        var content = await File.ReadAllBytesAsync(PathOf(digest), cancellationToken);
        if (ContentDigest.Of(content) == digest)
        {
            return content;
        }

        await RemoveDamagedAsync(digest, cancellationToken);
        return null;
    }

    /// <summary>Gets how many bytes the content with <paramref name="digest"/> has; 0 if it is not here.</summary>
    public long SizeOf(string digest) => new FileInfo(PathOf(digest)) is { Exists: true } file ? file.Length : 0;

    /// <summary>As if it were stored now.</summary>
    /// <returns>False if it is not here or was damaged, and has to be stored.</returns>
    /// <exception cref="IOException">A store behind this one is unreachable.</exception>
    public virtual async Task<bool> RefreshAsync(string digest, CancellationToken cancellationToken) =>
        await TouchAsync(digest, cancellationToken) && await IsIntactAsync(digest, cancellationToken);

    /// <summary>Stores <paramref name="content"/>.</summary>
    /// <param name="digest">The required digest.</param>
    /// <param name="content">The content, read to its end.</param>
    /// <param name="maximum">Bytes that it may have.</param>
    /// <param name="cancellationToken">Ends the reading; nothing is kept.</param>
    /// <returns>True if it was not here before, or damaged.</returns>
    /// <exception cref="ProblemException">It has another digest (400), or is too large (413). Nothing is kept.</exception>
    public virtual async Task<bool> PutAsync(string digest, Stream content, long maximum, CancellationToken cancellationToken)
    {
        var isNew = !await TouchAsync(digest, cancellationToken) || !await IsIntactAsync(digest, cancellationToken);
        var temporary = Path.Combine(_incoming, Path.GetRandomFileName());
        try
        {
            string found;
            await using (var file = isNew ? new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)
                : Stream.Null)
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

    /// <summary>Moves the file at <paramref name="path"/> into the store.</summary>
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

    /// <summary>
    /// Where the store in the folder <paramref name="root"/> has the content with <paramref name="digest"/>, if it has it.
    /// </summary>
    public static string PathOf(string root, string digest) =>
        ContentDigest.IsDigest(digest) ? Path.Combine(root, digest[..2], digest)
            : throw new ArgumentException("No digest.", nameof(digest));

    /// <summary>The contents of the store in the folder <paramref name="root"/>.</summary>
    public static IEnumerable<FileInfo> FilesIn(string root) =>
        !Directory.Exists(root) ? [] : new DirectoryInfo(root).EnumerateDirectories()
        .Where(folder => folder.Name.Length == 2)
        .SelectMany(folder => folder.EnumerateFiles().Where(file => ContentDigest.IsDigest(file.Name)));

    /// <summary>Gets the digest of the file at <paramref name="path"/>.</summary>
    public static async Task<string> DigestOfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        return await CopyAsync(file, Stream.Null, long.MaxValue, cancellationToken);
    }

    /// <summary>False if it is not here; damaged content is removed, and is not here either.</summary>
    private async Task<bool> IsIntactAsync(string digest, CancellationToken cancellationToken)
    {
        try
        {
            if (await DigestOfAsync(PathOf(digest), cancellationToken) == digest)
            {
                return true;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        await RemoveDamagedAsync(digest, cancellationToken);
        return false;
    }

    private async Task RemoveDamagedAsync(string digest, CancellationToken cancellationToken)
    {
        // Meanwhile it may have been stored again, whole.
        using var held = await _lock.DeleteAsync(cancellationToken);
        if (File.Exists(PathOf(digest)) && await DigestOfAsync(PathOf(digest), cancellationToken) != digest)
        {
            File.Delete(PathOf(digest));
        }
    }

    private async Task MoveAsync(string temporary, string digest, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.SetLastWriteTimeUtc(temporary, _clock.GetUtcNow().UtcDateTime);
        using var held = await _lock.KeepAsync(cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Sets its time to now; false if it is not here.</summary>
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

        File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
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
