using Menace.Model.Diagnostics;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Tasks;

/// <summary>Target MenaceCompletions: prints for each bot where its values come from.</summary>
public sealed class ListCompletions : PipelineTask
{
    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (StageFile.ReadPrevious<HandoffRecord>(StagePath(PipelineStage.Handoff)) is { } handoff
            && StageFile.ReadPrevious<OptimiseRecord>(StagePath(PipelineStage.Optimise)) is { } optimised)
        {
            foreach (var line in CompletionTable.Text(CompletionTable.Of(handoff, optimised)).TrimEnd('\n').Split('\n'))
            {
                Output.Print(line);
            }

            var newer = await Pipeline(config).FindNewerAsync(handoff, cancellationToken);
            diagnostics.Report(newer.Diagnostics.Where(finding => finding.Rule != Rules.BetterBotKnown));
            foreach (var finding in newer.Diagnostics.Where(finding => finding.Rule == Rules.BetterBotKnown))
            {
                Output.Print($"{finding.Rule.Id}: {finding.Message}");
            }
        }

        return true;
    }
}
