using System.Diagnostics;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Target MenaceOptimise: completes the tasks of handoff.json, or waits for the Stage 4 that builds them, and writes optimise.json.
/// </summary>
public sealed class OptimiseStage : PipelineTask
{
    private volatile bool _isElsewhere;

    private protected override PipelineStage? Stage => PipelineStage.Optimise;

    /// <summary>The run of a Stage 4 goes on; the next build waits for it again.</summary>
    private protected override bool OutlivesBuild => _isElsewhere;

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var pins = SeenFile.Now(CompletionPins.PathOf(config), "");
        var handoff = StageFile.Read<HandoffRecord>(StagePath(PipelineStage.Handoff));
        var previous = StageFile.ReadPrevious<OptimiseRecord>(StagePath(PipelineStage.Optimise));
        var result = await WithProgressAsync("analysed", progress => Wait(
            Pipeline(config).BeginOptimiseAsync(handoff, previous, Output.Print, progress, cancellationToken), cancellationToken)());
        if (result.Record is { Remote: null })
        {
            Tell(result.Record.Bots.Count, "bot", "analysed", clock);
        }

        Decisions = result.Decisions;
        diagnostics.Report(result.Diagnostics);
        Changed = StageFile.Write(StagePath(PipelineStage.Optimise), result.Record);

        // What this build pinned is no change that the next one has to take in, unless a stage has to run again anyway: then with the pins.
        var isDone = IsSilent(result.Diagnostics) && !result.FellBack;
        if (isDone && !pins.IsUnchanged())
        {
            Record = state => state with
            {
                Sources = [.. state.Sources.Select(source => source == pins ? SeenFile.Now(source.Path, "") : source)],
            };
        }

        return isDone;
    }

    /// <summary>
    /// Gives the node to other projects while something is waited for. It blocks, because the thread that gives the node back must be the
    /// one that takes it again.
    /// </summary>
    private T Wait<T>(Task<T> waiting, CancellationToken cancellationToken)
    {
        if (waiting.IsCompleted)
        {
            return waiting.GetAwaiter().GetResult();
        }

        _isElsewhere = true;
        var engine = BuildEngine as IBuildEngine3;
        engine?.Yield();
        try
        {
            return waiting.GetAwaiter().GetResult();
        }
        finally
        {
            _isElsewhere = false;
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
