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

    /// <summary>Gets a reader of bots' code that binds against the same framework.</summary>
    public static CodeReader Reader => new(Empty.Value);

    /// <summary>Binds <paramref name="text"/>; all bots share the framework's symbols.</summary>
    public static SemanticModel Bind(string text, bool isProgram)
    {
        var tree = CSharpSyntaxTree.ParseText(text, CSharpShape.Options);
        var compilation = Empty.Value.AddSyntaxTrees(tree);
        compilation = isProgram ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)) : compilation;
        return compilation.GetSemanticModel(tree);
    }

    /// <summary>
    /// Names that the text of <paramref name="model"/> uses and finds neither in itself, nor in the framework, nor among the bot's
    /// dependencies and packages. Behind a using directive of a namespace that only a package can have, nothing else is certain.
    /// </summary>
    public static IReadOnlyList<string> UnresolvedNames(SemanticModel model, CodeSource source, CancellationToken cancellationToken)
    {
        List<Diagnostic> unknown = [.. model.GetDiagnostics(cancellationToken: cancellationToken).Where(CSharpBinding.IsUnknownName)];
        if (source.Packages.Count > 0 && unknown.Exists(d => IsInUsing(d, cancellationToken)))
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

    private static bool IsInUsing(Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Location.SourceTree!.GetRoot(cancellationToken).FindNode(diagnostic.Location.SourceSpan)
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
