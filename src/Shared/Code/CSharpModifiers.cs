using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Code;

/// <summary>The modifiers that members need in the static class around them.</summary>
internal static class CSharpModifiers
{
    private static readonly SyntaxKind[] Accessibility =
        [SyntaxKind.PublicKeyword, SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.InternalKeyword,
            SyntaxKind.FileKeyword];

    /// <summary>True for a modifier that says who may use a member.</summary>
    public static bool IsAccess(SyntaxToken modifier) => Accessibility.Contains(modifier.Kind());

    /// <summary>The text that makes <paramref name="member"/> fit, and where it belongs; null if it fits.</summary>
    public static (int At, string Text)? Added(MemberDeclarationSyntax member, IReadOnlyCollection<string> listed)
    {
        if (Missing(member, listed) is not { Length: > 0 } modifiers)
        {
            return null;
        }

        var last = member.Modifiers.LastOrDefault(IsAccess);
        return last == default ? (FirstModifierOrType(member).SpanStart, modifiers + " ") : (last.Span.End, " " + modifiers);
    }

    private static string Missing(MemberDeclarationSyntax member, IReadOnlyCollection<string> listed)
    {
        var hasAccess = member.Modifiers.Any(IsAccess);
        if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        {
            return hasAccess ? "" : "public";
        }

        var isStatic = member.Modifiers.Any(t => t.IsKind(SyntaxKind.StaticKeyword) || t.IsKind(SyntaxKind.ConstKeyword));
        var isListed = member is MethodDeclarationSyntax method && listed.Contains(method.Identifier.ValueText);
        return (isListed && !hasAccess, !isStatic) switch
        {
            (true, true) => "public static",
            (true, false) => "public",
            (false, true) => "static",
            _ => "",
        };
    }

    private static SyntaxToken FirstModifierOrType(MemberDeclarationSyntax member) =>
        member.AttributeLists.Count == 0 ? member.GetFirstToken()
            : member.AttributeLists[member.AttributeLists.Count - 1].GetLastToken().GetNextToken();
}
