using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Writes the body of a function: its local variables and what it returns.</summary>
/// <param name="module">The module.</param>
/// <param name="names">The names of the function.</param>
/// <param name="parameters">The names of its parameters.</param>
internal sealed class PythonFunctionBody(PythonModule module, WrittenNames names, IReadOnlyList<string> parameters)
{
    /// <summary>Writes the lines of the body with the result <paramref name="result"/>.</summary>
    public void Write(Expression result, List<string> lines)
    {
        PythonExpressions expressions = new(module, names, parameters);
        foreach (var shared in SharedExpressions.Of(result, parameters.Count))
        {
            var code = expressions.Write(shared);
            var name = names.Take(shared.NameOf());
            lines.Add($"    {name} = {code}");
            expressions.Bind(shared, name);
        }

        Return(result, expressions, lines, "    ");
    }

    private static void Return(Expression result, PythonExpressions expressions, List<string> lines, string indent)
    {
        while (result is ConditionalExpression choice && !expressions.IsBound(choice)
            && choice.Then.AsBoolean() is null && choice.Else.AsBoolean() is null)
        {
            lines.Add($"{indent}if {expressions.Write(choice.Condition)}:");
            Return(choice.Then, expressions, lines, indent + "    ");
            result = choice.Else;
        }

        lines.Add($"{indent}return {expressions.Write(result)}");
    }
}
