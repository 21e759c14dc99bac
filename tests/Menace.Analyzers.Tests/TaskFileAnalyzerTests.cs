using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Samples;
using Microsoft.CodeAnalysis;

namespace Menace.Analyzers.Tests;

public class TaskFileAnalyzerTests
{
    private const string Broken = """[ { "name": "a", "dependencies": ["b"] } ]""";

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, RuleSamples.All.Count)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task The_analyzer_says_what_the_reader_says(int index)
    {
        var sample = RuleSamples.All[index];
        var run = new AnalyzerRun().File("/p/tasks.json", sample.Text, "tasks").Property("MenaceTemplates", string.Join('|', sample.Templates));
        if (sample.Files is { } files)
        {
            run.File("/p/obj/files.txt", string.Join("\r\n", files), "files");
        }

        foreach (var (name, value) in sample.Properties)
        {
            run.Property("_" + name, value);
        }

        if (!Rules.OfTaskFile.Single(rule => rule.Id == sample.Id).IsEnabledByDefault)
        {
            run.Enable(sample.Id);
        }

        // What is wrong inside the code is not the reader's to say.
        var found = (await run.DiagnosticsAsync()).Where(d => d.Id != Rules.CodeSyntax.Id);
        var diagnostic = Assert.Single(found, d => d.Id == sample.Id || !RuleSamples.Completions.Contains(d.Id));
        var options = new TaskFileOptions { Templates = sample.Templates, FileExists = sample.Files is { } known ? known.Contains : null, FilesNear = sample.Files is { } near ? _ => near : null };
        var file = TaskFileReader.Read(sample.Text, TaskFileProperties.Apply(options, sample.Properties.GetValueOrDefault, out _));
        var finding = Assert.Single(file.Findings, f => f.Rule.Id == sample.Id);
        Assert.Equal((sample.Id, finding.Message), (diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Equal((sample.Start, sample.End), (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End));
        Assert.Equal("/p/tasks.json", diagnostic.Location.GetLineSpan().Path);
        var start = file.Lines.PositionOf(sample.Start);
        Assert.Equal((start.Line, start.Column), (diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.Location.GetLineSpan().StartLinePosition.Character));
        Assert.Equal(finding.Rule.Severity.ToString()[..4], diagnostic.Severity.ToString()[..4]);
        Assert.Equal(finding.AdditionalSpans.Select(s => s.Start), diagnostic.AdditionalLocations.Select(l => l.SourceSpan.Start));
        Assert.Equal("", diagnostic.Descriptor.HelpLinkUri);
    }

    [Theory]
    [InlineData("https://rules.example/menace", "https://rules.example/menace/MENACE1203.md")]
    [InlineData("https://rules.example/menace/", "https://rules.example/menace/MENACE1203.md")]
    [InlineData(" ", "")]
    public async Task Diagnostics_have_a_link_only_if_the_project_names_a_place(string folder, string expected)
    {
        var run = new AnalyzerRun().File("/p/tasks.json", """[ { "name": "my bot", "metadata": { "purpose": "p", "functions": ["f"] }, "code": "x" } ]""");
        var diagnostic = Assert.Single(await run.Property("MenaceHelpLinkBase", folder).DiagnosticsAsync());
        Assert.Equal(expected, diagnostic.Descriptor.HelpLinkUri);
    }

    [Theory]
    [InlineData("/p/tasks.json", null, true)]
    [InlineData(@"C:\p\Tasks.JSON", null, true)]
    [InlineData("/p/bots.json", "tasks", true)]
    [InlineData("/p/bots.json", null, false)]
    [InlineData("/p/tasks.json", "files", false)]
    [InlineData("/p/mytasks.json", null, false)]
    public async Task A_task_file_is_known_by_its_kind_or_its_name(string path, string? kind, bool analyzed)
    {
        var diagnostics = await new AnalyzerRun().File(path, Broken, kind).DiagnosticsAsync();
        Assert.Equal(analyzed, diagnostics.Any(d => d.Id == "MENACE1301"));
    }

    [Theory]
    [InlineData("worker", "templates/worker/main.scriban", null)]
    [InlineData("minimal", "a.py", null)]
    [InlineData("worker", null, null)]
    [InlineData("wroker", "templates/worker/main.scriban", "did you mean 'worker'?")]
    [InlineData("worker", "templates/worker/other.scriban", null)]
    [InlineData("deep", "templates/worker/deep/main.scriban", "allowed are 'logging', 'minimal' and 'worker'")]
    public async Task The_templates_of_the_project_are_those_of_the_list_of_files(string template, string? file, string? message)
    {
        var run = new AnalyzerRun().File("/p/tasks.json", $$"""[ { "name": "a", "metadata": { "template": "{{template}}" } } ]""", "tasks");
        if (file is not null)
        {
            run.File("/p/obj/files.txt", file, "files");
        }

        var found = (await run.DiagnosticsAsync()).Where(d => d.Id == "MENACE1606").Select(d => d.GetMessage(CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(message is null ? 0 : 1, found.Count);
        Assert.All(found, text => Assert.Contains(message!, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Where_the_inner_build_of_another_framework_speaks_this_one_says_nothing(string speaks, int count) =>
        Assert.Equal(count, (await new AnalyzerRun().File("/p/tasks.json", Broken).Property("_MenaceSpeaks", speaks).DiagnosticsAsync()).Count(d => d.Id == "MENACE1301"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_replaced_by_the_compiler_are_distinguished_from_a_written_one(bool mark)
    {
        byte[] start = [.. mark ? new byte[] { 0xEF, 0xBB, 0xBF } : [], .. """[ { "name": "a", "code": "\uD83D\uDE00 """u8];
        var replaced = await new AnalyzerRun().Bytes("/p/tasks.json", System.Text.Encoding.UTF8, [.. start, 0xFF, .. "\" } ]"u8]).DiagnosticsAsync();
        var written = await new AnalyzerRun().Bytes("/p/tasks.json", System.Text.Encoding.UTF8, [.. start, .. "\uFFFD\" } ]"u8]).DiagnosticsAsync();

        var finding = Assert.Single(replaced);
        Assert.Equal(("MENACE1007", 39), (finding.Id, finding.Location.SourceSpan.Start));
        Assert.DoesNotContain(written, d => !RuleSamples.Completions.Contains(d.Id));
    }

    [Fact]
    public async Task A_place_of_no_length_is_widened_to_one_character()
    {
        var diagnostic = (await new AnalyzerRun().File("tasks.json", "[ { \"name\": \"a\"").DiagnosticsAsync())[1];
        Assert.Equal(1, diagnostic.Location.SourceSpan.Length);
        var atEnd = Assert.Single(await new AnalyzerRun().File("tasks.json", " ").DiagnosticsAsync());
        Assert.Equal((0, 1), (atEnd.Location.SourceSpan.Start, atEnd.Location.SourceSpan.End));
        Assert.Equal("MENACE1001", Assert.Single(await new AnalyzerRun().File("tasks.json", "").DiagnosticsAsync()).Id);
    }

    [Fact]
    public async Task Files_are_compared_as_the_list_has_them()
    {
        const string Text = """[ { "name": "a", "metadata": { "code_file": "src/a.py", "tests_file": "t.py" } } ]""";
        var diagnostics = await new AnalyzerRun().File("tasks.json", Text).File("files.txt", "src\\a.py\n\n./t.py", "files").DiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, d => !RuleSamples.Completions.Contains(d.Id));
    }

    [Fact]
    public async Task An_exception_becomes_a_diagnostic_on_one_line()
    {
        var diagnostic = Assert.Single(await new AnalyzerRun().File("tasks.json", "[]").File("files.txt", null, "files").DiagnosticsAsync());
        Assert.Equal("MENACE1902", diagnostic.Id);
        Assert.Contains("InvalidOperationException: no text", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_rule_of_the_table_is_supported()
    {
        var table = Rules.OfAnalyzer;
        Assert.Equal(table.Select(r => (r.Id, r.Title)), new TaskFileAnalyzer().SupportedDiagnostics.Select(d => (d.Id, d.Title.ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Release_files_and_table_agree()
    {
        var released = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(f => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, f)))
            .Where(l => l.StartsWith("MENACE", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries));
        var table = Rules.OfAnalyzer;
        Assert.Equal(
            table.Select(r => (r.Id, r.Category, !r.IsEnabledByDefault ? "Disabled" : r.Severity == RuleSeverity.Information ? "Info" : r.Severity.ToString(), r.Title)),
            released.Select(r => (r[0], r[1], r[2], r[3])));
    }

    [Fact]
    public void The_analyzer_brings_no_dependency_along()
    {
        var references = typeof(TaskFileAnalyzer).Assembly.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.Subset(
            new HashSet<string> { "netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable" },
            references.ToHashSet());
    }

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_refused_at_its_first_wrong_byte()
    {
        var diagnostic = Assert.Single(await new AnalyzerRun().Bytes("tasks.json", [.. "[{ \"name\": \"a\",\n \"code\": \"é"u8, 0xE9, .. "\" }]"u8]).DiagnosticsAsync());
        Assert.Equal("MENACE1007", diagnostic.Id);
        Assert.Equal((1, 11), (diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.Location.GetLineSpan().StartLinePosition.Character));
        Assert.Contains("0xE9 at offset 28", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_UTF_16_is_refused()
    {
        var unmarked = System.Text.Encoding.Unicode.GetBytes("[{ \"name\": \"a\" }]");
        Assert.Equal(["MENACE1007"], (await new AnalyzerRun().Bytes("tasks.json", unmarked).DiagnosticsAsync()).Select(d => d.Id));

        var bytes = System.Text.Encoding.Unicode.GetBytes("\uFEFF[{ \"name\": \"a\" }]");
        var diagnostic = Assert.Single(await new AnalyzerRun().Bytes("tasks.json", bytes).DiagnosticsAsync());
        Assert.Equal(("MENACE1007", 0), (diagnostic.Id, diagnostic.Location.SourceSpan.Start));
    }

    [Fact]
    public async Task A_byte_order_mark_of_UTF_8_is_fine() =>
        Assert.DoesNotContain("MENACE1007", (await new AnalyzerRun().Bytes("tasks.json", [0xEF, 0xBB, 0xBF, .. "[{ \"name\": \"a\" }]"u8]).DiagnosticsAsync()).Select(d => d.Id));

    [Fact]
    public async Task A_rule_that_is_off_by_default_is_reported_where_it_is_switched_on()
    {
        const string Text = """[ { "name": "a", "schedule": "0 0 3 * * *" } ]""";
        Assert.DoesNotContain("MENACE1408", (await new AnalyzerRun().File("tasks.json", Text).DiagnosticsAsync()).Select(d => d.Id));
        Assert.Contains("MENACE1408", (await new AnalyzerRun().File("tasks.json", Text).Enable("MENACE1408").DiagnosticsAsync()).Select(d => d.Id));
    }
}
