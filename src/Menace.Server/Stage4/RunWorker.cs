using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Storage;
using Menace.Server.Telemetry;

namespace Menace.Server.Stage4;

/// <summary>
/// Takes runs from the queue of WorkflowDb under a lease, renews the lease during a run, and stops the work when the lease is lost: the run
/// was cancelled, or another server has it. Work that ignores cancellation is abandoned and the slot takes the next run.
/// </summary>
internal sealed partial class RunWorker(
    RunStore store, ExecutePackage execute, ContentFolder contents, WorkSettings settings, Stage4Telemetry telemetry,
    ILogger<RunWorker> logger)
    : AwaitedService
{
    private const int MostAttempts = 5;
    private const string Quarantined = "quarantined";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>After failures of the machine: 5 s, 30 s, then always 2 minutes.</summary>
    private static readonly Backoff Backoff = new(First: TimeSpan.FromSeconds(5), Longest: TimeSpan.FromMinutes(2)) { Factor = 6 };

    private readonly ConcurrentDictionary<long, CancellationTokenSource> _atWork = new();

    /// <summary>Attempts that have not stopped yet; each uses the folder of its run.</summary>
    private readonly ConcurrentDictionary<long, Task> _left = new();
    private readonly TimeProvider _clock = settings.Clock;

    /// <summary>
    /// Requeues the runs that an earlier process with this state folder had leased, and begins to work. That process is dead, because
    /// this one has the folder.
    /// </summary>
    /// <exception cref="CodedException">The database cannot be used.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StateFolder.UseAsync(settings.StateFolder, RequeueLeftAsync);
        await base.StartAsync(cancellationToken);
    }

    private async Task<int> RequeueLeftAsync()
    {
        var requeued = 0;
        foreach (var run in await store.ReadAsync(database => database.Runs(int.MaxValue, status: WorkflowStatus.Active)))
        {
            foreach (var action in await store.ReadAsync(database => database.Actions(run.Id)))
            {
                if (action.State == ActionState.Leased && action.Worker == settings.WorkerName)
                {
                    const string Reason = "the service was restarted";
                    await store.WriteAsync(database => database.Postpone(action.Key, action.Attempt, Reason, _clock.GetUtcNow()));
                    requeued++;
                }
            }
        }

        return requeued;
    }

    /// <summary>
    /// Cancels a run. If it runs here, its processes are killed immediately; elsewhere when the loss of the lease is noticed.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used; the run continues.</exception>
    public async Task CancelAsync(long runId, string reason)
    {
        await store.WriteAsync(database => database.CancelRun(runId, reason));
        if (_atWork.TryGetValue(runId, out var stop))
        {
            await stop.CancelAsync();
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, settings.Slots).Select(_ => Task.Run(() => WorkAsync(stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var change = store.NextChange;
                if (await store.WriteAsync(database => database.Lease(settings.WorkerName, settings.Lease), leased => leased is not null)
                    is { } action)
                {
                    await RunAsync(action, stopping);
                }
                else
                {
                    await Task.WhenAny(change, Task.Delay(LookEvery, _clock, stopping));
                }
            }
            catch (WorkflowDbException exception)
            {
                LogWaiting(logger, exception.Reason);
                await Backoff.WaitAsync(1, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                // A slot that ended would never be missed; what it held is leased again later.
                LogUnexpected(logger, exception);
                await Backoff.WaitAsync(1, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(ActionRecord action, CancellationToken stopping)
    {
        using var attempt = telemetry.Begin(action);
        if (action.Attempt > MostAttempts)
        {
            attempt.Outcome = Quarantined;
            await store.WriteAsync(database =>
                database.Quarantine(action.Key, action.Attempt, $"{MostAttempts} attempts ended without a result"));
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var timeout = new CancellationTokenSource(settings.RunTimeout, _clock);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, timeout.Token);
        _atWork[action.RunId] = stop;
        var renewing = RenewAsync(action, stop);
        try
        {
            await EndAsync(action, attempt, await ExecuteAsync(action, attempt, all.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            attempt.Outcome = "stopped";
            const string Reason = "the service was stopped";
            await store.WriteAsync(database => database.Postpone(action.Key, action.Attempt, Reason, _clock.GetUtcNow()));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            await EndAsync(action, attempt, new(ActionOutcome.Timeout, [], []));
        }
        catch (OperationCanceledException)
        {
            // The lease is lost, and with it the right to say anything about the run.
        }
        catch (Exception exception) when (exception is PipelineException or IOException or UnauthorizedAccessException or Win32Exception)
        {
            await FailAsync(action, attempt, exception.Message);
        }
        catch (Exception exception) when (exception is not WorkflowDbException)
        {
            LogBroken(logger, exception, action.RunId);
            await FailAsync(action, attempt, $"{exception.GetType().Name}: {exception.Message}");
        }
        finally
        {
            _atWork.TryRemove(action.RunId, out _);
            await stop.CancelAsync();
            await renewing;
        }
    }

    private async Task<RunOutcome> ExecuteAsync(ActionRecord action, Stage4Telemetry.Attempt attempt, CancellationToken cancellationToken)
    {
        await RecordAsync([new("run", "", "started", settings.WorkerName)]);
        var run = await store.ReadAsync(database => database.Run(action.RunId)!);
        attempt.Trace(run.TraceParent);
        var package = await store.ReadAsync(database => database.Package(run.PackageDigest)!);
        var content = package.Content ?? Encoding.UTF8.GetString(await contents.ReadAsync(package.CasDigest!, cancellationToken)
            ?? throw new IOException($"the package {package.CasDigest} is missing from the content store"));
        if (_left.TryGetValue(action.RunId, out var earlier))
        {
            await Task.WhenAny(earlier).WaitAsync(cancellationToken);
        }

        var work = Task.Run(() => execute(action.RunId, content, RecordAsync, cancellationToken), CancellationToken.None);
        try
        {
            return await work.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(action.RunId, work);
            throw;
        }

        Task RecordAsync(IReadOnlyList<JournalEntry> entries) =>
            cancellationToken.IsCancellationRequested ? Task.CompletedTask : store.WriteAsync(database =>
        {
            database.Record(action.RunId, [.. entries.Select(entry => entry with { Attempt = action.Attempt })]);
            return true;
        });
    }

    /// <summary>Waits until the work of a run has ended, for at most <see cref="WorkSettings.StopPatience"/>.</summary>
    private async Task StopAsync(long runId, Task work)
    {
        if (await Task.WhenAny(work, Task.Delay(settings.StopPatience, _clock, CancellationToken.None)) == work)
        {
            return;
        }

        LogLeft(logger, runId, settings.StopPatience);
        _left[runId] = work;
        _ = work.ContinueWith(_ => _left.TryRemove(runId, out Task? _), TaskScheduler.Default);
    }

    private async Task EndAsync(ActionRecord action, Stage4Telemetry.Attempt attempt, RunOutcome outcome)
    {
        attempt.Outcome = SqlText.Word(outcome.Outcome);
        var result = new ActionResult(action.Key, action.Attempt, outcome.Outcome, Stage4Json.Write(outcome))
        {
            Reason = outcome.Findings.FirstOrDefault(finding => finding.Severity == "error") is { } first
                ? $"{first.Id}: {first.Message}" : "",
        };
        if (!await store.WriteAsync(database => database.Complete(result)))
        {
            telemetry.Repeated();
        }
    }

    private Task<bool> FailAsync(ActionRecord action, Stage4Telemetry.Attempt attempt, string reason)
    {
        var isLast = action.Attempt >= MostAttempts;
        attempt.Outcome = isLast ? Quarantined : SqlText.Word(ActionOutcome.InfraError);
        return store.WriteAsync(database => isLast
            ? database.Quarantine(action.Key, action.Attempt, reason)
            : database.Postpone(action.Key, action.Attempt, reason, _clock.GetUtcNow() + Backoff.After(action.Attempt)));
    }

    private async Task RenewAsync(ActionRecord action, CancellationTokenSource stop)
    {
        var until = _clock.GetUtcNow() + settings.Lease;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(settings.Lease / 10, _clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (!await store.WriteAsync(database => database.Renew(action.Key, action.Attempt, settings.Lease), _ => false))
                {
                    await stop.CancelAsync();
                }

                until = _clock.GetUtcNow() + settings.Lease;
            }
            catch (WorkflowDbException exception)
            {
                LogWaiting(logger, exception.Reason);
                if (_clock.GetUtcNow() > until)
                {
                    await stop.CancelAsync();
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Run {RunId} has ended, but its work did not stop within {Patience}; its slot takes the next run")]
    private static partial void LogLeft(ILogger logger, long runId, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of a slot")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} could not continue")]
    private static partial void LogBroken(ILogger logger, Exception exception, long runId);
}
