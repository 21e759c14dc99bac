using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Code;

/// <summary>
/// Parses a bot's C#, and binds it against the framework: in the analyzer, against the references of the project whose task list it is in.
/// </summary>
internal sealed class CodeReader
{
    /// <summary>Up to here, starting other threads costs more than they save.</summary>
    private const int Few = 8;

    private static readonly CodeReading NothingKnown = new([], null, Extends: true);

    /// <summary>The project's references without its sources; null if they are not those of the bots, and names cannot be judged.</summary>
    private readonly CSharpCompilation? _references;

    /// <summary>
    /// Initializes a reader that binds against <paramref name="references"/>, a compilation with the implicit usings of a bot.
    /// </summary>
    public CodeReader(CSharpCompilation? references) => _references = references;

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
    /// Reads each of <paramref name="codes"/>, its names and types too. A syntax error says all that is said; a partial member is completed
    /// by a
    /// source generator, which is not at hand.
    /// </summary>
    public CodeReading[] Read(IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        var readings = new CodeReading[codes.Count];
        // An older compiler would call newer syntax a mistake.
        if (LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < CSharpShape.Version)
        {
            return [.. codes.Select(_ => NothingKnown)];
        }

        var drafts = new (CodeDraft Draft, SyntaxTree Tree)?[codes.Count];
        var levels = new int[codes.Count];
        ForEach(Enumerable.Range(0, codes.Count).ToList(), Parse, cancellationToken);
        if (_references is null)
        {
            return readings;
        }

        // A new compilation costs milliseconds, so all that can be in one is in one: what has a namespace of its own.
        var open = Enumerable.Range(0, codes.Count).Where(i => drafts[i] is not null)
            .ToLookup(i => levels[i] > DeepStack.Shallow || IsAlone(drafts[i]!.Value));
        Bind(_references.WithOptions(_references.Options.WithConcurrentBuild(open[false].Skip(Few).Any())), [.. open[false]]);
        ForEach([.. open[true]], i => DeepStack.Run(levels[i], () => Bind(_references, [i])), cancellationToken);
        return readings;

        void Parse(int i)
        {
            var read = CSharpShape.Read(codes[i]);
            levels[i] = read.Levels;
            if (read.Errors.Count > 0)
            {
                readings[i] = new([.. read.Errors.Select(e => new CodeProblem(e, null, []))], null, Extends: true);
                return;
            }

            DeepStack.Run(read.Levels, () => ParseDraft(i, read));
        }

        void ParseDraft(int i, CSharpText read)
        {
            var draft = CodeDraft.Of(codes[i], read, i);
            var tree = CSharpSyntaxTree.ParseText(draft.Text, CSharpShape.Options, cancellationToken: cancellationToken);
            var root = tree.GetCompilationUnitRoot(cancellationToken);
            readings[i] = new([], Declarations(root), Extends(root));
            drafts[i] = IsPartial(root) ? null : (draft, tree);
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

    /// <summary>What <paramref name="code"/> declares for those that call it; its own mistakes are not looked for.</summary>
    public static CodeReading Declared(string code) => new CodeReader(null).Read([code], default)[0] with { Problems = [] };

    private static List<CodeProblem> Problems(CodeDraft draft, CompilationUnitSyntax root, IEnumerable<Diagnostic> errors)
    {
        var found = errors.Where(d => !(draft.Shape == CodeShape.Statements && IsResult(root, d))).OrderBy(d => d.Location.SourceSpan.Start)
            .ToList();
        var unknown = new HashSet<SyntaxNode>(found.Where(CSharpBinding.IsUnknownName).Select(d => Around(root, d)));
        return [.. found.Select(d => ProblemOf(draft, root, d) with { IsBesideUnknown = unknown.Contains(Around(root, d)) })];
    }

    private static SyntaxNode Around(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(n => n is StatementSyntax or MemberDeclarationSyntax)
            ?? root;

    /// <summary>A whole file declares its own types and namespaces; a global using affects all files.</summary>
    private static bool IsAlone((CodeDraft Draft, SyntaxTree Tree) item) =>
        item.Draft.Shape == CodeShape.File
            || item.Tree.GetCompilationUnitRoot().Usings.Any(u => u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword));

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
        diagnostic.Id == "CS0029"
            && root.FindNode(diagnostic.Location.SourceSpan)
            .FirstAncestorOrSelf<SyntaxNode>(n => n is ReturnStatementSyntax or YieldStatementSyntax) is not null;

    private static CodeProblem ProblemOf(CodeDraft draft, SyntaxNode root, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        var start = draft.ToCode(span.Start);
        var error = new CodeError(
            start, draft.ToCode(span.End) - start, diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        string[] nearby = [.. Around(root, diagnostic).DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken))
            .Select(t => t.ValueText).Distinct(StringComparer.Ordinal)];
        return new(error, CSharpBinding.IsUnknownName(diagnostic) ? CSharpBinding.NameAt(diagnostic) : null, nearby);
    }

    private static bool IsPartial(SyntaxNode root) => root.DescendantTokens().Any(t => t.IsKind(SyntaxKind.PartialKeyword));

    private static bool Extends(SyntaxNode root) =>
        root.DescendantTokens().Any(t => (t.IsKind(SyntaxKind.ThisKeyword) && t.Parent is ParameterSyntax) || t.ValueText == "extension");

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
