using System.Diagnostics;
using System.Globalization;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>
/// One build at a time per state folder, across processes. A file lock, because the operating system releases it whatever
/// happens to the process (named mutexes belong to threads, and stages are asynchronous).
/// </summary>
internal sealed class StateLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock of <paramref name="stateDirectory"/>, at most <paramref name="patience"/>.</summary>
    /// <exception cref="StateLockedException">Another process held it all the time.</exception>
    public static async Task<StateLock> AcquireAsync(string stateDirectory, TimeSpan patience, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(stateDirectory);
        var path = Path.Combine(stateDirectory, "lock");
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
                WriteHolder(path, file);
                return new StateLock(file);
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                if (waited.Elapsed >= patience)
                {
                    throw new StateLockedException(path, patience, ReadHolder(path));
                }

                await Task.Delay(Poll, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The holder's name is in a file of its own: the lock file itself cannot be read while it is locked.
    private static void WriteHolder(string path, FileStream held)
    {
        try
        {
            File.WriteAllText(path + ".pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Waiting helps only where another process has the file: EWOULDBLOCK of Linux and macOS, a sharing or lock violation of Windows.</summary>
    public static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    private static string ReadHolder(string path)
    {
        try
        {
            return File.ReadAllText(path + ".pid");
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}

/// <summary>Another build holds the state folder (MENACE0006).</summary>
internal sealed class StateLockedException(string path, TimeSpan waited, string holder)
    : Exception($"Another build holds '{path}' (process {holder}).")
{
    /// <summary>The lock file.</summary>
    public string LockPath { get; } = path;

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; } = waited;

    /// <summary>Process id of the holder.</summary>
    public string OwningProcess { get; } = holder;
}

/// <summary>The state folder cannot be made or written (MENACE0007).</summary>
internal sealed class StateUnwritableException(string folder, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;
}
