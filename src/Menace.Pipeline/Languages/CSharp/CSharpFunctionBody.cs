using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes the body of a method: one expression, or statements.</summary>
/// <param name="members">The class.</param>
/// <param name="names">The names of the method.</param>
/// <param name="parameters">The names of its parameters.</param>
internal sealed class CSharpFunctionBody(CSharpMembers members, WrittenNames names, IReadOnlyList<string> parameters)
{
    /// <summary>Length of a line that is not broken.</summary>
    private const int Line = 120;

    /// <summary>The body with the result <paramref name="result"/>, behind a head of <paramref name="head"/> characters.</summary>
    public string Write(Expression result, int head)
    {
        CSharpExpressions expressions = new(members, names, parameters);
        foreach (var shared in SharedExpressions.Of(result, parameters.Count))
        {
            var code = expressions.Write(shared);
            var name = expressions.Declare(shared.NameOf(), code);
            expressions.Bind(shared, name);
        }

        List<string> lines = [];
        Return(result, expressions, lines, "    ");
        return lines is not [var only] ? $"\n{{\n{string.Join('\n', lines)}\n}}"
            : head + only.Length > Line ? $" =>\n{only.Replace("    return ", "    ", StringComparison.Ordinal)}"
            : $" =>{only.Replace("    return ", " ", StringComparison.Ordinal)}";
    }

    private static void Return(Expression result, CSharpExpressions expressions, List<string> lines, string indent)
    {
        while (result is ConditionalExpression choice && IsChain(choice) && !expressions.IsBound(choice))
        {
            var condition = expressions.Write(choice.Condition);
            lines.AddRange(expressions.TakeStatements(indent));
            lines.Add($"{indent}if ({condition})");
            lines.Add(indent + "{");
            Return(choice.Then, expressions, lines, indent + "    ");
            lines.Add(indent + "}");
            lines.Add("");
            result = choice.Else;
        }

        var value = expressions.Write(result);
        lines.AddRange(expressions.TakeStatements(indent));
        lines.Add($"{indent}return {value};");
    }

    /// <summary>True for a choice that would be hard to read as one expression.</summary>
    private static bool IsChain(ConditionalExpression choice) => choice.Then.AsBoolean() is null && choice.Else.AsBoolean() is null
        && (choice.Operations > 6 || choice.Then is ConditionalExpression || choice.Else is ConditionalExpression);
}
