using System.Net.ServerSentEvents;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Stage4;

/// <summary>
/// Cancels a run if its last listener requested that and has been gone for longer than a lease. Each listener is recorded in the database
/// regularly, so the listener can use any service, and services can restart.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="worker">Cancels runs.</param>
/// <param name="lease">The maximum time without a listener.</param>
/// <param name="logger">Receives failures of the database.</param>
internal sealed partial class RunListeners(RunStore store, RunWorker worker, TimeSpan lease, ILogger logger) : IAsyncDisposable
{
    private readonly BackgroundWork _background = new();

    /// <summary>Begins to cancel runs without a listener. After a restart of the service, listeners have one lease to reconnect.</summary>
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

    /// <summary>Returns the events, and keeps a listener recorded while they are read.</summary>
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
                await worker.CancelAsync(run, $"no client has waited for it for {lease.TotalSeconds:0.###} s");
            }
        }
        catch (WorkflowDbException exception)
        {
            LogGoesOn(logger, exception.Reason);
        }
        catch (Exception exception)
        {
            // This loop must not end, because its failure would go unnoticed.
            LogUnexpected(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The listener of run {RunId} could not be recorded: {Reason}")]
    private static partial void LogNotSaid(ILogger logger, long runId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Runs without a listener could not be cancelled: {Reason}")]
    private static partial void LogGoesOn(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure while cancelling runs without a listener")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
