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
}
