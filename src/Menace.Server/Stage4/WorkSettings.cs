using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Stage4;

/// <summary>The settings of a process that builds packages, whether it listens or not.</summary>
/// <param name="StateFolder">Absolute path of the folder with its database, content store and runs.</param>
/// <param name="Pipeline">Concurrency, time-outs and tools of the runs.</param>
/// <param name="MaximumBody">Bytes that a package may have when it is unpacked.</param>
internal record WorkSettings(string StateFolder, BotDevConfig Pipeline, long MaximumBody)
{
    /// <summary>Bytes that the packages of all requests and messages may have together while they are read and checked.</summary>
    public virtual long MaximumBodies => 128 << 20;

    /// <summary>Gives all times, and lets them pass.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gets the name of the worker: the same for every process that has this state folder, which is one at a time.
    /// </summary>
    public string WorkerName { get; } =
        $"{Environment.MachineName}-{ContentDigest.Of(StateFolder)[..8]}";

    /// <summary>The database, or null for a file in the state folder.</summary>
    public WorkflowProvider? Database { get; init; }

    /// <summary>Maximum number of concurrent runs; 0 only accepts packages.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Runs that may wait.</summary>
    public int MostQueued { get; init; } = 1000;

    /// <summary>Time of one run.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Gets the time that a slot waits for the work of a run that was cancelled or timed out.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the time that a run stays leased to a worker that does not renew its lease.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The queue that packages come from besides HTTP, or null.</summary>
    public BrokerSettings? Broker { get; init; }

    /// <summary>The Stage 4 whose content store is behind the folder's own, or null.</summary>
    public HandoffSettings? Contents { get; init; }

    /// <summary>Gets the time that a run and its files are kept after its end; null: for ever.</summary>
    public TimeSpan? Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Gets the interval of pruning.</summary>
    public TimeSpan PruneEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>True if the rows of runs are this process's to remove: those of a shared database are a Stage 4's.</summary>
    public virtual bool RemovesRuns => Database is null;
}
