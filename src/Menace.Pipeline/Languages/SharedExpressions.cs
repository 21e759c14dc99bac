using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages;

/// <summary>Finds the expressions of a function that are worth a local variable: long ones that it uses more than once.</summary>
internal static class SharedExpressions
{
    /// <summary>Operators that make another text or list, which takes time.</summary>
    private static readonly HashSet<string> Changing = new(StringComparer.Ordinal)
    {
        "lower", "upper", "trim", "keep_digits", "keep_letters", "keep_letters_digits", "replace", "words", "lines", "split", "list.sort",
        "list.sort_descending", "list.distinct",
    };

    /// <summary>
    /// The shared expressions of <paramref name="body"/>, each before those that use it. Every one is evaluated in each call, so that a
    /// variable for it changes nothing.
    /// </summary>
    /// <param name="body">The result of a function.</param>
    /// <param name="parameters">The number of its parameters.</param>
    public static IReadOnlyList<Expression> Of(Expression body, int parameters)
    {
        List<Expression> found = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        while (true)
        {
            Dictionary<string, Use> uses = new(StringComparer.Ordinal);
            Count(body, parameters, known, uses, isAlways: true);
            foreach (var one in found)
            {
                Count(one, parameters, known, uses, isAlways: true, isDefinition: true);
            }

            if (uses.Values.Where(use => use is { Count: > 1, IsAlways: true }).MaxBy(use => use.Expression.Operations) is not { } next)
            {
                return [.. found.OrderBy(one => one.Operations)];
            }

            found.Add(next.Expression);
            known.Add(next.Expression.KeyOf());
        }
    }

    private static void Count(
        Expression expression, int parameters, HashSet<string> known, Dictionary<string, Use> uses, bool isAlways,
        bool isDefinition = false)
    {
        var key = expression.KeyOf();
        if (known.Contains(key) && !isDefinition)
        {
            return;
        }

        if (!isDefinition && IsLong(expression) && !expression.Parts.Any(part => part is ParameterExpression one && one.Index >= parameters))
        {
            var before = uses.GetValueOrDefault(key);
            uses[key] = new(expression, (before?.Count ?? 0) + 1, isAlways || before?.IsAlways == true);
        }

        switch (expression)
        {
            case OperatorExpression one:
                foreach (var operand in one.Operands)
                {
                    Count(operand, parameters, known, uses, isAlways);
                }

                break;
            case ConditionalExpression one:
                Count(one.Condition, parameters, known, uses, isAlways);
                Count(one.Then, parameters, known, uses, isAlways: false);
                Count(one.Else, parameters, known, uses, isAlways: false);
                break;
            case LambdaExpression one:
                Count(one.List, parameters, known, uses, isAlways);
                Count(one.Body, parameters, known, uses, isAlways: false);
                break;
        }
    }

    /// <summary>True for what is easier to read, or faster, with a name.</summary>
    private static bool IsLong(Expression expression) => expression.Operations > (expression.Type switch
    {
        ExpressionType.Boolean => 3,
        ExpressionType.Integer => 2,
        _ => expression is OperatorExpression one && Changing.Contains(one.IdOf()) ? 0 : 1,
    });

    private sealed record Use(Expression Expression, int Count, bool IsAlways);
}
