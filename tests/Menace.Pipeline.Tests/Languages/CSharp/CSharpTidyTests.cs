using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Languages.CSharp;

/// <summary>What C# code does not need (docs/tidy.md).</summary>
public sealed class CSharpTidyTests
{
    [Theory]
    [InlineData("using System.Text;\nint Twice(int x) => x * 2;", "int Twice(int x) => x * 2;")]
    [InlineData("using System.Text;\nusing System.Globalization;\nreturn CultureInfo.InvariantCulture.Name;", "using System.Globalization;\nreturn CultureInfo.InvariantCulture.Name;")]
    [InlineData("using T = System.Text.StringBuilder;\npublic class A { }", "public class A { }")]
    [InlineData("namespace N\n{\n    using System.Text;\n    public class A { }\n}", "namespace N\n{\n    public class A { }\n}")]
    [InlineData("public class A { };\n", "public class A { }\n")]
    [InlineData("namespace N { public class A { } };", "namespace N { public class A { } }")]
    [InlineData("int F() { ; return 1;; }", "int F() { return 1; }")]
    [InlineData("int F()\n{\n    ;\n    return 1;\n}", "int F()\n{\n    return 1;\n}")]
    [InlineData("Console.WriteLine(1);;", "Console.WriteLine(1);")]
    [InlineData("int F(int x)\n{\n    if (x > 1)\n    {\n        x++;\n    }\n    else\n    {\n    }\n\n    return x;\n}", "int F(int x)\n{\n    if (x > 1)\n    {\n        x++;\n    }\n\n    return x;\n}")]
    [InlineData("int F(int x) { switch (x) { case 1: ; return 2; default: return 1; } }", "int F(int x) { switch (x) { case 1: return 2; default: return 1; } }")]
    public void Code_that_says_nothing_goes(string code, string expected) => Assert.Equal(expected, Tidied(code));

    [Theory]
    [InlineData("using System;\nusing System.Linq;\nint F() => 1;")]
    [InlineData("using System.Text;\nreturn new StringBuilder().ToString();")]
    [InlineData("using System.Text; // for later\nint F() => 1;")]
    [InlineData("using System.Text;\nint F() => Unknown.Call();")]
    [InlineData("using Unknown.Package;\nint F() => 1;")]
    [InlineData("using System.Text;\n/// <see cref=\"StringBuilder\"/>\npublic class A { }")]
    [InlineData("using System.Text;\n#if DEBUG\npublic class B { StringBuilder? _b; }\n#endif\npublic class A { }")]
    [InlineData("using static System.Math;\nreturn Abs(-1);")]
    [InlineData("void F() { while (true) ; }")]
    [InlineData("void F() { for (;;) ; }")]
    [InlineData("void F(int x) { if (x > 1) ; else F(x); }")]
    [InlineData("void F() { goto end; end: ; }")]
    [InlineData("void F(int x) { switch (x) { case 1: ; break; } /* ; */ }", "void F(int x) { switch (x) { case 1: break; } /* ; */ }")]
    [InlineData("void F(int x) { if (x > 1) { F(1); } else { /* nothing yet */ } }")]
    [InlineData("void F(int x) { if (x > 1) if (x > 2) F(1); else { } else F(2); }", null)]
    [InlineData(";")]
    [InlineData("public record A(int X);")]
    public void Code_that_says_something_stays(string code, string? expected = "")
    {
        var edits = CSharpBots.Analyse(code).Tidy;

        Assert.Equal(expected is { Length: 0 } ? code : expected, edits is null ? null : TidyEdit.Apply(code, edits));
    }

    [Fact]
    public void Labelled_sources_have_nothing_to_prove_wrong_and_nothing_left_afterwards()
    {
        string[] sources = [
            .. $"{CSharpProofCorpusTests.Harmful}\n----\n{CSharpProofCorpusTests.Harmless}".Split("\n----\n")
                .Select(code => "using System.Text;\n" + code.Replace("return ", "; return ", StringComparison.Ordinal))];
        var count = 0;
        foreach (var code in sources.Where((_, i) => Nightly.Is || i % 4 == 0))
        {
            var analysis = CSharpBots.Analyse(code, "F");
            Assert.True(analysis.Tidy is not null, code);
            var after = CSharpBots.Analyse(TidyEdit.Apply(code, analysis.Tidy), "F");
            Assert.Empty(after.Tidy!);
            Assert.Equal(analysis.Errors.Count, after.Errors.Count);
            Assert.Equal(Signatures(analysis), Signatures(after));
            count += analysis.Tidy.Count;
        }

        Assert.InRange(count, 20, int.MaxValue);

        static string Signatures(CodeAnalysis analysis) =>
            string.Join('\n', analysis.Functions.Select(function => $"{function.Name} {function.ReturnType} {function.Obstacle}"));
    }

    private static string Tidied(string code)
    {
        var edits = CSharpBots.Analyse(code).Tidy;
        Assert.True(edits is not null, $"not proved: {code}");
        return TidyEdit.Apply(code, edits);
    }
}
