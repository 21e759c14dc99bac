using System.Globalization;
using Menace.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Analyzers.Code;

/// <summary>Parses a bot's C#, and binds it against the references of the project whose task list it is in.</summary>
internal sealed class CodeReader
{
    /// <summary>Up to here, starting other threads costs more than they save.</summary>
    private const int Few = 8;

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
    /// Reads each of <paramref name="codes"/>; where it says so, its names and types too. A syntax error says all that is said; a partial member is
    /// completed by a source generator, which is not at hand.
    /// </summary>
    public CodeReading[] Read(IReadOnlyList<(string Code, bool Bound)> codes, CancellationToken cancellationToken)
    {
        var readings = new CodeReading[codes.Count];
        // An older compiler would call newer syntax a mistake.
        if (LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < CSharpShape.Version)
        {
            return [.. codes.Select(_ => NothingKnown)];
        }

        var drafts = new (CodeDraft Draft, SyntaxTree Tree)?[codes.Count];
        ForEach(Enumerable.Range(0, codes.Count).ToList(), Parse, cancellationToken);
        if (_references is null)
        {
            return readings;
        }

        // A new compilation costs milliseconds, so all that can be in one is in one: what has a namespace of its own.
        var open = Enumerable.Range(0, codes.Count).Where(i => drafts[i] is not null).ToLookup(i => IsAlone(drafts[i]!.Value));
        Bind(_references.WithOptions(_references.Options.WithConcurrentBuild(open[false].Skip(Few).Any())), [.. open[false]]);
        ForEach([.. open[true]], i => Bind(_references, [i]), cancellationToken);
        return readings;

        void Parse(int i)
        {
            var (code, bound) = codes[i];
            var read = CSharpShape.Read(code);
            if (read.Errors.Count > 0)
            {
                readings[i] = new([.. read.Errors.Select(e => new CodeProblem(e, null, []))], null);
                return;
            }

            var draft = CodeDraft.Of(code, read, i);
            var tree = CSharpSyntaxTree.ParseText(draft.Text, CSharpShape.Options, cancellationToken: cancellationToken);
            var root = tree.GetCompilationUnitRoot(cancellationToken);
            readings[i] = new([], Declarations(root));
            drafts[i] = bound && !IsPartial(root) ? (draft, tree) : null;
        }

        void Bind(CSharpCompilation references, List<int> together)
        {
            if (together.Count == 0)
            {
                return;
            }

            var byTree = together.ToDictionary(i => drafts[i]!.Value.Tree);
            var isProgram = byTree.Keys.Any(t => t.GetCompilationUnitRoot(cancellationToken).Members.Any(m => m is GlobalStatementSyntax));
            var options = isProgram ? references.Options.WithOutputKind(OutputKind.ConsoleApplication) : references.Options;
            var errors = references.WithOptions(options).AddSyntaxTrees(byTree.Keys).GetDiagnostics(cancellationToken)
                .Where(d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree is { } tree && byTree.ContainsKey(tree))
                .ToLookup(d => byTree[d.Location.SourceTree!]);
            foreach (var i in together.Where(errors.Contains))
            {
                var (draft, tree) = drafts[i]!.Value;
                readings[i] = readings[i] with { Problems = Problems(draft, tree.GetCompilationUnitRoot(cancellationToken), errors[i]) };
            }
        }
    }

    private static List<CodeProblem> Problems(CodeDraft draft, CompilationUnitSyntax root, IEnumerable<Diagnostic> errors) =>
    [
        .. errors.Where(d => !(draft.Shape == CodeShape.Statements && IsResult(root, d)))
            .OrderBy(d => d.Location.SourceSpan.Start)
            .Select(d => ProblemOf(draft, root, d)),
    ];

    /// <summary>A whole file declares what it likes where it likes; a global using is everybody's.</summary>
    private static bool IsAlone((CodeDraft Draft, SyntaxTree Tree) item) =>
        item.Draft.Shape == CodeShape.File || item.Tree.GetCompilationUnitRoot().Usings.Any(u => u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword));

    private static void ForEach(List<int> numbers, Action<int> action, CancellationToken cancellationToken)
    {
        if (numbers.Count <= Few)
        {
            numbers.ForEach(action);
        }
        else
        {
            Parallel.ForEach(numbers, new ParallelOptions { CancellationToken = cancellationToken }, action);
        }
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
