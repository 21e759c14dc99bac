using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Completion;

/// <summary>
/// Completes a package: plan, research, code, optimiser, and back (docs/completion.md). A template writes only what all of them leave
/// out.
/// </summary>
/// <param name="optimiser">Completes tasks from their code, and the rest from templates.</param>
/// <param name="planner">Looks for bots that do what a task asks for, or null.</param>
/// <param name="researcher">Looks everything else up, or null.</param>
/// <param name="coder">Writes the code of tasks that have examples, or null.</param>
/// <param name="pins">Keeps what was found as soon as it was found, so that a run that is killed finds the same again.</param>
internal sealed class CompletionLoop(
    IImplementationOptimiserBot optimiser, ICompletionSource? planner, ICompletionSource? researcher,
    CodedCompletion? coder, Func<HandoffRecord, IReadOnlyList<CompletedField>, Task> pins)
{
    /// <summary>Rounds of research; each must fill something, or it was the last one.</summary>
    private const int MostRounds = 3;

    /// <summary>Attempts to make a plan: the second failure ends the run.</summary>
    private const int MostPlans = 2;

    /// <summary>Completes <paramref name="handoff"/>.</summary>
    /// <returns>The record of the optimiser, with the fields that the planner and the researcher filled.</returns>
    /// <exception cref="PipelineException">The plan failed twice, or the research failed.</exception>
    public async Task<StageResult<OptimiseRecord>> RunAsync(
        HandoffRecord handoff, OptimiseRecord? previous, IStageProgress? progress, CancellationToken cancellationToken)
    {
        var state = new CompletionState(handoff);
        if (state.Missing.Count > 0)
        {
            await PlanAsync(state, cancellationToken);
        }

        await ResearchAllAsync(state, cancellationToken);
        if (state.Missing.Count > 0 && coder is not null)
        {
            await foreach (var answer in coder.CompleteAsync(state.Missing, cancellationToken))
            {
                await FillAsync(state, answer);
            }
        }

        if (state.Missing.Count > 0)
        {
            await FillHeldAsync(state);
        }

        var held = researcher is null || progress is null ? null : new HeldProgress(progress);
        var result = await OptimiseAsync(state, previous);
        for (var round = 1; state.LearnMissing(result.Record) && round <= MostRounds; round++)
        {
            var isFilled = await ResearchAsync(state, cancellationToken) || await FillHeldAsync(state);
            var again = await OptimiseAsync(state, result.Record);
            result = again with { Decisions = BotDecision.After(result.Decisions, again.Decisions) };
            if (!isFilled)
            {
                break;
            }
        }

        held?.Release();
        return result with
        {
            Record = result.Record with { Completed = state.Found, Questions = state.Questions },
            Diagnostics = [.. state.Findings, .. result.Diagnostics],
        };

        Task<StageResult<OptimiseRecord>> OptimiseAsync(CompletionState completed, OptimiseRecord? earlier) =>
            optimiser.OptimiseAsync(completed.Handoff, earlier, held ?? progress, cancellationToken);
    }

    /// <summary>
    /// Looks up what tasks without code leave out, before the package is sent to a Stage 4 that completes the rest. What tasks with code
    /// leave out is known only when the code was read.
    /// </summary>
    /// <exception cref="PipelineException">The research failed.</exception>
    public async Task<CompletionState> LookUpAsync(HandoffRecord handoff, CancellationToken cancellationToken)
    {
        var state = new CompletionState(handoff);
        await ResearchAllAsync(state, cancellationToken);
        return state;
    }

    /// <summary>Looks up what a Stage 4 could not complete: the values are pinned, and the next build sends them.</summary>
    /// <param name="handoff">The package.</param>
    /// <param name="optimised">What Stage 4 made of it; failures name no fields there.</param>
    /// <param name="cancellationToken">Ends the research.</param>
    /// <exception cref="PipelineException">The research failed.</exception>
    public async Task<CompletionState> LookUpAsync(
        HandoffRecord handoff, OptimiseRecord optimised, CancellationToken cancellationToken)
    {
        var state = new CompletionState(handoff);
        var tasks = optimised.Package.Tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        state.LearnMissing(optimised with
        {
            Failures = [.. optimised.Failures
                .Where(failure => failure.Code == Rules.MissingInformation.Id && tasks.ContainsKey(failure.Bot))
                .Select(failure => failure with
                {
                    Missing = [.. FieldMerge.Needed.Where(field => TaskValues.Of(tasks[failure.Bot], field) is null)],
                })],
        });
        await ResearchAllAsync(state, cancellationToken);
        return state;
    }

    private async Task ResearchAllAsync(CompletionState state, CancellationToken cancellationToken)
    {
        for (var round = 1; state.Missing.Count > 0 && round <= MostRounds; round++)
        {
            if (!await ResearchAsync(state, cancellationToken))
            {
                break;
            }
        }
    }

    private async Task PlanAsync(CompletionState state, CancellationToken cancellationToken)
    {
        for (var attempt = 1; planner is not null; attempt++)
        {
            SourceAnswer answer;
            try
            {
                answer = await planner.CompleteAsync(state.Missing, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == MostPlans)
                {
                    throw Failed(Rules.PlanFailed, exception);
                }

                continue;
            }

            await FillAsync(state, answer);
            return;
        }
    }

    /// <returns>True if something was filled.</returns>
    private async Task<bool> ResearchAsync(CompletionState state, CancellationToken cancellationToken)
    {
        if (researcher is null)
        {
            return false;
        }

        SourceAnswer answer;
        try
        {
            answer = await researcher.CompleteAsync(state.Missing, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(Rules.ResearchFailed, exception);
        }

        return await FillAsync(state, answer);
    }

    /// <summary>Takes what was pinned, where it was looked for again and not found.</summary>
    /// <returns>True if something was filled.</returns>
    private async Task<bool> FillHeldAsync(CompletionState state) =>
        CompletionPins.WithoutFormer(state.Original.Held, state.Found).ToList() is { Count: > 0 } held && await FillAsync(state, new(held));

    private async Task<bool> FillAsync(CompletionState state, SourceAnswer answer)
    {
        if (!state.Fill(answer))
        {
            return false;
        }

        await pins(state.Original, state.Found);
        return true;
    }

    private static PipelineException Failed(RuleDescriptor rule, Exception exception) =>
        new(PipelineStage.Optimise, [new(rule, [exception.Message])], inner: exception);
}
