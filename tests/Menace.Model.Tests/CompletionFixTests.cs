using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Fixes;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;

namespace Menace.Model.Tests;

/// <summary>MENACE1601 and 1602: what the fixes write, where, and when they leave it. That it is what the build infers is tested in Menace.Pipeline.Tests.</summary>
public class CompletionFixTests
{
    private const string Doubles = "def twice(x):\n    \"\"\"Doubles x. Quickly.\"\"\"\n    return 2 * x\n";

    [Theory]
    [InlineData("python", Doubles, "Doubles x.", "twice")]
    [InlineData("python", "\"\"\"Prints.\"\"\"\nprint(1)", "Prints.", "run")]
    [InlineData("python", "print(1)", null, "run")]
    [InlineData("python", "class Box:\n    pass\n\ndef _hidden():\n    pass\n\nasync def go(x): return x\n", null, "Box,go")]
    [InlineData("python", "text = '''\ndef no():\n'''\ndef yes():\n    pass\n", null, "yes")]
    [InlineData("python", "__all__ = ['a']\ndef a():\n    pass\n", null, "")]
    [InlineData("python", "def a(:\n    pass\n", null, "")]
    [InlineData("python", "x = 'open\ndef a():\n    pass\n", null, "")]
    [InlineData("python", "\"\"\"A \\x41.\"\"\"\n" + Doubles, null, "twice")]
    [InlineData("shell", "# Greets. And more.\necho hi", "Greets.", "run")]
    [InlineData("shell", "#!/bin/bash\n# Greets.\ngreet() { echo hi; }\n_no() { :; }\ngreet\n", "Greets.", "greet,main")]
    [InlineData("shell", "# Says it.\n\nsay() { :; }\n\nsay-more() { :; }\n", "Says it.", "")]
    [InlineData("shell", "echo \"open", null, "")]
    [InlineData("csharp", "// Adds and doubles.\n/// <summary>Adds.</summary>\npublic static int Add(int a, int b) => a + b;\n\nint Twice(int x) { return 2 * x; }\n\nprivate static int No() => 0;\n", "Adds.", "Add,Twice")]
    [InlineData("csharp", "// Greets.\nusing System.Text;\nConsole.WriteLine(\"hi\");", "Greets.", "Run")]
    [InlineData("csharp", "// Copyright Nobody\nreturn 1;", null, "Run")]
    [InlineData("csharp", "/// <summary>Does it.</summary>\npublic static class A { public static int Go() => 1; }", null, "")]
    [InlineData("csharp", "await Go();", null, "")]
    [InlineData("csharp", "int A() => 1; [Obsolete] int B() => 2;", null, "")]
    public void What_the_code_plainly_says_is_written(string language, string code, string? purpose, string functions)
    {
        var metadata = Fixed($$"""[ { "name": "a", "code": {{CanonicalJson.Quote(code)}}, "metadata": { "language": "{{language}}" } } ]""").Tasks[0].Task.Metadata;

        Assert.Equal(purpose, metadata.Purpose);
        Assert.Equal(functions.Split(',', StringSplitOptions.RemoveEmptyEntries), metadata.Functions);
    }

    [Theory]
    [InlineData("[ { \"code\": CODE, \"name\": \"a\", \"metadata\": { \"language\": \"py\" } } ]", "[ { \"code\": CODE, \"name\": \"a\", \"metadata\": { \"language\": \"py\", \"purpose\": \"Doubles x.\", \"functions\": [\"twice\"] } } ]")]
    [InlineData("\uFEFF[\r\n\t{\r\n\t\t\"name\": \"a\",\r\n\t\t\"code\": CODE,\r\n\t\t\"metadata\": {\r\n\t\t\t\"language\": \"py\"\r\n\t\t}\r\n\t}\r\n]\r\n", "\uFEFF[\r\n\t{\r\n\t\t\"name\": \"a\",\r\n\t\t\"code\": CODE,\r\n\t\t\"metadata\": {\r\n\t\t\t\"language\": \"py\",\r\n\t\t\t\"purpose\": \"Doubles x.\",\r\n\t\t\t\"functions\": [\"twice\"]\r\n\t\t}\r\n\t}\r\n]\r\n")]
    [InlineData("{ \"defaults\": { \"metadata\": { \"language\": \"py\" } }, \"tasks\": [\n  {\n    \"name\": \"a\",\n\n    \"code\": CODE\n  }\n] }", "{ \"defaults\": { \"metadata\": { \"language\": \"py\" } }, \"tasks\": [\n  {\n    \"name\": \"a\",\n\n    \"code\": CODE,\n    \"metadata\": { \"purpose\": \"Doubles x.\", \"functions\": [\"twice\"] }\n  }\n] }")]
    [InlineData("{ \"defaults\": { \"metadata\": { \"language\": \"py\" } }, \"tasks\": [ {\"name\":\"a\",\"code\":CODE,\"metadata\":{}} ] }", "{ \"defaults\": { \"metadata\": { \"language\": \"py\" } }, \"tasks\": [ {\"name\":\"a\",\"code\":CODE,\"metadata\":{ \"purpose\": \"Doubles x.\", \"functions\": [\"twice\"] }} ] }")]
    [InlineData("[ { \"name\": \"a\", \"code\": CODE, \"metadata\": { \"functions\": [ ], \"purpose\": \" \", \"language\": \"py\" } } ]", "[ { \"name\": \"a\", \"code\": CODE, \"metadata\": { \"functions\": [\"twice\"], \"purpose\": \"Doubles x.\", \"language\": \"py\" } } ]")]
    [InlineData("[ { \"name\": \"a\", \"code\": CODE, \"Metadata\": { \"languag\": \"py\", \"functons\": [], }, } ]", "[ { \"name\": \"a\", \"code\": CODE, \"metadata\": { \"language\": \"py\", \"functions\": [\"twice\"], \"purpose\": \"Doubles x.\" } } ]")]
    [InlineData("[ { \"code\": CODE, \"metadata\": { \"language\": \"pyton\" } } ]", "[ { \"name\": \"task-1\", \"code\": CODE, \"metadata\": { \"language\": \"python\", \"purpose\": \"Doubles x.\", \"functions\": [\"twice\"] } } ]")]
    public void Both_are_written_in_the_style_of_the_file_and_a_second_run_changes_nothing(string before, string after)
    {
        var file = Fixed(WithCode(before));

        Assert.Equal(WithCode(after), file.Text);
        Assert.Empty(file.Findings);
        Assert.Empty(TaskFileFixes.All(file));
    }

    [Theory]
    [InlineData("""[ { "name": "a", "code": CODE } ]""")]
    [InlineData("""[ { "name": "a", "code": CODE, "metadata": { "language": "csharp" } } ]""")]
    [InlineData("""{ "defaults": { "metadata": { "language": "python" } }, "tasks": [ { "name": "a", "code": CODE, "metadata": { "language": "cobol" } } ] }""")]
    [InlineData("""[ { "name": "a", "metadata": { "language": "python", "code_file": "a.py" } } ]""")]
    [InlineData("""[ { "name": "a", "metadata": { "language": "python", "template": "minimal" } } ]""")]
    [InlineData("""[ { "name": "a", "code": CODE, "metadata": { "language": "python", "purpose": 5, "functions": [ 5 ] } } ]""")]
    [InlineData("""{ "defaults": { "metadata": { "language": "python" } }, "tasks": [ { "name": "a", "code": CODE, "metadata": "none" } ] }""")]
    [InlineData("""{ "$suppress": ["MENACE1601", "MENACE1602"], "tasks": [ { "name": "a", "code": CODE, "metadata": { "language": "python" } } ] }""")]
    [InlineData("""[ { "name": "a", "code": CODE, "metadata": { "purpose": "p", "language": "python", "examples": [ { "function": "thrice", "returns": 3 } ] } } ]""")]
    [InlineData("""[ { "name": "a", "code": "\"\"\"Uses postgres://me:Zx81kQw9@db/x.\"\"\"\nprint(1)", "metadata": { "language": "python", "functions": [ "run" ] } } ]""")]
    public void Where_it_is_not_certain_nothing_is_written(string text) => Assert.Equal(WithCode(text), Fixed(WithCode(text)).Text);

    [Fact]
    public void Each_is_written_alone_where_only_it_is_wanted()
    {
        var text = WithCode("""[ { "name": "a", "code": CODE, "metadata": { "language": "py" } } ]""");

        Assert.EndsWith("""{ "language": "py", "purpose": "Doubles x." } } ]""", FixRun.Of(text, null, rule => rule == Rules.PurposeMissing, default).File.Text, StringComparison.Ordinal);
        Assert.EndsWith("""{ "language": "py", "functions": ["twice"] } } ]""", FixRun.Of(text, null, rule => rule == Rules.FunctionsMissing, default).File.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("def f(): pass\n")]
    [InlineData("public static int F(int x) => x;\n")]
    [InlineData("f() { :; }\n")]
    [InlineData("x = {}")]
    [InlineData("$(")]
    [InlineData("(")]
    [InlineData("\"")]
    [InlineData("\"$(")]
    [InlineData("\\\n")]
    [InlineData("\n ")]
    [InlineData("A<> a")]
    [InlineData("static ")]
    [InlineData("/// <summary>x</summary>\n")]
    [InlineData("f\"{")]
    [InlineData("<<a\n")]
    public void Code_of_hostile_repetition_is_read_in_linear_time(string piece)
    {
        var code = CanonicalJson.Quote(new StringBuilder().Insert(0, piece, 300_000 / piece.Length).ToString());
        foreach (var language in new[] { "python", "csharp", "shell" })
        {
            var file = TaskFileReader.Read($$"""[ { "name": "a", "code": {{code}}, "metadata": { "language": "{{language}}" } } ]""");
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Assert.InRange(TaskFileFixes.All(file).Count(), 0, 2);

            // Quadratic work over as many characters takes many minutes, so a generous bound tells the two apart on any machine.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{language}: {clock.Elapsed}");
        }
    }

    private static TaskFile Fixed(string text)
    {
        var result = FixRun.Of(text, null, _ => true, default);
        Assert.Empty(result.Refused);
        return result.File;
    }

    private static string WithCode(string text) => text.Replace("CODE", CanonicalJson.Quote(Doubles), StringComparison.Ordinal);
}
