using System.Diagnostics;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>Measures a running program against its limits, several times a second.</summary>
internal sealed class ProcessWatch(ProcessFamily family, ProcessCommand command)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FolderPause = TimeSpan.FromSeconds(1);

    private readonly ProcessLimits _limits = command.Limits;
    private readonly Stopwatch _sinceFolder = Stopwatch.StartNew();

    /// <summary>The limit that was exceeded, or null.</summary>
    public LimitExcess? Excess { get; private set; }

    /// <summary>Highest resident memory so far, in bytes.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>
    /// Measures until a limit is exceeded, which cancels <paramref name="stop"/>, or until <paramref name="stop"/> is cancelled.
    /// </summary>
    public async Task RunAsync(CancellationTokenSource stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Pause, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested && (Excess = Measure()) is not null)
            {
                await stop.CancelAsync();
            }
        }
    }

    private LimitExcess? Measure()
    {
        var members = family.Look();
        if (members.Count > _limits.Processes)
        {
            return new(LimitKind.Processes, members.Count);
        }

        if (Memory(members) is var memory && memory > _limits.Memory)
        {
            return new(LimitKind.Memory, memory);
        }

        // What is piped is cut by who reads the pipe.
        if (command is { KeepsChildren: true, OutputFile: { } file } && new FileInfo(file) is { Exists: true, Length: var length }
            && length > _limits.Output)
        {
            return new(LimitKind.Output, length);
        }

        return TemporaryBytes() is var bytes && bytes > _limits.TemporaryBytes ? new(LimitKind.Temporary, bytes) : null;
    }

    private long Memory(IReadOnlyList<ProcessEntry> members)
    {
        // Forked processes share most pages, so that the sum of what is resident says too much; the exact number is dear, so it is
        // read only if that sum is over the limit.
        var memory = members.Sum(member => member.Resident);
        memory = memory > _limits.Memory ? members.Sum(member => ProcessTable.ProportionalMemory(member.Id)) : memory;
        PeakMemory = Math.Max(PeakMemory, memory);
        return memory;
    }

    private long TemporaryBytes()
    {
        if (_limits.TemporaryFolder is not { } folder || _sinceFolder.Elapsed < FolderPause)
        {
            return 0;
        }

        _sinceFolder.Restart();
        return FolderSize.Of(folder);
    }
}
