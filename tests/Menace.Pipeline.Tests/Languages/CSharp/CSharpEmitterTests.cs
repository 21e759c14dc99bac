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
            Assert.True(types.Count() <= 3, bot[file.Path]);
        }
    }
}
