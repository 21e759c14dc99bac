using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Reporting;

/// <summary>Converts the record of a stage to events about each bot, for WorkflowDb and the sinks.</summary>
internal static class StageEvents
{
    /// <summary>The end of the detail of a verdict that is reused.</summary>
    public const string Reused = ", reused";

    /// <summary>One event per bot; none for a record that is null.</summary>
    public static IReadOnlyList<StageEvent> Of(object? record) => record switch
    {
        HandoffRecord handoff =>
            [.. handoff.Package.Tasks.Select(task => new StageEvent(task.Name, PipelineStage.Handoff, "recorded", $"run {handoff.RunId}"))],
        OptimiseRecord optimised =>
        [
            .. optimised.Bots.Select(bot => Of(bot.Name, bot.Language, optimised.Keys.GetValueOrDefault(bot.Name, "")) is var completed
                && bot.Sources is { } sources
                ? completed with { Detail = $"{completed.Detail}; {string.Join(", ", sources.Select(s => $"{s.Key}: {s.Value}"))}" }
                : completed),
            .. Failed(PipelineStage.Optimise, optimised.Failures),
        ],
        BuildRecord build =>
        [
            .. build.Repositories.Select(Of),
            .. Failed(PipelineStage.Develop, build.Failures),
        ],
        VerifyRecord verified => [.. verified.Results.Select(Of)],
        _ => [],
    };

    /// <summary>A bot is complete.</summary>
    public static StageEvent Of(string bot, BotLanguage language, string key) =>
        new(bot, PipelineStage.Optimise, "completed", language.ToName()) { InputHash = key };

    /// <summary>A repository holds its bot's input.</summary>
    public static StageEvent Of(BotRepository repository) =>
        new(repository.Spec.Name, PipelineStage.Develop, repository.Change.ToWord(), Detail(repository)) { InputHash = repository.Input };

    private static string Detail(BotRepository repository) =>
        BotLine.Reason(repository) is { Length: > 0 } reason ? $"{repository.Commit}: {reason}" : repository.Commit;

    /// <summary>A bot has its verdict.</summary>
    public static StageEvent Of(VerificationResult result) =>
        new(result.Bot, PipelineStage.Verify, result.Outcome.ToWord(),
            $"{result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped{(result.IsReused ? Reused : "")}")
        { InputHash = result.Key };

    private static IEnumerable<StageEvent> Failed(PipelineStage stage, IEnumerable<BotFailure> failures) =>
        failures.Select(failure => new StageEvent(failure.Bot, stage, "failed", failure.Code));
}
