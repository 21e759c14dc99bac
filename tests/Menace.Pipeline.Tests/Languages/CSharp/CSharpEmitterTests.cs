using System.Text;
using CsCheck;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Languages.CSharp;
using Microsoft.CodeAnalysis.CSharp;
using Snapshooter.Xunit;

namespace Menace.Pipeline.Tests.Languages.CSharp;

public class CSharpEmitterTests
{
    /// <summary>Texts that end comments, strings and tags, or that C# or XML have no plain form for; no halves of surrogate pairs, which are MENACE1006.</summary>
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String,
        Gen.OneOf("*/", "</summary>", "\"\"\"", "\\", "\u2028x", "\u0085int y;", "\r", "\n}", "{{ name }}", "{0}", "\0", "]]>", "'; rm -rf /; '", "🚀"),
        Gen.Select(Gen.String, Gen.OneOf("\n}\n", "\"", "\r\n#error x\r\n", "\u2029public"), Gen.String, (a, b, c) => a + b + c))
        .Where(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text);

    [Fact]
    public void Files_of_a_typical_bot()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("""
            using System.Text;

            /// <summary>Greets somebody.</summary>
            string Greet(string name)
            {
                var text = new StringBuilder("Hello, ");
                return text.Append(name).Append('!').ToString();
            }

            string Version() => "1.0";

            Task WaitAsync(int milliseconds) => Task.Delay(milliseconds);
            """) with
        {
            Name = "greeter-bot",
            Purpose = "Greets people & bots.",
            Examples = [new() { Function = "Greet", Args = ["Ada"], Returns = "Hello, Ada!" }],
        });

        Snapshot.Match(string.Concat(bot.Files.Files.Select(f => $"==> {f.Path}{(f.IsExecutable ? " (executable)" : "")}\n{bot[f.Path]}\n")));
    }

    [Fact]
    public void A_whole_file_is_kept_byte_for_byte()
    {
        const string Code = "\tnamespace A\r\n{ public static class B { public static int C() => 1; } }  ";

        Assert.Equal(Code, CSharpBots.Emit(CSharpBots.Spec(Code)).Main);
    }

    [Fact]
    public void Members_get_what_a_static_class_needs_and_nothing_else()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("""
            [Obsolete] int A() => _n;
            private int _n = 1;
            const int N = 2;
            public int B() => N;
            int Hidden() => 3;
            record P(int X);
            """, "A", "B"));

        Assert.Contains("""
            {
                [Obsolete] public static int A() => _n;
                private static int _n = 1;
                const int N = 2;
                public static int B() => N;
                static int Hidden() => 3;
                public record P(int X);
            }
            """, bot.Main, StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_of_several_lines_keep_their_value()
    {
        const string Code = "var a = @\"x\n  y\";\nvar b = $\"\"\"\n  {a}\n  z\n  \"\"\";\nreturn a + b;";

        Assert.Contains("        var a = @\"x\n  y\";\n        var b = $\"\"\"\n  {a}\n  z\n  \"\"\";\n        return a + b;\n", CSharpBots.Emit(CSharpBots.Spec(Code)).Main, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_listed_functions_come_from_the_template()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("return 1;", "Run", "Report"));

        Assert.Contains("public static int Run()", bot.Main, StringComparison.Ordinal);
        Assert.Contains("    public static string Report()", bot.Main, StringComparison.Ordinal);
        Assert.Contains("Assert.Equal(\"Shows what a bot is.\", Demo.Report());", bot.Tests, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int F() => 5;", "F_returns_its_value")]
    [InlineData("int F() => Environment.ProcessorCount;", "F_runs")]
    [InlineData("int F(params int[] values) => values.Length;", "F_has_its_signature")]
    [InlineData("int F(int x) => x;", "F_has_its_signature")]
    public void Function_without_example_is_called_if_it_needs_no_argument(string code, string test) =>
        Assert.Contains($" {test}()", CSharpBots.Emit(CSharpBots.Spec(code)).Tests, StringComparison.Ordinal);

    [Theory]
    [InlineData("int F() => 5;")]
    [InlineData("void F() => Console.WriteLine(\"x\");")]
    [InlineData("File.Delete(\"x\");")]
    [InlineData("public class P { public int F() => 5; }")]
    public void Function_that_is_not_exercised_or_a_stub_has_its_signature_checked_only(string code)
    {
        var spec = CSharpBots.Spec(code, "F");
        foreach (var tests in (string[])
            [
                CSharpBots.Emit(spec with { NotExercised = new Dictionary<string, string> { ["F"] = "calls 'File.Delete'" } }).Tests,
                CSharpBots.Emit(spec with { StubFunctions = ["F"] }).Tests,
            ])
        {
            Assert.Contains(" F_has_its_signature()", tests, StringComparison.Ordinal);
            Assert.DoesNotContain("F()", tests.Replace("F_has_its_signature()", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Program_that_is_not_exercised_is_not_run()
    {
        var spec = CSharpBots.Spec("class P { static void Main() => File.Delete(\"x\"); }", "main");

        var tests = CSharpBots.Emit(spec with { NotExercised = new Dictionary<string, string> { ["main"] = "calls 'File.Delete'" } }).Tests;

        Assert.Contains("Assert.NotNull(System.Reflection.Assembly.Load(\"MenaceBots.Demo\").EntryPoint);", tests, StringComparison.Ordinal);
        Assert.DoesNotContain("RunProgram", tests, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IEnumerable<int> F() { yield return 1; }", "_ = Demo.F().Take(1000).ToList();")]
    [InlineData("System.Collections.IEnumerable F() { yield return 1; }", "_ = Demo.F().Cast<object?>().Take(1000).ToList();")]
    [InlineData("async Task<IEnumerable<int>?> F() { await Task.Yield(); return Enumerable.Range(0, 2); }", "_ = (await Demo.F())?.Take(1000).ToList();")]
    [InlineData("async IAsyncEnumerable<int> F() { yield return 1; await Task.Yield(); }", "_ = await Demo.F().Take(1000).ToListAsync(TestContext.Current.CancellationToken);")]
    [InlineData("List<int> F() => new();", "_ = Demo.F();")]
    public void Sequence_is_read_and_a_task_awaited(string code, string statement) =>
        Assert.Contains($"        {statement}\n", CSharpBots.Emit(CSharpBots.Spec(code)).Tests, StringComparison.Ordinal);

    [Theory]
    [InlineData("InvalidOperationException", "Assert.ThrowsAny<InvalidOperationException>(() => { _ = Demo.F(1); });")]
    [InlineData("System.IO.IOException", "Assert.ThrowsAny<IOException>(() => { _ = Demo.F(1); });")]
    [InlineData("OwnException", "AssertIs(\"OwnException\", Record.Exception(() => { _ = Demo.F(1); }));")]
    [InlineData("Own.IOException", "AssertIs(\"Own.IOException\", Record.Exception(() => { _ = Demo.F(1); }));")]
    public void Exception_of_the_framework_is_expected_by_its_type(string raised, string statement)
    {
        var spec = CSharpBots.Spec("int F(int x) => x; class OwnException : Exception;", "F") with
        {
            Examples = [new() { Function = "F", Args = [1], Raises = raised }],
        };

        Assert.Contains($"        {statement}\n", CSharpBots.Emit(spec).Tests, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_example_tests_are_identifiers_of_a_length_that_people_read() =>
        Gen.Select(Hostile, Hostile, Hostile).Sample((text, result, raised) =>
        {
            var spec = CSharpBots.Spec("int F(int x) => x;", "F") with
            {
                Examples =
                [
                    new() { Function = "F", Args = [text, result], Returns = result },
                    new() { Function = "F", Args = [text], Returns = result },
                    new() { Function = "F", Args = [text], Raises = raised },
                    new() { Function = "F", Args = [text], Prints = result },
                    new() { Function = "F", Args = [text], Prints = result },
                ],
            };
            var names = CSharpTestNames.Of(spec);
            Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
            Assert.All(names, name => Assert.True(SyntaxFacts.IsValidIdentifier(name) && name.Length <= 110, name));
        }, iter: 300);

    [Fact]
    public void Example_tests_are_named_in_the_order_of_the_list()
    {
        var spec = CSharpBots.Spec("int F(int x) => x; int G(int x) => x;", "F", "G") with
        {
            Examples = [new() { Function = "F", Args = [1], Returns = 1 }, new() { Function = "G", Args = [1], Returns = 1 }, new() { Function = "F", Args = [JsonValue.FromItems([1, 2]), 1], Returns = 1 }],
        };

        var names = CSharpTests.ExampleTests(spec);

        Assert.Equal(["MenaceBots.Tests.DemoTests.F_of_1_is_1", "MenaceBots.Tests.DemoTests.G_of_1_is_1", "MenaceBots.Tests.DemoTests.F_of_1_is_1_2"], names);
        Assert.All(names, name => Assert.Contains($" {name[(name.LastIndexOf('.') + 1)..]}()", CSharpBots.Emit(spec).Tests, StringComparison.Ordinal));
    }

    [Fact]
    public void The_template_is_members_that_return_the_purpose()
    {
        var task = new TaskInfo { Name = "Demo", Metadata = new() { Purpose = "Say \"hi\"\n", Functions = ["Run", "class"] } };

        var analysis = CSharpBots.Analyse(new CSharpLanguage().FillTemplate(task), "Run", "class");

        Assert.Equal(CodeShape.Members, analysis.Shape);
        Assert.Equal(["Run", "class"], analysis.Functions.Select(f => f.Name));
        Assert.All(analysis.Details, f => Assert.Equal("\"Say \\\"hi\\\"\\n\"", f.ReturnedLiteral));
    }

    [Theory]
    [InlineData("class")]
    [InlineData("record")]
    [InlineData("Program")]
    [InlineData("Dependencies")]
    [InlineData("Console")]
    [InlineData("Tests")]
    public void Names_that_mean_something_in_csharp(string name)
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("return 1;", "if", "var") with { Name = name });

        AssertParses(bot);
        Assert.Equal(bot.Files.Files.Count, bot.Files.Files.Select(f => f.Path.ToUpperInvariant()).Distinct().Count());
    }

    [Theory]
    [InlineData("Loader", null)]
    [InlineData("Tests", "global using Tests = global::MenaceBots.TestsBot;")]
    [InlineData("Console", null)]
    public void An_alias_is_written_where_the_name_alone_is_not_the_dependency(string name, string? alias)
    {
        var dependency = CSharpBots.Emit(CSharpBots.Spec("return 1;", "Load") with { Name = name });
        var bot = CSharpBots.Emit(CSharpBots.Spec("return 1;", "Run"), dependency);

        var file = bot.Files.Files.SingleOrDefault(f => f.Path == "src/Demo/Dependencies.cs");
        Assert.Equal(alias, file is null ? null : bot[file.Path].Split('\n')[1]);
    }

    [Fact]
    public void The_users_tests_replace_the_generated_ones()
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec("return 1;", "Run") with
        {
            Tests = new Dictionary<string, string> { [""] = "// mine", ["MoreTests.cs"] = "// more" },
        });

        Assert.Equal("// mine", bot.Tests);
        Assert.Equal("// more", bot["tests/Demo.Tests/MoreTests.cs"]);
    }

    [Fact]
    public void Whatever_a_user_writes_the_code_parses() =>
        Gen.Select(Hostile, Hostile, Hostile, Hostile).Sample((purpose, docs, text, name) =>
        {
            var bot = CSharpBots.Emit(CSharpBots.Spec("string Echo(string s, object o) => s;", "Echo") with
            {
                Purpose = purpose,
                Description = docs,
                FunctionDocs = new Dictionary<string, string> { ["Echo"] = docs },
                Examples =
                [
                    new() { Function = "Echo", Args = [text, JsonValue.FromMembers([new(name, text)])], Returns = text },
                    new() { Function = "Echo", Args = [text], Prints = text },
                    new() { Function = "Echo", Args = [text, 1], Raises = name },
                    new() { Function = name, Prints = text },
                ],
            });
            AssertParses(bot);
            AssertParses(CSharpBots.Emit(CSharpBots.Spec("return 1;", "Run", "Other") with { Purpose = purpose, Description = docs }));
        }, iter: 300);

    [Fact]
    public void A_string_literal_has_the_value_of_its_text() =>
        Gen.String.Sample(text =>
            Assert.Equal(text, Assert.IsType<Microsoft.CodeAnalysis.CSharp.Syntax.LiteralExpressionSyntax>(SyntaxFactory.ParseExpression(CSharpLiterals.String(text))).Token.ValueText));

    private static void AssertParses(EmittedBot bot)
    {
        foreach (var file in bot.Files.Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var tree = CSharpSyntaxTree.ParseText(bot[file.Path], CSharpShape.Options);
            Assert.True(!tree.GetDiagnostics().Any(), $"{file.Path}: {string.Join('\n', tree.GetDiagnostics())}\n{bot[file.Path]}");
            var types = tree.GetCompilationUnitRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>();
            Assert.True(types.Count() <= 5 || bot[file.Path] == CSharpRuntime.Text(runsSiblings: false), bot[file.Path]);
        }
    }
}
