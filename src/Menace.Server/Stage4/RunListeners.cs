using System.Net.ServerSentEvents;
using Menace.Pipeline.Storage;
using Menace.Server.Storage;

namespace Menace.Server.Stage4;

/// <summary>
/// Cancels a run when the last of those who listen to it is gone for longer than a lease, and that one asked for it. Each who listens says
/// so in the database again and again, so that it does not matter which service he listens at, nor whether that one is started again
/// meanwhile.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="worker">Cancels runs.</param>
/// <param name="lease">How long a run may be without a listener.</param>
/// <param name="clock">Lets the lease pass.</param>
/// <param name="logger">Takes what could not be written to the database.</param>
internal sealed partial class RunListeners(
    RunStore store, RunWorker worker, TimeSpan lease, TimeProvider clock, ILogger<RunListeners> logger)
    : BackgroundService
{
    private int _count;

    /// <summary>How many listen now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How often runs without a listener are looked for.</summary>
    public TimeSpan LookEvery => lease / 4;

    /// <summary>
    /// Cancels runs that lost their listeners. After a restart of the service, listeners first have a lease to come back.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await PauseAsync(lease, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await CancelUnwantedAsync();
            await PauseAsync(LookEvery, stoppingToken);
        }
    }

    /// <summary>The events, with somebody who is there while they are read.</summary>
    public async IAsyncEnumerable<SseItem<RunEvent>> ListenAsync(long runId, bool cancels, IAsyncEnumerable<SseItem<RunEvent>> events)
    {
        using var gone = new CancellationTokenSource();
        await WantAsync(runId, cancels);
        Interlocked.Increment(ref _count);
        var renewing = RenewAsync(runId, cancels, gone.Token);
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
            await renewing;
            Interlocked.Decrement(ref _count);
        }
    }

    private async Task RenewAsync(long runId, bool cancels, CancellationToken gone)
    {
        await PauseAsync(lease / 3, gone);
        while (!gone.IsCancellationRequested)
        {
            await WantAsync(runId, cancels);
            await PauseAsync(lease / 3, gone);
        }
    }

    /// <summary>Ends when the time is over, or the token is cancelled.</summary>
    private async Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) =>
        await Task.Delay(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task WantAsync(long runId, bool cancels)
    {
        try
        {
            await store.WriteAsync(
                database =>
                {
                    database.Want(runId, cancels ? clock.GetUtcNow() + lease : null);
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
