using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages;

/// <summary>Computes what an expression has of constants: compilers refuse some of them, such as a division by zero.</summary>
internal static class FoldedExpressions
{
    /// <summary>The expression without operators on constants. One that has no result may have any value.</summary>
    public static Expression Of(Expression expression) => expression switch
    {
        OperatorExpression one => Folded(one with { Operands = [.. one.Operands.Select(Of)] }),
        ConditionalExpression one => Of(one.Condition) is var condition && condition.AsBoolean() is { } isTrue
            ? Of(isTrue ? one.Then : one.Else) : one with { Condition = condition, Then = Of(one.Then), Else = Of(one.Else) },
        LambdaExpression one => one with { List = Of(one.List), Body = Of(one.Body) },
        _ => expression,
    };

    private static Expression Folded(OperatorExpression one)
    {
        if (one.Type.IsList() || one.Operator.Bot is not null)
        {
            return one;
        }

        var isNever = one.IdOf() is "divide" or "modulo" && one.Operands[1].AsInteger() is <= 0;
        return isNever ? Constant(Value.None, one.Type)
            : one.Operands.All(operand => operand is ConstantExpression) ? Constant(one.Evaluate([]), one.Type)
            : one;
    }

    private static ConstantExpression Constant(Value value, ExpressionType type) =>
        new(!value.IsNone ? value : type == ExpressionType.Text ? Value.Of("") : Value.Of(0), type);
}
