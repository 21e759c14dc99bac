using System.Globalization;
using Menace.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Analyzers.Code;

/// <summary>Parses a bot's C#, and binds it against the references of the project whose task list it is in.</summary>
internal sealed class CodeReader
{
    private static readonly CodeReading NothingKnown = new([], null);

    /// <summary>The project's references without its sources; null where they are not those of the bots, and names cannot be judged.</summary>
    private readonly CSharpCompilation? _references;

    private CodeReader(CSharpCompilation? references) => _references = references;

    /// <summary>A reader for the tasks of the project that <paramref name="compilation"/> compiles.</summary>
    public static CodeReader For(Compilation compilation)
    {
        // Bots target .NET 10, whatever the project does. Older references lack what a bot may use.
        var framework = compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.Identity;
        if (framework is not { Version.Major: >= 10 } || compilation is not CSharpCompilation { Options: var options } project)
        {
            return new(null);
        }

        // The options that decide whether the references must be read anew are kept.
        var ofBots = options
            .WithOutputKind(OutputKind.DynamicallyLinkedLibrary)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithAllowUnsafe(true)
            .WithMainTypeName(null)
            .WithConcurrentBuild(false)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions([])
            .WithSyntaxTreeOptionsProvider(null);
        return new(project.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpBinding.ImplicitUsings).WithOptions(ofBots));
    }

    /// <summary>
    /// Reads <paramref name="code"/>; with <paramref name="bind"/> its names and types too. A syntax error says all that is said; a partial member
    /// is completed by a source generator, which is not at hand.
    /// </summary>
    public CodeReading Read(string code, bool bind, CancellationToken cancellationToken)
    {
        // An older compiler would call newer syntax a mistake.
        if (LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < CSharpShape.Version)
        {
            return NothingKnown;
        }

        var read = CSharpShape.Read(code);
        if (read.Errors.Count > 0)
        {
            return new([.. read.Errors.Select(e => new CodeProblem(e, null, []))], null);
        }

        var draft = CodeDraft.Of(code, read);
        var tree = CSharpSyntaxTree.ParseText(draft.Text, CSharpShape.Options, cancellationToken: cancellationToken);
        var root = tree.GetCompilationUnitRoot(cancellationToken);
        return new(bind && _references is not null && !IsPartial(root) ? Bind(_references, draft, read.Shape, tree, root, cancellationToken) : [], Declarations(root));
    }

    private static List<CodeProblem> Bind(
        CSharpCompilation references, CodeDraft draft, CodeShape shape, SyntaxTree tree, CompilationUnitSyntax root, CancellationToken cancellationToken)
    {
        var options = root.Members.Any(m => m is GlobalStatementSyntax) ? references.Options.WithOutputKind(OutputKind.ConsoleApplication) : references.Options;
        return [.. references.WithOptions(options).AddSyntaxTrees(tree).GetDiagnostics(cancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree == tree)
            .Where(d => !(shape == CodeShape.Statements && IsResult(root, d)))
            .OrderBy(d => d.Location.SourceSpan.Start)
            .Select(d => ProblemOf(draft, root, d))];
    }

    /// <summary>What statements return decides the type that their function declares; the draft declares <c>object?</c>.</summary>
    private static bool IsResult(SyntaxNode root, Diagnostic diagnostic) =>
        diagnostic.Id == "CS0029" && root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(n => n is ReturnStatementSyntax or YieldStatementSyntax) is not null;

    private static CodeProblem ProblemOf(CodeDraft draft, SyntaxNode root, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        var start = draft.ToCode(span.Start);
        var error = new CodeError(start, draft.ToCode(span.End) - start, diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        var around = root.FindNode(span).FirstAncestorOrSelf<SyntaxNode>(n => n is StatementSyntax or MemberDeclarationSyntax) ?? root;
        string[] nearby = [.. around.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText).Distinct(StringComparer.Ordinal)];
        return new(error, CSharpBinding.IsUnknownName(diagnostic) ? CSharpBinding.NameAt(diagnostic) : null, nearby);
    }

    private static bool IsPartial(SyntaxNode root) => root.DescendantTokens().Any(t => t.IsKind(SyntaxKind.PartialKeyword));

    private static string[] Declarations(SyntaxNode root) =>
    [
        .. root.DescendantNodes().SelectMany(n => n switch
        {
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            BaseNamespaceDeclarationSyntax space => space.Name.ToString().Split('.'),
            _ => Enumerable.Empty<string>(),
        }).Distinct(StringComparer.Ordinal),
    ];
}
