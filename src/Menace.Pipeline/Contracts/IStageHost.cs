namespace Menace.Pipeline.Contracts;

/// <summary>Hosts a sequence of all stages: it can record each of them, or return the result of an earlier attempt.</summary>
internal interface IStageHost
{
    /// <summary>Returns the result of <paramref name="run"/>.</summary>
    Task<StageResult<T>> RunAsync<T>(PipelineStage stage, Func<Task<StageResult<T>>> run) => run();

    /// <summary>Takes the repositories before any of their tests runs.</summary>
    Task DevelopedAsync(BuildRecord build) => Task.CompletedTask;

    /// <summary>Takes each verdict as it comes, from several threads at once; the record may differ.</summary>
    void Verified(VerificationResult verdict)
    {
    }
}

/// <summary>The results of all stages of one run.</summary>
internal sealed record StageSequence(
    StageResult<HandoffRecord?> Handoff, StageResult<OptimiseRecord> Optimised, StageResult<BuildRecord> Built,
    StageResult<VerifyRecord> Verified)
{
    /// <summary>The findings with the stage of each, in the order of the stages.</summary>
    public IEnumerable<(PipelineStage Stage, PipelineDiagnostic Diagnostic)> Findings =>
    [
        .. Of(PipelineStage.Handoff, Handoff), .. Of(PipelineStage.Optimise, Optimised), .. Of(PipelineStage.Develop, Built),
        .. Of(PipelineStage.Verify, Verified),
    ];

    private static IEnumerable<(PipelineStage, PipelineDiagnostic)> Of<T>(PipelineStage stage, StageResult<T> result) =>
        result.Diagnostics.Select(diagnostic => (stage, diagnostic));
}
