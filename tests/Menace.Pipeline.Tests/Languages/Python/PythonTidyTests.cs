using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>What Python code does not need (docs/tidy.md).</summary>
public sealed class PythonTidyTests
{
    /// <summary>Reads pairs of texts, and prints the places of those that differ in more than what may go.</summary>
    private const string Check = """
        import ast, io, json, sys, tokenize

        def rest(code):
            tree = ast.parse(code)
            for node in ast.walk(tree):
                for field in ("body", "orelse", "finalbody"):
                    statements = getattr(node, field, None)
                    if isinstance(statements, list):
                        first = statements[0] if field == "body" and statements else None
                        value = getattr(getattr(first, "value", None), "value", None) if isinstance(first, ast.Expr) else None
                        is_blank = isinstance(value, str) and not value.strip()
                        setattr(node, field, [s for s in statements if not isinstance(s, (ast.Pass, ast.Import, ast.ImportFrom))
                                              and not (s is first and is_blank)])
            return ast.dump(tree)

        def bound(tree):
            return {(a.asname or a.name).split(".")[0] for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names}

        def comments(code):
            return [t.string for t in tokenize.generate_tokens(io.StringIO(code).readline) if t.type == tokenize.COMMENT]

        def is_same(before, after):
            names = {n.id for n in ast.walk(ast.parse(before)) if isinstance(n, ast.Name)}
            lost = bound(ast.parse(before)) - bound(ast.parse(after))
            compile(after, "<after>", "exec")
            return rest(before) == rest(after) and not names & lost and comments(before) == comments(after)

        print(json.dumps([number for number, (before, after) in enumerate(json.load(sys.stdin)) if not is_same(before, after)]))
        """;

    [Theory]
    [InlineData("def f():\n    pass\n    return 1", "def f():\n    return 1")]
    [InlineData("\"\"\"\"\"\"\nimport os\nx=1", "x=1")]
    [InlineData("def f():\n    \"\"\" \"\"\"\n    return 1", "def f():\n    return 1")]
    [InlineData("import os, sys\nprint(sys.argv)", "import sys\nprint(sys.argv)")]
    [InlineData("from a import b, c as d\nprint(d)", "from a import c as d\nprint(d)")]
    [InlineData("for i in x:\n    pass\n    y()", "for i in x:\n    y()")]
    [InlineData("class A:\n    pass\n    def f(self):\n        pass", "class A:\n    def f(self):\n        pass")]
    [InlineData("if a:\n    b();c()\nelse:\n    pass", "if a:\n    b();c()")]
    [InlineData("async def f():\n    ''\n    pass\n    await b()\n", "async def f():\n    await b()\n")]
    [InlineData("def f():\n    import os\n    return 1\n", "def f():\n    return 1\n")]
    public async Task Code_that_says_nothing_goes(string code, string expected) => Assert.Equal(expected, await TidyAsync(code));

    [Theory]
    [InlineData("def f(): pass; pass", "def f(): pass")]
    [InlineData("def f():\n    \"\"\"   \"\"\"\n", "def f():\n    pass\n")]
    [InlineData("def f():\n    ''\n    pass\n", "def f():\n    pass\n")]
    [InlineData("def f():\n    import os\n", "def f():\n    pass\n")]
    [InlineData("def f():\n    import os\n    import sys\n", "def f():\n    pass\n")]
    [InlineData("if a:\n    pass\nelse:\n    pass; b()\n", "if a:\n    pass\nelse:\n    b()\n")]
    [InlineData("if a: pass\nelse: pass; b()\n", "if a: pass\nelse: b()\n")]
    public async Task Block_is_never_left_empty(string code, string expected) => Assert.Equal(expected, await TidyAsync(code));

    [Theory]
    [InlineData("def f():\n    pass")]
    [InlineData("class A: pass")]
    [InlineData("print( 'hi' )")]
    [InlineData("import numpy as np\nnp.zeros(1)")]
    [InlineData("from x import *\nprint(1)")]
    [InlineData("try:\n    import os\nexcept ImportError:\n    x=1\n")]
    [InlineData("if TYPE:\n    import os\n")]
    [InlineData("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\n")]
    [InlineData("import os.path\nprint(os.path.join('a'))\n")]
    [InlineData("import xml.etree.ElementTree as tree\nimport xml\nprint(xml)\n")]
    [InlineData("from __future__ import annotations\nx=1\n")]
    [InlineData("import os\n__all__ = ['os']\n")]
    [InlineData("import os\n__all__ = ['x']\n__all__ += ['os']\n")]
    [InlineData("import os\ndef f(x: 'os.PathLike'): return x\n")]
    [InlineData("import os\nfrom typing import cast\nx = cast('list[os.PathLike]', [])\n")]
    [InlineData("import os\ndef f():\n    '''\n    >>> os.sep\n    '/'\n    '''\n")]
    [InlineData("import os\nx = []  # type: List[os.PathLike]\n")]
    [InlineData("import os  # noqa: F401\nx=1\n")]
    [InlineData("import os, sys  # noqa: F401\nprint(sys.argv)\n")]
    [InlineData("from a import b, c  # noqa\nprint(c)\n")]
    [InlineData("from os import (  # noqa\n    sep,\n)\nx=1\n")]
    [InlineData("import plugin\nx=1\n")]
    [InlineData("from plugin import register\nx=1\n")]
    [InlineData("import readline\nx=1\n")]
    [InlineData("import this\nx=1\n")]
    [InlineData("from . import x\ny=1\n")]
    [InlineData("import os as os\ny=1\n")]
    [InlineData("from os import sep as sep\ny=1\n")]
    [InlineData("import os\nprint(globals())\n")]
    [InlineData("import os\nimport sys\nprint(sys.modules[__name__])\n")]
    [InlineData("class A:\n    import os\n")]
    [InlineData("def f():\n    global os\n    import os\n")]
    [InlineData("import os\n'text'\nx=1\n")]
    [InlineData("def f():\n    pass\n    'text'\n")]
    [InlineData("def f():\n    ''\n    return f.__doc__\n")]
    [InlineData("def f():\n    pass  # nothing yet\n    return 1\n")]
    [InlineData("while a:\n    b()\nelse:\n    # nothing\n    pass\n")]
    [InlineData("try:\n    a()\nexcept E:\n    pass\n")]
    [InlineData("try:\n    a()\nfinally:\n    pass\n")]
    [InlineData("def f():\n    x = 1; \\\n    pass\n")]
    [InlineData("import os")]
    public async Task Code_that_says_something_stays(string code) => Assert.Equal(code, await TidyAsync(code));

    [Theory]
    [InlineData("from os import (\n    path,\n    sep,\n    linesep,\n)\nprint(sep)\n", "from os import (\n    sep,\n)\nprint(sep)\n")]
    [InlineData("def f():\n    x = 1; pass; pass\n", "def f():\n    x = 1\n")]
    [InlineData("def f(): pass; import os; return 1", "def f(): return 1")]
    [InlineData("def f():\n    import os; import sys;\n    return 1", "def f():\n    return 1")]
    [InlineData("# first\nimport os\n\n\nx = [1,2]\n", "# first\n\n\nx = [1,2]\n")]
    [InlineData("\uFEFFimport os\nx = 1\n", "\uFEFFx = 1\n")]
    [InlineData("import os\r\nx = 1\r\n", "x = 1\r\n")]
    [InlineData("x = 'é😀'; import os; y = 1\n", "x = 'é😀'; y = 1\n")]
    [InlineData("try:\n    a()\nexcept E:\n    pass\nelse:\n    pass\nb()\n", "try:\n    a()\nexcept E:\n    pass\nb()\n")]
    [InlineData("match x:\n    case 1:\n        pass\n        y()\n", "match x:\n    case 1:\n        y()\n")]
    public async Task Rest_of_the_text_stays_as_it_is(string code, string expected) => Assert.Equal(expected, await TidyAsync(code));

    [Fact]
    public async Task Functions_that_the_task_lists_are_used()
    {
        const string Code = "from math import sqrt, sin\n\ndef run(): return 1\n";

        Assert.Equal("from math import sqrt\n\ndef run(): return 1\n", Tidied(Code, (await AnalyseAsync(Code, "run", "sqrt")).Tidy));
        Assert.Equal("\ndef run(): return 1\n", Tidied(Code, (await AnalyseAsync(Code, "run")).Tidy));
    }

    [Fact]
    public async Task Edits_have_their_places_and_say_what_they_remove()
    {
        var edits = (await AnalyseAsync("x = '😀'; import os\ndef run():\n    ''\n    return x\n")).Tidy!;

        Assert.Equal(
            [new TidyEdit(8, 11, "", "'os' is imported and not used"), new TidyEdit(31, 7, "", "the docstring is blank")], edits);
    }

    [Fact]
    public async Task Labelled_sources_are_the_same_code_without_what_they_do_not_need()
    {
        string[] sources = [
            .. $"{PythonProofTests.Harmful}\n----\n{PythonProofTests.Harmless}".Split("\n----\n").SelectMany(Untidy).Distinct(StringComparer.Ordinal)];

        var analyses = await Language.AnalyseAsync([.. sources.Select(code => new CodeSource("DemoBot", "DemoBot", code, []))], default);

        var pairs = sources.Zip(analyses).Where(pair => pair.Second.Errors.Count == 0)
            .Select(pair => (Before: pair.First, After: Tidied(pair.First, pair.Second.Tidy))).ToList();
        Assert.True(pairs.Count(pair => pair.Before != pair.After) > 1000);
        var again = await Language.AnalyseAsync([.. pairs.Select(pair => new CodeSource("DemoBot", "DemoBot", pair.After, []))], default);
        Assert.All(again, analysis => Assert.Empty(analysis.Tidy!));
        Assert.All(await DifferentAsync(pairs), number => Assert.Fail($"{pairs[number].Before}\n---- is not\n{pairs[number].After}"));
    }

    /// <summary>The source, and others with statements that say nothing; some of them are no Python.</summary>
    private static IEnumerable<string> Untidy(string source)
    {
        var lines = source.Split('\n');
        yield return source;
        yield return "import os, string\nfrom math import (sqrt,\n    tau)\n" + source;
        yield return After(':', "pass");
        yield return After(':', "''");
        yield return After(':', "import decimal; pass");
        yield return After(')', "pass");
        yield return string.Join('\n', lines.Select(line => line.Replace("return ", "pass; return ", StringComparison.Ordinal)));
        yield return string.Join('\n', lines.Append("if __name__:\n    pass; pass\nelse:\n    pass"));

        string After(char end, string statement) => string.Join('\n', lines.SelectMany((line, i) =>
            line.EndsWith(end) && i + 1 < lines.Length && lines[i + 1].Length > 0
                ? [line, lines[i + 1][..^lines[i + 1].TrimStart().Length] + statement] : (string[])[line]));
    }

    private static async Task<IReadOnlyList<int>> DifferentAsync(IEnumerable<(string Before, string After)> pairs)
    {
        var command = new ProcessCommand(await Interpreter.ForAnalysisAsync(default), ["-W", "ignore", "-c", Check], Path.GetTempPath())
        {
            Input = JsonSerializer.Serialize(pairs.Select(pair => new[] { pair.Before, pair.After })),
        };
        var result = await new ProcessRunner().RunAsync(command, TimeSpan.FromMinutes(2), default);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonSerializer.Deserialize<int[]>(result.Output)!;
    }

    private static async Task<string> TidyAsync(string code) => Tidied(code, (await AnalyseAsync(code)).Tidy);

    private static string Tidied(string code, IReadOnlyList<TidyEdit>? edits)
    {
        Assert.True(edits is not null, $"not proved: {code}");
        return TidyEdit.Apply(code, edits);
    }
}
