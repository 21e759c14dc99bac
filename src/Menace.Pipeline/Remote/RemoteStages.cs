using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Remote;

/// <summary>
/// The stages of a package that a Stage 4 builds: the second waits for its run, the third brings the files that it composed into the
/// repositories, the fourth returns its verdicts.
/// </summary>
/// <param name="config">The settings.</param>
/// <param name="languages">The languages.</param>
/// <param name="runner">Runs git and tests.</param>
/// <param name="journal">Records what is written and tested here.</param>
/// <param name="local">Builds the package if Stage 4 cannot be reached and the package allows it.</param>
/// <param name="completion">Looks up what Stage 4 could not complete, or null.</param>
internal sealed class RemoteStages(
    BotDevConfig config, LanguageTable languages, IProcessRunner runner, WorkflowDb journal, IStageRunner local,
    CompletionLoop? completion) : IStageRunner
{
    /// <summary>Returns the reason why a Stage 4 cannot build the project of <paramref name="config"/> as it requests, or null.</summary>
    public static PipelineDiagnostic? Obstacle(BotDevConfig config)
    {
        var settings = config.Handoff;
        var reason = !settings.Execute ? null
            : settings.Stage4Url is null && settings.Stage4UriVariable is null
                ? "no Stage 4 is set, and a queue does not report the end of a run. Set MenaceStage4Url or MenaceStage4UriVariable"
            : settings.Stage4Url?.TrimEnd('/').EndsWith("/handoff", StringComparison.Ordinal) == true
                ? "the address of Stage 4 ends in /handoff, which does not report runs. Use its base address"
            : !config.VerifyEnabled ? "MenaceVerifyEnabled is false, but Stage 4 tests what it builds. Remove it, or build locally"
            : null;
        return reason is null ? null : new(Rules.RemoteImpossible, [reason]);
    }

    /// <inheritdoc/>
    public async Task<Func<Task<StageResult<OptimiseRecord>>>> BeginOptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, Action<string> tell, IStageProgress? progress, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new RemoteExecution(handoff, tell).RunAsync(cancellationToken);
            return async () =>
            {
                await KeepHistoriesAsync(result.Record, cancellationToken);
                return result with
                {
                    Diagnostics = [.. result.Diagnostics, .. await LookUpAsync(handoff, result.Record, cancellationToken)],
                };
            };
        }
        catch (RemoteWaitException exception) when (exception.IsOutOfReach && handoff.Remote!.Settings.FallsBackToLocal)
        {
            PipelineDiagnostic warning = new(Rules.FellBack, [exception.Message]);
            var build = await local.BeginOptimiseAsync(handoff with { Remote = null }, previous, tell, progress, cancellationToken);
            return async () =>
            {
                var result = await build();
                return result with { Diagnostics = [warning, .. result.Diagnostics], FellBack = true };
            };
        }
        catch (RemoteWaitException exception)
        {
            return () => throw new PipelineException(PipelineStage.Optimise, [exception.Finding], inner: exception);
        }
        catch (PipelineException exception)
        {
            return () => throw new PipelineException(exception.Stage, exception.Diagnostics, inner: exception);
        }
    }

    /// <summary>What research has for tasks that Stage 4 could not complete.</summary>
    private async Task<IReadOnlyList<PipelineDiagnostic>> LookUpAsync(
        HandoffRecord handoff, OptimiseRecord optimised, CancellationToken cancellationToken)
    {
        if (completion is null)
        {
            return [];
        }

        var state = await completion.LookUpAsync(handoff, optimised, cancellationToken);
        return
        [
            .. state.Findings,
            .. state.Found.Select(field => new PipelineDiagnostic(
                Rules.ResearchFound,
                [field.Bot, field.Field, $"the next build sends {CanonicalJson.Write(field.Value)} to Stage 4", field.Source.Place])
            {
                Bot = field.Bot,
            }),
        ];
    }

    /// <inheritdoc/>
    public async Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IStageProgress? progress, CancellationToken cancellationToken)
    {
        var remote = optimised.Remote!;
        using var source = new FetchedOutput(config, runner, remote);
        var result = await new BotDevelopmentBot(config, languages) { Journal = journal }.DevelopAsync(
            optimised, previous, source, progress, cancellationToken);
        return RepositoryStates.Enter(config, result with { Record = result.Record with { Remote = remote } }, areDated: true);
    }

    /// <summary>
    /// Writes the histories of the bots that Stage 4 chose beside the pins, as a build here does when it chooses one: a later build of the
    /// project needs no Stage 4 that knows them.
    /// </summary>
    private async Task KeepHistoriesAsync(OptimiseRecord optimised, CancellationToken cancellationToken)
    {
        var remote = optimised.Remote!;
        var folder = Path.Combine(config.StatePath, "remote-history");
        try
        {
            using var client = RemoteExecution.Client(remote.Target.Settings);
            var contents = new RemoteContents(client, TimeProvider.System);
            foreach (var field in optimised.Completed)
            {
                if (BotLineage.Of(field, BotLineage.PackageFolder) is { HasId: true } there
                    && remote.Histories.TryGetValue(there.Bundle, out var digest)
                    && BotLineage.Of(field, config.CompletionsName) is { } here)
                {
                    var content = await contents.GetAsync(digest, $"the history of bot '{field.Bot}'", cancellationToken);
                    AtomicFile.Write(folder + ".bundle", content);
                    await new HistoryBundle(runner).ReadAsync(folder + ".bundle", there.Commit, folder, cancellationToken);
                    AtomicFile.WriteIfDifferent(Path.Combine(Path.GetFullPath(config.SourceDirectory), here.Bundle), content);
                }
            }
        }
        catch (RemoteWaitException exception)
        {
            throw new PipelineException(PipelineStage.Optimise, [exception.Finding], inner: exception);
        }
        catch (HistoryException exception)
        {
            PipelineDiagnostic broken = new(
                Rules.RemoteBroken, [$"{remote.Target.RunId}", $"a history cannot be used, because {exception.Found}"]);
            throw new PipelineException(PipelineStage.Optimise, [broken], inner: exception);
        }
        finally
        {
            File.Delete(folder + ".bundle");
            BotGitRepository.DeleteTree(folder);
        }
    }

    /// <summary>
    /// Returns the verdicts of Stage 4. Bots whose files are others here, and those that depend on them, are tested here.
    /// </summary>
    public async Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, Action<VerificationResult> verified, CancellationToken cancellationToken)
    {
        var judged = RemoteVerdicts.Of(build);
        var findings = build.Remote!.Of(PipelineStage.Verify);
        var result = judged.Count == build.Repositories.Count
            ? new StageResult<VerifyRecord>(
                new VerifyRecord(build.RunId, [.. build.Repositories.Select(repository => judged[repository.Spec.Name])]), [.. findings])
            : await TestAsync();
        return await CandidateLanding.LandAsync(config, build.Repositories, result, cancellationToken);

        async Task<StageResult<VerifyRecord>> TestAsync()
        {
            var here = await new BotVerifier(config, languages, runner) { Journal = journal, Judged = judged }
                .VerifyAsync(build, previous, verified, cancellationToken);
            return here with
            {
                Diagnostics = [
                    .. findings.Where(finding => finding.Bot is not { } bot || judged.ContainsKey(bot)), .. here.Diagnostics],
            };
        }
    }
}
