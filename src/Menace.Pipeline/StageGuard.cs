using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Logging;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline;

/// <summary>Runs one stage at a time in a state folder, records it, and turns failures of stores into findings.</summary>
/// <param name="config">The settings.</param>
/// <param name="database">Records the runs.</param>
/// <param name="sinks">Receive events and findings.</param>
internal sealed class StageGuard(BotDevConfig config, WorkflowDb database, ErrorSinks sinks)
{
    /// <summary>
    /// Runs a stage alone in the state folder and records its events. The run failed if the stage has an error, and is done if
    /// <paramref name="isDone"/>.
    /// </summary>
    public Task<StageResult<T>> RecordedAsync<T>(
        long runId, Func<Task<StageResult<T>>> stage, CancellationToken cancellationToken, Func<T, bool>? isDone = null) =>
        LockedAsync(async () =>
        {
            try
            {
                var result = await stage();
                Record(runId, StageEvents.Of(result.Record));
                if (!result.Succeeded)
                {
                    database.UpdateRun(runId, WorkflowStatus.Failed);
                }
                else if (isDone?.Invoke(result.Record) == true)
                {
                    database.UpdateRun(runId, WorkflowStatus.Done);
                }

                return result;
            }
            catch (PipelineException)
            {
                database.UpdateRun(runId, WorkflowStatus.Failed);
                throw;
            }
        }, cancellationToken);

    /// <summary>
    /// Runs a stage alone in the state folder, tells the sinks how it went, and gives the failures of the stores their code.
    /// </summary>
    public async Task<StageResult<T>> LockedAsync<T>(
        Func<Task<StageResult<T>>> stage, CancellationToken cancellationToken, IEnumerable<PipelineDiagnostic>? earlier = null)
    {
        try
        {
            using var held = await LockAsync(cancellationToken);
            var result = await stage();
            result = result with
            {
                Diagnostics = [
                .. result.Diagnostics, .. database.TakeReplaced().Select(replaced => StoreFindings.Of(replaced, []))]
            };
            var unheard = sinks.Tell(StageOf<T>(), StageEvents.Of(result.Record), [.. earlier ?? [], .. result.Diagnostics]);
            ReachedEndOf(result.Record);
            return unheard.Count == 0 ? result : result with { Diagnostics = [.. result.Diagnostics, .. unheard] };
        }
        catch (StateLockedException exception)
        {
            throw Failed(Rules.StateLocked, exception, exception.Arguments);
        }
        catch (StateUnwritableException exception)
        {
            throw Failed(Rules.StateUnwritable, exception, exception.Folder, exception.InnerException!.Message);
        }
        catch (HandoffFailedException exception)
        {
            PipelineDiagnostic[] failure = [
                new(Rules.HandoffFailed, [exception.Digest[..12], string.Join(". ", exception.Reasons)]), .. exception.Findings];
            throw new PipelineException(StageOf<T>(), [.. failure, .. sinks.Tell(StageOf<T>(), [], failure)], inner: exception);
        }
        catch (WorkflowDbException exception)
        {
            throw Failed(Rules.StoreFailed, exception, exception.Path, exception.Reason);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            sinks.Tell(StageOf<T>(), [], (exception as PipelineException)?.Diagnostics
                ?? [new PipelineDiagnostic(Rules.InternalError, [exception.GetType().Name, exception.Message])]);
            throw;
        }

        async Task<FileLock> LockAsync(CancellationToken token)
        {
            try
            {
                IgnoredFolder.Create(config.StatePath);
                return await StateLock.AcquireAsync(config.StatePath, StateLock.Patience, token);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StateUnwritableException(config.StatePath, exception);
            }
        }

        PipelineException Failed(RuleDescriptor rule, Exception exception, params IReadOnlyList<string> arguments)
        {
            PipelineDiagnostic[] failure = [new(rule, arguments)];
            return new(StageOf<T>(), [.. failure, .. sinks.Tell(StageOf<T>(), [], failure)], inner: exception);
        }
    }

    /// <summary>
    /// Writes the entries that the journal lacks: a stage has already reported its bots one by one. One that only says more about the same
    /// output keeps it, so that an interrupted run finds it.
    /// </summary>
    private void Record(long runId, IReadOnlyList<StageEvent> events)
    {
        var last = database.LastEntries(runId).ToDictionary(entry => (entry.Stage, entry.Bot));
        database.Record(runId, [.. events.Select(StageJournal.ToEntry).Select(entry =>
            !last.TryGetValue((entry.Stage, entry.Bot), out var said) ? entry
            : IsSaid(entry, said) ? null
            : (said.Outcome, said.InputHash) == (entry.Outcome, entry.InputHash) ? entry with { Content = said.Content }
            : entry).OfType<JournalEntry>()]);
    }

    /// <summary>Also of a run that was interrupted and reuses the verdict that it recorded itself.</summary>
    private static bool IsSaid(JournalEntry entry, JournalEntry said) =>
        (said.Outcome, said.InputHash) == (entry.Outcome, entry.InputHash)
        && (entry.Reason == said.Reason || entry.Reason == said.Reason + StageEvents.Reused);

    private static void ReachedEndOf(object? record)
    {
        Boundary? end = record switch
        {
            HandoffRecord => Boundary.HandoffEnded,
            OptimiseRecord => Boundary.OptimiseEnded,
            BuildRecord => Boundary.DevelopEnded,
            VerifyRecord => Boundary.VerifyEnded,
            _ => null,
        };
        if (end is { } reached)
        {
            Fault.Reached(reached);
        }
    }

    private static PipelineStage StageOf<T>() =>
        typeof(T) == typeof(VerifyRecord) || typeof(T) == typeof(PushRecord) ? PipelineStage.Verify
        : typeof(T) == typeof(BuildRecord) ? PipelineStage.Develop
        : typeof(T) == typeof(OptimiseRecord) ? PipelineStage.Optimise
        : PipelineStage.Handoff;
}
