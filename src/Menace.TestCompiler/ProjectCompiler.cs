using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Menace.TestCompiler;

/// <summary>
/// Does what csc does with the same arguments: the same bytes, the same errors. Only analyzers that cannot report what is asked for, and
/// generators that have nothing to generate, are left out.
/// </summary>
internal sealed class ProjectCompiler
{
    private readonly Analyzers _analyzers = new();
    private readonly Stamped<MetadataReference> _references = new(path => MetadataReference.CreateFromFile(path));

    /// <summary>
    /// One compilation for each set of references. As long as it lives, the compiler takes what it has read of them from it.
    /// </summary>
    private readonly ConcurrentDictionary<string, CSharpCompilation> _first = new(StringComparer.Ordinal);

    private readonly Stamped<AnalyzerConfig> _configs = new(path => AnalyzerConfig.Parse(File.ReadAllText(path), path));

    public CompileResult Compile(CompileJob job)
    {
        var made = new Dictionary<string, MetadataReference>(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var project in job.Projects)
        {
            if (!Compile(project, made, lines))
            {
                return new CompileResult(false, lines);
            }
        }

        return new CompileResult(true, lines);
    }

    private bool Compile(CompileProject project, Dictionary<string, MetadataReference> made, List<string> lines)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(
            project.Arguments, Path.GetDirectoryName(project.File), sdkDirectory: null);
        var log = new DiagnosticLog(project, arguments.PreferredUILang ?? CultureInfo.CurrentUICulture, lines);
        if (log.Add(arguments.Errors))
        {
            return false;
        }

        var configs = AnalyzerConfigSet.Create(arguments.AnalyzerConfigPaths.Select(ConfigAt).ToList());
        Compilation compilation = Create(project, arguments, configs, made, out var sources);
        if (log.Add(compilation.GetParseDiagnostics()))
        {
            return false;
        }

        var options = new AnalyzerOptions([], new ConfigOptions(configs));
        string[] extensions = [.. arguments.AnalyzerReferences.Select(reference => Path.GetFullPath(reference.FilePath))];
        if (_analyzers.Generators(extensions, sources) is { IsEmpty: false } generators)
        {
            var places = new GeneratorDriverOptions(
                IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: false,
                arguments.GeneratedFilesOutputDirectory ?? arguments.OutputDirectory);
            CSharpGeneratorDriver.Create(generators, [], arguments.ParseOptions, options.AnalyzerConfigOptionsProvider, places)
                .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out var problems);
            log.Add(problems);
        }

        if (log.Add(compilation.GetDeclarationDiagnostics(), onlyIfErrors: true))
        {
            return false;
        }

        var emitted = Emit(project, arguments, compilation);
        var failed = log.Add(emitted.Diagnostics);
        var analyzers = _analyzers.Reporting(
            extensions, sources, project.Warnings, rule => SeverityOf(rule, compilation.Options, configs, compilation.SyntaxTrees.First()));
        if (!analyzers.IsEmpty)
        {
            var run = new CompilationWithAnalyzers(
                compilation, analyzers, new CompilationWithAnalyzersOptions(options, null, concurrentAnalysis: false, false));
            failed |= log.Add(run.GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult());
        }

        if (failed)
        {
            return false;
        }

        emitted.Write(project);
        if (project.Reference is { } reference)
        {
            made[reference] = MetadataReference.CreateFromImage(emitted.Reference.ToArray(), filePath: reference);
        }

        return true;

        AnalyzerConfig ConfigAt(string path) =>
            project.Texts.TryGetValue(path, out var text) ? AnalyzerConfig.Parse(text.TrimStart('\uFEFF'), path) : _configs[path];
    }

    private CSharpCompilation Create(
        CompileProject project, CSharpCommandLineArguments arguments, AnalyzerConfigSet configs,
        Dictionary<string, MetadataReference> made, out List<string> sources)
    {
        var texts = arguments.SourceFiles.Select(file => (file.Path, Text: Read(project, file.Path, arguments))).ToList();
        sources = texts.ConvertAll(file => file.Text.ToString());

        // There are as many compilations at once as cores.
        var options = arguments.CompilationOptions
            .WithConcurrentBuild(false)
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithXmlReferenceResolver(new XmlFileResolver(arguments.BaseDirectory))
            .WithSourceReferenceResolver(new SourceFileResolver([], arguments.BaseDirectory, arguments.PathMap))
            .WithSyntaxTreeOptionsProvider(new TreeOptions(configs));
        var compilation = CSharpCompilation.Create(
            arguments.CompilationName,
            texts.Select(file => CSharpSyntaxTree.ParseText(file.Text, arguments.ParseOptions, file.Path)),
            arguments.MetadataReferences.Select(
                file => made.TryGetValue(file.Reference, out var reference) ? reference : _references[file.Reference]),
            options);
        var shared = arguments.MetadataReferences.Select(file => file.Reference).Where(path => !made.ContainsKey(path));
        _first.GetOrAdd(string.Join('\n', shared), compilation);
        return compilation;
    }

    private static SourceText Read(CompileProject project, string path, CSharpCommandLineArguments arguments)
    {
        if (project.Texts.TryGetValue(path, out var text))
        {
            return SourceText.From(
                new MemoryStream(Encoding.UTF8.GetBytes(text)), arguments.Encoding, arguments.ChecksumAlgorithm, canBeEmbedded: true);
        }

        using var file = File.OpenRead(path);
        return SourceText.From(file, arguments.Encoding, arguments.ChecksumAlgorithm, throwIfBinaryDetected: true, canBeEmbedded: true);
    }

    private static Emitted Emit(CompileProject project, CSharpCommandLineArguments arguments, Compilation compilation)
    {
        var emitted = new Emitted();
        var options = arguments.EmitOptions
            .WithOutputNameOverride(arguments.OutputFileName!)
            .WithPdbFilePath(arguments.GetPdbFilePath(arguments.OutputFileName!));
        using var resources = compilation.CreateDefaultWin32Resources(
            versionResource: true, arguments.NoWin32Manifest, manifestContents: null, iconInIcoFormat: null);
        using var links = arguments.SourceLink is { } path
            ? new MemoryStream(project.Texts.TryGetValue(path, out var text) ? Encoding.UTF8.GetBytes(text) : File.ReadAllBytes(path))
            : null;
        emitted.Diagnostics = compilation.Emit(
            emitted.Assembly,
            emitted.Symbols,
            xmlDocumentationStream: null,
            win32Resources: resources,
            manifestResources: null,
            options,
            debugEntryPoint: null,
            sourceLinkStream: links,
            embeddedTexts: arguments.EmbeddedFiles
                .Select(file => EmbeddedText.FromSource(file.Path, Read(project, file.Path, arguments)))
                .Concat(compilation.SyntaxTrees.Skip(arguments.SourceFiles.Length)
                    .Select(tree => EmbeddedText.FromSource(tree.FilePath, tree.GetText()))),
            metadataPEStream: emitted.Reference,
            cancellationToken: CancellationToken.None).Diagnostics;
        return emitted;
    }

    /// <summary>The command line has the last word, then files by path, then global files.</summary>
    private static ReportDiagnostic SeverityOf(
        DiagnosticDescriptor rule, CompilationOptions options, AnalyzerConfigSet configs, SyntaxTree tree)
    {
        if (!options.SpecificDiagnosticOptions.TryGetValue(rule.Id, out var severity)
            && !configs.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(rule.Id, out severity)
            && !configs.GlobalConfigOptions.TreeOptions.TryGetValue(rule.Id, out severity))
        {
            severity = ReportDiagnostic.Default;
        }

        if (severity == ReportDiagnostic.Default)
        {
            severity = (rule.IsEnabledByDefault, rule.DefaultSeverity) switch
            {
                (false, _) => ReportDiagnostic.Suppress,
                (true, DiagnosticSeverity.Error) => ReportDiagnostic.Error,
                (true, DiagnosticSeverity.Warning) => ReportDiagnostic.Warn,
                _ => ReportDiagnostic.Info,
            };
        }

        return severity == ReportDiagnostic.Warn && options.GeneralDiagnosticOption == ReportDiagnostic.Error
            ? ReportDiagnostic.Error : severity;
    }
}

/// <summary>What the compiler made.</summary>
internal sealed class Emitted
{
    public MemoryStream Assembly { get; } = new();

    public MemoryStream Symbols { get; } = new();

    public MemoryStream Reference { get; } = new();

    public ImmutableArray<Diagnostic> Diagnostics { get; set; } = [];

    public void Write(CompileProject project)
    {
        Write(Assembly, project.Assemblies);
        Write(Symbols, project.Symbols);
        Write(Reference, project.ReferenceFile is { } file ? [file] : []);
    }

    private static void Write(MemoryStream content, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            content.WriteTo(file);
        }
    }
}
