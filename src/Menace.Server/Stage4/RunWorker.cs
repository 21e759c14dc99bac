using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Telemetry;

namespace Menace.Server.Stage4;

/// <summary>
/// Takes runs from the queue of WorkflowDb under a lease, renews the lease while a run is at work, and stops the work when the lease is lost:
/// the run was cancelled, or another server has it. Work that does not stop, because it computes and looks at nothing, is left to itself and
/// the slot takes the next run.
/// </summary>
internal sealed partial class RunWorker(
    RunStore store, ExecutePackage execute, ContentFolder contents, string name, WorkSettings settings, Stage4Telemetry telemetry, ILogger logger) : IAsyncDisposable
{
    private const int MostAttempts = 5;
    private const string Quarantined = "quarantined";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Pauses after failures of the machine; the last one repeats.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];

    private readonly ConcurrentDictionary<long, CancellationTokenSource> _atWork = new();

    /// <summary>Attempts that have not stopped yet; each uses the folder of its run.</summary>
    private readonly ConcurrentDictionary<long, Task> _left = new();
    private readonly BackgroundWork _background = new();

    /// <summary>Begins to work, first on what an earlier process of this name left: it is dead, because its state folder is ours now.</summary>
    public async Task StartAsync()
    {
        foreach (var run in await store.ReadAsync(database => database.Runs(int.MaxValue, status: WorkflowStatus.Active)))
        {
            foreach (var action in await store.ReadAsync(database => database.Actions(run.Id)))
            {
                if (action.State == ActionState.Leased && action.Worker == name)
                {
                    await store.WriteAsync(database => database.Postpone(action.Key, action.Attempt, "the service was restarted", DateTimeOffset.UtcNow));
                }
            }
        }

        _background.Start(WorkAsync, settings.Slots);
    }

    /// <summary>
    /// Calls a run off. If it is at work here its processes are ended at once, elsewhere when the loss of the lease is noticed.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used; the run goes on.</exception>
    public async Task CancelAsync(long runId, string reason)
    {
        await store.WriteAsync(database => database.CancelRun(runId, reason));
        if (_atWork.TryGetValue(runId, out var stop))
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>Ends all work; what was not finished goes back to the queue.</summary>
    public ValueTask DisposeAsync() => _background.DisposeAsync();

    private async Task WorkAsync()
    {
        while (!_background.IsStopping)
        {
            try
            {
                var change = store.NextChange;
                if (await store.WriteAsync(database => database.Lease(name, settings.Lease), leased => leased is not null) is { } action)
                {
                    await RunAsync(action);
                }
                else
                {
                    await _background.PauseAsync(LookEvery, change);
                }
            }
            catch (WorkflowDbException exception)
            {
                LogWaiting(logger, exception.Reason);
                await _background.PauseAsync(Pauses[0]);
            }
            catch (Exception exception)
            {
                // A slot that ended would never be missed; what it held is leased again later.
                LogUnexpected(logger, exception);
                await _background.PauseAsync(Pauses[0]);
            }
        }
    }

    private async Task RunAsync(ActionRecord action)
    {
        using var attempt = telemetry.Begin(action);
        if (action.Attempt > MostAttempts)
        {
            attempt.Outcome = Quarantined;
            await store.WriteAsync(database => database.Quarantine(action.Key, action.Attempt, $"{MostAttempts} attempts ended without a result"));
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_background.Stopping);
        using var timeout = new CancellationTokenSource(settings.RunTimeout);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, timeout.Token);
        _atWork[action.RunId] = stop;
        var renewing = RenewAsync(action, stop);
        try
        {
            await EndAsync(action, attempt, await ExecuteAsync(action, attempt, all.Token));
        }
        catch (OperationCanceledException) when (_background.IsStopping)
        {
            attempt.Outcome = "stopped";
            await store.WriteAsync(database => database.Postpone(action.Key, action.Attempt, "the service was stopped", DateTimeOffset.UtcNow));
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
        await RecordAsync([new("run", "", "started", name)]);
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

        Task RecordAsync(IReadOnlyList<JournalEntry> entries) => cancellationToken.IsCancellationRequested ? Task.CompletedTask : store.WriteAsync(database =>
        {
            database.Record(action.RunId, [.. entries.Select(entry => entry with { Attempt = action.Attempt })]);
            return true;
        });
    }

    /// <summary>Waits until the processes of a run are ended; what else it does has <see cref="WorkSettings.StopPatience"/>.</summary>
    private async Task StopAsync(long runId, Task work)
    {
        if (await Task.WhenAny(work, Task.Delay(settings.StopPatience, CancellationToken.None)) == work)
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
            Reason = outcome.Findings.FirstOrDefault(finding => finding.Severity == "error") is { } first ? $"{first.Id}: {first.Message}" : "",
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
            : database.Postpone(action.Key, action.Attempt, reason, DateTimeOffset.UtcNow + Pauses[Math.Min(action.Attempt, Pauses.Length) - 1]));
    }

    private async Task RenewAsync(ActionRecord action, CancellationTokenSource stop)
    {
        var until = DateTimeOffset.UtcNow + settings.Lease;
        while (!stop.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(settings.Lease / 10, stop.Token));
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

                until = DateTimeOffset.UtcNow + settings.Lease;
            }
            catch (WorkflowDbException exception)
            {
                LogWaiting(logger, exception.Reason);
                if (DateTimeOffset.UtcNow > until)
                {
                    await stop.CancelAsync();
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} has ended, but its work did not stop within {Patience}; its slot takes the next run")]
    private static partial void LogLeft(ILogger logger, long runId, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of a slot")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {RunId} could not continue")]
    private static partial void LogBroken(ILogger logger, Exception exception, long runId);
}
