using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Menace.Analyzers.Tests;

/// <summary>Runs the analyzer over additional files, as a compiler does.</summary>
internal sealed class AnalyzerRun
{
    private readonly List<AdditionalText> _files = [];
    private readonly MemoryOptions _options = new();
    private System.Collections.Immutable.ImmutableArray<MetadataReference> _references = [];
    private readonly Dictionary<string, ReportDiagnostic> _severities = [];

    /// <summary>Adds a file; without a text, one that fails when it is read.</summary>
    public AnalyzerRun File(string path, string? text, string? kind = null)
    {
        _files.Add(new MemoryText(path, text));
        if (kind is not null)
        {
            _options.Kinds[path] = kind;
        }

        return this;
    }

    /// <summary>Adds a file of these bytes, in which the compiler guesses the encoding as it does for a file on disk.</summary>
    public AnalyzerRun Bytes(string path, params byte[] content) => Bytes(path, System.Text.Encoding.Latin1, content);

    /// <summary>The same for a compiler that falls back on <paramref name="fallback"/>.</summary>
    public AnalyzerRun Bytes(string path, System.Text.Encoding fallback, params byte[] content)
    {
        _files.Add(new ByteText(path, content, fallback));
        return this;
    }

    public AnalyzerRun Global(string key, string value)
    {
        _options.Global[key] = value;
        return this;
    }

    public AnalyzerRun Property(string name, string value)
    {
        _options.Global["build_property." + name] = value;
        return this;
    }

    /// <summary>The project refers to the running framework; without this, to nothing.</summary>
    public AnalyzerRun WithFramework()
    {
        _references = FrameworkReferences.All;
        return this;
    }

    /// <summary>Switches a rule on, as a severity in .globalconfig does.</summary>
    public AnalyzerRun Enable(string id)
    {
        _severities[id] = ReportDiagnostic.Warn;
        return this;
    }

    /// <summary>The diagnostics by position.</summary>
    public async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync()
    {
        var compilation = CSharpCompilation.Create("Bots", references: _references, options: new(OutputKind.DynamicallyLinkedLibrary, specificDiagnosticOptions: _severities));
        var options = new AnalyzerOptions([.. _files], _options);
        var crashes = new List<string>();
        var analysis = new CompilationWithAnalyzers(
            compilation,
            [new TaskFileAnalyzer()],
            new CompilationWithAnalyzersOptions(options, (exception, _, _) => crashes.Add(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        var diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        Assert.Empty(crashes);
        return [.. diagnostics.OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Location.SourceSpan.Length).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    private sealed class ByteText(string path, byte[] content, System.Text.Encoding fallback) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default)
        {
            try
            {
                return SourceText.From(new MemoryStream(content), new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
            }
            catch (System.Text.DecoderFallbackException)
            {
                return SourceText.From(new MemoryStream(content), fallback);
            }
        }
    }
}
