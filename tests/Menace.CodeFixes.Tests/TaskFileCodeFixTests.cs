using System.Reflection;
using System.Text;
using Menace.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Menace.CodeFixes.Tests;

public class TaskFileCodeFixTests
{
    [Theory]
    [InlineData("[ { \"name\": \"a\", \"dependencies\": [\"betta\"] }, { \"name\": \"beta\" } ]", "Write \"beta\" instead of \"betta\"", "[ { \"name\": \"a\", \"dependencies\": [\"beta\"] }, { \"name\": \"beta\" } ]")]
    [InlineData("[\r\n\t{ \"name\": \"a\", }\r\n]", "Remove the comma", "[\r\n\t{ \"name\": \"a\" }\r\n]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": \"daily\" } ]", "Write \"@daily\" instead of \"daily\"", "[ { \"name\": \"a\", \"schedule\": \"@daily\" } ]")]
    [InlineData("[ { \"code\": \"x\" } ]", "Add \"name\": \"task-1\"", "[ { \"name\": \"task-1\", \"code\": \"x\" } ]")]
    [InlineData("[ { \"name\": \"b\", \"dependencies\": [\"my bot\"] }, { \"name\": \"my bot\" } ]", "Rename 'my bot' to 'my_bot'", "[ { \"name\": \"b\", \"dependencies\": [\"my_bot\"] }, { \"name\": \"my_bot\" } ]")]
    [InlineData("[ { \"name\": \"a\", \"code\": \"def f():\\n  pass\", \"metadata\": { \"language\": \"py\", \"purpose\": \"p\" } } ]", "Add \"functions\": [\"f\"]", "[ { \"name\": \"a\", \"code\": \"def f():\\n  pass\", \"metadata\": { \"language\": \"py\", \"purpose\": \"p\", \"functions\": [\"f\"] } } ]")]
    [InlineData("[ { \"name\": \"a\", \"code\": \"# Hi.\\n:\", \"metadata\": { \"language\": \"sh\", \"functions\": [\"run\"] } } ]", "Add \"purpose\": \"Hi.\"", "[ { \"name\": \"a\", \"code\": \"# Hi.\\n:\", \"metadata\": { \"language\": \"sh\", \"functions\": [\"run\"], \"purpose\": \"Hi.\" } } ]")]
    public async Task A_diagnostic_offers_its_fix(string before, string title, string after)
    {
        using var editor = new EditorRun(before);

        Assert.Equal([(title, after)], await editor.OffersAsync());
    }

    [Theory]
    [InlineData("[ { \"name\": \"a\", \"dependencies\": [\"quite another\"] } ]")]
    [InlineData("[")]
    [InlineData("[ { \"name\": \"a\" } ]")]
    public async Task What_is_not_certain_is_not_offered(string text)
    {
        using var editor = new EditorRun(text);

        Assert.Empty(await editor.OffersAsync());
    }

    [Fact]
    public async Task A_file_that_is_not_UTF8_is_left_alone()
    {
        using var editor = new EditorRun("[ { \"name\": \"a\", } ]", Encoding.Latin1);

        Assert.Empty(await editor.OffersAsync());
    }

    [Theory]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task Fix_all_fixes_every_finding_of_its_rule_and_no_other(FixAllScope scope)
    {
        using var editor = new EditorRun("[ { \"name\": \"a b\", }, { \"name\": \"a+b\", \"dependencies\": [\"a b\", \"a+b\",] }, ]");

        var text = await editor.FixAllAsync("MENACE1203", scope);

        Assert.Equal("[ { \"name\": \"a_b\", }, { \"name\": \"a_b2\", \"dependencies\": [\"a_b\", \"a_b2\",] }, ]", text.ToString());
    }

    [Fact]
    public async Task The_byte_order_mark_stays()
    {
        using var editor = new EditorRun("[ { \"name\": \"a\", } ]", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        var text = await editor.FixAllAsync("MENACE1002", FixAllScope.Document);

        Assert.Equal([0xEF, 0xBB, 0xBF], text.Encoding!.GetPreamble());
    }

    [Fact]
    public void Editors_find_the_provider_by_its_kind_of_document()
    {
        var export = typeof(TaskFileCodeFixProvider).GetCustomAttribute<ExportCodeFixProviderAttribute>()!;

        Assert.Equal(["AdditionalDocument"], export.DocumentKinds!);
        Assert.Equal([".json"], export.DocumentExtensions!);
        Assert.Equal([LanguageNames.CSharp], export.Languages);
        Assert.Subset(new TaskFileAnalyzer().SupportedDiagnostics.Select(d => d.Id).ToHashSet(), new TaskFileCodeFixProvider().FixableDiagnosticIds.ToHashSet());
    }

    [Fact]
    public void The_assembly_loads_into_a_host_with_Roslyn_4_8()
    {
        var references = typeof(TaskFileCodeFixProvider).Assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

        Assert.All(references, name => Assert.Equal(new Version(4, 8, 0, 0), name.Version));
    }
}
