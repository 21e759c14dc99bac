using CsCheck;
using Menace.Model.Json;
using Menace.Pipeline.Languages;
using static Menace.Pipeline.Tests.Languages.Shell.ShellBots;

namespace Menace.Pipeline.Tests.Languages.Shell;

public sealed class ShellDocExampleTests
{
    private const string Body = "slug() {\n    echo \"$1\" | tr 'A-Z ' 'a-z-'\n}\n";

    private static readonly (string Comment, string Expected)[] Clear =
    [
        ("Example: slug \"A b\" -> a-b", "slug(\"A b\") = \"a-b\""),
        ("example: slug 'A b' => a-b", "slug(\"A b\") = \"a-b\""),
        ("Example: slug A → a", "slug(\"A\") = \"a\""),
        ("Makes slugs.\nExamples:\n  slug \"A b\" -> a-b\n  slug C -> c", "slug(\"A b\") = \"a-b\"; slug(\"C\") = \"c\""),
        ("$ slug \"A b\"\na-b", "slug(\"A b\") = \"a-b\""),
        ("Makes slugs.\n\n  $ slug \"A b\"\n  a-b\n\nMore.", "slug(\"A b\") = \"a-b\""),
        ("$ slug \"A b\"\na-b\n$ slug C\nc", "slug(\"A b\") = \"a-b\"; slug(\"C\") = \"c\""),
        ("$ slug A\\B\n\n$ slug x\nx", "slug(\"x\") = \"x\""),
        ("$ slug \"A b C\"\na-b c", "slug(\"A b C\") = \"a-b c\""),
        ("Example: slug 5 -> 5", "slug(\"5\") = \"5\""),
    ];

    private static readonly string[] Unclear =
    [
        "slug \"A b\" -> a-b",
        "Example: slug \"$x\" -> a-b",
        "Example: slug $(date) -> a-b",
        "Example: slug *.txt -> a-b",
        "Example: slug ~/x -> a-b",
        "Example: slug A | cat -> a",
        "Example: slug A; slug B -> a",
        "Example: slug \"A b\" -> a-b or so",
        "Example: slug \"A b\" -> a-b.",
        "Example: slug \"A b\" -> \"a-b\"",
        "Example: slug \"A b\" -> a...",
        "Example: slug \"A b\" -> true",
        "Example: slug \"A b\" -> error",
        "Example: slug \"A b\" -> <slug>",
        "Example: slug A -> a -> b",
        "Example: slug \"A b -> a-b",
        "Example: other A -> a",
        "Example: X=1 slug A -> a",
        "Example: slug A > file -> a",
        "$ slug \"A b\"",
        "$ slug \"A b\"\n\na-b",
        "$ slug \"A b\"\na-b\nand more",
        "$ slug \"A b\"\nPrints the slug",
        "$ slug \"A b\"\nThis is the slug.",
        "$ slug \"A b\"\na...b",
        "$ slug \"A b\"\n  a-b",
        "$ slug \"A b\"\na-b\n\n$ slug \"A b\"\na_b",
        "$ slug A && slug B\na",
        "$ sudo slug A\na",
    ];

    private static readonly string[] Unrepeatable =
    [
        "slug() {\n    date +%s\n}\n",
        "slug() {\n    echo $RANDOM\n}\n",
        "slug() {\n    echo $$\n}\n",
        "slug() {\n    inner\n}\ninner() {\n    date\n}\n",
        "slug() {\n    echo \"$NOW\"\n}\nNOW=$(date)\n",
        "slug() {\n    ls\n}\n",
        "slug() {\n    echo a-b\n}\nslug() {\n    echo c\n}\n",
    ];

    private static readonly Lazy<Task<IReadOnlyList<CodeAnalysis>>> Analyses = new(() => Language.AnalyseAsync(
        [.. Clear.Select(row => row.Comment).Concat(Unclear).Select(comment => Source(Code(comment)))], default));

    public static IEnumerable<object[]> ClearRows => Enumerable.Range(0, Clear.Length).Select(i => new object[] { i });

    public static IEnumerable<object[]> UnclearRows => Enumerable.Range(0, Unclear.Length).Select(i => new object[] { i });

    [Theory]
    [MemberData(nameof(ClearRows))]
    public async Task Example_of_a_comment_is_read(int row) =>
        Assert.Equal(Clear[row].Expected, DocExampleText.Of((await Analyses.Value)[row]));

    [Theory]
    [MemberData(nameof(UnclearRows))]
    public async Task Line_that_is_not_clearly_literal_is_left_out(int row)
    {
        var analysis = (await Analyses.Value)[Clear.Length + row];

        Assert.Empty(analysis.Errors);
        Assert.True(analysis.Examples.Count == 0, $"{Unclear[row]}: {DocExampleText.Of(analysis)}");
    }

    [Fact]
    public async Task Example_of_a_function_that_may_end_differently_is_left_out()
    {
        var analyses = await Language.AnalyseAsync([.. Unrepeatable.Select(body => Source("# Example: slug x -> a-b\n" + body))], default);

        Assert.All(analyses, analysis => Assert.Equal(("", 0), (DocExampleText.Of(analysis), analysis.Errors.Count)));
    }

    [Fact]
    public async Task Examples_of_functions_and_statements_have_places_in_the_code()
    {
        var code = Code("Makes slugs.\nExample: slug A -> a");
        var file = await AnalyseAsync(code);
        var statements = await AnalyseAsync("# Example: run x -> X\necho \"$1\" | tr x X\n", "run");

        Assert.Equal(["Example: slug A -> a"], file.Examples.Select(found => code.Substring(found.Offset, found.Length)));
        Assert.Equal("run(\"x\") = \"X\"", DocExampleText.Of(statements));
    }

    [Fact]
    public async Task Examples_in_a_script_that_acts_or_far_from_its_function_are_left_out()
    {
        Assert.Equal("", DocExampleText.Of(await AnalyseAsync(Code("Example: slug A -> a") + "slug \"$1\"\n")));
        Assert.Equal("", DocExampleText.Of(await AnalyseAsync("# Example: slug A -> a\n\nX=1\n" + Body)));
    }

    [Fact]
    public void Any_comment_gives_representable_examples_or_none()
    {
        var piece = Gen.OneOf(
            Gen.OneOf("Example: ", "$ ", "slug ", " -> ", " => ", "\n", "\"", "'", "\\", "A", "a-b", "$x", "`", "|", ";", "&", "(", ")", "*", "#", "\t", "é", "😀",
                "Example: slug A -> a\n", "$ slug A\na\n"),
            Gen.Char.AlphaNumeric.Select(c => c.ToString()));
        piece.Array[0, 25].Select(string.Concat).Array[100].Sample(
            comments =>
            {
                foreach (var analysis in Language.AnalyseAsync([.. comments.Select(comment => Source(Code(comment)))], default).GetAwaiter().GetResult())
                {
                    Assert.All(analysis.Examples, found =>
                    {
                        Assert.Equal("slug", found.Example.Function);
                        Assert.NotEmpty(found.Example.Returns!.Text);
                        Assert.All(found.Example.Args, value => Assert.Equal(JsonKind.String, value.Kind));
                    });
                }
            },
            iter: Nightly.Choose(3, 60), threads: 1);
    }

    private static CodeSource Source(string code) => new("DemoBot", "DemoBot", code, []);

    private static string Code(string comment) => $"#!/bin/sh\n\n# {comment.Replace("\n", "\n# ", StringComparison.Ordinal)}\n{Body}";
}
