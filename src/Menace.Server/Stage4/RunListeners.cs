using System.Net.ServerSentEvents;
using Menace.Pipeline.Storage;

namespace Menace.Server.Stage4;

/// <summary>
/// Cancels a run when the last of those who listen to it is gone for longer than a lease, and that one asked for it. A service that is started
/// again knows nothing of who was there: the run goes on.
/// </summary>
/// <param name="cancel">Cancels a run, with a reason.</param>
/// <param name="lease">How long nobody may be there.</param>
/// <param name="logger">Told of a run that could not be cancelled.</param>
/// <param name="stopping">The end of the service.</param>
internal sealed partial class RunListeners(Func<long, string, Task> cancel, TimeSpan lease, ILogger logger, CancellationToken stopping)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (int Present, int Visits)> _runs = [];

    /// <summary>The events, counted as somebody who is there while they are read.</summary>
    public async IAsyncEnumerable<SseItem<RunEvent>> ListenAsync(long runId, bool cancels, IAsyncEnumerable<SseItem<RunEvent>> events)
    {
        var hasEnded = false;
        Enter(runId);
        try
        {
            await foreach (var happened in events)
            {
                hasEnded = happened.EventType == "end";
                yield return happened;
            }
        }
        finally
        {
            var visit = Leave(runId, hasEnded);
            if (cancels && !hasEnded && !stopping.IsCancellationRequested)
            {
                _ = Task.Run(() => CancelLaterAsync(runId, visit), stopping);
            }
        }
    }

    private async Task CancelLaterAsync(long runId, int visit)
    {
        await Task.Delay(lease, stopping);
        if (!IsAway(runId, visit))
        {
            return;
        }

        try
        {
            await cancel(runId, $"nobody has waited for it for {lease.TotalSeconds:0.###} s");
        }
        catch (WorkflowDbException exception)
        {
            LogGoesOn(logger, runId, exception.Reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId}, for which nobody waits, could not be cancelled and goes on: {Reason}")]
    private static partial void LogGoesOn(ILogger logger, long runId, string reason);

    private void Enter(long runId)
    {
        lock (_lock)
        {
            var (present, visits) = _runs.GetValueOrDefault(runId);
            _runs[runId] = (present + 1, visits + 1);
        }
    }

    /// <returns>How many have come so far.</returns>
    private int Leave(long runId, bool isOver)
    {
        lock (_lock)
        {
            var (present, visits) = _runs.GetValueOrDefault(runId);
            if (isOver)
            {
                _runs.Remove(runId);
            }
            else
            {
                _runs[runId] = (present - 1, visits);
            }

            return visits;
        }
    }

    /// <summary>True where nobody is there and nobody has come since.</summary>
    private bool IsAway(long runId, int visit)
    {
        lock (_lock)
        {
            return _runs.TryGetValue(runId, out var run) && run == (0, visit);
        }
    }
}
