using CsCheck;
using Menace.Model.Json;
using Menace.Pipeline.Languages;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

public sealed class PythonDocExampleTests
{
    private static readonly (string Docstring, string Expected)[] Clear =
    [
        (">>> f(1)\n2", "f(1) = 2"),
        (">>> f('a', \"b\")\n'ab'", "f(\"a\", \"b\") = \"ab\""),
        ("Text before.\n\n    >>> f(1)\n    2\n\n    Text behind.", "f(1) = 2"),
        (">>> f(-1)\n-2.5", "f(-1) = -2.5"),
        (">>> f([1, {'k': None}])\n[True, 'x']", "f([1,{\"k\":null}]) = [true,\"x\"]"),
        (">>> f(1)\n(1, 'a')", "f(1) = [1,\"a\"]"),
        (">>> f(1)\n{'a': 1, 'b': [2]}", "f(1) = {\"a\":1,\"b\":[2]}"),
        (">>> f(1)\n{1: 'a'}", "f(1) = {\"1\":\"a\"}"),
        (">>> f('x', y='z')\n'xz'", "f(\"x\", \"z\") = \"xz\""),
        (">>> f(x='a', y='z')\n'az'", "f(\"a\", \"z\") = \"az\""),
        (">>> f(1)\nTraceback (most recent call last):\n    ...\nValueError: no", "f(1) raises ValueError"),
        (">>> f(1)\nTraceback (most recent call last):\n  File \"x\", line 1\nshop.errors.Missing", "f(1) raises Missing"),
        (">>> f(1,\n...   2)\n3", "f(1, 2) = 3"),
        (">>> f(1)\n2\n>>> f(2)\n4", "f(1) = 2; f(2) = 4"),
        (">>> f(1)\n2\n>>> f(1)\n2", "f(1) = 2"),
        (">>> from demo import f\n>>> f(1)\n2", "f(1) = 2"),
        (">>> import math\n>>> f(1)\n2", "f(1) = 2"),
        (">>> import DemoBot\n>>> DemoBot.f(1)\n2", "f(1) = 2"),
        (">>> print(f(9))\n18\n>>> f(1)\n2", "f(1) = 2"),
        (">>> f(1)  # twice\n2", "f(1) = 2"),
        (">>> f('é😀')\n'é😀!'", "f(\"é😀\") = \"é😀!\""),
        (">>> f(0)\n0\n>>> f(1)\n2", "f(0) = 0; f(1) = 2"),
        (">>> f(1)\n[1,\n 2]", "f(1) = [1,2]"),
    ];

    private static readonly (string Docstring, string Why)[] Unclear =
    [
        (">>> f(1)", "no outcome"),
        (">>> f(1)\nNone", "an empty function returns the same"),
        (">>> f(0)\n0", "an empty function may return the same"),
        (">>> f(1)\n2...", "ellipsis"),
        (">>> f(1)\n'a...z'", "ellipsis in a text"),
        (">>> f(1)\n[1, ..., 9]", "ellipsis in a list"),
        (">>> f(1)  # doctest: +SKIP\n2", "a directive"),
        (">>> f(1)  # doctest: +NORMALIZE_WHITESPACE\n[1,   2]", "a directive"),
        (">>> x = 1\n>>> f(x)\n2", "a name as argument"),
        (">>> x = 1\n>>> f(1)\n2", "behind a statement with state"),
        (">>> f(1); f(2)\n2\n4", "two statements"),
        (">>> f(f(1))\n4", "a call as argument"),
        (">>> f(1) + 1\n3", "an expression"),
        (">>> f(1).upper()\n'A'", "a method of the result"),
        (">>> f((1, 2))\n3", "a tuple as argument"),
        (">>> f({1, 2})\n3", "a set as argument"),
        (">>> f(b'a')\n3", "bytes as argument"),
        (">>> f(1)\n{1, 2}", "a set"),
        (">>> f(1)\nb'a'", "bytes"),
        (">>> f(1)\nDecimal('1.5')", "no literal"),
        (">>> f(1)\n<object object at 0x7f>", "no literal"),
        (">>> f(1)\nnan", "no number of JSON"),
        (">>> f(1)\n1e999", "no number of JSON"),
        (">>> f(1)\n2\n>>> f(1)\n3", "two outcomes of one call"),
        (">>> f(*[1])\n2", "unpacked arguments"),
        (">>> f(1, **{'y': 2})\n2", "unpacked keywords"),
        (">>> f(1, z=2)\n3", "a keyword without parameter"),
        (">>> f(y=2)\n3", "a keyword that leaves a parameter out"),
        (">>> f(1, 2, 3)\n3", "too many arguments"),
        (">>> f()\n3", "too few arguments"),
        (">>> g(1)\n2", "a function that is not public"),
        (">>> len('a')\n1", "a builtin"),
        (">>> from os import getcwd as f\n>>> f(1)\n2", "an import that takes the name"),
        (">>> from os import *\n>>> f(1)\n2", "an import of everything"),
        (">>> f = lambda x: 1\n>>> f(1)\n1", "the name is bound again"),
        (">>> for i in [1]:\n...     f(i)\n2", "a loop"),
        (">>> f('\\x00')\n2", "a null character"),
        (">>> f(1)\nTraceback (most recent call last):\n    ...\nSystemExit: 1", "the end of the process"),
        ("    >>> f(1)\n  2", "output that is not aligned"),
        (">>>f(1)\n2", "no blank behind the prompt"),
        (">>> f(\n2", "no Python"),
        (">>> f(1)\nthe result is 2", "prose"),
        (">>> f(f'{1}')\n2", "an interpolated text"),
        (">>> f(" + "1" + ")\n99999999999999999999", "a number of more than 64 bits"),
    ];

    /// <summary>Functions with the example <c>f(1) = 2</c> that can end differently in the next call.</summary>
    private static readonly string[] Unrepeatable =
    [
        "import random\ndef f(x):\n    {0}\n    return random.randint(1, 6)\n",
        "from random import randint as dice\ndef f(x):\n    {0}\n    return dice(1, 6)\n",
        "import time\ndef f(x):\n    {0}\n    return int(time.time())\n",
        "import datetime\ndef f(x):\n    {0}\n    return datetime.datetime.now().day\n",
        "from datetime import date\ndef f(x):\n    {0}\n    return date.today().day\n",
        "import uuid\ndef f(x):\n    {0}\n    return str(uuid.uuid4())\n",
        "COUNT = 0\ndef f(x):\n    {0}\n    global COUNT\n    COUNT += 1\n    return COUNT\n",
        "SEEN = []\ndef f(x):\n    {0}\n    SEEN.append(x)\n    return len(SEEN)\n",
        "SEEN = {}\ndef f(x):\n    {0}\n    return len(SEEN)\ndef put(x):\n    SEEN[x] = 1\n",
        "def f(x, seen=[]):\n    {0}\n    seen.append(x)\n    return len(seen)\n",
        "def f(x):\n    {0}\n    return _h(x)\ndef _h(x):\n    return hash(str(x))\n",
        "import random\nSIDES = random.randint(1, 6)\ndef f(x):\n    {0}\n    return SIDES\n",
        "def f(x):\n    {0}\n    return 2\ndef f(x):\n    return 3\n",
    ];

    private static readonly Lazy<Task<IReadOnlyList<CodeAnalysis>>> ClearAnalyses = Analyse(Clear.Select(row => Module(row.Docstring)));

    private static readonly Lazy<Task<IReadOnlyList<CodeAnalysis>>> UnclearAnalyses = Analyse(Unclear.Select(row => Module(row.Docstring)));

    private static readonly Lazy<Task<IReadOnlyList<CodeAnalysis>>> UnrepeatableAnalyses = Analyse(
        Unrepeatable.Select(code => code.Replace("{0}", "\"\"\"\n    >>> f(1)\n    2\n    \"\"\"", StringComparison.Ordinal)));

    public static IEnumerable<object[]> ClearRows => Enumerable.Range(0, Clear.Length).Select(i => new object[] { i });

    public static IEnumerable<object[]> UnclearRows => Enumerable.Range(0, Unclear.Length).Select(i => new object[] { i });

    public static IEnumerable<object[]> UnrepeatableRows =>
        Enumerable.Range(0, Unrepeatable.Length).Select(i => new object[] { i });

    [Theory]
    [MemberData(nameof(ClearRows))]
    public async Task Example_of_a_docstring_is_read(int row) =>
        Assert.Equal(Clear[row].Expected, DocExampleText.Of((await ClearAnalyses.Value)[row]));

    [Theory]
    [MemberData(nameof(UnclearRows))]
    public async Task Example_that_is_not_clearly_literal_is_left_out(int row)
    {
        var analysis = (await UnclearAnalyses.Value)[row];

        Assert.Empty(analysis.Errors);
        Assert.True(DocExampleText.Of(analysis).Length == 0, $"{Unclear[row].Why}: {DocExampleText.Of(analysis)}");
    }

    [Theory]
    [MemberData(nameof(UnrepeatableRows))]
    public async Task Example_of_a_function_that_may_end_differently_is_left_out(int row)
    {
        var analysis = (await UnrepeatableAnalyses.Value)[row];

        Assert.Empty(analysis.Errors);
        Assert.Equal("", DocExampleText.Of(analysis));
    }

    [Fact]
    public async Task Example_of_a_function_that_only_prints_is_its_output()
    {
        const string Code = """"
            def greet(name):
                """Greets.

                >>> greet("Bo")
                Hello Bo
                <BLANKLINE>
                3
                """
                print("Hello", name)
                print()
                print(3)

            def both(name):
                """
                >>> both("Bo")
                'Bo'
                """
                print("Hello")
                return name
            """";

        Assert.Equal("greet(\"Bo\") prints \"Hello Bo\\n\\n3\"", DocExampleText.Of(await AnalyseAsync(Code)));
    }

    [Fact]
    public async Task Snippet_of_the_page_has_three_examples()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "from-code.md"));
        var start = page.IndexOf("```python\n", StringComparison.Ordinal) + "```python\n".Length;
        var snippet = page[start..page.IndexOf("```", start, StringComparison.Ordinal)] + "    return text.lower()\n";

        Assert.Equal("slug(\"A b\") = \"a-b\"; slug(\"A b\", \"_\") = \"a_b\"; slug(\"\") raises ValueError", DocExampleText.Of(await AnalyseAsync(snippet)));
    }

    [Fact]
    public async Task Examples_of_module_function_and_statements_have_places_in_UTF16_units()
    {
        const string Code = "\"\"\"Doubles 😀.\n\n>>> f(1)\n2\n\"\"\"\ndef f(x):\n    '''\n    >>> f(2)\n    4\n    '''\n    return x * 2\n";
        var file = await AnalyseAsync(Code);
        var statements = await AnalyseAsync("\"\"\"Answers.\n\n>>> run()\n42\n\"\"\"\nreturn 42\n", "run");

        Assert.Equal([">>> f(1)", ">>> f(2)"], file.Examples.Select(found => Code.Substring(found.Offset, found.Length)));
        Assert.Equal("run() = 42", DocExampleText.Of(statements));
    }

    [Fact]
    public void Any_docstring_gives_representable_examples_or_none()
    {
        var piece = Gen.OneOf(
            Gen.OneOf(">>> ", "... ", "f(", ")", "\n", "\n    ", "1", "'a'", ", ", "[", "]", "{", "}", ": ", "=", "-", "x", "Traceback (most recent call last):",
                "ValueError", "# doctest: +SKIP", "...", "\\", "\\n", "é", "😀", "import f", "f(1)\n2", ">>> f(1)\n", "None", "1e400", "<BLANKLINE>", "\t", "\"", "(", ";"),
            Gen.Char.AlphaNumeric.Select(c => c.ToString()));
        var docstrings = piece.Array[0, 30].Select(string.Concat);

        docstrings.Array[50].Sample(
            texts =>
            {
                var sources = texts.Select(text => new CodeSource("DemoBot", "DemoBot", Module(text), [])).ToList();
                foreach (var analysis in Language.AnalyseAsync(sources, default).GetAwaiter().GetResult())
                {
                    // The marks of the text may end the docstring: then there is an error and no example.
                    Assert.All(analysis.Examples, found =>
                    {
                        Assert.Equal("f", found.Example.Function);
                        Assert.Single(new object?[] { found.Example.Returns, found.Example.Raises, found.Example.Prints }.OfType<object>());
                        Assert.All(found.Example.Args.Append(found.Example.Returns ?? JsonValue.Null), value => Assert.NotEmpty(CanonicalJson.Write(value)));
                    });
                }
            },
            iter: Nightly.Choose(4, 60), threads: 1);
    }

    private static Lazy<Task<IReadOnlyList<CodeAnalysis>>> Analyse(IEnumerable<string> codes) =>
        new(() => Language.AnalyseAsync([.. codes.Select(code => new CodeSource("DemoBot", "DemoBot", code, []))], default));

    private static string Module(string docstring) => $"def f(x, y=None):\n    r\"\"\"\n    {docstring.Replace("\n", "\n    ", StringComparison.Ordinal)}\n    \"\"\"\n    return x\n\ndef _g(x):\n    return x\n";
}
