using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Menace.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Menace.Analyzers.Tests;

public sealed class TaskFileAnalyzerTests
{
    [Theory]
    [MemberData(nameof(RuleSamples.All), MemberType = typeof(RuleSamples))]
    public async Task The_analyzer_says_the_same_as_the_build_at_the_same_place(string id, string bad, string good)
    {
        var (text, start, length) = RuleSamples.Unmark(bad);

        var diagnostic = Assert.Single(await AnalyzeAsync(text));

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(new TextSpan(start, length), diagnostic.Location.SourceSpan);
        Assert.Equal(SourceText.From(text).Lines.GetLinePositionSpan(new TextSpan(start, length)), diagnostic.Location.GetLineSpan().Span);
        Assert.Equal("/project/tasks.json", diagnostic.Location.GetLineSpan().Path);
        Assert.EndsWith($"/docs/rules/{id}.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.Empty(await AnalyzeAsync(good));
    }

    [Fact]
    public async Task Another_json_file_is_none_of_its_business() =>
        Assert.Empty(await AnalyzeAsync("[ broken", kind: "", name: "appsettings.json"));

    [Fact]
    public async Task The_mark_of_the_sdk_decides_and_not_the_name()
    {
        Assert.NotEmpty(await AnalyzeAsync("[ broken", kind: "tasks", name: "bots.json"));
        Assert.NotEmpty(await AnalyzeAsync("[ broken", kind: "", name: "Tasks.JSON"));
        Assert.Empty(await AnalyzeAsync("[ broken", kind: "other", name: "tasks.json"));
    }

    [Fact]
    public async Task Without_a_list_of_files_none_is_missed() =>
        Assert.Empty(await AnalyzeAsync("""[{ "name": "A", "metadata": { "code_file": "bots/missing.py" } }]""", hasFileList: false));

    [Fact]
    public void The_release_files_and_the_table_agree()
    {
        var rules = new TaskFileAnalyzer().SupportedDiagnostics.Select(rule => $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}");
        var released = new[] { "Shipped", "Unshipped" }
            .SelectMany(name => File.ReadLines(Path.Combine(Source(), $"AnalyzerReleases.{name}.md")))
            .Where(line => line.StartsWith("MENACE", StringComparison.Ordinal));

        Assert.Equal(rules.Order(StringComparer.Ordinal), released.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_assembly_needs_nothing_but_the_compiler()
    {
        string[] allowed = ["netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable"];

        Assert.All(typeof(TaskFileAnalyzer).Assembly.GetReferencedAssemblies(), reference => Assert.Contains(reference.Name!, allowed));
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string text, string kind = "tasks", string name = "tasks.json", bool hasFileList = true)
    {
        var tasks = new Text($"/project/{name}", text);
        var files = new Text("/project/obj/files.txt", "bots/there.py\n");
        AdditionalText[] additional = hasFileList ? [tasks, files] : [tasks];
        var options = new AnalyzerOptions([.. additional], new Options(file => file == tasks ? kind : "files"));
        return await CSharpCompilation.Create("project", options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithAnalyzers([new TaskFileAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync();
    }

    private static string Source([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "src", "Menace.Analyzers"));

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(Func<AdditionalText, string> kindOf) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Values("");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values("");

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(kindOf(textFile));

        private sealed class Values(string kind) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = key == "build_metadata.AdditionalFiles.MenaceKind" ? kind : "";
                return value.Length > 0;
            }
        }
    }
}
