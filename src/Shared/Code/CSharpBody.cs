using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Code;

/// <summary>What the text of a function's body tells without running it.</summary>
internal static class CSharpBody
{
    /// <summary>Nodes of <paramref name="body"/> that are its own: not those of functions and types inside it.</summary>
    public static IEnumerable<T> Own<T>(SyntaxNode body)
        where T : SyntaxNode =>
        body.DescendantNodesAndSelf(node =>
                node == body || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
                    or BaseTypeDeclarationSyntax))
            .OfType<T>();

    /// <summary>True if the body itself awaits.</summary>
    public static bool Awaits(SyntaxNode body) =>
        Own<SyntaxNode>(body).Any(node => node switch
        {
            AwaitExpressionSyntax => true,
            CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            UsingStatementSyntax block => block.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            LocalDeclarationStatementSyntax local => local.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            _ => false,
        });

    /// <summary>The values that <paramref name="body"/> itself yields.</summary>
    public static IEnumerable<YieldStatementSyntax> Yields(SyntaxNode body) =>
        Own<YieldStatementSyntax>(body).Where(y => y.Expression is not null);

    /// <summary>A return type under which the statements of <paramref name="body"/> bind, whatever they return.</summary>
    public static string DraftType(SyntaxNode body, bool isAsync)
    {
        var isStream = Yields(body).Any();
        var hasValue = isStream || Own<ReturnStatementSyntax>(body).Any(r => r.Expression is not null);
        return DeclaredType(hasValue ? "object?" : null, isAsync, isStream);
    }

    /// <summary>The declared type of a function with results of <paramref name="type"/>; null is none.</summary>
    public static string DeclaredType(string? type, bool isAsync, bool isStream, bool isQualified = false)
    {
        var tasks = isQualified ? "global::System.Threading.Tasks." : "";
        var collections = isQualified ? "global::System.Collections.Generic." : "";
        return (type, isAsync, isStream) switch
        {
            (null, false, _) => "void",
            (null, true, _) => $"{tasks}Task",
            (_, false, true) => $"{collections}IEnumerable<{type}>",
            (_, true, true) => $"{collections}IAsyncEnumerable<{type}>",
            (_, true, false) => $"{tasks}Task<{type}>",
            _ => type,
        };
    }
}
