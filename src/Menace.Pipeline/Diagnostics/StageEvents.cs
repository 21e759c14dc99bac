using Menace.Model.Tasks;

namespace Menace.Pipeline.Diagnostics;

/// <summary>What the record of a stage says of each bot, for WorkflowDb and the sinks alike.</summary>
internal static class StageEvents
{
    /// <summary>One event per bot; none for a record that is null.</summary>
    public static IReadOnlyList<StageEvent> Of(object? record) => record switch
    {
        HandoffRecord handoff => [.. handoff.Package.Tasks.Select(task => new StageEvent(task.Name, PipelineStage.Handoff, "recorded", $"run {handoff.RunId}"))],
        OptimiseRecord optimised =>
        [
            .. optimised.Bots.Select(bot => new StageEvent(bot.Name, PipelineStage.Optimise, "completed", bot.Language.ToName())
            {
                InputHash = optimised.Keys.GetValueOrDefault(bot.Name, ""),
            }),
            .. Failed(PipelineStage.Optimise, optimised.Failures),
        ],
        BuildRecord build =>
        [
            .. build.Repositories.Select(repository => new StageEvent(repository.Spec.Name, PipelineStage.Develop, Word(repository.Change), repository.Commit)
            {
                InputHash = repository.Input,
            }),
            .. Failed(PipelineStage.Develop, build.Failures),
        ],
        VerifyRecord verified =>
        [
            .. verified.Results.Select(bot => new StageEvent(bot.Bot, PipelineStage.Verify, Word(bot.Outcome), $"{bot.Passed} passed, {bot.Failed} failed, {bot.Skipped} skipped")),
        ],
        _ => [],
    };

    private static IEnumerable<StageEvent> Failed(PipelineStage stage, IEnumerable<BotFailure> failures) =>
        failures.Select(failure => new StageEvent(failure.Bot, stage, "failed", failure.Code));

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
