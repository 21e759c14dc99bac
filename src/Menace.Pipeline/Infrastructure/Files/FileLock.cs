namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>The holders that a <see cref="FileLock"/> can have at the same time.</summary>
internal enum FileLockMode
{
    /// <summary>Any number of holders, and no exclusive one.</summary>
    Shared,

    /// <summary>One holder.</summary>
    Exclusive,
}

/// <summary>
/// A lock across processes. The operating system releases it when the process ends, however it ends. A named mutex would belong to a
/// thread, and the holders are asynchronous.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>
    /// Waits until the file at <paramref name="path"/> is locked, at most <paramref name="patience"/>. The file is created if it is
    /// missing.
    /// </summary>
    /// <param name="path">The file; it has no other content.</param>
    /// <param name="mode">Whether others may hold it too.</param>
    /// <param name="patience">How long to wait, or <see cref="Timeout.InfiniteTimeSpan"/>. Zero tries once.</param>
    /// <param name="poll">The pause between two tries.</param>
    /// <param name="clock">Measures the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, or null if it was held by others all the time.</returns>
    /// <exception cref="IOException">The file cannot be opened, for another reason than that it is locked.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static async Task<FileLock?> AcquireAsync(
        string path, FileLockMode mode, TimeSpan patience, TimeSpan poll, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            if (TryAcquire(path, mode) is { } held)
            {
                return held;
            }

            if (patience != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(start) >= patience)
            {
                return null;
            }

            await Task.Delay(poll, clock, cancellationToken);
        }
    }

    /// <summary>As <see cref="AcquireAsync"/>, for short waits in code that is not asynchronous.</summary>
    /// <exception cref="IOException">The file cannot be opened, for another reason than that it is locked.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static FileLock? Acquire(string path, FileLockMode mode, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryAcquire(path, mode) is { } held)
            {
                return held;
            }

            if (TimeProvider.System.GetElapsedTime(start) >= patience)
            {
                return null;
            }

            Thread.Sleep(Poll);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileLock? TryAcquire(string path, FileLockMode mode)
    {
        var (access, share) = mode == FileLockMode.Exclusive ? (FileAccess.ReadWrite, FileShare.None) : (FileAccess.Read, FileShare.Read);
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    /// <summary>
    /// Waiting helps only if another process has the file: EWOULDBLOCK of Linux and macOS, a sharing or lock violation of Windows.
    /// </summary>
    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
