using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental.Decisions;

namespace Menace.Pipeline.Reporting.Explanations;

/// <summary>Why stages and bots were done again, or would be (docs/explain.md).</summary>
/// <param name="Last">The last build that had something to do; null if none is recorded.</param>
/// <param name="Next">A build now.</param>
/// <param name="Notes">What the explanation does not know: sentences.</param>
internal sealed record BuildExplanation(ExplainedBuild? Last, ExplainedBuild Next, IReadOnlyList<string> Notes)
{
    /// <summary>The same about some bots only.</summary>
    /// <param name="bots">Their names; none for all.</param>
    public BuildExplanation For(IReadOnlyList<string> bots) => bots.Count == 0 ? this : this with
    {
        Last = Last is null ? null : Of(Last, bots),
        Next = Of(Next, bots),
    };

    private static ExplainedBuild Of(ExplainedBuild build, IReadOnlyList<string> bots) =>
        build with { Bots = [.. build.Bots.Where(bot => bots.Contains(bot.Name))] };
}

/// <summary>What a build did, or would do.</summary>
/// <param name="Stages">The stages that ran, with the reasons.</param>
/// <param name="Bots">The bots, in the order of the tasks.</param>
internal sealed record ExplainedBuild(IReadOnlyList<ExplainedStage> Stages, IReadOnlyList<ExplainedBot> Bots);

/// <summary>A stage that ran, or would.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Changes">What was not as before.</param>
internal sealed record ExplainedStage(PipelineStage Stage, IReadOnlyList<IngredientChange> Changes);

/// <summary>What the stages of a build do for a bot.</summary>
/// <param name="Name">The bot.</param>
/// <param name="Steps">One for each stage that came to it.</param>
internal sealed record ExplainedBot(string Name, IReadOnlyList<ExplainedStep> Steps)
{
    /// <summary>True if all stages take what an earlier build has.</summary>
    public bool IsUnchanged => Steps.All(step => step is { IsDone: false, Because: "", Changes.Count: 0 });
}

/// <summary>What a stage does for a bot, and why.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Action">A word for it (<see cref="BotDecision.Action"/>).</param>
/// <param name="Because">Why, if an ingredient is not the reason; else empty.</param>
/// <param name="Changes">The ingredients that differ from those of the decision before.</param>
internal sealed record ExplainedStep(PipelineStage Stage, string Action, string Because, IReadOnlyList<IngredientChange> Changes)
{
    /// <summary>False if the result of an earlier build is used.</summary>
    public bool IsDone => Action is not (BotDecision.Reuse or "unchanged");

    /// <summary>The step that was recorded as <paramref name="decision"/>.</summary>
    public static ExplainedStep Of(PipelineStage stage, RecordedDecision decision) => new(
        stage, decision.Action,
        decision is { Because: "", Changes.Count: 0 } && decision.Action is not (BotDecision.Reuse or "unchanged")
            ? decision.IsFirst ? "no earlier decision is recorded" : "no result of an earlier build could be used"
            : decision.Because,
        decision.Changes);
}
