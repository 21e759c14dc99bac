using System.Net.ServerSentEvents;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Stage4;

/// <summary>
/// Cancels a run when the last of those who listen to it is gone for longer than a lease, and that one asked for it. Each who listens says so in the database
/// again and again, so that it does not matter which service he listens at, nor whether that one is started again meanwhile.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="worker">Cancels runs.</param>
/// <param name="lease">How long nobody may be there.</param>
/// <param name="logger">Told of what the database could not be told.</param>
internal sealed partial class RunListeners(RunStore store, RunWorker worker, TimeSpan lease, ILogger logger) : IAsyncDisposable
{
    private readonly BackgroundWork _background = new();

    /// <summary>Begins to cancel runs that nobody waits for. Whoever waited for a service that was started again has a lease to come back.</summary>
    public void Start() => _background.Start(async () =>
    {
        await _background.PauseAsync(lease);
        while (!_background.IsStopping)
        {
            await CancelUnwantedAsync();
            await _background.PauseAsync(lease / 4);
        }
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _background.DisposeAsync();

    /// <summary>The events, with somebody who is there while they are read.</summary>
    public async IAsyncEnumerable<SseItem<RunEvent>> ListenAsync(long runId, bool cancels, IAsyncEnumerable<SseItem<RunEvent>> events)
    {
        await using var presence = new BackgroundWork();
        await WantAsync(runId, cancels);
        presence.Start(async () =>
        {
            await presence.PauseAsync(lease / 3);
            while (!presence.IsStopping)
            {
                await WantAsync(runId, cancels);
                await presence.PauseAsync(lease / 3);
            }
        });
        await foreach (var happened in events)
        {
            yield return happened;
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
                await worker.CancelAsync(run, $"nobody has waited for it for {lease.TotalSeconds:0.###} s");
            }
        }
        catch (WorkflowDbException exception)
        {
            LogGoesOn(logger, exception.Reason);
        }
        catch (Exception exception)
        {
            // Whoever looks for such runs must not end: nobody would notice.
            LogUnexpected(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "That somebody waits for run {RunId} could not be recorded: {Reason}")]
    private static partial void LogNotSaid(ILogger logger, long runId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Runs for which nobody waits could not be cancelled and go on: {Reason}")]
    private static partial void LogGoesOn(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure while runs for which nobody waits were cancelled")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
