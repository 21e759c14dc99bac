namespace Menace.Pipeline.Contracts;

/// <summary>Runs the stages after the handoff: in this process, or by a Stage 4 whose results it fetches.</summary>
internal interface IStageRunner
{
    /// <summary>
    /// Begins stage 2. Waits for results of other machines here, while other builds may use the state folder; without any it returns a
    /// completed task.
    /// </summary>
    /// <param name="handoff">The package.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="tell">Takes lines about the progress elsewhere.</param>
    /// <param name="progress">Takes the progress here, or null.</param>
    /// <param name="cancellationToken">Ends the stage, also the returned part.</param>
    /// <returns>The rest of the stage, to be run alone in the state folder.</returns>
    Task<Func<Task<StageResult<OptimiseRecord>>>> BeginOptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, Action<string> tell, IStageProgress? progress,
        CancellationToken cancellationToken);

    /// <summary>Runs stage 3. <paramref name="progress"/> takes how far it is, if this process does the work.</summary>
    Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IStageProgress? progress, CancellationToken cancellationToken);

    /// <summary>Runs stage 4. <paramref name="verified"/> takes verdicts as they come, from several threads at once.</summary>
    Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, Action<VerificationResult> verified, CancellationToken cancellationToken);

    /// <summary>Names of the bots whose files a new look finds to be those that were tested.</summary>
    /// <param name="build">The repositories, which have got what was tested.</param>
    /// <param name="verdicts">The verdicts of stage 4 on them.</param>
    IReadOnlySet<string> AsTested(BuildRecord build, IReadOnlyList<VerificationResult> verdicts);
}
