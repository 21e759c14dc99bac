using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Planning;
using Menace.Pipeline.Storage;

namespace Menace.Tasks;

/// <summary>
/// Target MenacePlan: prints for each task whether a known bot does it and what would be looked up, and writes the graph of the bots as
/// plan.mmd and plan.dot.
/// </summary>
public sealed class PlanTasks : PipelineTask
{
    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (StageFile.ReadPrevious<HandoffRecord>(StagePath(PipelineStage.Handoff)) is not { } handoff)
        {
            return false;
        }

        var (pages, _) = await DocumentationFolder.Find(config).ReadAsync(config, cancellationToken);
        var pipeline = Pipeline(config);
        var result = await pipeline.PlanAsync(
            handoff, [.. pages.Where(page => !page.Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                .Select(page => new BlueprintPage(page.Path, page.Text))],
            cancellationToken);
        diagnostics.Report(result.Diagnostics);
        foreach (var line in pipeline.PlanResearch(handoff))
        {
            Output.Print(line);
        }

        if (result.Record is not { } plan)
        {
            Output.Print("There is no plan, because MenaceKnowledge is Off.");
            return true;
        }

        foreach (var line in plan.ToText().TrimEnd('\n').Split('\n'))
        {
            Output.Print(line);
        }

        foreach (var (name, text) in new[] { ("plan.mmd", plan.ToMermaid()), ("plan.dot", plan.ToDot()) })
        {
            AtomicFile.WriteText(StagePath(name), text);
            Output.Print($"The graph of the bots: {Path.GetRelativePath(Path.GetFullPath(ProjectDirectory), StagePath(name))}");
        }

        return true;
    }
}
