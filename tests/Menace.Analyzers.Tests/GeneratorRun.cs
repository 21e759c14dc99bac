using System.Collections.Immutable;
using Menace.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Menace.Analyzers.Tests;

/// <summary>A project with a task list in an editor: the generator runs again after each change, and keeps what it knows.</summary>
internal sealed class GeneratorRun
{
    private const string TaskFile = "/p/tasks.json";

    private readonly MemoryOptions _options = new();
    private GeneratorDriver _driver;
    private AdditionalText? _file;

    public GeneratorRun(string? tasks, LanguageVersion version = LanguageVersion.CSharp14, params (string Name, string Value)[] properties)
    {
        foreach (var (name, value) in properties)
        {
            _options.Global["build_property." + name] = value;
        }

        _file = tasks is null ? null : new MemoryText(TaskFile, tasks);
        var parse = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        Compilation = CSharpCompilation.Create(
            "Some.Project",
            [CSharpSyntaxTree.ParseText("class User { }", parse)],
            FrameworkReferences.All,
            new(OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error));
        _driver = CSharpGeneratorDriver.Create(
            [new BotCatalogGenerator().AsSourceGenerator()], _file is null ? [] : [_file], parse, _options,
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Run();
    }

    public CSharpCompilation Compilation { get; private set; }

    public GeneratorRunResult Result { get; private set; }

    /// <summary>The generated sources by name.</summary>
    public Dictionary<string, string> Sources => Result.GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());

    public string AllText => string.Concat(Sources.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value));

    public GeneratorRun Edit(string tasks)
    {
        var edited = new MemoryText(TaskFile, tasks);
        _driver = _file is null ? _driver.AddAdditionalTexts([edited]) : _driver.ReplaceAdditionalText(_file, edited);
        _file = edited;
        return Run();
    }

    public GeneratorRun EditCSharp(string source)
    {
        var old = Compilation.SyntaxTrees[0];
        Compilation = Compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)old.Options));
        return Run();
    }

    /// <summary>How often each reason was given for a step.</summary>
    public Dictionary<IncrementalStepRunReason, int> ReasonsOf(string step) => Result.TrackedSteps[step]
        .SelectMany(s => s.Outputs).GroupBy(o => o.Reason).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>The same for the sources.</summary>
    public Dictionary<IncrementalStepRunReason, int> OutputReasons() => Result.TrackedOutputSteps
        .SelectMany(s => s.Value).SelectMany(s => s.Outputs).GroupBy(o => o.Reason).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>The project with its generated sources and <paramref name="user"/>; an error where it does not compile without a warning.</summary>
    public System.Reflection.Assembly Compile(string user = "")
    {
        var parse = (CSharpParseOptions)Compilation.SyntaxTrees[0].Options;
        var whole = Compilation.AddSyntaxTrees([.. Result.GeneratedSources.Select(s => s.SyntaxTree), CSharpSyntaxTree.ParseText(user, parse)]);
        using var stream = new MemoryStream();
        var emitted = whole.Emit(stream);
        Assert.Empty(emitted.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning));
        return System.Reflection.Assembly.Load(stream.ToArray());
    }

    private GeneratorRun Run()
    {
        _driver = _driver.RunGenerators(Compilation);
        Result = Assert.Single(_driver.GetRunResult().Results);
        Assert.Null(Result.Exception);
        return this;
    }
}

/// <summary>The running framework, to compile against.</summary>
internal static class FrameworkReferences
{
    public static ImmutableArray<MetadataReference> All { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetDirectoryName(p) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(p => MetadataReference.CreateFromFile(p))];
}

/// <summary>Options as MSBuild writes them for the compiler.</summary>
internal sealed class MemoryOptions : AnalyzerConfigOptionsProvider
{
    public Dictionary<string, string> Global { get; } = [];

    /// <summary>The kind of an additional file, by path.</summary>
    public Dictionary<string, string> Kinds { get; } = [];

    public override AnalyzerConfigOptions GlobalOptions => new Values(Global);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(
        Kinds.TryGetValue(textFile.Path, out var kind) ? new() { ["build_metadata.AdditionalFiles.MenaceKind"] = kind } : []);

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}

/// <summary>An additional file; without a text, one that fails when it is read.</summary>
internal sealed class MemoryText(string path, string? text) : AdditionalText
{
    private readonly Lazy<Microsoft.CodeAnalysis.Text.SourceText> _text =
        new(() => Microsoft.CodeAnalysis.Text.SourceText.From(text ?? throw new InvalidOperationException("no text\nat all")));

    public override string Path => path;

    public override Microsoft.CodeAnalysis.Text.SourceText GetText(CancellationToken cancellationToken = default) => _text.Value;
}
