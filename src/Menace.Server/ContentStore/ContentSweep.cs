namespace Menace.Server.ContentStore;

/// <summary>
/// Deletes contents from a folder that others use at the same time. A blob that was stored or requested recently, and may be about to be
/// referenced, is never deleted.
/// </summary>
/// <param name="root">The folder of the content store.</param>
internal sealed class ContentSweep(string root)
{
    /// <summary>The time within which a new blob must be referenced in the database.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>Files per deletion, during which existence checks wait.</summary>
    private const int AtOnce = 32;

    private readonly ContentLock _lock = new(root);

    /// <summary>Deletes the blobs that are older than <paramref name="before"/> and not <paramref name="isNamed"/>.</summary>
    /// <param name="before">The younger ones stay.</param>
    /// <param name="isNamed">Returns whether something names a digest.</param>
    /// <param name="isDryRun">Only count.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <returns>The number of deleted blobs, and their bytes.</returns>
    public async Task<(int Count, long Bytes)> RunAsync(
        DateTimeOffset before, Func<string, bool> isNamed, bool isDryRun, CancellationToken cancellationToken)
    {
        var (count, bytes) = (0, 0L);
        foreach (var batch in ContentFolder.FilesIn(root).Where(file => IsOlder(file, before) && !isNamed(file.Name)).Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var held = isDryRun ? null : await _lock.DeleteAsync(cancellationToken);
            foreach (var file in batch)
            {
                // It may have been stored again since.
                file.Refresh();
                if (!file.Exists || !IsOlder(file, before))
                {
                    continue;
                }

                (count, bytes) = (count + 1, bytes + file.Length);
                if (!isDryRun)
                {
                    file.Delete();
                }
            }
        }

        return (count, bytes);
    }

    private static bool IsOlder(FileInfo file, DateTimeOffset before) => file.LastWriteTimeUtc < before.UtcDateTime;
}
