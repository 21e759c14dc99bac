using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>What a function always returns or prints, where the compiler itself calls the values constant. Nothing runs.</summary>
internal static class CSharpConstants
{
    /// <summary>Characters of the longest text that becomes an assertion.</summary>
    private const int Longest = 1000;

    /// <summary>
    /// The value that a body returns, as a C# literal. A body that completes has run one of its returns, so when all of them return the
    /// same constant, that is its result.
    /// </summary>
    public static string? Returned(SemanticModel model, SyntaxNode body)
    {
        if (body is ArrowExpressionClauseSyntax arrow)
        {
            return Literal(model, arrow.Expression);
        }

        if (CSharpBody.Own<YieldStatementSyntax>(body).Any())
        {
            return null;
        }

        var literals = CSharpBody.Own<ReturnStatementSyntax>(body)
            .Select(statement => statement.Expression is null ? null : Literal(model, statement.Expression))
            .Distinct(StringComparer.Ordinal).ToList();
        return literals.Count == 1 ? literals[0] : null;
    }

    /// <summary>What a body prints, when it does nothing else than declare constants and print some (and return one at its end).</summary>
    public static string? Printed(SemanticModel model, SyntaxNode body)
    {
        if (body is ArrowExpressionClauseSyntax { Expression: InvocationExpressionSyntax only })
        {
            return Printed(model, only);
        }

        string? text = null;
        foreach (var statement in (body as BlockSyntax)?.Statements ?? [])
        {
            switch (statement)
            {
                case ReturnStatementSyntax { Expression: var result } when result is null || Literal(model, result) is not null:
                    return text;
                case LocalDeclarationStatementSyntax { IsConst: true } or EmptyStatementSyntax:
                    break;
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } when Printed(model, call) is { } printed:
                    text += printed;
                    break;
                default:
                    return null;
            }
        }

        return text;
    }

    /// <summary>
    /// The constant value of <paramref name="expression"/> as a literal of its own type; null if there is none, or a conversion of the
    /// user's changes it.
    /// </summary>
    private static string? Literal(SemanticModel model, ExpressionSyntax expression)
    {
        if (expression.IsKind(SyntaxKind.DefaultLiteralExpression)
            || model.GetConstantValue(expression) is not { HasValue: true, Value: var value }
            || model.GetTypeInfo(expression).Type is { TypeKind: TypeKind.Enum } || model.GetConversion(expression).IsUserDefined)
        {
            return null;
        }

        return value switch
        {
            null => "null",
            string { Length: <= Longest } text => CSharpLiterals.String(text),
            char character => SymbolDisplay.FormatLiteral(character, quote: true),
            bool truth => truth ? "true" : "false",
            sbyte or byte or short or ushort or int => Text(value),
            uint => Text(value) + "u",
            long => Text(value) + "L",
            ulong => Text(value) + "ul",
            float number when float.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture) + "f",
            double number when double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture) + "d",
            decimal => Text(value) + "m",
            _ => null,
        };
    }

    /// <summary>
    /// What a call of the console's own Write or WriteLine prints. Signs and separators of numbers are the culture's, and so are not
    /// certain.
    /// </summary>
    private static string? Printed(SemanticModel model, InvocationExpressionSyntax call)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { Name: "Write" or "WriteLine" } method
            || method.ContainingType.ToDisplayString() != "System.Console")
        {
            return null;
        }

        var end = method.Name == "WriteLine" ? "\n" : "";
        return call.ArgumentList.Arguments switch
        {
            [] => end,
            [{ NameColon: null, Expression: var argument }] when model.GetConstantValue(argument) is { HasValue: true, Value: var value }
                && model.GetTypeInfo(argument).Type is not { TypeKind: TypeKind.Enum } => value switch
                {
                    string { Length: <= Longest } text => text + end,
                    char character => character + end,
                    bool truth => (truth ? "True" : "False") + end,
                    byte or ushort or uint or ulong or sbyte and >= 0 or short and >= 0 or int and >= 0 or long and >= 0 =>
                        Text(value) + end,
                    _ => null,
                },
            _ => null,
        };
    }

    private static string Text(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
}
