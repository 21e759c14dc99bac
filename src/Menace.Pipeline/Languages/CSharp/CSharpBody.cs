using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>What the text of a function's body tells without running it.</summary>
internal static class CSharpBody
{
    /// <summary>Nodes of <paramref name="body"/> that are its own: not those of functions and types inside it.</summary>
    public static IEnumerable<T> Own<T>(SyntaxNode body)
        where T : SyntaxNode =>
        body.DescendantNodesAndSelf(node =>
                node == body || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or BaseTypeDeclarationSyntax))
            .OfType<T>();

    /// <summary>True where the body itself awaits.</summary>
    public static bool Awaits(SyntaxNode body) =>
        Own<SyntaxNode>(body).Any(node => node switch
        {
            AwaitExpressionSyntax => true,
            CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            UsingStatementSyntax block => block.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            LocalDeclarationStatementSyntax local => local.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            _ => false,
        });

    /// <summary>
    /// The literal that a body returns, as C# text. A body that completes has run one of its returns, so when all of them return the
    /// same literal, that is its result.
    /// </summary>
    public static string? ReturnedLiteral(SyntaxNode body)
    {
        if (body is ArrowExpressionClauseSyntax arrow)
        {
            return Literal(arrow.Expression);
        }

        if (Own<YieldStatementSyntax>(body).Any())
        {
            return null;
        }

        var literals = Own<ReturnStatementSyntax>(body).Select(r => r.Expression is null ? null : Literal(r.Expression)).Distinct(StringComparer.Ordinal).ToList();
        return literals.Count == 1 ? literals[0] : null;
    }

    /// <summary>What a body prints, when it does nothing else than print literals (and return a literal at its end).</summary>
    public static string? PrintedText(SyntaxNode body)
    {
        IEnumerable<StatementSyntax>? statements = body switch
        {
            BlockSyntax block => block.Statements,
            CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(m => m.Statement),
            ArrowExpressionClauseSyntax arrow => [SyntaxFactory.ExpressionStatement(arrow.Expression)],
            _ => null,
        };
        var prints = false;
        var text = "";
        foreach (var statement in statements ?? [])
        {
            if (statement is ReturnStatementSyntax { Expression: var result } && (result is null || Literal(result) is not null))
            {
                break;
            }

            if (statement is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } || Printed(call) is not { } printed)
            {
                return null;
            }

            prints = true;
            text += printed;
        }

        return prints ? text : null;
    }

    private static string? Literal(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.DefaultLiteralExpression) => null,
        LiteralExpressionSyntax literal when literal.Token.Value is string text && !literal.Token.Text.EndsWith("u8", StringComparison.OrdinalIgnoreCase)
            => SymbolDisplay.FormatLiteral(text, quote: true),
        LiteralExpressionSyntax literal when literal.Token.Value is not string => literal.Token.Text,
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax operand } minus
            when minus.IsKind(SyntaxKind.UnaryMinusExpression) && operand.IsKind(SyntaxKind.NumericLiteralExpression) => "-" + operand.Token.Text,
        ParenthesizedExpressionSyntax inner => Literal(inner.Expression),
        _ => null,
    };

    private static string? Printed(InvocationExpressionSyntax call)
    {
        var method = call.Expression.ToString();
        if (method.StartsWith("System.", StringComparison.Ordinal))
        {
            method = method["System.".Length..];
        }

        var end = method switch { "Console.WriteLine" => "\n", "Console.Write" => "", _ => null };
        return (end, call.ArgumentList.Arguments.Count) switch
        {
            (null, _) => null,
            ("\n", 0) => "\n",
            (_, 1) when call.ArgumentList.Arguments[0].Expression is LiteralExpressionSyntax literal => literal.Token.Value switch
            {
                string text => text + end,
                char character => character + end,
                int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture) + end,
                bool truth => (truth ? "True" : "False") + end,
                _ => null,
            },
            _ => null,
        };
    }
}
