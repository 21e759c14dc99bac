using Menace.Model.Reading;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental.Decisions;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Reporting.Explanations;

namespace Menace.Pipeline;

/// <summary>
/// Compares the ingredients that the last decisions about bots were made from with those that a build would have now. The latter come from
/// a run of the stages in memory.
/// </summary>
/// <param name="config">The settings.</param>
/// <param name="languages">The languages.</param>
/// <param name="previewer">Runs the stages in memory.</param>
internal sealed class BuildExplainer(BotDevConfig config, LanguageTable languages, BuildPreviewer previewer)
{
    private static readonly PipelineStage[] OfBots = [PipelineStage.Optimise, PipelineStage.Develop, PipelineStage.Verify];

    /// <summary>Explains the last build and a build of <paramref name="file"/> now.</summary>
    /// <param name="file">A task file that was read without errors.</param>
    /// <param name="last">The records of the last build.</param>
    /// <param name="decisions">What was decided, and which stages are open.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    /// <exception cref="PipelineException">A build would fail as a whole.</exception>
    public async Task<BuildExplanation> RunAsync(
        TaskFile file, LastBuild last, LastDecisions decisions, CancellationToken cancellationToken)
    {
        string[] names = [.. file.Package.Tasks.Select(task => task.Name)];
        if (decisions.Next.Open.Count == 0)
        {
            return new(Last(decisions, names), new([], []), []);
        }

        var build = await previewer.LookAsync(file, last, cancellationToken);
        var verify = new VerifyForecast(config, languages, last, decisions.Of(PipelineStage.Verify)).Steps(build);
        var optimised = build.Optimised.ToDictionary(decision => decision.Bot, StringComparer.Ordinal);
        var repositories = build.Repositories.ToDictionary(repository => repository.Name, StringComparer.Ordinal);
        return new(
            Last(decisions, names),
            new(StagesOf(decisions.Next), [
                .. names.Select(name => new ExplainedBot(name, [.. Steps(name)])).Where(bot => bot.Steps.Count > 0)]),
            [.. previewer.Notes(build.Open)]);

        IEnumerable<ExplainedStep> Steps(string name)
        {
            if (optimised.TryGetValue(name, out var completed))
            {
                yield return Step(PipelineStage.Optimise, completed, completed.Action);
            }

            if (repositories.TryGetValue(name, out var repository) && repository.Decision is { } developed)
            {
                yield return Step(PipelineStage.Develop, developed, repository.Action.ToWord());
            }

            if (verify.TryGetValue(name, out var verified))
            {
                yield return verified;
            }
        }

        // As it would be recorded.
        ExplainedStep Step(PipelineStage stage, BotDecision decision, string action) => ExplainedStep.Of(
            stage, decisions.Of(stage).After([decision with { Action = action }]).Bots[decision.Bot]);
    }

    private static ExplainedBuild? Last(LastDecisions decisions, IReadOnlyList<string> names)
    {
        if (decisions.Last.Build == 0)
        {
            return null;
        }

        PipelineStage[] ran = [.. Enum.GetValues<PipelineStage>().Where(stage => decisions.Of(stage).Build == decisions.Last.Build)];
        return new(
            [.. ran.Select(stage => new ExplainedStage(stage, decisions.Of(stage).Reasons))],
            [.. names.Select(name => new ExplainedBot(name, [
                .. OfBots.Where(stage => ran.Contains(stage) && decisions.Of(stage).Bots.ContainsKey(name))
                    .Select(stage => ExplainedStep.Of(stage, decisions.Of(stage).Bots[name]))])).Where(bot => bot.Steps.Count > 0)]);
    }

    private static IReadOnlyList<ExplainedStage> StagesOf(ProjectDecisions next) =>
        [.. Enum.GetValues<PipelineStage>().Where(stage => next.Open.ContainsKey(stage.ToString()))
            .Select(stage => new ExplainedStage(stage, next.Open[stage.ToString()]))];
}

/// <summary>What builds decided, and what one now would begin with.</summary>
/// <param name="Last">The last build that had something to do.</param>
/// <param name="Stages">The last decisions of each stage.</param>
/// <param name="Next">A build now.</param>
internal sealed record LastDecisions(
    ProjectDecisions Last, IReadOnlyDictionary<PipelineStage, StageDecisions> Stages, ProjectDecisions Next)
{
    /// <summary>The last decisions of <paramref name="stage"/>.</summary>
    public StageDecisions Of(PipelineStage stage) => Stages[stage];
}
