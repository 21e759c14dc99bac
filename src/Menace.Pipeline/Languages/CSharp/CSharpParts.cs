using Menace.Pipeline.Merging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Cuts a file without syntax errors into its members, character for character.</summary>
internal sealed class CSharpParts(string text, CompilationUnitSyntax unit)
{
    /// <summary>Up to where the text was given to a part.</summary>
    private int _at;

    /// <summary>Returns the file, or null if a preprocessor directive holds for more than one part.</summary>
    public MergePart? ReadFile()
    {
        var head = Cut(EndOfFileHead());
        var children = ReadAll([.. unit.Externs, .. unit.Usings, .. unit.AttributeLists, .. unit.Members]);
        var file = new MergePart("file", "", head) { IsContainer = true, Children = children, Tail = Cut(text.Length) };
        return CSharpDirectives.AreInside(unit, head.Length, Leaves(file)) ? file : null;
    }

    /// <summary>The places of the texts that are not cut further, in their order.</summary>
    private static List<(int Start, int End)> Leaves(MergePart file)
    {
        var at = 0;
        return [.. Walk(file)];

        IEnumerable<(int Start, int End)> Walk(MergePart part)
        {
            at += part.Space.Length;
            var start = at;
            at += part.Head.Length;
            yield return (start, at);
            foreach (var leaf in part.Children.SelectMany(Walk))
            {
                yield return leaf;
            }

            yield return (at, at + part.Tail.Length);
            at += part.Tail.Length + part.Separator.Length + part.After.Length;
        }
    }

    /// <summary>
    /// Comments in front of using directives are about the file; in front of a type, those above the last blank line are.
    /// </summary>
    private int EndOfFileHead()
    {
        var first = unit.GetFirstToken(includeZeroWidth: true);
        if (unit.Externs.Count + unit.Usings.Count > 0 || first.IsKind(SyntaxKind.EndOfFileToken))
        {
            return first.SpanStart;
        }

        var (end, at, isBlank) = (0, 0, true);
        foreach (var trivia in first.LeadingTrivia)
        {
            at = trivia.FullSpan.End;
            isBlank = isBlank && trivia.IsKind(SyntaxKind.WhitespaceTrivia);
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                end = isBlank ? at : end;
                isBlank = true;
            }
            else if (trivia.IsDirective)
            {
                end = at;
                isBlank = true;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                isBlank = trivia.ToFullString().EndsWith('\n');
            }
        }

        return end;
    }

    private List<MergePart> ReadAll(IEnumerable<SyntaxNode> nodes)
    {
        List<MergePart> parts = [];
        SyntaxNode? before = null;
        foreach (var node in nodes.OrderBy(node => node.SpanStart))
        {
            if (node is GlobalStatementSyntax && before is GlobalStatementSyntax)
            {
                parts[^1] = parts[^1] with { Head = parts[^1].Head + Cut(node.FullSpan.End) };
            }
            else
            {
                parts.Add(Read(node));
            }

            before = node;
        }

        return parts;
    }

    private MergePart Read(SyntaxNode node)
    {
        var space = Cut(PartSpace.End(text, _at));
        var key = node is GlobalStatementSyntax ? "statements" : CSharpPartKey.Of(node);
        return node switch
        {
            FileScopedNamespaceDeclarationSyntax file => new(key, space, Cut(file.SemicolonToken.FullSpan.End))
            {
                IsContainer = true,
                Children = ReadAll([.. file.Externs, .. file.Usings, .. file.Members]),
            },
            NamespaceDeclarationSyntax block =>
                Container(key, space, block.OpenBraceToken, [.. block.Externs, .. block.Usings, .. block.Members], block),
            EnumDeclarationSyntax { OpenBraceToken.RawKind: not 0 } type => ReadEnum(key, space, type),
            TypeDeclarationSyntax { OpenBraceToken.RawKind: not 0 } type => Container(key, space, type.OpenBraceToken, type.Members, type),
            _ => new(key, space, Cut(node.FullSpan.End)),
        };
    }

    private MergePart Container(string key, string space, SyntaxToken brace, IEnumerable<SyntaxNode> members, SyntaxNode node) =>
        new(key, space, Cut(brace.FullSpan.End)) { IsContainer = true, Children = ReadAll(members), Tail = Cut(node.FullSpan.End) };

    private MergePart ReadEnum(string key, string space, EnumDeclarationSyntax type)
    {
        var head = Cut(type.OpenBraceToken.FullSpan.End);
        List<MergePart> members = [];
        var separators = type.Members.GetSeparators().ToList();
        foreach (var member in type.Members)
        {
            var part = new MergePart(CSharpPartKey.Of(member), Cut(PartSpace.End(text, _at)), Cut(member.Span.End));
            members.Add(members.Count < separators.Count
                ? part with
                {
                    Tail = Cut(separators[members.Count].SpanStart),
                    Separator = Cut(separators[members.Count].Span.End),
                    After = Cut(separators[members.Count].FullSpan.End),
                }
                : part with { After = Cut(member.FullSpan.End) });
        }

        return new(key, space, head) { IsContainer = true, Joint = ",", Children = members, Tail = Cut(type.FullSpan.End) };
    }

    private string Cut(int end)
    {
        var piece = text[_at..end];
        _at = end;
        return piece;
    }
}
