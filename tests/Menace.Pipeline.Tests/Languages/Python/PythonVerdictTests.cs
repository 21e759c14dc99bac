using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Verification;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Python bots that are verified for real, many in one build: none is green because it deceived its test framework.</summary>
public sealed class PythonVerdictTests : IDisposable
{
    private readonly VerifiedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Bot_that_deceives_its_tests_is_never_passed()
    {
        await File.WriteAllTextAsync(_fleet["conf.txt"], "def pytest_collection_modifyitems(items):\n    items[:] = [i for i in items if 'run' not in i.name]\n");
        await File.WriteAllTextAsync(_fleet["ini.txt"], "[pytest]\naddopts = -k \"not run\"\n");
        await File.WriteAllTextAsync(_fleet["none.txt"], "[pytest]\npython_functions = test_a_*\n");
        await File.WriteAllTextAsync(_fleet["tox.txt"], "[pytest]\naddopts = --deselect tests/test_tox.py::test_run\n");
        TaskInfo[] tasks =
        [
            Attack("exits", "import pytest\ndef run(x):\n    pytest.exit('done', returncode=0)"),
            Attack("leaves", "import os\ndef run(x):\n    os._exit(0)"),
            Attack("skips", "import pytest\ndef run(x):\n    pytest.skip('no')"),
            Attack("xfails", "import pytest\ndef run(x):\n    pytest.xfail('no')"),
            Attack("unittests", "import unittest\ndef run(x):\n    raise unittest.SkipTest('no')"),
            Attack("patches", "import _pytest.python\n_pytest.python.Function.runtest = lambda self: None\ndef run(x):\n    return 2"),
            Attack("equals", "class Any:\n    def __eq__(self, other):\n        return True\n\ndef run(x):\n    return Any()"),
            Attack("forges", Forgery),
            Attack("stops", "import sys\ndef run(x):\n    return 2\n\nsys.exit(0)"),
            Attack("conf", "def run(x):\n    return 2", ("conftest.py", "conf.txt")),
            Attack("ini", "def run(x):\n    return 2", ("pytest.ini", "ini.txt")),
            Attack("none", "def run(x):\n    return 2", ("pytest.ini", "none.txt")),
            Attack("tox", "def run(x):\n    return 2", ("tox.ini", "tox.txt")),
            Attack("sets", "def run(x):\n    return {1}"),
            Smoke("yields", "def run():\n    raise ValueError('never run')\n    yield 1\n"),
            Smoke("yields_later", "async def run():\n    raise ValueError('never run')\n    yield 1\n"),
        ];

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal([], verified.Record.Results.Where(result => result.Outcome != VerificationOutcome.Failed).Select(result => result.Bot));
    }

    [Fact]
    public async Task Verdict_is_on_the_source_and_on_settings_of_the_repository()
    {
        const string Compiles = "import bytecode\nimport py_compile\n\n\ndef test_value():\n    assert bytecode.value() == 1\n    py_compile.compile(bytecode.__file__)\n";
        var decorated = VerifiedFleet.Bot("deco", BotLanguage.Python, "value", "import pytest\n\nslow = pytest.mark.skip(reason='no')\n\n\ndef value():\n    return 1\n",
            "import deco\n\n\n@deco.slow\ndef test_value():\n    assert deco.value() == 2\n\n\ndef test_other():\n    assert deco\n");
        var declared = VerifiedFleet.Python("declared", "import pytest\n\nslow = pytest.mark.skipif(True, reason='no')\n\n\n@slow\ndef test_value():\n    assert False\n\n\ndef test_other():\n    pass\n");
        TaskInfo[] tasks = [VerifiedFleet.Python("bytecode", Compiles), VerifiedFleet.Neighbour, decorated, declared];
        var first = await _fleet.VerifyAsync(tasks);
        var source = _fleet["dev_repos/bytecode/bytecode.py"];
        var time = File.GetLastWriteTimeUtc(source);
        await File.WriteAllTextAsync(source, (await File.ReadAllTextAsync(source)).Replace("return 1", "return 2", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(source, time);
        File.Delete(_fleet["dev_repos/neighbour/pyproject.toml"]);
        await File.WriteAllTextAsync(_fleet["pytest.ini"], "[pytest]\naddopts = -p no:nothing\n");

        var second = await _fleet.VerifyAsync(tasks, first.Record);

        Assert.Equal(["deco:MENACE5032"], first.Codes);
        Assert.Equal((VerificationOutcome.Passed, VerificationOutcome.Passed), (first["bytecode"], first["declared"]));
        Assert.Equal((VerificationOutcome.Failed, VerificationOutcome.Failed), (second["bytecode"], second["neighbour"]));
        Assert.Contains("are not part of the repository: add [tool.pytest.ini_options] to its pyproject.toml", second.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bot_that_does_what_its_examples_say_is_passed()
    {
        await File.WriteAllTextAsync(_fleet["prices.csv"], "5\n");
        TaskInfo[] tasks =
        [
            Right("Tick", "import argparse\n\n\ndef run(argv=None):\n    parser = argparse.ArgumentParser()\n    parser.add_argument('--times', type=int, default=1)\n    print('tick ' * parser.parse_args(argv).times)\n", Example(prints: "tick ")),
            Right("Words", "import sys\n\n\ndef run():\n    return len(sys.stdin.read().split())\n", Example(0)),
            Right("NewYear", "import datetime\n\n\ndef run():\n    return datetime.date(2024, 1, 1)\n", Example("2024-01-01")),
            Right("Root", "from math import sqrt as run\n", Example(3, args: 9)),
            Right("Doubler", "run = lambda n: n * 2\n", Example(4, args: 2)),
            Right("Adder", "import functools\nimport operator\n\nrun = functools.partial(operator.add, 1)\n", Example(3, args: 2)),
            Right("Branch", "if True:\n    def run():\n        return 1\nelse:\n    run = None\n", Example(1)),
            Right("Quits", "import sys\n\n\ndef run():\n    print('bye')\n    sys.exit(0)\n", Example(prints: "bye")),
            Right("Values", "from dataclasses import dataclass\nfrom decimal import Decimal\nfrom enum import Enum\n\n\nclass Kind(Enum):\n    A = 'a'\n\n\n@dataclass\nclass Item:\n    price: Decimal\n    kind: Kind\n\n\ndef run():\n    yield Item(Decimal('1.5'), Kind.A), None\n",
                new TaskExample { Function = "run", Returns = JsonValue.FromItems([JsonValue.FromItems([JsonValue.FromMembers([KeyValuePair.Create("price", (JsonValue)1.5), KeyValuePair.Create("kind", (JsonValue)"a")]), JsonValue.Null])]) }),
        ];

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal("", verified.Messages);
        Assert.All(verified.Record.Results, result => Assert.Equal(VerificationOutcome.Passed, result.Outcome));
    }

    [Fact]
    public async Task Function_that_may_do_harm_is_not_called()
    {
        TaskInfo[] tasks =
        [
            new() { Name = "Purger", Code = "import shutil\n\n\ndef run():\n    shutil.rmtree('../Other')\n\n\ndef size(*values):\n    return len(values)\n", Metadata = Described("run", "size") },
            new() { Name = "Other", Code = "import os\n\nos.remove('tests/test_Other.py')\n", Metadata = Described("run") },
        ];

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal(3, verified.Codes.Count(code => code.EndsWith(":MENACE5030", StringComparison.Ordinal)));
        Assert.All(verified.Record.Results, result => Assert.Equal(VerificationOutcome.Passed, result.Outcome));
        Assert.Contains("calls 'shutil.rmtree', which reading cannot prove harmless", verified.Messages, StringComparison.Ordinal);
        Assert.True(File.Exists(_fleet["dev_repos/Other/tests/test_Other.py"]));
    }

    private const string Forgery = """
        import gc, os
        def run(x):
            for thing in gc.get_objects():
                path = getattr(thing, 'logfile', None)
                if isinstance(path, str):
                    with open(path, 'w') as file:
                        file.write('<testsuites><testsuite tests="1"><testcase name="x"/></testsuite></testsuites>')
            os._exit(0)
        """;

    private static TaskMetadata Described(params string[] functions) => new() { Language = BotLanguage.Python, Purpose = "p", Functions = functions };

    private static TaskInfo Attack(string name, string code, params (string Path, string Source)[] files) => new()
    {
        Name = name,
        Code = code + "\n\n\ndef a():\n    return 5\n",
        Metadata = Described("a", "run") with
        {
            Files = files.ToDictionary(file => file.Path, file => file.Source),
            Examples = [new TaskExample { Function = "run", Args = [1], Returns = 1 }],
        },
    };

    private static TaskInfo Smoke(string name, string code) => new() { Name = name, Code = code, Metadata = Described("run") with { Smoke = ["run"] } };

    private static TaskInfo Right(string name, string code, TaskExample example) =>
        new() { Name = name, Code = code, Metadata = Described("run") with { Examples = [example] } };

    private static TaskExample Example(JsonValue? returns = null, string? prints = null, params JsonValue[] args) =>
        new() { Function = "run", Args = args, Returns = returns, Prints = prints };
}
