using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Code;

/// <summary>What one piece of code says by itself, without the bots that it calls.</summary>
/// <param name="Problems">Its mistakes.</param>
/// <param name="Declared">The names of its types and namespaces, which bots that call it may use; null if it does not parse.</param>
/// <param name="Extends">True if it may add members to types of others: it declares extension methods, or does not parse.</param>
internal sealed record CodeReading(IReadOnlyList<CodeProblem> Problems, IReadOnlyList<string>? Declared, bool Extends)
{
    /// <summary>What <paramref name="text"/> declares for those that call it, and its syntax errors.</summary>
    public static CodeReading Of(CSharpText text) => text.Errors.Count > 0
        ? new([.. text.Errors.Select(e => new CodeProblem(e, null, []))], null, Extends: true)
        : DeepStack.Run(text.Levels, () => new CodeReading([], Declarations(text), ExtendsOthers(text.Root)));

    /// <summary>
    /// The reading with the errors among <paramref name="diagnostics"/>, which binding <paramref name="draft"/> gave. There are none of
    /// partial members, which a source generator completes.
    /// </summary>
    public CodeReading With(CodeDraft draft, IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0 || draft.Root.DescendantTokens().Any(t => t.IsKind(SyntaxKind.PartialKeyword))
            ? this
            : this with { Problems = ProblemsOf(draft, errors) };
    }

    private static List<CodeProblem> ProblemsOf(CodeDraft draft, IEnumerable<Diagnostic> errors)
    {
        var found = errors.Where(d => !(draft.IsBody && IsResult(draft.Root, d))).OrderBy(d => d.Location.SourceSpan.Start).ToList();
        var unknown = new HashSet<SyntaxNode>(found.Where(CSharpBinding.IsUnknownName).Select(d => Around(draft.Root, d)));
        return [.. found.Select(d => ProblemOf(draft, d, unknown))];
    }

    private static SyntaxNode Around(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(n => n is StatementSyntax or MemberDeclarationSyntax)
            ?? root;

    /// <summary>What statements return decides the type that their function declares.</summary>
    private static bool IsResult(SyntaxNode root, Diagnostic diagnostic) =>
        diagnostic.Id == "CS0029"
            && root.FindNode(diagnostic.Location.SourceSpan)
            .FirstAncestorOrSelf<SyntaxNode>(n => n is ReturnStatementSyntax or YieldStatementSyntax) is not null;

    private static CodeProblem ProblemOf(CodeDraft draft, Diagnostic diagnostic, HashSet<SyntaxNode> besideUnknown)
    {
        var around = Around(draft.Root, diagnostic);
        string[] nearby = [.. around.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken))
            .Select(t => t.ValueText).Distinct(StringComparer.Ordinal)];
        return new(draft.ErrorOf(diagnostic), CSharpBinding.IsUnknownName(diagnostic) ? CSharpBinding.NameAt(diagnostic) : null, nearby)
        {
            IsBesideUnknown = besideUnknown.Contains(around),
        };
    }

    private static bool ExtendsOthers(SyntaxNode root) =>
        root.DescendantTokens().Any(t => (t.IsKind(SyntaxKind.ThisKeyword) && t.Parent is ParameterSyntax) || t.ValueText == "extension");

    private static string[] Declarations(CSharpText text) =>
    [
        .. text.Shape == CodeShape.File ? [] : new[] { DraftNames.OfBots },
        .. text.Root.DescendantNodes().SelectMany(n => n switch
        {
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            BaseNamespaceDeclarationSyntax space => space.Name.ToString().Split('.'),
            _ => Enumerable.Empty<string>(),
        }).Distinct(StringComparer.Ordinal),
    ];
}
