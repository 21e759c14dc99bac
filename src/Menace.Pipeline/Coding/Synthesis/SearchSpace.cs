using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>Enumerates the expressions over some parameters, the cheapest first.</summary>
internal sealed class SearchSpace
{
    /// <summary>Cost of the second of two operands that may be anything; dearer ones are found by <see cref="Deduction"/>.</summary>
    private const int MostSecondCost = 5;

    /// <summary>Lists whose elements are mapped, filtered and sorted, and the cost of such a list.</summary>
    private const int MostLambdaLists = 10;
    private const int MostListCost = 5;

    /// <summary>Elements of such a list, over all inputs.</summary>
    private const int MostElements = 200;

    private readonly SearchProblem _problem;
    private readonly SearchBudget _budget;
    private readonly bool _isInner;
    private readonly List<LambdaSpace> _lambdas = [];
    private readonly CancellationToken _cancellation;

    public SearchSpace(SearchProblem problem, SearchBudget budget, bool isInner, CancellationToken cancellation)
    {
        (_problem, _budget, _isInner, _cancellation) = (problem, budget, isInner, cancellation);
        Bank = new TermBank(problem.Inputs.Count, problem.Examples, problem.Result, isInner ? null : problem.Goal);
        for (var i = 0; i < problem.Parameters.Count; i++)
        {
            Add(problem.Parameters[i], [.. problem.Inputs.Select(input => input[i])], 1);
        }
    }

    /// <summary>The expressions that were found.</summary>
    public TermBank Bank { get; }

    /// <summary>The cost up to which all expressions were tried.</summary>
    public int Level { get; private set; }

    /// <summary>The spaces of the bodies of lambdas, by the list whose elements they are about.</summary>
    public IReadOnlyList<LambdaSpace> Lambdas => _lambdas;

    /// <summary>What the search is for.</summary>
    public SearchProblem Problem => _problem;

    /// <summary>Tries all expressions of the next cost.</summary>
    /// <returns>False if the budget is spent.</returns>
    public bool Grow()
    {
        var cost = Level + 1;
        foreach (var (constant, constantCost) in _problem.Constants)
        {
            if (constantCost == cost)
            {
                var values = new Value[Bank.Inputs];
                Array.Fill(values, constant.Value);
                Add(constant, values, cost);
            }
        }

        foreach (var (one, own) in _problem.Operators)
        {
            Apply(one, own, cost);
            if (_budget.IsSpent)
            {
                return false;
            }

            _cancellation.ThrowIfCancellationRequested();
        }

        if (!_isInner)
        {
            GrowLambdas(cost);
        }

        Level = cost;
        return !_budget.IsSpent;
    }

    /// <summary>The expression of an operator over found ones, with its values.</summary>
    public Term Compose(Operator one, int own, params ReadOnlySpan<Term> operands)
    {
        var values = new Value[Bank.Inputs];
        var arguments = new Value[operands.Length];
        var cost = own;
        var expressions = new Expression[operands.Length];
        for (var k = 0; k < operands.Length; k++)
        {
            cost += operands[k].Cost;
            expressions[k] = operands[k].Expression;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var isNone = false;
            for (var k = 0; k < operands.Length; k++)
            {
                arguments[k] = operands[k].Values[i];
                isNone |= arguments[k].IsNone;
            }

            values[i] = isNone ? Value.None : one.Apply(arguments);
        }

        return new Term(new OperatorExpression(one, expressions), values, cost, Bank.Examples);
    }

    /// <summary>A literal that is not one of the constants of the problem.</summary>
    public Term Literal(Value value, ExpressionType type, int cost)
    {
        var values = new Value[Bank.Inputs];
        Array.Fill(values, value);
        return new Term(new ConstantExpression(value, type), values, cost, Bank.Examples);
    }

    /// <summary>The cost of the operator with this name, and the operator; null if it is not one of the problem.</summary>
    public (Operator Operator, int Cost)? Find(string id, ExpressionType first)
    {
        foreach (var one in _problem.Operators)
        {
            if (one.Operator.Id == id && one.Operator.Operands[0].Type == first)
            {
                return one;
            }
        }

        return null;
    }

    private void Apply(Operator one, int own, int cost)
    {
        switch (one.Operands.Count)
        {
            case 1:
                foreach (var operand in Candidates(one, 0, cost - own).TakeWhile(_ => !_budget.IsSpent))
                {
                    Try(one, own, operand);
                }

                break;
            case 2:
                for (var second = 1; second <= Math.Min(MostSecondCost, cost - own - 1); second++)
                {
                    foreach (var right in Candidates(one, 1, second).TakeWhile(_ => !_budget.IsSpent))
                    {
                        foreach (var left in Candidates(one, 0, cost - own - second).TakeWhile(_ => !_budget.IsSpent))
                        {
                            if (!one.IsCommutative || left.Cost >= right.Cost)
                            {
                                Try(one, own, left, right);
                            }
                        }
                    }
                }

                break;
            default:
                ApplyThree(one, own, cost);
                break;
        }
    }

    private void ApplyThree(Operator one, int own, int cost)
    {
        for (var second = 1; second <= MostSecondCost; second++)
        {
            for (var third = 1; third <= cost - own - second - 1 && third <= MostSecondCost; third++)
            {
                foreach (var right in Candidates(one, 2, third).TakeWhile(_ => !_budget.IsSpent))
                {
                    foreach (var middle in Candidates(one, 1, second).TakeWhile(_ => !_budget.IsSpent))
                    {
                        foreach (var left in Candidates(one, 0, cost - own - second - third).TakeWhile(_ => !_budget.IsSpent))
                        {
                            Try(one, own, left, middle, right);
                        }
                    }
                }
            }
        }
    }

    private IEnumerable<Term> Candidates(Operator one, int operand, int cost)
    {
        var wanted = one.Operands[operand];
        var terms = Bank.Of(wanted.Type, cost);
        return wanted.Kind switch
        {
            OperandKind.Constant => terms.Where(term => term.Expression is ConstantExpression),
            OperandKind.Simple => terms.Where(term => term.Expression is ConstantExpression or ParameterExpression),
            _ => terms,
        };
    }

    private void Try(Operator one, int own, params ReadOnlySpan<Term> operands)
    {
        if (_budget.IsSpent)
        {
            return;
        }

        var isConstant = true;
        foreach (var operand in operands)
        {
            isConstant &= operand.Expression is ConstantExpression;
        }

        if (!isConstant)
        {
            _budget.Count(Bank.Add(Compose(one, own, operands)));
        }
    }

    private void Add(Expression expression, Value[] values, int cost) => Bank.Add(new Term(expression, values, cost, Bank.Examples));

    private void GrowLambdas(int cost)
    {
        foreach (var type in (ReadOnlySpan<ExpressionType>)[ExpressionType.Texts, ExpressionType.Integers])
        {
            foreach (var list in Bank.Of(type, cost - 1))
            {
                if (_lambdas.Count < MostLambdaLists && list.Cost <= MostListCost && list.IsTotal
                    && list.Values.Sum(value => value.IsNone ? 0 : value.Items.Length) <= MostElements
                    && list.ExampleValues.ToArray().Any(value => value.Items.Length > 1))
                {
                    _lambdas.Add(new LambdaSpace(_problem, list, _budget, _cancellation));
                }
            }
        }

        foreach (var lambda in _lambdas)
        {
            foreach (var term in lambda.Terms(cost))
            {
                if (_budget.IsSpent)
                {
                    return;
                }

                _budget.Count(Bank.Add(term));
            }
        }
    }
}
