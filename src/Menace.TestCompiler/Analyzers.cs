using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Menace.TestCompiler;

/// <summary>The analyzers and generators of the SDK and of the test framework.</summary>
internal sealed class Analyzers : IAnalyzerAssemblyLoader
{
    /// <summary>
    /// Words without one of which, in no source, an assembly's generators have nothing to generate and its analyzers no error to report:
    /// the names of the attributes that they look for. An assembly that is not listed always runs.
    /// </summary>
    private static readonly Dictionary<string, string[]> Triggers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Interop.ComInterfaceGenerator"] = ["GeneratedCom", "ComImport", "VirtualMethodIndex"],
        ["Microsoft.Interop.JavaScript.JSImportGenerator"] = ["JSImport", "JSExport"],
        ["Microsoft.Interop.LibraryImportGenerator"] = ["LibraryImport", "DllImport", "CustomMarshaller", "NativeMarshalling"],
        ["Microsoft.Interop.SourceGeneration"] = ["LibraryImport", "GeneratedCom", "CustomMarshaller", "NativeMarshalling"],
        ["System.Text.Json.SourceGeneration"] = ["JsonSerializable"],
        ["System.Text.RegularExpressions.Generator"] = ["GeneratedRegex"],
    };

    private readonly ConcurrentDictionary<string, AssemblyLoadContext> _contexts = new(StringComparer.Ordinal);
    private readonly Stamped<Loaded> _loaded;

    public Analyzers() => _loaded = new(path => new Loaded(new AnalyzerFileReference(path, this)));

    /// <summary>The generators that can have something to do.</summary>
    /// <param name="paths">Paths of assemblies.</param>
    /// <param name="sources">Texts of all sources.</param>
    public ImmutableArray<ISourceGenerator> Generators(IEnumerable<string> paths, IReadOnlyList<string> sources) =>
        [.. paths.Where(path => IsTriggered(path, sources)).SelectMany(path => _loaded[path].Generators.Value)];

    /// <summary>The analyzers that can report something that is asked for.</summary>
    /// <param name="paths">Paths of assemblies.</param>
    /// <param name="sources">Texts of all sources.</param>
    /// <param name="warnings">True if warnings are asked for as well as errors.</param>
    /// <param name="severities">The severity of a rule under the settings.</param>
    public ImmutableArray<DiagnosticAnalyzer> Reporting(
        IEnumerable<string> paths, IReadOnlyList<string> sources, bool warnings, Func<DiagnosticDescriptor, ReportDiagnostic> severities) =>
    [
        .. paths.Where(path => warnings || IsTriggered(path, sources))
            .SelectMany(path => _loaded[path].Analyzers.Value)
            .Where(analyzer => (warnings && analyzer.Analyzer is DiagnosticSuppressor)
                || analyzer.Rules.Any(rule => severities(rule) is var severity
                    && (severity == ReportDiagnostic.Error || (warnings && severity == ReportDiagnostic.Warn))))
            .Select(analyzer => analyzer.Analyzer),
    ];

    void IAnalyzerAssemblyLoader.AddDependencyLocation(string fullPath)
    {
        // Dependencies are those in the folder.
    }

    Assembly IAnalyzerAssemblyLoader.LoadFromPath(string fullPath) =>
        _contexts.GetOrAdd(Path.GetDirectoryName(fullPath)!, folder => new FolderContext(folder)).LoadFromAssemblyPath(fullPath);

    /// <summary>An escape can spell a name in another way, so that any text with one counts.</summary>
    private static bool IsTriggered(string path, IReadOnlyList<string> sources) =>
        !Triggers.TryGetValue(Path.GetFileNameWithoutExtension(path), out var words)
        || sources.Any(source => source.Contains("\\u", StringComparison.OrdinalIgnoreCase)
            || words.Any(word => source.Contains(word, StringComparison.Ordinal)));

    private sealed class Loaded(AnalyzerFileReference reference)
    {
        public Lazy<ImmutableArray<ISourceGenerator>> Generators { get; } = new(() => reference.GetGenerators(LanguageNames.CSharp));

        public Lazy<ImmutableArray<(DiagnosticAnalyzer Analyzer, ImmutableArray<DiagnosticDescriptor> Rules)>> Analyzers { get; } =
            new(() => [.. reference.GetAnalyzers(LanguageNames.CSharp).Select(analyzer => (analyzer, analyzer.SupportedDiagnostics))]);
    }

    /// <summary>The analyzers of one folder with what lies beside them; the compiler is shared.</summary>
    private sealed class FolderContext(string folder) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(folder, assemblyName.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
