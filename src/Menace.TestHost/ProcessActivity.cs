using System.Diagnostics;

namespace Menace.TestHost;

/// <summary>Finds code that still runs, or will run, after a bot is done: threads, work of the thread pool, timers.</summary>
internal sealed class ProcessActivity
{
    private const string Tasks = "/proc/self/task";
    private const string PoolWorker = ".NET TP Worker";

    /// <summary>Threads that .NET starts for itself when they are needed, and keeps. The kernel cuts names to 15 characters.</summary>
    private static readonly HashSet<string> Own =
        [".NET SigHandler", ".NET Tiered Com", ".NET TP Gate", ".NET Timer", ".NET BGC", ".NET Finalizer"];

    /// <summary>What has been told to end gets this long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _known = [.. Directory.EnumerateDirectories(Tasks)];
    private readonly long _timers = Timer.ActiveCount;

    /// <summary>Returns what still runs, or null.</summary>
    public string? Find()
    {
        var clock = Stopwatch.StartNew();
        var found = Look();
        while (found is not null && clock.Elapsed < Grace)
        {
            Thread.Sleep(1);
            found = Look();
        }

        return found;
    }

    private string? Look()
    {
        ThreadPool.GetAvailableThreads(out var idle, out _);
        ThreadPool.GetMaxThreads(out var all, out _);
        return all != idle || ThreadPool.PendingWorkItemCount > 0 ? "work of the thread pool"
            : Timer.ActiveCount != _timers ? "a timer"
            : HasThreads() ? "a thread"
            : null;
    }

    /// <summary>A thread without a name has that of the thread that started it, so those of the pool are counted.</summary>
    private bool HasThreads()
    {
        var workers = 0;
        foreach (var task in Directory.EnumerateDirectories(Tasks).Where(task => !_known.Contains(task)))
        {
            var name = Name(task);
            workers += name == PoolWorker ? 1 : 0;
            if (name is not (null or PoolWorker) && !Own.Contains(name))
            {
                return true;
            }
        }

        return workers > ThreadPool.ThreadCount;
    }

    private static string? Name(string task)
    {
        try
        {
            return File.ReadAllText(task + "/comm").TrimEnd('\n');
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }
}
