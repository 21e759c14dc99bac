using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;

namespace Menace.Pipeline.Development;

/// <summary>What the develop stage did for each bot, and the key that it decided by.</summary>
internal static class DevelopDecisions
{
    /// <summary>One for each outcome.</summary>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="outcomes">The outcomes of all bots.</param>
    /// <param name="targets">The deployment targets.</param>
    public static IReadOnlyList<BotDecision> Of(
        DevelopPlan plan, IReadOnlyList<DevelopOutcome> outcomes, IReadOnlyList<DeploymentTarget> targets)
    {
        var trees = outcomes.Where(outcome => outcome.Repository is not null)
            .ToDictionary(outcome => outcome.Name, outcome => outcome.Repository!.Tree, StringComparer.Ordinal);
        return [.. outcomes.Select(Decision)];

        BotDecision Decision(DevelopOutcome outcome) => new(outcome.Name, ActionOf(outcome), KeyOf(outcome.Name, null))
        {
            Because = outcome.Failure?.Rule.Id ?? plan.ReasonOf(outcome.Name),
            Ingredients = () =>
            {
                var ingredients = new KeyIngredients();
                KeyOf(outcome.Name, ingredients);
                return ingredients.Groups;
            },
        };

        string KeyOf(string name, KeyIngredients? ingredients)
        {
            var bot = plan.Bots[name];
            var known = bot.Dependencies.Where(trees.ContainsKey).ToDictionary(
                dependency => dependency, dependency => trees[dependency], StringComparer.Ordinal);
            return RepositoryKey.Of(bot, known, targets, ingredients: ingredients);
        }
    }

    private static string ActionOf(DevelopOutcome outcome) => outcome.Repository?.Change switch
    {
        RepositoryChange.Created => "create",
        RepositoryChange.Updated => "update",
        RepositoryChange.Unchanged => "unchanged",
        _ => BotDecision.Fail,
    };
}
