using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Target MenaceOptimise: completes the tasks of handoff.json, or waits for the Stage 4 that builds them, and writes optimise.json.
/// </summary>
public sealed class OptimiseStage : PipelineTask
{
    private protected override PipelineStage? Stage => PipelineStage.Optimise;

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var handoff = StageFile.Read<HandoffRecord>(StagePath(PipelineStage.Handoff));
        var previous = StageFile.ReadPrevious<OptimiseRecord>(StagePath(PipelineStage.Optimise));
        var result = handoff.Remote is null
            ? await Pipeline(config).OptimiseAsync(handoff, previous, cancellationToken)
            : Wait(Pipeline(config), handoff, previous, cancellationToken);
        diagnostics.Report(result.Diagnostics);
        Changed = StageFile.Write(StagePath(PipelineStage.Optimise), result.Record);
        return IsSilent(result.Diagnostics) && !result.FellBack;
    }

    /// <summary>
    /// The node builds other projects meanwhile. It blocks, because the thread that gives the node back must be the one that takes it
    /// again.
    /// </summary>
    private StageResult<OptimiseRecord> Wait(
        ImplementationPipeline pipeline, HandoffRecord handoff, OptimiseRecord? previous, CancellationToken cancellationToken)
    {
        var engine = BuildEngine as IBuildEngine3;
        engine?.Yield();
        try
        {
            return pipeline.WaitAsync(handoff, previous, Output.Print, cancellationToken).GetAwaiter().GetResult();
        }
        finally
        {
            Reacquire(engine, cancellationToken);
        }
    }

    private static void Reacquire(IBuildEngine3? engine, CancellationToken cancellationToken)
    {
        try
        {
            engine?.Reacquire();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // MSBuild gives no node to a build that it was told to stop, and throws an exception of an assembly that tasks do not see.
        }
    }
}
