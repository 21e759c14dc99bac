using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Planning;

namespace Menace.Pipeline.Completion;

/// <summary>
/// Known bots that would be chosen now instead of those that the pins name. Nothing is changed by it, and no build asks.
/// </summary>
internal static class NewerChoices
{
    /// <summary>A line for each bot whose pin names another one than <paramref name="planner"/> does now.</summary>
    /// <param name="handoff">The package, with what was pinned.</param>
    /// <param name="planner">Compares the tasks with the known bots.</param>
    /// <param name="cancellationToken">Ends what runs for it.</param>
    public static async Task<IReadOnlyList<PipelineDiagnostic>> FindAsync(
        HandoffRecord handoff, IIpoBot planner, CancellationToken cancellationToken)
    {
        var pinned = handoff.Completed.Where(field => field.Source.Kind == FieldSourceKind.Bot)
            .ToLookup(field => field.Bot, StringComparer.Ordinal);
        var places = pinned.SelectMany(bot => bot).Where(field => field.Field == "code")
            .ToDictionary(field => field.Bot, field => field.Source.Place, StringComparer.Ordinal);
        if (places.Count == 0)
        {
            return [];
        }

        var plan = await planner.GeneratePlanAsync(
            [.. handoff.Package.Tasks.Where(task => places.ContainsKey(task.Name))
                .Select(task => TaskValues.Without(task, pinned[task.Name].Select(field => field.Field)))],
            [], cancellationToken);
        return
        [
            .. plan.Warnings,
            .. from verdict in plan.Verdicts
               where verdict is { Action: PlanAction.Reuse or PlanAction.Fork, Candidate: not null }
               let place = PlannedCompletion.PlaceOf(verdict.Candidate!)
               where place != places[verdict.Task]
               select new PipelineDiagnostic(Rules.BetterBotKnown, [verdict.Task, places[verdict.Task], place, verdict.Reason])
               {
                   Bot = verdict.Task,
               },
        ];
    }
}
