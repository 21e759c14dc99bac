using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace Menace.Analyzers.Tests;

/// <summary>MENACE1701 in the analyzer: C# inside the strings of the task list.</summary>
public class CodeCheckTests
{
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "var x = 1 +;\\nreturn x;", "CS1525", ";" },
        { "// \\ud83d\\ude00 \\u00e9\\nvar x = 1 +;", "CS1525", ";" },
        { "return undefinedName;", "CS0103", "undefinedName" },
        { "\\tint n = \\\"five\\\";\\r\\nreturn n;", "CS0029", "\\\"five\\\"" },
        { "int Twice(int n) => n * factor;", "CS0103", "factor" },
        { "public string Name() => 5;\\nint Other() => 1;", "CS0029", "5" },
        { "using System.Text;\\n\\nnamespace A;\\n\\npublic class B { public int C() => new StringBuilder().Lenght; }", "CS1061", "Lenght" },
        { "using System.Nowhere;\\nreturn 1;", "CS0234", "Nowhere" },
        { "List<int> Make() { return new Dictionary<int, int>(); }", "CS0029", "new Dictionary<int, int>()" },
        { "int Missing() { }", "CS0161", "Missing" },
        { "int n = \\\"five\\\";\\nreturn n;", "CS0029", "\\\"five\\\"" },
        { "int F(int n) => n * factor;", "CS0103", "factor" },
        { "string F() => 5;\\nint G() => 1;", "CS0029", "5" },
        { "int F() { }", "CS0161", "F" },
        { "int F(string s) => s.Lenght;", "CS1061", "Lenght" },
        { "int F() { int n; return n; }", "CS0165", "n" },
        { "int F() => Math.Max(1);", "CS1501", "Max" },
        { "void F(int n) { int n = 2; }", "CS0136", "n" },
        { "Strin F() => null;", "CS0246", "Strin" },
        { "int F() => \\\"a\\\" - 1;", "CS0019", "\\\"a\\\" - 1" },
        { "List<int> F() { return new Dictionary<int, int>(); }", "CS0029", "new Dictionary<int, int>()" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_at_its_place_whatever_else_the_task_says(string code, string id, string marked)
    {
        await AssertAsync("", "");
        await AssertAsync(""", "functions": ["F"]""", "");
        await AssertAsync(""", "functions": ["F", "Twice", "Missing", "Make"], "purpose": "p" """, """, "dependencies": ["Helper", "Other"]""");
        if (!NeedsNames.Contains(id))
        {
            await AssertAsync(""", "functions": ["F"], "packages": ["Some.Package@1.0.0"]""", "");
        }

        async Task AssertAsync(string metadata, string task)
        {
            var text = $$"""
                [{ "name": "A", "code": "{{code}}", "metadata": { "language": "csharp"{{metadata}} }{{task}} },
                 { "name": "Helper", "code": "public static int Help(int n) => n;", "metadata": { "language": "csharp" } },
                 { "name": "Other", "code": "def help():\n    pass\n", "metadata": { "language": "python" } }]
                """;
            var diagnostic = Assert.Single(await RunAsync(new AnalyzerRun().WithFramework(), text), d => d.Id == "MENACE1701");
            Assert.StartsWith($"Bot 'A': {id}: ", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Equal(marked, text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        }
    }

    /// <summary>What a package may give: names, and members by extension methods.</summary>
    private static readonly string[] NeedsNames = ["CS0103", "CS0234", "CS0246", "CS1061", "CS1501"];

    [Theory]
    [InlineData("csharp", "Humanizer", "has no version")]
    [InlineData("csharp", "Humanizer@*", "has '*' where an exact NuGet version must be")]
    [InlineData("csharp", "Humanizer@2.14.1", null)]
    [InlineData("python", "requests", null)]
    public async Task Package_without_version_is_reported_in_the_editor(string language, string package, string? expected)
    {
        var text = JsonSerializer.Serialize(new[] { new { name = "A", code = "", metadata = new { language, packages = new[] { "Good@1.0.0", package } } } });
        var found = (await RunAsync(new AnalyzerRun().WithFramework(), text)).Where(d => d.Id == "MENACE3008").ToList();
        Assert.Equal(expected is null ? 0 : 1, found.Count);
        Assert.All(found, d =>
        {
            Assert.Contains(expected!, d.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Equal($"\"{package}\"", text.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length));
        });
        Assert.Empty(await RunAsync(new AnalyzerRun().WithFramework().Global("menace_build_reports_code", "true"), text));
    }

    [Fact]
    public async Task A_build_that_reports_code_itself_leaves_it_to_its_stages()
    {
        var text = JsonSerializer.Serialize(new[] { Task("A", "return undefinedName;"), Task("A", "return 1 +;") });
        Assert.Contains("MENACE1701", (await RunAsync(new AnalyzerRun().WithFramework(), text)).Select(d => d.Id));

        var left = await RunAsync(new AnalyzerRun().WithFramework().Global("menace_build_reports_code", "true"), text);

        Assert.Equal(["MENACE1201"], left.Select(d => d.Id));
    }

    [Theory]
    [InlineData("Console.WriteLine(1);")]
    [InlineData("return new Random().Next(5) > 2 ? \"a\" : null;")]
    [InlineData("await Task.Delay(1);\nreturn new HttpClient();")]
    [InlineData("yield return 1;\nyield return \"b\";")]
    [InlineData("return \"abc\".AsSpan();")]
    [InlineData("private int _n;\nint Next() => Add(ref _n);\nint Add(ref int n) => n++;\npublic static void Stop() => Next();")]
    [InlineData("class Greeter { public string Hi() => \"hi\"; }")]
    [InlineData("Console.WriteLine(args.Length + Twice(2));\nint Twice(int n) => n * 2;\nclass X { }")]
    [InlineData("using System.Text.RegularExpressions;\npublic static partial class R { [GeneratedRegex(\"a\")] public static partial Regex A(); }")]
    [InlineData("int Self(int n) => n == 0 ? 0 : A.Self(n - 1);")]
    [InlineData("unsafe int Size() => sizeof(int*);")]
    public async Task Good_code_of_every_shape_is_fine(string code) => Assert.Empty(await RunAsync(Task("A", code)));

    [Theory]
    [InlineData("csharp", "", "MENACE1701")]
    [InlineData("c#", "", "MENACE1701")]
    [InlineData("python", "", "")]
    [InlineData(null, "", "")]
    [InlineData("csharp", "Some.Package@1.0.0", "")]
    public async Task Names_are_judged_where_the_language_is_given_and_no_package_may_hold_them(string? language, string package, string expected)
    {
        var metadata = new Dictionary<string, object?> { ["packages"] = package.Length == 0 ? [] : new[] { package } };
        if (language is not null)
        {
            metadata["language"] = language;
        }

        var diagnostics = await RunAsync(new { name = "A", code = "return Some.Thing;", metadata });
        Assert.Equal(expected.Length == 0 ? [] : [expected], diagnostics.Select(d => d.Id));
    }

    [Fact]
    public async Task Syntax_is_judged_beside_packages_too() =>
        Assert.Single(await RunAsync(new { name = "A", code = "return 1 +;", metadata = new { language = "csharp", packages = new[] { "X@1.0.0" } } }));

    [Theory]
    [InlineData("return Helper.Run() + Util_x.Go();", 0)]
    [InlineData("return new Greeter().Hi();", 0)]
    [InlineData("return Helpers.Deep.X;", 0)]
    [InlineData("return \"a\".Shout();", 0)]
    [InlineData("return Helpr.Run();", 1)]
    [InlineData("int n = Helper.Run();\nreturn m;", 1)]
    [InlineData("return Timer.Tick(5);", 0)]
    public async Task Names_of_dependencies_and_what_they_declare_are_known(string code, int count)
    {
        var diagnostics = await RunAsync(
            Task("A", code, "Helper", "Util-x", "Timer"),
            Task("Helper", "namespace Helpers;\npublic class Greeter { public string Hi() => \"\"; }\npublic static class Deep { public static string Shout(this string s) => s; }"),
            new { name = "Util-x", code = "go() { :; }", metadata = new { language = "shell" } },
            new { name = "Timer", code = "def Tick(n):\n    pass\n", metadata = new { language = "python" } });
        Assert.Equal(count, diagnostics.Count);
    }

    [Fact]
    public async Task Code_that_does_not_compile_cannot_be_suppressed_and_the_entry_is_named()
    {
        var diagnostics = await new AnalyzerRun().WithFramework().File("/p/tasks.json", """
            [{ "name": "A", "code": "return x;", "$suppress": ["MENACE1701"], "metadata": { "language": "csharp", "purpose": "p", "functions": ["F"] } }]
            """).DiagnosticsAsync();

        Assert.Equal(["MENACE1701", "MENACE1903"], diagnostics.Select(d => d.Id));
        Assert.Contains("it is an error, which cannot be suppressed", diagnostics[1].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_no_dependency_is_not_known() =>
        Assert.Single(await RunAsync(Task("A", "return Helper.Run();"), Task("Helper", "int Run() => 1;")));

    [Fact]
    public async Task Without_the_bots_framework_only_syntax_is_judged()
    {
        var text = JsonSerializer.Serialize(new[] { Task("A", "return nothing;"), Task("B", "return 1 +;") });
        var diagnostic = Assert.Single(await RunAsync(new AnalyzerRun(), text));
        Assert.Contains("Bot 'B'", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_of_the_defaults_and_of_broken_tasks_is_left_alone() =>
        Assert.DoesNotContain("MENACE1701", (await new AnalyzerRun().WithFramework().File("/p/tasks.json", """
            { "defaults": { "code": "return 1 +;", "metadata": { "language": "csharp" } }, "tasks": [ { "name": "A" }, { "name": "B", "code": "return 1 +;", "x" } ] }
            """).DiagnosticsAsync()).Select(d => d.Id));

    [Fact]
    public async Task A_second_run_with_one_change_says_what_a_first_run_says()
    {
        var before = new[] { Task("A", "return a;"), Task("B", "return 1;"), Task("C", "return 2;", "B") };
        var after = new[] { Task("A", "return 0;"), Task("B", "return b;"), Task("C", "return B.X + c;", "B") };
        Assert.Equal(["'A': CS0103"], Short(await RunAsync(before)));
        var cached = Short(await RunAsync(after));
        Assert.Equal(["'B': CS0103", "'C': CS0103"], cached);
        Assert.Equal(["'A': CS0103"], Short(await RunAsync(before)));
    }

    private static IEnumerable<string> Short(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Select(d => d.GetMessage(CultureInfo.InvariantCulture)).Select(m => m[4..m.IndexOf(": The", StringComparison.Ordinal)]);

    private static object Task(string name, string code, params string[] dependencies) => new { name, code, dependencies, metadata = new { language = "csharp" } };

    private static Task<List<Diagnostic>> RunAsync(params object[] tasks) =>
        RunAsync(new AnalyzerRun().WithFramework(), JsonSerializer.Serialize(tasks));

    /// <summary>What is said about the code; these lists leave much for the build to infer, which is information only.</summary>
    private static async Task<List<Diagnostic>> RunAsync(AnalyzerRun run, string text) =>
        [.. (await run.File("/p/tasks.json", text).DiagnosticsAsync()).Where(d => d.Severity > DiagnosticSeverity.Info)];
}
