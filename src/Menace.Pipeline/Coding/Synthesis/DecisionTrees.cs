using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// Finds conditionals: the cheapest tree of known conditions whose leaves are known expressions, each right for the examples that reach it
/// (Alur and others, "Scaling Enumerative Program Synthesis via Divide and Conquer", 2017, with an exact search instead of a heuristic).
/// </summary>
internal sealed class DecisionTrees
{
    private const int MostExamples = 20;
    private const int MostConditions = 250;
    private const int MostDepth = 4;
    private const int MostPerMask = 3;
    private const int None = int.MaxValue / 4;

    /// <summary>A branch that only one example supports could be anything.</summary>
    private const int LonelyLeaf = 2;

    private readonly SearchSpace _space;
    private readonly Value[] _goal;
    private readonly List<(ulong Mask, Term Term)> _leaves = [];
    private readonly List<(ulong Mask, Term Term)> _conditions = [];
    private readonly Dictionary<(ulong, int), (int Cost, Func<Term?> Make)> _known = [];

    private DecisionTrees(SearchSpace space, ExpressionType type, Value[] goal)
    {
        (_space, _goal) = (space, goal);
        Dictionary<ulong, int> counts = [];
        foreach (var term in space.Bank.Of(type))
        {
            var mask = 0UL;
            for (var i = 0; i < goal.Length; i++)
            {
                mask |= term.Values[i].Equals(goal[i]) ? 1UL << i : 0;
            }

            if (mask != 0 && (counts[mask] = counts.GetValueOrDefault(mask) + 1) <= MostPerMask)
            {
                _leaves.Add((mask, term));
            }
        }

        HashSet<ulong> seen = [];
        foreach (var term in space.Bank.Of(ExpressionType.Boolean))
        {
            if (_conditions.Count < MostConditions && term.IsTotal && term.Truth is var truth && truth != 0
                && truth != Term.All(goal.Length) && !seen.Contains(~truth & Term.All(goal.Length)) && seen.Add(truth))
            {
                _conditions.Add((truth, term));
            }
        }
    }

    /// <summary>The cheapest tree with at most <paramref name="depth"/> conditions above each other, or null.</summary>
    public static Term? Find(SearchSpace space, ExpressionType type, Value[] goal, int mostCost, int depth = MostDepth)
    {
        if (goal.Length is < 3 or > MostExamples)
        {
            return null;
        }

        var trees = new DecisionTrees(space, type, goal);
        if (trees._conditions.Count == 0 || trees._leaves.Count == 0)
        {
            return null;
        }

        var (cost, make) = trees.Best(Term.All(goal.Length), Math.Min(depth, MostDepth));
        return cost > mostCost ? null : make();
    }

    private (int Cost, Func<Term?> Make) Best(ulong examples, int depth)
    {
        if (_known.TryGetValue((examples, depth), out var known))
        {
            return known;
        }

        (int Cost, Func<Term?> Make) best = (None, () => null);
        var lonely = ulong.PopCount(examples) == 1 ? LonelyLeaf : 0;
        foreach (var (mask, term) in _leaves)
        {
            if ((mask & examples) == examples && term.Cost + lonely < best.Cost)
            {
                best = (term.Cost + lonely, () => term);
            }
        }

        if (depth > 0 && ulong.PopCount(examples) > 1)
        {
            foreach (var (mask, condition) in _conditions)
            {
                var (yes, no) = (examples & mask, examples & ~mask);
                if (yes == 0 || no == 0 || condition.Cost + 3 >= best.Cost)
                {
                    continue;
                }

                var then = Best(yes, depth - 1);
                if (then.Cost + condition.Cost + 2 >= best.Cost)
                {
                    continue;
                }

                var otherwise = Best(no, depth - 1);
                if (then.Cost + otherwise.Cost + condition.Cost + 1 is var cost && cost < best.Cost)
                {
                    best = (cost, () => Compose(condition, then.Make(), otherwise.Make(), cost));
                }
            }
        }

        _known[(examples, depth)] = best;
        return best;
    }

    private Term? Compose(Term condition, Term? then, Term? otherwise, int cost)
    {
        if (then is null || otherwise is null)
        {
            return null;
        }

        var values = new Value[_space.Bank.Inputs];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = condition.Values[i].IsNone ? Value.None : (condition.Values[i].IsTrue ? then : otherwise).Values[i];
        }

        return new Term(
            new ConditionalExpression(condition.Expression, then.Expression, otherwise.Expression), values, cost, _goal.Length);
    }
}
