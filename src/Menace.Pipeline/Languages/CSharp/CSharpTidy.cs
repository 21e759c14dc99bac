using Menace.Pipeline.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// Finds what C# code does not need (docs/tidy.md): using directives that the compiler reports as unused, empty statements, semicolons
/// behind types and namespaces, and empty <c>else</c> branches. In code with preprocessor directives nothing is found: what they leave out
/// may need it.
/// </summary>
internal sealed class CSharpTidy(CSharpText text, CodeDraft draft, DraftNames names)
{
    private const string UnusedUsing = "CS8019";

    /// <summary>What the project of every bot imports: code that says it too compiles elsewhere as well.</summary>
    private static readonly HashSet<string> Implicit =
        [.. ((CompilationUnitSyntax)CSharpBinding.ImplicitUsings.GetRoot()).Usings.Select(directive => directive.Name!.ToString())];

    private readonly HashSet<SyntaxNode> _nodes = [];
    private readonly HashSet<SyntaxToken> _tokens = [];
    private readonly List<TidyEdit> _edits = [];

    /// <summary>The edits in the order of their places; null if the code without them does not read as the same code.</summary>
    /// <param name="diagnostics">All that the compiler says of the draft, hidden diagnostics included.</param>
    public IReadOnlyList<TidyEdit>? Edits(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (draft.Root.ContainsDirectives)
        {
            return [];
        }

        var isAlone = text.Code.AsSpan().IndexOfAnyExcept("; \t\r\n") < 0;
        foreach (var node in draft.Root.DescendantNodes())
        {
            switch (node)
            {
                case EmptyStatementSyntax { Parent: BlockSyntax } when !isAlone:
                case GlobalStatementSyntax { Statement: EmptyStatementSyntax } when !isAlone:
                case EmptyStatementSyntax { Parent: SwitchSectionSyntax { Statements.Count: > 1 } }:
                    Leave(node, "the statement is empty");
                    break;
                case ElseClauseSyntax { Statement: BlockSyntax { Statements.Count: 0 } } when IsBlank(node):
                    Leave(node, "the 'else' branch is empty");
                    break;
                case BaseTypeDeclarationSyntax { OpenBraceToken.RawKind: not 0, SemicolonToken: { RawKind: not 0 } semicolon }:
                    Leave(semicolon, "the semicolon is redundant");
                    break;
                case NamespaceDeclarationSyntax { SemicolonToken: { RawKind: not 0 } semicolon }:
                    Leave(semicolon, "the semicolon is redundant");
                    break;
            }
        }

        foreach (var directive in UnusedUsings(diagnostics))
        {
            Leave(directive, $"'{directive.ToString().TrimEnd(';')}' is not used");
        }

        _edits.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return _edits.Count == 0 || IsSame() ? _edits : null;
    }

    /// <summary>Only of code without errors: a name that means nothing here may be why a directive is not used.</summary>
    private IEnumerable<UsingDirectiveSyntax> UnusedUsings(IReadOnlyList<Diagnostic> diagnostics)
    {
        var isCertain = !diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            && !text.Code.Contains("cref", StringComparison.Ordinal);
        var unused = diagnostics.Where(diagnostic => isCertain && diagnostic.Id == UnusedUsing)
            .Select(diagnostic => diagnostic.Location.SourceSpan).ToList();
        return unused.Count == 0 ? []
            : draft.Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<UsingDirectiveSyntax>()
                .Where(directive => unused.Exists(span => span.Contains(directive.Span)) && !IsImplicit(directive));
    }

    private static bool IsImplicit(UsingDirectiveSyntax directive) => directive.GlobalKeyword.RawKind != 0
        || (directive is { Alias: null, StaticKeyword.RawKind: 0, Name: { } name } && Implicit.Contains(name.ToString()));

    private static bool IsBlank(SyntaxNode node) => node.DescendantTrivia().All(trivia => !node.Span.Contains(trivia.Span)
        || trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    private void Leave(SyntaxNode node, string description)
    {
        if (Remove(node.Span.Start, node.Span.End, node.GetFirstToken(), description))
        {
            _nodes.Add(node);
        }
    }

    private void Leave(SyntaxToken token, string description)
    {
        if (Remove(token.Span.Start, token.Span.End, token, description))
        {
            _tokens.Add(token);
        }
    }

    /// <summary>
    /// Removes whole lines, or what is between two tokens of a line. False for what would move a comment: it stays.
    /// </summary>
    private bool Remove(int first, int last, SyntaxToken token, string description)
    {
        var code = text.Code;
        var (start, end) = (draft.ToCode(first), draft.ToCode(last));
        var line = start == 0 ? 0 : code.LastIndexOf('\n', start - 1) + 1;
        var next = code.IndexOf('\n', end) is var found and >= 0 ? found + 1 : code.Length;
        var (isFirst, isRestBlank) = (string.IsNullOrWhiteSpace(code[line..start]), string.IsNullOrWhiteSpace(code[end..next]));
        if (isFirst && isRestBlank && token.Parent is not ElseClauseSyntax)
        {
            _edits.Add(new(line, next - line, "", description));
            return true;
        }

        var before = token.GetPreviousToken() is { RawKind: not 0 } previous ? draft.ToCode(previous.Span.End) : 0;
        var isJoined = string.IsNullOrWhiteSpace(code[before..start])
            && (isRestBlank || (before >= line && !(isFirst && code[end..next].TrimStart().StartsWith('/'))));
        if (isJoined)
        {
            _edits.Add(new(before, end - before, "", description));
        }

        return isJoined;
    }

    private bool IsSame()
    {
        for (var i = 1; i < _edits.Count; i++)
        {
            if (_edits[i].Offset < _edits[i - 1].Offset + _edits[i - 1].Length)
            {
                return false;
            }
        }

        var after = CSharpShape.Read(TidyEdit.Apply(text.Code, _edits));
        return after.Errors.Count == 0 && after.Shape == text.Shape && SyntaxFactory.AreEquivalent(
            new Removal(_nodes, _tokens).Visit(draft.Root), CodeDraft.Of(after, names).Root, topLevel: false);
    }

    /// <summary>The tree without what is removed.</summary>
    private sealed class Removal(HashSet<SyntaxNode> nodes, HashSet<SyntaxToken> tokens) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? Visit(SyntaxNode? node) => node is not null && nodes.Contains(node) ? null : base.Visit(node);

        public override SyntaxToken VisitToken(SyntaxToken token) => tokens.Contains(token) ? default : base.VisitToken(token);
    }
}
