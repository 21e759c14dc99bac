using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Server.ContentStore;

/// <summary>
/// Cross-process reader/writer lock of a content store: many existence checks or one deletion.
/// It is a file lock, because the operating system releases it if the process is killed. Both hold it only briefly.
/// </summary>
internal sealed class ContentLock(string root)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    // Beside the folder: in it there are contents only.
    private readonly string _path = root + ".lock";

    /// <summary>Prevents deletions until it is disposed.</summary>
    public Task<IDisposable> KeepAsync(CancellationToken cancellationToken) => AcquireAsync(FileAccess.Read, FileShare.Read, cancellationToken);

    /// <summary>Prevents existence checks until it is disposed.</summary>
    public Task<IDisposable> DeleteAsync(CancellationToken cancellationToken) => AcquireAsync(FileAccess.ReadWrite, FileShare.None, cancellationToken);

    private async Task<IDisposable> AcquireAsync(FileAccess access, FileShare share, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(_path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
            }
            catch (IOException exception) when (StateLock.IsHeld(exception))
            {
                await Task.Delay(Poll, cancellationToken);
            }
        }
    }
}
