using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages;

/// <summary>Writes expressions as code of a language, as a programmer would have written them.</summary>
internal interface IExpressionWriter
{
    /// <summary>
    /// Gets the operators that the language has, with the meaning of <see cref="Operator.Apply"/> wherever that has a result. An operand
    /// may be narrower than that of the same operator in <see cref="Operators.All"/>.
    /// </summary>
    IReadOnlyList<Operator> Operators { get; }

    /// <summary>
    /// True if <paramref name="type"/> can be the type of a parameter, of the result and of a value. Conditions are written in every
    /// language.
    /// </summary>
    bool Writes(ExpressionType type);

    /// <summary>Writes the complete <c>code</c> of a bot.</summary>
    /// <param name="functions">Its functions, in order; their bodies use only <see cref="Operators"/> and types that are written.</param>
    /// <exception cref="NotSupportedException">A body uses an operator or a type that the language does not have.</exception>
    string Write(IReadOnlyList<WrittenFunction> functions);
}

/// <summary>A function to write.</summary>
/// <param name="Name">Its name, kept as it is.</param>
/// <param name="Parameters">Its parameters, in order; a name that the language cannot have is changed.</param>
/// <param name="Body">Its result.</param>
/// <param name="Docs">Its documentation, or an empty text.</param>
internal sealed record WrittenFunction(string Name, IReadOnlyList<ParameterExpression> Parameters, Expression Body, string Docs)
{
    /// <summary>Gets the result without operators on constants.</summary>
    public Expression Folded => FoldedExpressions.Of(Body);
}
