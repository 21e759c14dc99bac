using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Remote;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline;

// The stages of a package that Stage 4 builds: the second one waits for it, the third fetches the repositories, the fourth tells the
// verdicts.
partial class ImplementationPipeline
{
    /// <summary>
    /// Stage 2 of a package that Stage 4 builds: waits for its run. Other builds may use the state folder meanwhile. Cancelling the token
    /// cancels the
    /// run as well.
    /// </summary>
    /// <param name="handoff">The package, with <see cref="HandoffRecord.Remote"/>.</param>
    /// <param name="previous">The record of an earlier run, or null: used if this process has to build.</param>
    /// <param name="tell">Takes lines on how it goes, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PipelineException">There is no result.</exception>
    public async Task<StageResult<OptimiseRecord>> WaitAsync(
        HandoffRecord handoff, OptimiseRecord? previous = null, Action<string>? tell = null, CancellationToken cancellationToken = default)
    {
        StageResult<OptimiseRecord> result;
        try
        {
            result = await new RemoteExecution(handoff, tell ?? (_ => { })).RunAsync(cancellationToken);
        }
        catch (RemoteWaitException exception) when (exception.IsOutOfReach && handoff.Remote!.Settings.FallsBackToLocal)
        {
            PipelineDiagnostic warning = new(Rules.FellBack, [exception.Message]);
            var local = await OptimiseAsync(handoff with { Remote = null }, previous, cancellationToken);
            return local with { Diagnostics = [warning, .. local.Diagnostics], FellBack = true };
        }
        catch (RemoteWaitException exception)
        {
            return await FailAsync(exception, [exception.Finding]);
        }
        catch (PipelineException exception)
        {
            return await FailAsync(exception, exception.Diagnostics);
        }

        return await LockedAsync(
            () =>
            {
                _database.UpdateRun(handoff.RunId, WorkflowStatus.Active);
                Record(handoff.RunId, StageEvents.Of(result.Record));
                return Task.FromResult(FailRun(handoff.RunId, result));
            },
            cancellationToken);

        Task<StageResult<OptimiseRecord>> FailAsync(Exception exception, IReadOnlyList<PipelineDiagnostic> findings) =>
            LockedAsync<OptimiseRecord>(
            () =>
            {
                _database.UpdateRun(handoff.RunId, WorkflowStatus.Failed);
                throw new PipelineException(PipelineStage.Optimise, findings, inner: exception);
            },
            cancellationToken);
    }

    private Task<StageResult<BuildRecord>> FetchAsync(OptimiseRecord optimised, CancellationToken cancellationToken)
    {
        BotDevelopmentBot.PrepareBase(_config);
        return new RemoteDevelopment(_config, new ProcessRunner()).RunAsync(optimised, cancellationToken);
    }

    /// <summary>Returns the results of Stage 4 for the local repositories, unless they were edited since.</summary>
    private static StageResult<VerifyRecord> Verdicts(BuildRecord build)
    {
        var remote = build.Remote!;
        PipelineDiagnostic[] edited = [.. RemoteDevelopment.Edited(build)];
        var here = build.Repositories.Select(repository => repository.Spec.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = edited.Select(finding => finding.Bot).ToHashSet(StringComparer.Ordinal);
        return new(
            new VerifyRecord(build.RunId,
                [.. remote.Verdicts.Where(verdict => here.Contains(verdict.Bot))
                .Select(verdict => unknown.Contains(verdict.Bot) ? new(verdict.Bot, VerificationOutcome.NotRun, []) : verdict)]),
            [.. edited, .. remote.Of(PipelineStage.Verify)]);
    }

    /// <summary>Returns the reason why Stage 4 cannot build this project, or null.</summary>
    private PipelineDiagnostic? ReasonAgainstRemote()
    {
        var settings = _config.Handoff;
        var reason = !settings.Execute ? null
            : settings.Stage4Url is null && settings.Stage4UriVariable is null
                ? "no Stage 4 is set, and a queue does not report the end of a run. Set MenaceStage4Url or MenaceStage4UriVariable"
            : settings.Stage4Url?.TrimEnd('/').EndsWith("/handoff", StringComparison.Ordinal) == true
                ? "the address of Stage 4 ends in /handoff, which does not report runs. Use its base address"
            : !_config.VerifyEnabled ? "MenaceVerifyEnabled is false, but Stage 4 tests what it builds. Remove it, or build locally"
            : null;
        return reason is null ? null : new(Rules.RemoteImpossible, [reason]);
    }
}
