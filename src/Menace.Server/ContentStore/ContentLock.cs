using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Server.ContentStore;

/// <summary>
/// Keeps those who delete from a content store apart from those who say that a content is there: any number of these, or one of those, across processes.
/// A file lock, because the operating system releases it whatever happens to the process. Both hold it for moments.
/// </summary>
internal sealed class ContentLock(string root)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    // Beside the folder: in it there are contents only.
    private readonly string _path = root + ".lock";

    /// <summary>Nothing is deleted until it is disposed of.</summary>
    public Task<IDisposable> KeepAsync(CancellationToken cancellationToken) => AcquireAsync(FileAccess.Read, FileShare.Read, cancellationToken);

    /// <summary>Nobody says that something is there until it is disposed of.</summary>
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
