using System.Diagnostics;
using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Python bots have the same results in forked processes as in processes of their own.</summary>
public sealed class PythonFastWayTests
{
    private const string Code = "def gross(net):\n    return net * 119 / 100\n";
    private static readonly (string Folder, IReadOnlyList<string> Names) Corpus = TestWays.Corpus("python", ".py");

    /// <summary>One suite of each kind of end, all of them at night.</summary>
    private static IReadOnlyList<string> Suites => Nightly.Is ? Corpus.Names
        : ["fails", "hard_exit_zero", "segfault", "thread_daemon_left", "atexit_exits", "recursion_depth", "loaded_modules",
            "process_leader"];

    [Fact]
    public async Task Suite_has_the_same_results_both_ways()
    {
        await using var ways = new TestWays(PythonBots.Language);

        await ways.AssertSameAsync(Suites, name => TestWays.Sample(BotLanguage.Python, Corpus.Folder, name, ".py", ".py"));
    }

    [Fact]
    public void Corpus_has_at_least_sixty_suites() => Assert.True(Corpus.Names.Count >= 60);

    [Fact]
    public async Task Bot_with_the_name_of_a_loaded_module_has_the_same_results_both_ways()
    {
        await using var ways = new TestWays(PythonBots.Language);

        await ways.AssertSameAsync(["json", "iniconfig", "queue", "xml"], name =>
        {
            var suite = $"import {name}\n\n\ndef test_gross():\n    assert {name}.gross(100) == 119\n";
            return TestWays.Bot(BotLanguage.Python, Code, ("", suite)) with { Name = name };
        });
    }

    [Fact]
    public async Task Memory_limit_has_the_same_results_both_ways()
    {
        await using var ways = new TestWays(PythonBots.Language);

        await ways.AssertSameAsync(["80Mi 1<<20", "80Mi 1<<28", "8Mi 1"], limit =>
        {
            var bot = TestWays.Bot(BotLanguage.Python, Code, ("", $"def test_memory():\n    assert bytearray({limit.Split(' ')[1]})\n"));
            return bot with { Resources = new Dictionary<string, JsonValue> { ["memory"] = limit.Split(' ')[0] } };
        });
    }

    [Fact]
    public async Task Examples_have_the_same_results_both_ways_without_a_test_framework()
    {
        const string Functions = """
            import os
            import sys


            def gross(net):
                print("asked")
                return net * 119 / 100


            def framework():
                return [name for name in ("pytest", "unittest", "pluggy", "resource") if name in sys.modules] + sys.argv[1:]


            def leave(code):
                os._exit(code)
            """;
        const string Calls = """
            [{"index": 0, "function": "gross", "args": [100]}, {"index": 1, "function": "gross", "args": [null]},
             {"index": 2, "function": "framework", "args": []}, {"index": 3, "function": "leave", "args": [3]}]
            """;
        await using var ways = new TestWays(PythonBots.Language);
        var bot = TestWays.Bot(BotLanguage.Python, Functions);

        var literal = await ways.RunExamplesAsync(bot, Calls, isFast: false);
        var fast = await ways.RunExamplesAsync(bot, Calls, isFast: true);

        Assert.Equal(literal, fast);
        Assert.StartsWith("exit code 3\n", fast, StringComparison.Ordinal);
        Assert.Contains("\"returns\": []", fast, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_server_is_replaced_by_the_next_run()
    {
        await using var ways = new TestWays(PythonBots.Language);
        var bot = TestWays.Bot(BotLanguage.Python, Code, ("", "import os\n\n\ndef test_server():\n    os.kill(os.getppid(), 9)\n"));
        var good = TestWays.Bot(BotLanguage.Python, Code, ("", "def test_good():\n    pass\n"));

        await Assert.ThrowsAsync<WarmServerException>(() => ways.RunAsync(bot, isFast: true));
        var next = await ways.RunAsync(good, isFast: true);

        Assert.StartsWith("exit code 0", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_ends_the_server_and_what_it_runs()
    {
        var ways = new TestWays(PythonBots.Language);
        var bot = TestWays.Bot(BotLanguage.Python, Code, ("", """
            import os
            import time


            def test_waits():
                with open("ids", "w") as file:
                    file.write(f"{os.getpid()} {os.getppid()}")
                os.rename("ids", "written")
                time.sleep(60)
            """));
        var running = ways.RunAsync(bot, isFast: true);
        var file = ways.PathOf(bot, "written");
        for (var wait = Stopwatch.StartNew(); !File.Exists(file) && wait.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(20);
        }

        var ids = (await File.ReadAllTextAsync(file)).Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture));
        await ways.EndServersAsync();

        Assert.StartsWith("exit code 137", await running, StringComparison.Ordinal);
        Assert.DoesNotContain(ids, id => ProcessTable.Find(id) is { IsEnded: false });
        await ways.DisposeAsync();
    }

    [Theory]
    [InlineData("scripts/setup_tests.sh", "its scripts/setup_tests.sh is not the generated one")]
    [InlineData("pyproject.toml", "its pyproject.toml is not the generated one")]
    [InlineData("tests/conftest.py", "it has a tests/conftest.py that is not in its task")]
    [InlineData("pytest.ini", "it has a pytest.ini that is not in its task")]
    [InlineData(".venv/bin/python", "it has a virtual environment")]
    [InlineData("notes.txt", null)]
    public async Task File_of_the_user_that_changes_how_tests_run_is_an_obstacle(string path, string? obstacle)
    {
        await using var ways = new TestWays(PythonBots.Language);
        var bot = TestWays.Bot(BotLanguage.Python, Code);
        await ways.WriteAsync(bot);
        var file = ways.PathOf(bot, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.AppendAllTextAsync(file, "");

        var (_, fast) = await ways.PlanAsync(bot, generated => generated != path);

        Assert.Equal(obstacle, fast.Obstacle);
    }

    [Fact]
    public async Task Conftest_of_the_task_is_no_obstacle_and_packages_are()
    {
        await using var ways = new TestWays(PythonBots.Language);
        var bot = TestWays.Bot(BotLanguage.Python, Code, ("test_a.py", "def test_a():\n    pass\n"), ("conftest.py", "VALUE = 1\n"));
        await ways.WriteAsync(bot);
        var (_, own) = await ways.PlanAsync(bot);
        await ways.WriteAsync(bot with { Packages = ["six"] });
        var (_, packages) = await ways.PlanAsync(bot);

        Assert.Null(own.Obstacle);
        Assert.Equal("it or a bot that it imports has third-party packages", packages.Obstacle);
        Assert.NotEqual(own.Kind, packages.Kind);
    }

    [Fact]
    public async Task Kind_is_the_same_for_bots_with_other_names()
    {
        await using var ways = new TestWays(PythonBots.Language);
        List<string> kinds = [];
        foreach (var name in (string[])["Sample", "py", "e-mail"])
        {
            var bot = TestWays.Bot(BotLanguage.Python, Code) with { Name = name };
            await ways.WriteAsync(bot);
            kinds.Add((await ways.PlanAsync(bot)).Fast.Kind);
        }

        Assert.Single(kinds.Distinct());
    }
}
