using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>
/// Programs that differ from a found one in one place, and fit to the examples as well. A program that was found by deduction can be larger
/// than all that were enumerated: then they are what it is compared with.
/// </summary>
/// <param name="space">The enumerated expressions.</param>
/// <param name="problem">The function.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class Variants(SearchSpace space, SynthesisProblem problem, CancellationToken cancellation)
{
    /// <summary>Expressions that are tried in one place.</summary>
    private const int MostTried = 20_000;

    private readonly List<Term> _found = [];

    /// <summary>The variants of <paramref name="program"/>, each at most <paramref name="margin"/> dearer, the cheapest first.</summary>
    public IReadOnlyList<Term> Of(Term program, int margin, int most)
    {
        _found.Clear();
        Visit(program.Expression, part => part, program.Cost, margin, space);
        return [.. _found.OrderBy(term => term.Cost).Take(most)];
    }

    private void Visit(Expression part, Func<Expression, Expression?> around, int cost, int margin, SearchSpace scope)
    {
        cancellation.ThrowIfCancellationRequested();
        var own = CostOf(part, scope);
        foreach (var term in scope.Bank.Of(part.Type).TakeWhile(term => term.Cost <= own + margin).Take(MostTried))
        {
            if (!term.Expression.Equals(part) && around(term.Expression) is { } variant && Fits(variant))
            {
                _found.Add(new Term(variant, [], cost - own + term.Cost, 0));
            }
        }

        switch (part)
        {
            case OperatorExpression one:
                for (var i = 0; i < one.Operands.Count; i++)
                {
                    var place = i;
                    if (one.Operator.Operands[i].Kind == OperandKind.Any || one.Operands[i] is ConstantExpression or ParameterExpression)
                    {
                        Visit(one.Operands[i], inner => Allows(one.Operator.Operands[place], inner)
                            ? around(one with { Operands = [.. one.Operands.Select((operand, k) => k == place ? inner : operand)] }) : null,
                            cost, margin, scope);
                    }
                }

                break;
            case ConditionalExpression one:
                Visit(one.Condition, inner => around(one with { Condition = inner }), cost, margin, scope);
                Visit(one.Then, inner => around(one with { Then = inner }), cost, margin, scope);
                Visit(one.Else, inner => around(one with { Else = inner }), cost, margin, scope);
                break;
            case LambdaExpression one:
                Visit(one.List, inner => around(one with { List = inner }), cost, margin, scope);
                if (scope.Lambdas.FirstOrDefault(lambda => lambda.List.Expression.Equals(one.List)) is { } body)
                {
                    Visit(one.Body, inner => around(one with { Body = inner }), cost, margin, body.Bodies);
                }

                break;
        }
    }

    private static bool Allows(Operand operand, Expression expression) => operand.Kind switch
    {
        OperandKind.Constant => expression is ConstantExpression,
        OperandKind.Simple => expression is ConstantExpression or ParameterExpression,
        _ => true,
    };

    private bool Fits(Expression program)
    {
        for (var i = 0; i < problem.Goal.Length; i++)
        {
            if (!program.Evaluate(problem.Inputs[i]).Equals(problem.Goal[i]))
            {
                return false;
            }
        }

        return program.Parts.Any(part => part is ParameterExpression);
    }

    /// <summary>What the search would count for <paramref name="expression"/>.</summary>
    private static int CostOf(Expression expression, SearchSpace scope) => expression switch
    {
        ConstantExpression constant => scope.Problem.Constants.Where(one => one.Constant.Type == constant.Type
            && one.Constant.Value.Equals(constant.Value)).Select(one => one.Cost).DefaultIfEmpty(3).First(),
        OperatorExpression one => scope.Problem.Operators.First(known => known.Operator == one.Operator).Cost
            + one.Operands.Sum(operand => CostOf(operand, scope)),
        ConditionalExpression one => 1 + CostOf(one.Condition, scope) + CostOf(one.Then, scope) + CostOf(one.Else, scope),
        LambdaExpression one => 1 + CostOf(one.List, scope) + CostOf(one.Body, scope),
        _ => 1,
    };
}
