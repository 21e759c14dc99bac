namespace Menace.Pipeline.Expressions;

/// <summary>A function of the expression language.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Operands">The types of its operands.</param>
/// <param name="Result">The type of its value.</param>
internal sealed record Operator(string Id, IReadOnlyList<Operand> Operands, ExpressionType Result)
{
    /// <summary>Computes the value. The operands have results; the value may be none.</summary>
    public required Func<Value[], Value> Apply { get; init; }

    /// <summary>Words, in lower case, with which people name it; one that ends in <c>*</c> is the beginning of a word.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>True if the order of two operands does not matter.</summary>
    public bool IsCommutative { get; init; }

    /// <summary>How rare it is, 0 to 2: more is less likely to be meant.</summary>
    public int Rarity { get; init; }

    /// <summary>The bot whose function it is, or null for an operator of the language.</summary>
    public string? Bot { get; init; }

    /// <inheritdoc/>
    public bool Equals(Operator? other) => other is not null && (Bot, Id, Result) == (other.Bot, other.Id, other.Result)
        && Operands.SequenceEqual(other.Operands);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Bot, Id, Result);

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>An operand of an operator.</summary>
/// <param name="Type">Its type.</param>
internal readonly record struct Operand(ExpressionType Type)
{
    /// <summary>What may be there.</summary>
    public OperandKind Kind { get; init; }
}

/// <summary>What a search puts into an operand.</summary>
internal enum OperandKind
{
    /// <summary>Any expression.</summary>
    Any,

    /// <summary>A constant or a parameter.</summary>
    Simple,

    /// <summary>A constant.</summary>
    Constant,
}
