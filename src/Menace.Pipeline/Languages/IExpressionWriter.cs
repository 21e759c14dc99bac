using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages;

/// <summary>Writes expressions as code of a language.</summary>
internal interface IExpressionWriter
{
    /// <summary>The operators that the language has.</summary>
    IReadOnlyList<Operator> Operators { get; }

    /// <summary>True if the language has values of this type.</summary>
    bool Writes(ExpressionType type);

    /// <summary>The code of a bot.</summary>
    string Write(IReadOnlyList<WrittenFunction> functions);
}

/// <summary>A function to write.</summary>
internal sealed record WrittenFunction(string Name, IReadOnlyList<ParameterExpression> Parameters, Expression Body, string Docs);
