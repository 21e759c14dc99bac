using Menace.Pipeline.Coding.Repair;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline;

/// <summary>The stages in this process: completion, developer, verifier, and what the knowledge keeps of them.</summary>
internal sealed class LocalStages(
    BotDevConfig config, CompletionLoop completion, IBotDevelopmentBot developer, IBotVerifier verifier,
    KnowledgeRecorder? recorder, DegradationCheck? check) : IStageRunner
{
    /// <inheritdoc/>
    public Task<Func<Task<StageResult<OptimiseRecord>>>> BeginOptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, Action<string> tell, IStageProgress? progress,
        CancellationToken cancellationToken) =>
        Task.FromResult(() => completion.RunAsync(handoff, previous, progress, cancellationToken));

    /// <inheritdoc/>
    public async Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IStageProgress? progress, CancellationToken cancellationToken) =>
        RepositoryStates.Enter(config, await developer.DevelopAsync(optimised, previous, progress, cancellationToken));

    /// <inheritdoc/>
    public IReadOnlySet<string> AsTested(BuildRecord build, IReadOnlyList<VerificationResult> verdicts) =>
        LandedFiles.AsTested(config, build.Repositories, verdicts);

    /// <inheritdoc/>
    public async Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, Action<VerificationResult> verified, CancellationToken cancellationToken)
    {
        var result = await CandidateLanding.LandAsync(
            config, build.Repositories, await verifier.VerifyAsync(build, previous, verified, cancellationToken), cancellationToken);
        return recorder is null ? result : result with
        {
            Diagnostics = [
                .. result.Diagnostics, .. await recorder.RecordAsync(build, result.Record, result.Diagnostics, cancellationToken),
                .. check is null ? [] : await check.RunAsync(build, result.Record, cancellationToken)],
        };
    }
}
