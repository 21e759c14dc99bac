using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Coding.Synthesis;

/// <summary>An expression of a search with its values: first for the examples, then for the probes (<see cref="SearchInputs"/>).</summary>
/// <param name="expression">The expression.</param>
/// <param name="values">Its values, some of which may be none.</param>
/// <param name="cost">Its size, with what the words of the task make cheaper.</param>
/// <param name="examples">The number of values that belong to examples.</param>
internal sealed class Term(Expression expression, Value[] values, int cost, int examples)
{
    /// <summary>The expression.</summary>
    public Expression Expression => expression;

    /// <summary>The values.</summary>
    public Value[] Values => values;

    /// <summary>The cost.</summary>
    public int Cost => cost;

    /// <summary>The number of examples.</summary>
    public int Examples => examples;

    /// <summary>The type.</summary>
    public ExpressionType Type => expression.Type;

    /// <summary>The first 64 examples for which it has a value, as bits.</summary>
    public ulong Defined { get; } = Mask(values, examples, static value => !value.IsNone);

    /// <summary>True if it has a value for all examples.</summary>
    public bool IsTotal { get; } = !values.AsSpan(0, examples).ToArray().Any(value => value.IsNone);

    /// <summary>The values of the examples.</summary>
    public ReadOnlySpan<Value> ExampleValues => values.AsSpan(0, examples);

    /// <summary>The examples for which its value is true, as bits.</summary>
    public ulong Truth => Mask(values, examples, static value => !value.IsNone && value.IsTrue);

    /// <summary>All of <paramref name="count"/> examples, as bits.</summary>
    public static ulong All(int count) => count >= 64 ? ulong.MaxValue : (1UL << count) - 1;

    private static ulong Mask(Value[] values, int examples, Func<Value, bool> isSet)
    {
        var mask = 0UL;
        for (var i = 0; i < Math.Min(examples, 64); i++)
        {
            mask |= isSet(values[i]) ? 1UL << i : 0;
        }

        return mask;
    }
}

/// <summary>Compares vectors of values.</summary>
internal sealed class ValuesComparer : IEqualityComparer<Value[]>
{
    /// <summary>The comparer.</summary>
    public static readonly ValuesComparer Instance = new();

    /// <inheritdoc/>
    public bool Equals(Value[]? x, Value[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(Value[] values)
    {
        var hash = 17;
        foreach (var value in values)
        {
            hash = (hash * -1521134295) + value.GetHashCode();
        }

        return hash;
    }
}
