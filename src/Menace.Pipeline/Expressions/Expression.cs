namespace Menace.Pipeline.Expressions;

/// <summary>An expression over parameters. It has no effects, and one meaning in all languages.</summary>
/// <param name="Type">The type of its value.</param>
internal abstract record Expression(ExpressionType Type)
{
    /// <summary>The value for <paramref name="arguments"/>, one for each parameter, and behind them the element of an enclosing
    /// lambda.</summary>
    public abstract Value Evaluate(ReadOnlySpan<Value> arguments);

    /// <summary>The number of operators in it.</summary>
    public abstract int Operations { get; }

    /// <summary>It and all expressions in it.</summary>
    public abstract IEnumerable<Expression> Parts { get; }
}

/// <summary>A parameter, or the element of the enclosing lambda: then its index is the number of parameters.</summary>
/// <param name="Index">Its place among the arguments.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record ParameterExpression(int Index, string Name, ExpressionType Type) : Expression(Type)
{
    /// <inheritdoc/>
    public override int Operations => 0;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => [this];

    /// <inheritdoc/>
    public override Value Evaluate(ReadOnlySpan<Value> arguments) => arguments[Index];
}

/// <summary>A literal.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Type">Its type: text, integer or boolean.</param>
internal sealed record ConstantExpression(Value Value, ExpressionType Type) : Expression(Type)
{
    /// <inheritdoc/>
    public override int Operations => 0;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => [this];

    /// <inheritdoc/>
    public override Value Evaluate(ReadOnlySpan<Value> arguments) => Value;
}

/// <summary>An operator with its operands.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Operands">Its operands, in order.</param>
internal sealed record OperatorExpression(Operator Operator, IReadOnlyList<Expression> Operands) : Expression(Operator.Result)
{
    /// <inheritdoc/>
    public override int Operations => 1 + Operands.Sum(operand => operand.Operations);

    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => [this, .. Operands.SelectMany(operand => operand.Parts)];

    /// <inheritdoc/>
    public override Value Evaluate(ReadOnlySpan<Value> arguments)
    {
        var values = new Value[Operands.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Operands[i].Evaluate(arguments);
            if (values[i].IsNone)
            {
                return Value.None;
            }
        }

        return Operator.Apply(values);
    }
}

/// <summary>One of two expressions, of which only that one is evaluated.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Then">The value if it is true.</param>
/// <param name="Else">The value if it is false.</param>
internal sealed record ConditionalExpression(Expression Condition, Expression Then, Expression Else) : Expression(Then.Type)
{
    /// <inheritdoc/>
    public override int Operations => 1 + Condition.Operations + Then.Operations + Else.Operations;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => [this, .. Condition.Parts, .. Then.Parts, .. Else.Parts];

    /// <inheritdoc/>
    public override Value Evaluate(ReadOnlySpan<Value> arguments)
    {
        var condition = Condition.Evaluate(arguments);
        return condition.IsNone ? Value.None : (condition.IsTrue ? Then : Else).Evaluate(arguments);
    }
}

/// <summary>What a <see cref="LambdaExpression"/> does with the elements of a list.</summary>
internal enum LambdaKind
{
    /// <summary>A list of the results.</summary>
    Map,

    /// <summary>The elements for which the result is true.</summary>
    Filter,

    /// <summary>The elements sorted by the results, equal ones in their order.</summary>
    SortBy,
}

/// <summary>An operation with a function of each element of a list.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="List">The list.</param>
/// <param name="Body">The function; the element is its last argument.</param>
internal sealed record LambdaExpression(LambdaKind Kind, Expression List, Expression Body)
    : Expression(Kind == LambdaKind.Map ? Body.Type.ListOf() : List.Type)
{
    /// <inheritdoc/>
    public override int Operations => 1 + List.Operations + Body.Operations;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Parts => [this, .. List.Parts, .. Body.Parts];

    /// <inheritdoc/>
    public override Value Evaluate(ReadOnlySpan<Value> arguments)
    {
        var list = List.Evaluate(arguments);
        if (list.IsNone)
        {
            return Value.None;
        }

        Value[] inner = [.. arguments, Value.None];
        var results = new Value[list.Items.Length];
        for (var i = 0; i < results.Length; i++)
        {
            inner[^1] = list.Items[i];
            results[i] = Body.Evaluate(inner);
            if (results[i].IsNone)
            {
                return Value.None;
            }
        }

        return Combine(Kind, Body.Type, list.Items, results);
    }

    /// <summary>The value from the elements and the results of the function for them.</summary>
    public static Value Combine(LambdaKind kind, ExpressionType bodyType, Value[] items, Value[] results) => kind switch
    {
        LambdaKind.Map => Value.Of(results),
        LambdaKind.Filter => Value.Of([.. items.Where((_, i) => results[i].IsTrue)]),
        _ when bodyType == ExpressionType.Text => !results.All(result => TextDomain.HasPlainOrder(result.Text)) ? Value.None
            : Value.Of([.. items.Index().OrderBy(item => results[item.Index].Text, StringComparer.Ordinal).Select(item => item.Item)]),
        _ => Value.Of([.. items.Index().OrderBy(item => results[item.Index].Number).Select(item => item.Item)]),
    };
}
