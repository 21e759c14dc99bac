using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>The framework and the implicit usings of a console project, to bind bots' code against.</summary>
internal static class CSharpFramework
{
    private static readonly Lazy<CSharpCompilation> Empty = new(() => CSharpCompilation.Create(
        "Bot",
        [CSharpBinding.ImplicitUsings],
        References(),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            allowUnsafe: true,
            concurrentBuild: false)));

    /// <summary>Binds <paramref name="draft"/>; all bots share the framework's symbols.</summary>
    public static SemanticModel Bind(CodeDraft draft)
    {
        var compilation = Empty.Value.AddSyntaxTrees(draft.Root.SyntaxTree);
        return (draft.IsProgram ? AsProgram(compilation) : compilation).GetSemanticModel(draft.Root.SyntaxTree);
    }

    /// <summary>The compilation of <paramref name="draft"/> to the assembly <paramref name="name"/>.</summary>
    public static CSharpCompilation Compilation(CodeDraft draft, string name)
    {
        var compilation = Empty.Value.AddSyntaxTrees(draft.Root.SyntaxTree).WithAssemblyName(name);
        var hasMain = draft.Root.DescendantNodes().OfType<MethodDeclarationSyntax>().Any(method => method.Identifier.ValueText == "Main");
        return draft.IsProgram || hasMain ? AsProgram(compilation) : compilation;
    }

    private static CSharpCompilation AsProgram(CSharpCompilation compilation) =>
        compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));

    /// <summary>
    /// Names that code with <paramref name="diagnostics"/> uses and finds neither in itself, nor in the framework, nor among the bot's
    /// dependencies and packages. Behind a using directive of a namespace that only a package can have, nothing else is certain.
    /// </summary>
    public static IReadOnlyList<string> UnresolvedNames(IEnumerable<Diagnostic> diagnostics, CodeSource source)
    {
        List<Diagnostic> unknown = [.. diagnostics.Where(CSharpBinding.IsUnknownName)];
        if (source.Packages.Count > 0 && unknown.Exists(IsInUsing))
        {
            return [];
        }

        HashSet<string> known = new(
            source.Dependencies.Concat(source.Packages.Select(package => package.Split('.')[0])), StringComparer.Ordinal);
        return [.. unknown
            .OrderBy(d => d.Location.SourceSpan.Start)
            .Select(CSharpBinding.NameAt)
            .Where(name => !known.Contains(name))
            .Distinct(StringComparer.Ordinal)];
    }

    private static bool IsInUsing(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan)
            .FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null;

    /// <summary>
    /// The assemblies of the running framework. The list of trusted assemblies names the host's own ones too (inside MSBuild: its
    /// libraries), so only those in the framework's folder count.
    /// </summary>
    private static IEnumerable<MetadataReference> References()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        return trusted
            .Where(path => string.Equals(Path.GetDirectoryName(path), folder, StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
