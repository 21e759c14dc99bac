using Menace.Pipeline.Languages;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

public sealed class PythonAnalysisTests
{
    [Theory]
    [InlineData("print('hello')", CodeShape.Statements)]
    [InlineData("import os\nx = lambda: 1", CodeShape.Statements)]
    [InlineData("def run(): pass", CodeShape.File)]
    [InlineData("async def run(): pass", CodeShape.File)]
    [InlineData("class A: pass", CodeShape.File)]
    [InlineData("if True:\n    def run(): pass", CodeShape.File)]
    [InlineData("if True:\n    def other(): pass", CodeShape.Statements)]
    [InlineData("try:\n    from math import sqrt as run\nexcept ImportError:\n    run = None", CodeShape.File)]
    [InlineData("import functools\nrun = functools.partial(print, 1)", CodeShape.File)]
    [InlineData("run = lambda: 1", CodeShape.File)]
    [InlineData("run = 1\nprint(run)", CodeShape.Statements)]
    internal async Task Code_that_defines_or_binds_a_function_is_a_file(string code, CodeShape shape) =>
        Assert.Equal(shape, (await AnalyseAsync(code)).Shape);

    [Theory]
    [InlineData("x = = 1", 4, 1)]
    [InlineData("x = '😀'; y = = 1", 14, 1)]
    [InlineData("a = 1\r\n😀 = 2", 7, 2)]
    [InlineData("def f():\nreturn 1", 9, 6)]
    [InlineData("é = '😀'\nbreak", 9, 5)]
    [InlineData("x = '😀'; break", 10, 5)]
    [InlineData("a\0b", 1, 1)]
    public async Task An_error_is_placed_in_UTF16_units(string code, int offset, int length)
    {
        var error = Assert.Single((await AnalyseAsync(code)).Errors);
        Assert.Equal((offset, length), (error.Offset, error.Length));
    }

    [Fact]
    public async Task A_lone_surrogate_is_an_error_at_its_place()
    {
        var error = Assert.Single((await AnalyseAsync("x = '😀\ud800'")).Errors);
        Assert.Equal((7, 1), (error.Offset, error.Length));
    }

    [Fact]
    public async Task A_source_nested_too_deeply_is_an_error_of_its_own_only()
    {
        var analyses = await Language.AnalyseAsync(
            [
                new CodeSource("A", "A", new string('-', 200_000) + "1", []),
                new CodeSource("C", "C", "print('hello')", []),
            ],
            default);
        Assert.Equal([1, 0], analyses.Select(a => a.Errors.Count));
    }

    [Fact]
    public async Task Public_functions_and_classes_are_found_with_parameters_and_documentation()
    {
        var analysis = await AnalyseAsync("""
            '''Counts things. And more.

            Details.
            '''
            class Counter:
                '''Keeps a count.'''

            def _hidden(): pass

            async def add(first: int, second=2, *rest, key, other=None, **more) -> int:
                '''Adds numbers,
                all of them. Fast.'''
            """);
        Assert.Equal("Counts things.", analysis.Purpose);
        Assert.Equal(["Counter", "add"], analysis.Functions.Select(f => f.Name));
        Assert.Equal(["Keeps a count.", "Adds numbers, all of them."], analysis.Functions.Select(f => f.Documentation));
        Assert.Equal(
            ["first:int:False", "second::True", "*rest::True", "key::False", "other::True", "**more::True"],
            analysis.Functions[1].Parameters.Select(p => $"{p.Name}:{p.Type}:{p.IsOptional}"));
        Assert.True(analysis.Functions[0].IsType);
        Assert.True(analysis.Details["add"] is { IsAsync: true, NeedsKeywords: true });
    }

    [Fact]
    public async Task All_decides_what_is_public_where_it_is_there()
    {
        var analysis = await AnalyseAsync("__all__ = ['_b', 'gone']\ndef a(): pass\ndef _b(): pass");
        Assert.Equal(["_b"], analysis.Functions.Select(f => f.Name));
    }

    [Theory]
    [InlineData("print('hello')", "hello\n", null)]
    [InlineData("'''Doc.'''\nprint('a')\nprint('b')", "a\nb\n", null)]
    [InlineData("return 'it\\'s'", null, "\"it's\"")]
    [InlineData("return [1, -2.5, {'a': None}]", null, "[1, -2.5, {'a': None}]")]
    [InlineData("return {1, 2}", null, "{1, 2}")]
    [InlineData("return 1e999", null, "1e309")]
    [InlineData("print('a', end='')", "a", null)]
    [InlineData("print(f'a')", "a\n", null)]
    [InlineData("print('\\ud800')", null, null)]
    [InlineData("print('a'); import os", null, null)]
    public async Task Code_that_is_a_literal_is_known_by_it(string code, string? prints, string? returns)
    {
        var literal = (await AnalyseAsync(code)).Details["run"].Literal;
        Assert.Equal((prints, returns), (literal?.Prints, literal?.Returns));
    }

    [Theory]
    [InlineData("class")]
    [InlineData("to-do")]
    public async Task A_listed_function_must_be_a_name(string name) =>
        Assert.Contains($"'{name}' cannot be a name", Assert.Single((await AnalyseAsync("print(1)", "run", name)).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Data_is_not_the_body_of_the_listed_function()
    {
        var analysis = await AnalyseAsync("import json\n\nTABLE = {'a': 1}\n", "lookup");

        Assert.Empty(analysis.Errors);
        Assert.Equal((CodeShape.File, 0), (analysis.Shape, analysis.Functions.Count));
    }

    [Theory]
    [InlineData("def run(*values): pass", false)]
    [InlineData("def run(**parts): pass", false)]
    [InlineData("def run(a=1, *, b=2): pass", true)]
    [InlineData("from math import sqrt as run", false)]
    [InlineData("run = lambda n=1: n", true)]
    public async Task Function_of_any_number_of_arguments_is_not_callable_without(string code, bool isCallable) =>
        Assert.Equal(isCallable, Assert.Single((await AnalyseAsync(code, "run")).Functions).CallableWithoutArguments);

    [Fact]
    public async Task Names_are_compared_in_NFKC() =>
        Assert.Equal("\ufb01nd", Assert.Single((await AnalyseAsync("def find(): pass", "\ufb01nd")).Functions).Name);

    [Fact]
    public async Task Nothing_is_executed()
    {
        var marker = Path.Combine(Path.GetTempPath(), "menace-" + Guid.NewGuid().ToString("N"));
        await AnalyseAsync($"open({marker.Length} and '{marker}', 'w').close()\ndef f(a=open('{marker}', 'w')): pass");
        Assert.False(File.Exists(marker));
    }
}
