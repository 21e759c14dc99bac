using System.Net.ServerSentEvents;
using Menace.Pipeline.Storage;

namespace Menace.Server.Stage4;

/// <summary>
/// Cancels a run when the last of those who listen to it is gone for longer than a lease, and that one asked for it. Each who listens says so in the database
/// again and again, so that it does not matter which service he listens at, nor whether that one is started again meanwhile.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="cancel">Cancels a run, with a reason.</param>
/// <param name="lease">How long nobody may be there.</param>
/// <param name="logger">Told of what the database could not be told.</param>
/// <param name="stopping">The end of the service.</param>
internal sealed partial class RunListeners(RunStore store, Func<long, string, Task> cancel, TimeSpan lease, ILogger logger, CancellationToken stopping)
{
    /// <summary>The events, with somebody who is there while they are read.</summary>
    public async IAsyncEnumerable<SseItem<RunEvent>> ListenAsync(long runId, bool cancels, IAsyncEnumerable<SseItem<RunEvent>> events)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await WantAsync(runId, cancels);
        var waiting = RepeatAsync(lease / 3, () => WantAsync(runId, cancels), gone.Token);
        try
        {
            await foreach (var happened in events)
            {
                yield return happened;
            }
        }
        finally
        {
            await gone.CancelAsync();
            await waiting;
        }
    }

    /// <summary>Begins to cancel runs that nobody waits for. Whoever waited for a service that was started again has a lease to come back.</summary>
    public void StartWatching() => _ = Task.Run(async () =>
    {
        await Task.WhenAny(Task.Delay(lease, stopping));
        await RepeatAsync(lease / 4, CancelUnwantedAsync, stopping);
    });

    private static async Task RepeatAsync(TimeSpan pause, Func<Task> work, CancellationToken end)
    {
        while (true)
        {
            await Task.WhenAny(Task.Delay(pause, end));
            if (end.IsCancellationRequested)
            {
                return;
            }

            await work();
        }
    }

    private async Task WantAsync(long runId, bool cancels)
    {
        try
        {
            await store.WriteAsync(
                database =>
                {
                    database.Want(runId, cancels ? DateTimeOffset.UtcNow + lease : null);
                    return true;
                },
                isChange: _ => false);
        }
        catch (WorkflowDbException exception)
        {
            LogNotSaid(logger, runId, exception.Reason);
        }
    }

    private async Task CancelUnwantedAsync()
    {
        try
        {
            foreach (var run in await store.ReadAsync(database => database.Unwanted()))
            {
                await cancel(run, $"nobody has waited for it for {lease.TotalSeconds:0.###} s");
            }
        }
        catch (WorkflowDbException exception)
        {
            LogGoesOn(logger, exception.Reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "That somebody waits for run {RunId} could not be recorded: {Reason}")]
    private static partial void LogNotSaid(ILogger logger, long runId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Runs for which nobody waits could not be cancelled and go on: {Reason}")]
    private static partial void LogGoesOn(ILogger logger, string reason);
}
