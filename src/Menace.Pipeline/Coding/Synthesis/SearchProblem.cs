using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>What a search is for: an expression with the values <paramref name="Goal"/> for the first of the <paramref
/// name="Inputs"/>.</summary>
/// <param name="Parameters">The parameters; the last one is the element if the expression is the body of a lambda.</param>
/// <param name="Inputs">Arguments: of the examples, then of the probes, which tell expressions apart.</param>
/// <param name="Result">The type of the value.</param>
/// <param name="Goal">The values for the examples.</param>
internal sealed record SearchProblem(
    IReadOnlyList<ParameterExpression> Parameters, IReadOnlyList<Value[]> Inputs, ExpressionType Result, Value[] Goal)
{
    /// <summary>The constants that may occur, with their costs.</summary>
    public IReadOnlyList<(ConstantExpression Constant, int Cost)> Constants { get; init; } = [];

    /// <summary>The operators that may occur, with their costs.</summary>
    public required IReadOnlyList<(Operator Operator, int Cost)> Operators { get; init; }

    /// <summary>The number of examples.</summary>
    public int Examples => Goal.Length;
}

/// <summary>The steps that a <see cref="Deduction"/> may take. A count, not a time: the result is the same on every machine.</summary>
internal sealed class DeductionSteps(int steps)
{
    private int _left = steps;

    /// <summary>Takes steps.</summary>
    /// <returns>False if none are left.</returns>
    public bool Take(int count) => (_left -= count) >= 0;
}

/// <summary>The number of candidates that a search may try, counted over all its parts.</summary>
internal sealed class SearchBudget(int candidates)
{
    /// <summary>The number that was tried.</summary>
    public int Tried { get; private set; }

    /// <summary>The number of those that were like another one.</summary>
    public int Duplicates { get; private set; }

    /// <summary>True if no more may be tried.</summary>
    public bool IsSpent => Tried >= candidates;

    /// <summary>Counts a candidate.</summary>
    public void Count(bool isNew)
    {
        Tried++;
        Duplicates += isNew ? 0 : 1;
    }
}
