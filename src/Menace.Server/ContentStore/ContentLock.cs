using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Server.ContentStore;

/// <summary>
/// The lock of a content store, across processes: many may rely on existing blobs, or one may delete. Both hold it for moments.
/// </summary>
internal sealed class ContentLock(string root)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    // Beside the folder: in it there are contents only.
    private readonly string _path = root + ".lock";

    /// <summary>Waits until nothing is deleted; nothing is until the lock is disposed of.</summary>
    public Task<FileLock> KeepAsync(CancellationToken cancellationToken) => AcquireAsync(FileLockMode.Shared, cancellationToken);

    /// <summary>Waits until no process relies on existing blobs; none does until the lock is disposed of.</summary>
    public Task<FileLock> DeleteAsync(CancellationToken cancellationToken) => AcquireAsync(FileLockMode.Exclusive, cancellationToken);

    private async Task<FileLock> AcquireAsync(FileLockMode mode, CancellationToken cancellationToken) =>
        (await FileLock.AcquireAsync(_path, mode, Timeout.InfiniteTimeSpan, Poll, TimeProvider.System, cancellationToken))!;
}
