using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Tells whether the parts of a file can be moved without changing what a preprocessor directive holds for.</summary>
internal static class CSharpDirectives
{
    /// <summary>
    /// True if each directive is at the start of the file and holds for all of it, or begins and ends inside one of
    /// <paramref name="leaves"/>.
    /// </summary>
    public static bool AreInside(CompilationUnitSyntax unit, int fileHead, IReadOnlyList<(int Start, int End)> leaves)
    {
        if (!unit.ContainsDirectives)
        {
            return true;
        }

        var directives = unit.DescendantTrivia(descendIntoTrivia: false).Where(trivia => trivia.IsDirective)
            .Select(trivia => (DirectiveTriviaSyntax)trivia.GetStructure()!).ToList();
        var isForFile = directives.Where(directive => directive.SpanStart < fileHead).All(HoldsForFile);
        return isForFile && directives.Where(directive => directive.SpanStart >= fileHead)
            .GroupBy(directive => LeafOf(directive, leaves)).All(group => group.Key >= 0 && IsBalanced(group));
    }

    private static int LeafOf(DirectiveTriviaSyntax directive, IReadOnlyList<(int Start, int End)> leaves)
    {
        var leaf = leaves.TakeWhile(leaf => leaf.Start <= directive.SpanStart).Count() - 1;
        return leaf >= 0 && directive.Span.End <= leaves[leaf].End ? leaf : -1;
    }

    private static bool HoldsForFile(DirectiveTriviaSyntax directive) => directive.Kind() is
        SyntaxKind.NullableDirectiveTrivia or SyntaxKind.PragmaWarningDirectiveTrivia or SyntaxKind.DefineDirectiveTrivia
        or SyntaxKind.UndefDirectiveTrivia or SyntaxKind.ShebangDirectiveTrivia;

    private static bool IsBalanced(IEnumerable<DirectiveTriviaSyntax> directives)
    {
        Stack<char> open = [];
        foreach (var directive in directives)
        {
            var (opens, closes) = directive switch
            {
                IfDirectiveTriviaSyntax => ('i', '\0'),
                ElifDirectiveTriviaSyntax or ElseDirectiveTriviaSyntax => ('i', 'i'),
                EndIfDirectiveTriviaSyntax => ('\0', 'i'),
                RegionDirectiveTriviaSyntax => ('r', '\0'),
                EndRegionDirectiveTriviaSyntax => ('\0', 'r'),
                PragmaWarningDirectiveTriviaSyntax pragma =>
                    pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword) ? ('p', '\0') : ('\0', 'p'),
                _ => ('\0', '?'),
            };
            if (closes != '\0' && (open.Count == 0 || open.Pop() != closes))
            {
                return false;
            }

            if (opens != '\0')
            {
                open.Push(opens);
            }
        }

        return open.Count == 0;
    }
}
