using System.Net.ServerSentEvents;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Storage;

namespace Menace.Server.Stage4;

/// <summary>
/// Cancels a run if its last listener requested that and has been gone for longer than a lease. Each listener is recorded in the database
/// regularly, so the listener can use any service, and services can restart.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="worker">Cancels runs.</param>
/// <param name="lease">The maximum time without a listener.</param>
/// <param name="clock">Lets the lease pass.</param>
/// <param name="logger">Receives failures of the database.</param>
internal sealed partial class RunListeners(
    RunStore store, RunWorker worker, TimeSpan lease, TimeProvider clock, ILogger<RunListeners> logger)
    : AwaitedService
{
    private int _count;

    /// <summary>The number of listeners.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets the interval of the search for runs without a listener.</summary>
    public TimeSpan LookEvery => lease / 4;

    /// <summary>
    /// Cancels runs without a listener. After a restart of the service, listeners have one lease to reconnect.
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

    /// <summary>Returns the events, and keeps a listener recorded while they are read.</summary>
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
