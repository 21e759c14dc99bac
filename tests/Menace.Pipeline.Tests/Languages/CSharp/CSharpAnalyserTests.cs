using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;

namespace Menace.Pipeline.Tests.Languages.CSharp;

public class CSharpAnalyserTests
{
    [Theory]
    [InlineData("public class Loader { }", CodeShape.File)]
    [InlineData("namespace Acme;\npublic record Point(int X);", CodeShape.File)]
    [InlineData("var p = new Point(1); Console.WriteLine(p); record Point(int X);", CodeShape.File)]
    [InlineData("int Twice(int x) => x * 2;", CodeShape.Members)]
    [InlineData("public static int Twice(int x) => x * 2;", CodeShape.Members)]
    [InlineData("using System.Text;\n\nprivate static int _n;\nint Next() { return _n++; }", CodeShape.Members)]
    [InlineData("Point Make() => new(1);\npublic record Point(int X);", CodeShape.Members)]
    [InlineData("Console.WriteLine(\"hello\");", CodeShape.Statements)]
    [InlineData("int x = 5;", CodeShape.Statements)]
    [InlineData("Run();", CodeShape.Statements)]
    [InlineData("var y = Twice(2); int Twice(int x) => x * 2; return y;", CodeShape.Statements)]
    [InlineData("await Task.Delay(1);", CodeShape.Statements)]
    [InlineData("using System.Text;\nusing var reader = new StringReader(\"\");\nreturn reader.ReadToEnd();", CodeShape.Statements)]
    [InlineData("", CodeShape.Statements)]
    internal void Shapes(string code, CodeShape expected)
    {
        var analysis = CSharpBots.Analyse(code);

        Assert.Empty(analysis.Errors);
        Assert.Equal(expected, analysis.Shape);
    }

    [Theory]
    [InlineData("print('hello')", "'hello'")]
    [InlineData("public class A {\n    int X( { }\n}", "{")]
    [InlineData("int Twice(int x) => x * ;", ";")]
    [InlineData("using System.Text;\nint Twice(int x) { return x * ; }", ";")]
    [InlineData("Console.WriteLine(1 +);", ")")]
    public void An_error_is_located_inside_the_code(string code, string at)
    {
        var error = CSharpBots.Analyse(code).Errors[0];

        Assert.StartsWith("CS", error.Id, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 0, code.Length);
        Assert.InRange(error.Offset + error.Length, error.Offset, code.Length);
        Assert.StartsWith(at[..1], code[error.Offset..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("} class Other {", true)]
    [InlineData("int A() => 1; } class Other { int B() => 2;", true)]
    [InlineData("int A() => 1; /*", true)]
    [InlineData("int A() => 1; // end", false)]
    public void Text_cannot_leave_the_class_around_it(string code, bool isError) =>
        Assert.Equal(isError, CSharpBots.Analyse(code).Errors.Count > 0);

    [Theory]
    [InlineData("Console.WriteLine(1);", "void")]
    [InlineData("if (DateTime.Now.Year > 1) return; Console.WriteLine(1);", "void")]
    [InlineData("return 1;", "int")]
    [InlineData("if (DateTime.Now.Year > 1) return 1; return 2.5;", "double")]
    [InlineData("if (DateTime.Now.Year > 1) return null; return \"x\";", "string?")]
    [InlineData("if (DateTime.Now.Year > 1) return null; return 2;", "int?")]
    [InlineData("if (DateTime.Now.Year > 1) return 1; return \"x\";", "object?")]
    [InlineData("return new { A = 1 };", "object?")]
    [InlineData("return Unknown.Call();", "object?")]
    [InlineData("return null;", "object?")]
    [InlineData("using System.Text;\nreturn new StringBuilder();", "StringBuilder")]
    [InlineData("return new System.Text.StringBuilder();", "System.Text.StringBuilder")]
    [InlineData("return new List<string?> { null };", "List<string?>")]
    [InlineData("return (Name: \"a\", 1);", "(string Name, int)")]
    [InlineData("return new[] { 1 };", "int[]")]
    [InlineData("Func<int> f = () => { return 1; }; f();", "void")]
    [InlineData("await Task.Delay(1);", "Task")]
    [InlineData("await Task.Delay(1); return 1;", "Task<int>")]
    [InlineData("yield return 1; yield return 2;", "IEnumerable<int>")]
    [InlineData("await Task.Yield(); yield return \"a\";", "IAsyncEnumerable<string>")]
    public void What_statements_return(string code, string expected) =>
        Assert.Equal(expected, CSharpBots.Analyse(code).ReturnType);

    [Theory]
    [InlineData("int A() => 1; public int B() => 2; private int C() => 3; internal int D() => 4;", "", "A,B")]
    [InlineData("int A() => 1; int B() => 2;", "B", "B")]
    [InlineData("int A() => 1; record P(int X);", "A,P", "A,P")]
    [InlineData("int A() => 1; int B() => 2;", "Missing", "A,B")]
    [InlineData("return 1;", "", "Run")]
    [InlineData("return 1;", "Report,Other", "Report")]
    [InlineData("public static class A { public static int F() => 1; static int G() => 2; } class B { public static int H() => 3; }", "", "F")]
    [InlineData("public class A { public static int F() => 1; public int G() => 2; }", "", "A,F")]
    [InlineData("public class A { public static int F() => 1; public int G() => 2; }", "G", "G")]
    [InlineData("public static class A { public static int F() => 1; }", "A", "A")]
    [InlineData("class Program { static void Main() { } }", "", "main")]
    public void The_functions_of_code(string code, string listed, string expected) =>
        Assert.Equal(expected, string.Join(',', CSharpBots.Analyse(code, listed.Split(',', StringSplitOptions.RemoveEmptyEntries)).Functions.Select(f => f.Name)));

    [Fact]
    public void A_signature_is_as_it_is_written()
    {
        var function = Assert.Single(CSharpBots.Analyse("""
            /// <summary>
            /// Adds <paramref name="a"/> &amp; <see cref="System.Int32"/>.
            /// </summary>
            async Task<List<string?>> AddAsync(int a, string? b = null, params object[] rest) { await Task.Yield(); return []; }
            """).Functions);

        Assert.Equal("Adds a & System.Int32.", function.Documentation);
        Assert.Equal("Task<List<string?>>", function.ReturnType);
        Assert.Equal(["a int False", "b string? True", "rest object[] False"], function.Parameters.Select(p => $"{p.Name} {p.Type} {p.IsOptional}"));
    }

    [Theory]
    [InlineData("/// <summary>Loads\n/// files.</summary>\npublic class A { }", "Loads files.")]
    [InlineData("// Counts words.\nreturn 1;", "Counts words.")]
    [InlineData("/* Counts\n * words. */\nusing System.Text;\nreturn 1;", "Counts words.")]
    [InlineData("// Copyright 2020 Somebody\nreturn 1;", null)]
    [InlineData("/// <summary>First.</summary>\nint A() => 1;\n/// <summary>Second.</summary>\nint B() => 1;", "First.")]
    [InlineData("return 1;", null)]
    public void The_purpose_comes_from_the_code(string code, string? expected) => Assert.Equal(expected, CSharpBots.Analyse(code).Purpose);

    [Theory]
    [InlineData("Console.WriteLine(\"hello\");", "")]
    [InlineData("print(\"hello\");", "print")]
    [InlineData("var x = new Widget<int>(); return Loader.Load(x);", "Widget")]
    [InlineData("using Newtonsoft.Json;\nreturn JsonConvert.ToString(1);", "Newtonsoft,JsonConvert")]
    [InlineData("public class A { System.Nope X() => Files.All; }", "Nope,Files")]
    [InlineData("using System.Text.Json;\nstring A(object o) => JsonSerializer.Serialize(o);", "")]
    public void Names_that_mean_nothing(string code, string expected)
    {
        var source = new CodeSource("Demo", "Demo", code, []) { Dependencies = ["Loader"] };

        Assert.Equal(expected, string.Join(',', CSharpAnalyser.Analyse(source, CancellationToken.None).UnresolvedNames!));
    }

    [Theory]
    [InlineData("class Program { static void Main() { } }", true)]
    [InlineData("class Program { static async Task<int> Main(string[] args) { await Task.Yield(); return 0; } }", true)]
    [InlineData("class Program { static string Main(int x) => \"\"; }", false)]
    [InlineData("Console.WriteLine(new P(1)); record P(int X);", true)]
    [InlineData("static void Main() { }", true)]
    [InlineData("Console.WriteLine(1);", false)]
    public void Programs_of_their_own(string code, bool expected) => Assert.Equal(expected, CSharpBots.Analyse(code).HasEntryPoint);

    [Theory]
    [InlineData("return \"a\\tb\";", "\"a\\tb\"", null)]
    [InlineData("return -5;", "-5", null)]
    [InlineData("Console.WriteLine(\"a\"); Console.Write(2); return true;", "true", "a\n2")]
    [InlineData("Console.WriteLine(DateTime.Now); return 1;", "1", null)]
    [InlineData("if (DateTime.Now.Year > 1) return 1; return 2;", null, null)]
    [InlineData("if (DateTime.Now.Year > 1) return 1; return 1;", "1", null)]
    [InlineData("return $\"{1}\";", null, null)]
    [InlineData("int Run() { Func<int> f = () => { return 2; }; return 1; }", "1", null)]
    [InlineData("int Run() => 1;", "1", null)]
    [InlineData("void Run() => Console.WriteLine(\"x\");", null, "x\n")]
    public void Plain_literals(string code, string? returned, string? printed)
    {
        var function = Assert.Single(CSharpBots.Analyse(code).Details);

        Assert.Equal((returned, printed), (function.ReturnedLiteral, function.PrintedText));
    }

    [Fact]
    public void The_class_has_the_bots_name_unless_something_is_named_like_it()
    {
        Assert.Equal("Demo", CSharpBots.Analyse("return 1;").ClassName);
        Assert.Equal("DemoBot", CSharpBots.Analyse("return 1;", "Demo").ClassName);
        Assert.Equal("DemoBot", CSharpBots.Analyse("int Demo() => 1;").ClassName);
        Assert.Equal("TaskBot", CSharpBots.AnalyseAs("Task", "await Task.Delay(1);").ClassName);
        Assert.Equal("data_loader_v2", CSharpBots.AnalyseAs("data-loader.v2", "return 1;").ClassName);
    }
}
