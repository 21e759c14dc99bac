using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using static Menace.Pipeline.Tests.Verification.VerifiedFleet;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>Whatever a bot does in its tests: it gets its own code, its neighbour stays green, and nothing is left running.</summary>
public sealed class MisbehavingBotTests : IDisposable
{
    private const string Imports = "import os, pathlib, signal, subprocess, sys, time\n";

    private readonly VerifiedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Theory]
    [InlineData("MENACE5011", "processes at once, more than the limit of 512", "def test_a():\n    for _ in range(5000):\n        if os.fork() == 0:\n            os.setsid()\n            time.sleep(300)\n    time.sleep(300)\n")]
    [InlineData("MENACE5010", "left 1 running, which were killed: sleep (process ", "def test_a():\n    subprocess.Popen(['sleep', '300'])\n")]
    [InlineData("MENACE5010", "left 1 running, which were killed: sleep (process ", "def test_a():\n    subprocess.run(['env', '-i', 'setsid', 'sh', '-c', 'cd /; sleep 300 >/dev/null 2>&1 </dev/null &'])\n")]
    [InlineData("MENACE5016", "ended itself with exit code 0 before all tests were over", "def test_a():\n    os._exit(0)\n")]
    [InlineData("MENACE5016", "ended itself with exit code 42 before all tests were over", "def test_a():\n    os._exit(42)\n")]
    [InlineData("MENACE5016", "crashed (signal SIGSEGV) before all tests were over", "def test_a():\n    os.kill(os.getpid(), signal.SIGSEGV)\n")]
    public async Task A_bot_that_misbehaves_is_named_and_its_neighbour_is_green(string code, string message, string tests)
    {
        var verified = await _fleet.VerifyAsync([Python("bad", Imports + tests), Neighbour]);

        Assert.Equal([$"bad:{code}"], verified.Codes);
        Assert.Contains(message, verified.Messages, StringComparison.Ordinal);
        Assert.Equal((VerificationOutcome.Failed, VerificationOutcome.Passed), (verified["bad"], verified["neighbour"]));
    }

    [Theory]
    [InlineData("def test_a():\n    bytearray(1 << 30)\n", "test_a: MemoryError")]
    [InlineData("""
        def test_a():
            fill = "x = bytearray(70 << 20)\nfor i in range(0, len(x), 4096): x[i] = 1\nimport time; time.sleep(60)"
            children = [subprocess.Popen([sys.executable, "-c", fill]) for _ in range(6)]
            [child.wait() for child in children]
        """, "they were killed")]
    public async Task Memory_beyond_the_limit_is_named_with_the_limit(string tests, string message)
    {
        var verified = await _fleet.VerifyAsync([Python("bad", Imports + tests, ("memory", "256Mi")), Neighbour]);

        Assert.Equal(["bad:MENACE5009"], verified.Codes);
        Assert.Contains("their memory limit of 256 MiB", verified.Messages, StringComparison.Ordinal);
        Assert.Contains(message, verified.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Passed, verified["neighbour"]);
    }

    [Fact]
    public async Task An_endless_loop_ends_with_its_time()
    {
        var verified = await _fleet.VerifyAsync([Python("bad", "def test_a():\n    while True:\n        pass\n", ("timeout", "1s")), Neighbour]);

        Assert.Equal(["bad:MENACE5005"], verified.Codes);
        Assert.Contains("its tests took longer than 1 s", verified.Messages, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Passed, verified["neighbour"]);
    }

    [Fact]
    public async Task Output_beyond_the_limit_is_dropped_and_the_bot_is_green()
    {
        var gigabytes = Nightly.Choose(1, 20);
        var tests = $"def test_a(capfd):\n    with capfd.disabled():\n        subprocess.run('yes | head -c {gigabytes}G; echo the end', shell=True)\n";

        var verified = await _fleet.VerifyAsync([Python("bad", Imports + tests), Neighbour]);

        Assert.Equal(["bad:MENACE5017"], verified.Codes);
        Assert.Equal((VerificationOutcome.Passed, VerificationOutcome.Passed), (verified["bad"], verified["neighbour"]));
        var log = _fleet[".menace/verify/bad/tests.log"];
        Assert.InRange(new FileInfo(log).Length, 64 << 20, 65 << 20);
        Assert.Contains(File.ReadLines(log).TakeLast(10), line => line == "the end");
    }

    [Fact]
    public void A_result_file_of_any_size_is_not_read()
    {
        using var file = File.Create(_fleet["results.xml"]);
        file.SetLength(65 << 20);

        var report = ResultFile.Read(file.Name, _ => throw new InvalidOperationException("It was read."));

        Assert.Equal("a result file of 65 MiB, of which at most 64 MiB are read", report.Problem);
    }

    [Fact]
    public async Task Bot_that_waits_for_input_reads_end_of_file()
    {
        var verified = await _fleet.VerifyAsync([Python("reader", Imports + "def test_a():\n    assert os.read(0, 1) == b''\n    try:\n        open('/dev/tty')\n        assert False\n    except OSError:\n        pass\n")]);

        Assert.Empty(verified.Findings);
    }

    [Fact]
    public async Task Home_and_temporary_folder_are_new_empty_and_gone_afterwards()
    {
        var tests = $$"""
            def test_a():
                home, temporary = pathlib.Path.home(), pathlib.Path(os.environ["TMPDIR"])
                assert str(home) == {{Quoted(_fleet[".menace/verify/bad/home"])}}
                assert [*home.iterdir(), *temporary.iterdir()] == []
                assert not [name for name in os.environ if name.startswith("XDG_") and name.endswith(("_HOME", "_DIR"))]
                (home / "left").mkdir(mode=0)
                (temporary / "left").write_text("left")
            """;

        var verified = await _fleet.VerifyAsync([Python("bad", Imports + tests)]);
        var again = await _fleet.VerifyAsync([Python("bad", Imports + tests)]);

        Assert.Empty(verified.Findings.Concat(again.Findings));
        Assert.False(Directory.Exists(_fleet[".menace/verify/bad/home"]) || Directory.Exists(_fleet[".menace/verify/bad/tmp"]));
    }

    [Fact]
    public async Task Bot_that_fails_only_beside_others_is_flaky_and_says_beside_which()
    {
        using var shared = new TemporaryFolder();
        var (flag, seen) = (Quoted(shared["flag"]), Quoted(shared["seen"]));
        var victim = Python("victim", Imports + $$"""
            def test_a():
                flag, seen = pathlib.Path({{flag}}), pathlib.Path({{seen}})
                while not flag.exists() and not seen.exists():
                    time.sleep(0.05)
                found = flag.exists()
                seen.touch()
                assert not found
            """);
        var bully = Python("bully", Imports + $$"""
            def test_a():
                flag, seen = pathlib.Path({{flag}}), pathlib.Path({{seen}})
                flag.touch()
                while not seen.exists():
                    time.sleep(0.05)
                flag.unlink()
            """);

        var verified = await _fleet.VerifyAsync([victim, bully]);

        Assert.Equal(["victim:MENACE5012"], verified.Codes);
        Assert.Contains("Bot 'victim' is flaky: it failed, and passed when its tests were repeated alone with the same files. Running beside it the first time: bully. It failed with MENACE5003: ", verified.Messages, StringComparison.Ordinal);
        Assert.Equal((VerificationOutcome.Flaky, VerificationOutcome.Passed), (verified["victim"], verified["bully"]));
    }

    [Fact]
    public async Task A_bot_that_failed_is_tried_again_in_the_next_build_and_its_neighbour_is_not()
    {
        TaskInfo[] tasks = [Python("bad", Imports + "def test_a():\n    os._exit(0)\n"), Neighbour];
        var first = await _fleet.VerifyAsync(tasks);

        var second = await _fleet.VerifyAsync(tasks, first.Record);

        Assert.Equal(["bad:MENACE5016"], second.Codes);
        Assert.Equal([false, true], second.Record.Results.Select(result => result.IsReused));
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_running()
    {
        using var source = new CancellationTokenSource();
        using var shared = new TemporaryFolder();
        var tests = $"def test_a():\n    subprocess.run(['env', '-i', 'setsid', 'sh', '-c', 'sleep 300 &'])\n    pathlib.Path({Quoted(shared["started"])}).touch()\n    time.sleep(300)\n";
        var run = _fleet.VerifyAsync([Python("bad", Imports + tests), Neighbour], cancellationToken: source.Token);
        while (!run.IsCompleted && !File.Exists(shared["started"]))
        {
            await Task.Delay(50);
        }

        await source.CancelAsync();

        // The fleet looks for what still runs.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task CSharp_bots_that_end_their_process_are_distinguished()
    {
        TaskInfo[] tasks =
        [
            CSharp("exits", "System.Environment.Exit(0); return 1;"),
            CSharp("overflows", "int Deeper(int n) => Deeper(n + 1) + 1; return Deeper(1);"),
            CSharp("throws", "var thread = new System.Threading.Thread(() => throw new System.InvalidOperationException(\"boom\")); thread.Start(); thread.Join(); return 1;"),
            CSharp("hoards", "var kept = new System.Collections.Generic.List<byte[]>(); while (true) { kept.Add(new byte[1 << 20]); }", ("memory", "64Mi")),
            Neighbour,
        ];

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal(["exits:MENACE5016", "overflows:MENACE5016", "throws:MENACE5016", "hoards:MENACE5009"], verified.Codes);
        AssertSays("ended itself with exit code 0", verified.Findings[0].Message);
        AssertSays("crashed (signal SIGABRT) before all tests were over: Stack overflow", verified.Findings[1].Message);
        AssertSays("crashed (signal SIGABRT) before all tests were over: Unhandled exception. System.InvalidOperationException: boom", verified.Findings[2].Message);
        AssertSays("limit of 64 MiB", verified.Findings[3].Message);
        Assert.Equal(VerificationOutcome.Passed, verified["neighbour"]);
    }

    /// <summary>A bot whose function is called although reading does not prove it harmless.</summary>
    private static TaskInfo CSharp(string name, string statements, params (string Name, JsonValue Value)[] resources)
    {
        var bot = Bot(name, BotLanguage.CSharp, "Value", statements, null, resources);
        return bot with { Metadata = bot.Metadata with { Smoke = [TaskMetadata.AllFunctions] } };
    }

    private static void AssertSays(string expected, string message) =>
        Assert.True(message.Contains(expected, StringComparison.Ordinal), $"Not said: {expected}\nbut: {message}");

    /// <summary>A path as Python writes it.</summary>
    private static string Quoted(string path) => $"'{path}'";
}
