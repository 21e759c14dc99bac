namespace Menace.Pipeline.Expressions;

/// <summary>The types of expressions: nothing else is a value.</summary>
internal enum ExpressionType
{
    /// <summary>A sequence of characters.</summary>
    Text,

    /// <summary>A whole number of 32 bits.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of integers.</summary>
    Integers,

    /// <summary>A list of booleans.</summary>
    Booleans,
}

/// <summary>Relations between types.</summary>
internal static class ExpressionTypes
{
    /// <summary>The number of types.</summary>
    public const int Count = 6;

    /// <summary>True for lists.</summary>
    public static bool IsList(this ExpressionType type) => type >= ExpressionType.Texts;

    /// <summary>The type of the elements of a list.</summary>
    public static ExpressionType Element(this ExpressionType list) => (ExpressionType)(list - ExpressionType.Texts);

    /// <summary>The type of a list of <paramref name="element"/>.</summary>
    public static ExpressionType ListOf(this ExpressionType element) => (ExpressionType)((int)element + (int)ExpressionType.Texts);
}
