using Menace.Pipeline;
using Menace.Pipeline.Storage;

namespace Menace.Tasks;

/// <summary>Target MenaceOptimise: completes the tasks of handoff.json, writes optimise.json.</summary>
public sealed class OptimiseStage : PipelineTask
{
    private protected override string OutputFile => "optimise.json";

    private protected override async Task<bool> ExecuteAsync(BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var result = await Pipeline(config).OptimiseAsync(
            StageFile.Read<HandoffRecord>(StagePath("handoff.json")), StageFile.ReadPrevious<OptimiseRecord>(StagePath(OutputFile)), cancellationToken);
        diagnostics.Report(result.Diagnostics);
        StageFile.Write(StagePath(OutputFile), result.Record);
        return result.Succeeded;
    }
}
