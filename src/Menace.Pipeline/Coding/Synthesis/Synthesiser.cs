using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>How a search ended.</summary>
internal enum SynthesisOutcome
{
    /// <summary>One program is simplest, and all others that are nearly as simple agree with it.</summary>
    Found,

    /// <summary>Programs of about the same size fit, and differ.</summary>
    Ambiguous,

    /// <summary>No program within the budget fits.</summary>
    NotFound,
}

/// <summary>The result of a search for one function.</summary>
/// <param name="Outcome">How it ended.</param>
internal sealed record SynthesisResult(SynthesisOutcome Outcome)
{
    /// <summary>The simplest program, or null.</summary>
    public Expression? Program { get; init; }

    /// <summary>Another program that fits, and differs for <see cref="Difference"/>.</summary>
    public Expression? Other { get; init; }

    /// <summary>The shortest arguments for which the two programs differ.</summary>
    public Value[]? Difference { get; init; }

    /// <summary>Programs that fit and agree with the simplest one.</summary>
    public int Agreeing { get; init; }

    /// <summary>Candidates that were tried.</summary>
    public int Tried { get; init; }

    /// <summary>Those of them that were like another one.</summary>
    public int Duplicates { get; init; }

    /// <summary>Why nothing was found, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The cost of <see cref="Program"/>.</summary>
    public int Cost { get; init; }

    /// <summary>The cost up to which all programs were tried.</summary>
    public int Level { get; init; }

    /// <summary>The types of the parameters.</summary>
    public IReadOnlyList<ExpressionType> Types { get; init; } = [];
}

/// <summary>Searches the program of one function from its examples.</summary>
/// <param name="candidates">The number of candidates that a search may try.</param>
internal sealed class Synthesiser(int candidates = Synthesiser.DefaultCandidates)
{
    /// <summary>Candidates for one function.</summary>
    public const int DefaultCandidates = 250_000;

    /// <summary>Inputs on which programs that fit have to agree.</summary>
    public const int AgreementInputs = 500;

    private const int MostSteps = 1500;
    private const int Probes = 10;
    private const int MostLevel = 18;
    private const int MostCost = 30;
    private const int MostPrograms = 32;
    private const int MostVariants = 100;
    private const int MostImprovements = 5;

    /// <summary>How much larger a program may be that has to agree with the simplest one.</summary>
    private const int Margin = 2;

    /// <summary>Searches.</summary>
    /// <param name="problem">The function.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public SynthesisResult Find(SynthesisProblem problem, CancellationToken cancellationToken)
    {
        var budget = new SearchBudget(candidates);
        var inputs = new SearchInputs(problem.Inputs, problem.Types);
        IReadOnlyList<Value[]> all = [.. problem.Inputs, .. Enumerable.Range(0, Probes).Select(_ => inputs.Next())];
        var space = new SearchSpace(
            new SearchProblem(problem.Parameters, all, problem.Result, problem.Goal)
            {
                Constants = ConstantPool.Of(problem.Words, problem.Inputs, problem.Types, problem.Goal, problem.Result),
                Operators = problem.OperatorsWithCosts(),
            },
            budget, isInner: false, cancellationToken);
        List<Term> found = [];
        var isOpen = true;
        while (isOpen && space.Level < MostLevel && (found.Count == 0 || space.Level < found.Min(term => term.Cost) + Margin))
        {
            isOpen = space.Grow();
            found.AddRange(space.Bank.Find(problem.Result, problem.Goal).Where(term => IsProgram(term) && !found.Contains(term)));
            if (space.Level % 3 == 1 && space.Level > 1 || !isOpen)
            {
                Deduce(space, budget, problem, found, cancellationToken);
            }
        }

        return Choose(problem, found, inputs, budget, space, cancellationToken);
    }

    private static void Deduce(
        SearchSpace space, SearchBudget budget, SynthesisProblem problem, List<Term> found, CancellationToken cancellationToken)
    {
        var most = found.Count == 0 ? MostCost : found.Min(term => term.Cost) + Margin;
        var deduction = new Deduction(space, new DeductionSteps(MostSteps), most, cancellationToken);
        foreach (var term in deduction.Find(problem.Result, problem.Goal))
        {
            if (IsProgram(term) && !found.Any(known => known.Values.AsSpan().SequenceEqual(term.Values) && known.Cost <= term.Cost))
            {
                found.Add(term);
            }
        }

        if (DecisionTrees.Find(space, problem.Result, problem.Goal, most) is { } tree && IsProgram(tree) && !found.Contains(tree))
        {
            found.Add(tree);
        }
    }

    /// <summary>A constant is no program.</summary>
    private static bool IsProgram(Term term) => term.Expression.Parts.Any(part => part is ParameterExpression);

    private static SynthesisResult Choose(
        SynthesisProblem problem, List<Term> found, SearchInputs inputs, SearchBudget budget, SearchSpace space,
            CancellationToken cancellationToken)
    {
        var level = space.Level;
        if (found.Count == 0)
        {
            return new(SynthesisOutcome.NotFound)
            {
                Tried = budget.Tried,
                Duplicates = budget.Duplicates,
                Types = problem.Types,
                Reason = budget.IsSpent ? "no program within the budget fits the examples"
                    : "no program of the expression language fits the examples",
            };
        }

        var ordered = found.OrderBy(term => term.Cost).ThenBy(term => term.Expression.Operations).ToList();
        var best = ordered[0];
        var variants = new Variants(space, problem, cancellationToken);
        var near = variants.Of(best, Margin, MostVariants);
        for (var i = 0; i < MostImprovements && near.Count > 0 && near[0].Cost < best.Cost; i++)
        {
            best = near[0];
            near = variants.Of(best, Margin, MostVariants);
        }

        if (ExampleInformation.Of(problem) < best.Cost * ExampleInformation.BitsOfCost)
        {
            return new(SynthesisOutcome.NotFound)
            {
                Tried = budget.Tried,
                Duplicates = budget.Duplicates,
                Cost = best.Cost,
                Level = level,
                Types = problem.Types,
                Reason = "only a program fits the examples that is so large for them that it may fit by accident",
            };
        }

        List<Term> rivals = [.. ordered.Where(term => term.Cost <= best.Cost + Margin && term != best).Take(MostPrograms),
            .. space.Bank.Alike.Where(term => term.Cost <= best.Cost + Margin && IsProgram(term)), .. near];
        Difference? difference = null;
        for (var i = 0; i < AgreementInputs && rivals.Count > 0; i++)
        {
            if (Difference.Of(best, rivals, inputs.Next()) is { } one && (difference is null || one.Rank.CompareTo(difference.Rank) < 0))
            {
                difference = one;
            }
        }

        return new(difference is null ? SynthesisOutcome.Found : SynthesisOutcome.Ambiguous)
        {
            Program = best.Expression,
            Cost = best.Cost,
            Level = level,
            Other = difference?.Other.Expression,
            Difference = difference?.Arguments,
            Agreeing = difference is null ? rivals.Count : 0,
            Tried = budget.Tried,
            Duplicates = budget.Duplicates,
            Types = problem.Types,
        };
    }

    /// <summary>Arguments for which a program differs from others that fit as well.</summary>
    /// <param name="Arguments">The arguments.</param>
    /// <param name="Other">The simplest of the others.</param>
    /// <param name="Rank">
    /// What is asked first: where both have a result, what tells the simplest rival apart, then what tells most of them apart, then the
    /// shortest.
    /// </param>
    private sealed record Difference(Value[] Arguments, Term Other, (bool IsWithoutResult, int Cost, int Alike, int Size) Rank)
    {
        public static Difference? Of(Term best, List<Term> rivals, Value[] arguments)
        {
            var value = best.Expression.Evaluate(arguments);
            var differing = rivals.Select(rival => (Rival: rival, Value: rival.Expression.Evaluate(arguments)))
                .Where(one => !one.Value.Equals(value)).ToList();
            if (differing.Count == 0)
            {
                return null;
            }

            var (other, _) = differing.MinBy(one => (value.IsNone || one.Value.IsNone, one.Rival.Cost));
            var isWithoutResult = value.IsNone || differing.TrueForAll(one => one.Value.IsNone);
            return new(arguments, other, (isWithoutResult, other.Cost, -differing.Count, arguments.Sum(one => one.ToString().Length)));
        }
    }
}
