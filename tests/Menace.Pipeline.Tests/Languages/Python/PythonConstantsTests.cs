using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Assertions for values that reading proves. The oracle is Python: the bot is run, and every assertion must hold.</summary>
public sealed class PythonConstantsTests
{
    private static readonly string[] Returned =
    [
        "1", "-1", "1.5", "-0.0", "1e300", "1e999", "-1e999", "[1e999]", "True", "None", "'text'", "'a' 'b'", "b'\\x00\\xff'", "1j", "'\\n\\t\"\\''", "'\\u00e9\\U0001f600'",
        "1 + 2 * 3", "7 // 2", "-7 // 2", "-7 % 3", "7.5 // 2", "7 / 2", "4 / 2", "1 / 3", "0.1 + 0.2", "2 ** 100", "-2 ** 2", "1 << 70", "0xff & ~0x0f", "5 ^ 3 | 8",
        "'ab' + 'cd'", "'ab' * 3", "3 * [1, 2]", "'a' * -1", "(1,) + (2, 3)", "()", "(1,)", "[[1], []]", "{'b': 1, 'a': [2]}", "{3, 1, 2}", "{1, True, 1.0}", "{'k': {1, 2}}",
        "not 0", "1 < 2 < 3", "1 < 2 > 5", "'a' in 'abc'", "2 not in [1, 2]", "1 == 1.0", "0 or 'x'", "1 and 0", "'yes' if 1 > 2 else 'no'", "True + True",
        "f'{1 + 1}'", "f'{2.50}'", "f'{\"x\"!r:>5}|{7:03d}|{1.5:.2f}|{10:x}'", "f'{[1, \"a\"]}'", "f'{{}}{None}'", "f'{1:>{4}}'", "LIMIT", "LIMIT * 2", "PAIR", "PAIR + (NAME,)", "f'{NAME}!'",
    ];

    private static readonly string[] Printed =
    [
        "print('a')", "print()", "print('a', 1, None, 2.5, (1, 'x'), [True], sep='-')", "print('a', end='')", "print('a'); print(1 + 1); print(f'{LIMIT}')",
        "word = 'a' * 2; print(word); return word", "'doc'; pass; print('é')", "count = 1; count = 2; print(count)", "total: int = LIMIT + 1; print(total)",
    ];

    private static readonly string[] Uncertain =
    [
        "return 'a' * 10**9", "return 2 ** 10**9", "return 1 << 10**9", "return [0] * 10**9", "return f'{1:1000000}'", "return '%1000000d' % 1", "return 2.0 ** 0.5", "return 1 / 0", "return 'a' + 1",
        "return 1e999 - 1e999", "return time.time()", "return random.random()", "return COUNT", "return ITEMS", "return SWITCH", "return REBOUND", "return GONE", "return LOOP", "return str(1)",
        "print({'a', 'b'})", "return f'{ {1, 2} }'", "print('a', file=None)", "print(time)", "x = [1]; x.append(2); return x", "return 5; yield 6", "if True: print('a')", "return len('a')",
        "global LATE; LATE = 1; return LATE", "return 1 is 1", "return -ITEMS[0]", "return (lambda: 1)()", "return f'{1:n}'", "import os; return 1", "assert LIMIT; return 1",
    ];

    private const string Module = """
        import random, time
        LIMIT = 21
        PAIR = (LIMIT, 'x')
        NAME: str = 'n' + 'm'
        ITEMS = [1]
        COUNT = 0
        SWITCH = 1
        if random: SWITCH = 2
        REBOUND = 1
        REBOUND += 1
        GONE = 1
        del GONE
        GONE = 2
        for LOOP in range(2): pass

        def _bump():
            global COUNT
            COUNT = 1

        """;

    [Fact]
    public async Task Every_assertion_that_is_generated_holds_when_the_bot_is_run()
    {
        string[] bodies = [.. Returned.Select(value => "return " + value), .. Printed];
        var code = Module + string.Concat(bodies.Select((body, i) => $"\ndef f{i}():\n    {body}\n"));
        var bot = PythonBots.Bot(code, [.. bodies.Select((_, i) => $"f{i}")]);
        var details = ((Menace.Pipeline.Languages.Python.PythonAnalysis)await EmittedFleet.AnalyseAsync(PythonBots.Language, bot)).Details;
        using var fleet = new EmittedFleet();
        await fleet.WriteAsync(PythonBots.Language, bot);

        var report = await fleet.TestAsync(PythonBots.Language, bot);

        Assert.Equal([], bodies.Where((_, i) => details[$"f{i}"].Literal is null));
        Assert.Equal([], report.Tests.Where(test => test.Outcome != TestOutcome.Passed).Select(test => test.Name + test.Message));
        Assert.True(report.Tests.Count > bodies.Length, $"{report.Tests.Count} tests");
    }

    [Fact]
    public async Task What_depends_on_more_than_its_text_gets_no_value()
    {
        var code = Module + string.Concat(Uncertain.Select((body, i) => $"\ndef f{i}():\n    {body}\n"));

        var analysis = await PythonBots.AnalyseAsync(code);

        Assert.Empty(analysis.Errors);
        Assert.Equal([], Uncertain.Where((_, i) => analysis.Details[$"f{i}"].Literal is not null));
    }

    [Theory]
    [InlineData("LIMIT = 1\nglobals()['LIMIT'] = 2\ndef f():\n    return LIMIT")]
    [InlineData("LIMIT = 1\nfrom os import *\ndef f():\n    return LIMIT")]
    [InlineData("def print(x):\n    pass\ndef f():\n    print('a')")]
    [InlineData("import sys\nsys.stdout = None\ndef f():\n    print('a')")]
    [InlineData("def f(x=1):\n    return x")]
    public async Task A_name_that_something_may_rebind_is_no_constant(string code) =>
        Assert.Null((await PythonBots.AnalyseAsync(code)).Details["f"].Literal);

    [Fact]
    public async Task Statements_are_read_in_their_order()
    {
        var analysis = await PythonBots.AnalyseAsync("name = 'Ada'\nprint('hello', name)\nprint(6 * 7)");

        Assert.Equal("hello Ada\n42\n", analysis.Details["run"].Literal!.Prints);
    }
}
