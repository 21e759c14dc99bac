using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Snapshooter.Xunit;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Emitted repositories, written to disk, set up, tested and called.</summary>
public sealed class PythonRepositoryTests : IDisposable
{
    private const string Shop = """
        '''Prices of a shop.'''
        import asyncio


        class SoldOut(Exception):
            pass


        def price(item, count=1):
            '''The price of an item.'''
            if count < 1:
                raise ValueError("count")
            if item == "gone":
                raise SoldOut(item)
            return (item, count * 2.5)


        async def wait():
            await asyncio.sleep(0)
            print("waited", end="")
            return object


        def total(prices, *, tax):
            return sum(prices) * tax


        def version():
            return "1.0"


        def fail():
            raise SystemExit("no")
        """;

    private const string MyTests = """
        import unittest

        import pytest

        import DemoBot

        def test_hidden(): pass
        @pytest.mark.parametrize("number", [1, 2])
        def test_passes(number): pass
        def test_caused(): DemoBot.run()
        def test_raised(): DemoBot.stop()
        @pytest.mark.skipif(False, reason="never")
        def test_marked_otherwise(): DemoBot.run()
        def test_mine_called(): pytest.skip("mine")
        @pytest.mark.skip
        def test_mine_marked(): pass
        @pytest.mark.xfail
        def test_mine_expected(): assert False
        class TestCase(unittest.TestCase):
            @unittest.skip("mine")
            def test_mine_decorated(self): pass
            def test_mine_skipped(self): self.skipTest("mine")
            def test_caused(self): DemoBot.run()
            def test_raised(self): DemoBot.stop()
        """;

    private const string Deselecting = "def pytest_collection_modifyitems(items):\n    items[:] = [item for item in items if 'hidden' not in item.name]\n";

    private readonly EmittedFleet _fleet = new();

    private static BotSpec ShopBot => Bot(Shop, "SoldOut", "price", "wait", "total", "version", "fail") with
    {
        Name = "shop-1",
        Purpose = "Prices of a shop.",
        Examples =
        [
            new TaskExample { Function = "price", Args = ["tea", 2], Returns = JsonValue.FromItems(["tea", 5]) },
            new TaskExample { Function = "price", Args = ["tea", 0], Raises = "ValueError" },
            new TaskExample { Function = "price", Args = ["gone"], Raises = "SoldOut" },
            new TaskExample { Function = "wait", Prints = "waited" },
            new TaskExample { Function = "fail", Raises = "SystemExit" },
        ],
    };

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task The_seeds_demo_bot_prints_hello_and_its_test_passes()
    {
        var bot = Bot("print('hello')");
        await _fleet.WriteAsync(Language, bot);

        Assert.Equal(["tests.test_DemoBot::test_run_prints: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, bot)));
        Assert.Equal("hello\nnull\n", (await CommandAsync(bot, "run")).Output);
    }

    [Fact]
    public async Task A_bot_with_classes_examples_and_async_functions_passes_its_tests()
    {
        var emitted = await _fleet.WriteAsync(Language, ShopBot);
        var report = await _fleet.TestAsync(Language, ShopBot);

        Assert.Null(report.Problem);
        Assert.All(report.Tests, test => Assert.Equal(TestOutcome.Passed, test.Outcome));
        Assert.Equal(8, report.Tests.Count);
        Assert.Equal(["SoldOut"], emitted.NotCallable.Select(u => u.Function));
        Snapshot.Match(string.Concat(emitted.Files.Where(f => f.Path != emitted.MainFile)
            .Select(f => $"==== {f.Path}{(f.IsExecutable ? " (executable)" : "")}\n{System.Text.Encoding.UTF8.GetString(f.Content.Span)}")));
    }

    [Theory]
    [InlineData("return \"1.0\"", "return \"2.0\"", "test_version_returns")]
    [InlineData("count * 2.5", "count * 3", "test_price")]
    [InlineData("raise ValueError(\"count\")", "return 1", "test_price_raises_value_error")]
    [InlineData("raise SoldOut(item)", "pass", "test_price_raises_sold_out")]
    [InlineData("\"waited\"", "\"went\"", "test_wait_prints")]
    [InlineData("def total(prices, *, tax)", "def other(prices)", "test_total_is_callable")]
    [InlineData("class SoldOut(Exception):\n    pass", "class Gone(Exception):\n    pass\n\n\nSoldOut = 1", "test_SoldOut_is_a_class")]
    public async Task A_broken_bot_fails_its_test(string found, string broken, string test)
    {
        await _fleet.WriteAsync(Language, ShopBot);
        var source = _fleet.PathOf(ShopBot, "shop_1.py");
        await File.WriteAllTextAsync(source, (await File.ReadAllTextAsync(source)).Replace(found, broken, StringComparison.Ordinal));

        var failed = (await _fleet.TestAsync(Language, ShopBot)).Tests.Where(t => t.Outcome == TestOutcome.Failed).ToList();
        Assert.Contains(failed, t => t.Name.EndsWith("::" + test, StringComparison.Ordinal) && t.Message.Length > 0);
    }

    [Theory]
    [InlineData(0, "[\"tea\", 7.5]", "price", "\"tea\"", "3")]
    [InlineData(1, "waited", "wait")]
    [InlineData(0, "\"1.0\"", "version")]
    [InlineData(1, "", "price", "\"tea\"", "0")]
    [InlineData(1, "", "fail")]
    [InlineData(2, "", "price")]
    [InlineData(0, "[\"tea\", 2.5]", "price", "tea")]
    [InlineData(0, "[\"tea\", 5.0]", "price", "--json", "\"tea\"", "2")]
    [InlineData(0, "[\"tea\", 5.0]", "price", "--count=2", "tea")]
    [InlineData(0, "6", "total", "[1, 2]", "--tax", "2")]
    [InlineData(0, "6", "total", "--json", "[1, 2]", "2")]
    [InlineData(2, "", "price", "--item", "tea", "--item", "tea")]
    [InlineData(2, "", "price", "--json", "tea")]
    [InlineData(2, "", "price", "--json", "1", "2", "3")]
    [InlineData(2, "", "price", "--items", "tea")]
    [InlineData(2, "", "price", "tea", "--count")]
    [InlineData(2, "", "nothing")]
    [InlineData(2, "", "total", "[1]")]
    [InlineData(2, "", "--completion", "fish")]
    [InlineData(2, "")]
    public async Task The_command_gives_the_result_on_its_last_line(int exitCode, string output, params string[] arguments)
    {
        await _fleet.WriteAsync(Language, ShopBot);
        var result = await CommandAsync(ShopBot, arguments);

        Assert.Equal((exitCode, output), (result.ExitCode, result.Output.TrimEnd('\n')));
        Assert.Equal(exitCode == 0, result.Error.Length == 0);
        Assert.Equal(exitCode == 2, result.Error.Contains("Functions: price, wait, total, version, fail", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("import datetime\nreturn datetime.date(2024, 1, 1)", "\"2024-01-01\"")]
    [InlineData("from decimal import Decimal\nreturn Decimal('1.5'), Decimal(2), {1: None}", "[1.5, 2, {\"1\": null}]")]
    [InlineData("from dataclasses import make_dataclass\nreturn make_dataclass('P', ['x'])(1)", "{\"x\": 1}")]
    [InlineData("async def run():\n    yield 1", "[1]")]
    [InlineData("run = lambda: map(str, [1])", "[\"1\"]")]
    [InlineData("yield 1\nyield 'é'", "[1, \"\\u00e9\"]")]
    [InlineData("import sys\nsys.exit()", "null")]
    [InlineData("print('😀')\nreturn '\\ud800'", "😀\n\"\\ud800\"")]
    public async Task The_last_line_is_JSON_whatever_the_result(string code, string output)
    {
        var bot = Bot(code);
        await _fleet.WriteAsync(Language, bot);
        var result = await CommandAsync(bot, "run");

        Assert.Equal((output + "\n", ""), (result.Output, result.Error));
        using var json = JsonDocument.Parse(result.Output.Split('\n')[^2]);
    }

    [Theory]
    [InlineData("return {1}", "a value of the type 'set' cannot be written as JSON")]
    [InlineData("return [float('nan')]", "nan cannot be written as JSON")]
    [InlineData("return float('inf')", "inf cannot be written as JSON")]
    [InlineData("return object()", "a value of the type 'object' cannot be written as JSON")]
    [InlineData("return {(1, 2): 3}", "a key of the type 'list' cannot be written as JSON")]
    [InlineData("return b'a'", "a value of the type 'bytes' cannot be written as JSON")]
    public async Task Result_that_JSON_cannot_carry_is_an_error(string code, string message)
    {
        var bot = Bot(code) with { Examples = [new TaskExample { Function = "run", Returns = 1 }] };
        await _fleet.WriteAsync(Language, bot);
        var command = await CommandAsync(bot, "run");

        Assert.Equal((1, ""), (command.ExitCode, command.Output));
        Assert.Contains(message, command.Error, StringComparison.Ordinal);
        Assert.Contains(message, (await _fleet.TestAsync(Language, bot)).Tests.Single(test => test.Name.EndsWith("::test_run", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_that_have_to_run_are_those_of_the_files_with_the_skips_that_they_ask_for()
    {
        var bot = Bot("import pytest, unittest\ndef run():\n    pytest.skip('no')\ndef stop():\n    raise unittest.SkipTest('no')") with
        {
            Tests = new Dictionary<string, string> { ["test_mine.py"] = MyTests, ["conftest.py"] = Deselecting },
        };
        await _fleet.WriteAsync(Language, bot);
        var report = await _fleet.TestAsync(Language, bot);

        Assert.Contains("tests.test_mine::test_hidden", report.Expected!);
        Assert.DoesNotContain(report.Tests, test => test.Name.EndsWith("test_hidden", StringComparison.Ordinal));
        Assert.All(report.Tests.Where(test => test.Outcome == TestOutcome.Skipped), test =>
            Assert.Equal(test.Name.Contains("mine_", StringComparison.Ordinal), test.IsDeclaredSkip));
        Assert.Equal(10, report.Tests.Count(test => test.Outcome == TestOutcome.Skipped));
    }

    [Fact]
    public async Task A_dependency_is_imported_in_code_tests_and_command()
    {
        var basis = Bot("def two():\n    return 2") with { Name = "Basis", Functions = ["two"] };
        var middle = Bot("import Basis\n\ndef four():\n    return Basis.two() * 2") with { Name = "middle-bot", Functions = ["four"], Dependencies = ["Basis"] };
        var user = Bot("import middle_bot\nreturn middle_bot.four() + 1") with
        {
            Dependencies = ["middle-bot"],
            Examples = [new TaskExample { Function = "run", Returns = 5 }],
        };
        var basisAnalysis = await EmittedFleet.AnalyseAsync(Language, basis);
        var middleAnalysis = await EmittedFleet.AnalyseAsync(Language, middle);
        await _fleet.WriteAsync(Language, basis);
        await _fleet.WriteAsync(Language, middle, new EmitDependency(basis, basisAnalysis));
        var request = new EmitRequest(user, await EmittedFleet.AnalyseAsync(Language, user), [new EmitDependency(middle, middleAnalysis)])
        {
            Closure = ["Basis", "middle-bot"],
            Linked = ["Basis", "middle-bot"],
        };
        _fleet.Write(user, Language.Emit(request));

        Assert.Equal(["tests.test_DemoBot::test_run: Passed"], EmittedFleet.Lines(await _fleet.TestAsync(Language, user)));
        Assert.Equal("5\n", (await CommandAsync(user, "run")).Output);

        Directory.Delete(_fleet.PathOf(basis), recursive: true);
        var setup = await _fleet.RunAsync("env", "PYTHON=" + await InterpreterPathAsync(), "sh", _fleet.PathOf(user, "scripts/setup_tests.sh"));
        Assert.Equal(66, setup.ExitCode);
        Assert.Contains("DemoBot needs its sibling repository Basis", setup.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_of_one_function_are_one_test_with_parameters()
    {
        var bot = Bot("""
            def price(item, count=1):
                return (item, count)


            def price_prints(*request):
                print(*request)


            def same(value):
                print(value)
                return value


            def last(values):
                return values[-1]
            """, "price", "price_prints", "same", "last") with
        {
            Examples =
            [
                new TaskExample { Function = "price", Args = ["tea", 2], Returns = JsonValue.FromItems(["tea", 2]) },
                new TaskExample { Function = "same", Args = [true], Returns = true },
                new TaskExample { Function = "price", Args = ["tea", 2], Returns = JsonValue.FromItems(["tea", 2]) },
                new TaskExample { Function = "price", Args = ["", -3], Returns = JsonValue.FromItems(["", -3]) },
                new TaskExample { Function = "same", Args = [JsonValue.Null], Returns = JsonValue.Null },
                new TaskExample { Function = "price", Args = ["x"], Prints = "" },
                new TaskExample { Function = "price_prints", Args = ["a::b[c]", "é"], Prints = "a::b[c] é\n" },
                new TaskExample { Function = "price_prints", Args = [HostileText.Worst], Prints = HostileText.Worst },
                new TaskExample { Function = "price_prints", Returns = JsonValue.Null },
                new TaskExample { Function = "last", Args = [JsonValue.FromItems([])], Raises = "IndexError" },
                new TaskExample { Function = "last", Args = [JsonValue.FromItems([new string('x', 150), new string('y', 150)])], Returns = new string('y', 150) },
                new TaskExample { Function = "last", Args = [5], Raises = "TypeError" },
                new TaskExample { Function = "last", Args = [JsonValue.Null], Raises = "TypeError" },
            ],
        };
        await _fleet.WriteAsync(Language, bot);
        var report = await _fleet.TestAsync(Language, bot);
        var plan = await Language.PlanTestsAsync(new TestRequest(bot, _fleet.PathOf(bot), _fleet.WorkOf(bot)), default);

        Assert.All(report.Tests, test => Assert.True(test.Outcome == TestOutcome.Passed, $"{test.Name}: {test.Message}"));
        Assert.Equal(plan.ExampleTests.Order(StringComparer.Ordinal), report.Tests.Select(test => test.Name).Order(StringComparer.Ordinal));
        Assert.Equal(plan.ExampleTests.Order(StringComparer.Ordinal), report.Expected!.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["test_price[tea-2]", "test_same[true]", "test_price[tea-2-2]", "test_price[-3]", "test_same[none]", "test_price_prints", "test_price_prints_prints[a-b-c]"],
            plan.ExampleTests.Take(7).Select(name => name.Split("::")[^1]));
        Snapshot.Match(await File.ReadAllTextAsync(_fleet.PathOf(bot, "tests/test_DemoBot.py")));
    }

    [Fact]
    public async Task The_users_tests_replace_the_generated_ones_verbatim()
    {
        var bot = Bot("def run():\n    return 1") with
        {
            Tests = new Dictionary<string, string>
            {
                [""] = "import DemoBot\ndef test_mine():\n    assert DemoBot.run() == 1",
                ["checks.py"] = "import unittest, DemoBot\nclass Checks(unittest.TestCase):\n    def test_run(self):\n        self.assertEqual(DemoBot.run(), 2)\n    @unittest.skip('later')\n    def test_later(self): pass\n",
            },
        };
        await _fleet.WriteAsync(Language, bot);
        var report = await _fleet.TestAsync(Language, bot);

        Assert.Equal(bot.Tests[""], await File.ReadAllTextAsync(_fleet.PathOf(bot, "tests/test_DemoBot.py")));
        Assert.Equal(
            ["tests.checks.Checks::test_later: Skipped", "tests.checks.Checks::test_run: Failed AssertionError: 1 != 2", "tests.test_DemoBot::test_mine: Passed"],
            EmittedFleet.Lines(report).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Settings_of_folders_above_do_not_reach_in()
    {
        await File.WriteAllTextAsync(Path.Combine(_fleet.Folder, "conftest.py"), "raise RuntimeError('above')");
        await File.WriteAllTextAsync(Path.Combine(_fleet.Folder, "pytest.ini"), "[pytest]\npython_files = nothing.py");
        var bot = Bot("print('hello')");
        await _fleet.WriteAsync(Language, bot);
        Assert.Single((await _fleet.TestAsync(Language, bot)).Tests);
    }

    [Fact]
    public async Task A_run_beyond_its_memory_fails_and_leaves_a_report()
    {
        var bot = Bot("return len(bytearray(2_000_000_000))") with { Resources = new Dictionary<string, JsonValue> { ["memory"] = "512Mi" } };
        await _fleet.WriteAsync(Language, bot);
        Assert.Contains("MemoryError", Assert.Single((await _fleet.TestAsync(Language, bot)).Tests).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filled_template_is_a_bot_that_passes_its_tests()
    {
        var task = new TaskInfo { Name = "DemoBot", Metadata = new() { Purpose = HostileText.Worst, Functions = ["run", "stop"] } };
        var bot = Bot(Language.FillTemplate(task), "run", "stop");
        await _fleet.WriteAsync(Language, bot);

        Assert.Equal(2, (await _fleet.TestAsync(Language, bot)).Tests.Count(test => test.Outcome == TestOutcome.Passed));
        Assert.Equal(HostileText.Worst, JsonSerializer.Deserialize<string>((await CommandAsync(bot, "run")).Output));
    }

    [Fact]
    public async Task Setup_without_pytest_says_what_to_install()
    {
        var bot = Bot("print('hello')");
        await _fleet.WriteAsync(Language, bot);
        var python = Path.Combine(_fleet.Folder, "python-without-pytest");
        await File.WriteAllTextAsync(python, $"#!/bin/sh\nexec {await InterpreterPathAsync()} -I -S \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var setup = await _fleet.RunAsync("env", "PYTHON=" + python, "sh", _fleet.PathOf(bot, "scripts/setup_tests.sh"));
        Assert.Equal(69, setup.ExitCode);
        Assert.Contains("apt-get install python3-pytest", setup.Error, StringComparison.Ordinal);
    }

    private async Task<ProcessResult> CommandAsync(BotSpec bot, params string[] arguments) =>
        await _fleet.RunAsync(await InterpreterPathAsync(), [_fleet.PathOf(bot), .. arguments]);
}
