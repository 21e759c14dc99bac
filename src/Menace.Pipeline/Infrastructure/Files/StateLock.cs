using System.Globalization;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Lets one build at a time use a state folder, across processes.</summary>
internal static class StateLock
{
    /// <summary>How long a build waits for another one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock of <paramref name="stateDirectory"/>, at most <paramref name="patience"/>.</summary>
    /// <exception cref="StateLockedException">Another process held it all the time.</exception>
    public static async Task<FileLock> AcquireAsync(
        string stateDirectory, TimeSpan patience, CancellationToken cancellationToken, TimeProvider? clock = null)
    {
        Directory.CreateDirectory(stateDirectory);
        var path = Path.Combine(stateDirectory, "lock");
        var held = await FileLock.AcquireAsync(
            path, FileLockMode.Exclusive, patience, Poll, clock ?? TimeProvider.System, cancellationToken)
            ?? throw new StateLockedException(path, patience, ReadHolder(path));
        try
        {
            // In a file of its own: the lock file itself cannot be read while it is locked.
            await File.WriteAllTextAsync(path + ".pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), cancellationToken);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

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
    /// <summary>Process id of the holder.</summary>
    public string OwningProcess { get; } = holder;

    /// <summary>The lock file, the time that the build waited, and the process id of the holder, as the rule names them.</summary>
    public string[] Arguments { get; } = [path, $"{waited.TotalMinutes:0} minutes", holder];
}

/// <summary>The state folder cannot be made or written (MENACE0007).</summary>
internal sealed class StateUnwritableException(string folder, Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;
}
