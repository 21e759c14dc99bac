using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;
using Menace.Tests;

namespace Menace.Server.Tests;

/// <summary>Stage 4 builds and verifies what it is sent, whatever happens meanwhile.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_package_is_built_and_verified_and_its_repositories_can_be_cloned()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);

        var run = await stage4.Client.SendAsync(Stage4Requests.Package(("DemoBot", "print('hello')")), execute: true);
        var details = await stage4.Client.EndAsync(run);

        Assert.Equal("done", (string)details["run"]!["status"]!);
        Assert.Equal("passed", (string)details["outcome"]!);
        var bot = details["bots"]!.AsArray().Single()!;
        Assert.Equal(("DemoBot", "passed", "verify", "python"), ((string)bot["name"]!, (string)bot["outcome"]!, (string)bot["stage"]!, (string)bot["language"]!));
        Assert.True((int)bot["tests"]!["passed"]! > 0);
        await File.WriteAllBytesAsync(_folder["bot.bundle"], await stage4.Client.GetByteArrayAsync((string)bot["repository"]!["url"]!));
        Assert.Equal("main", Git("clone", "-q", "bot.bundle", "clone", "&&", "git", "-C", "clone", "branch", "--show-current"));
        Assert.Equal((string)bot["commit"]!, Git("-C", "clone", "rev-parse", "HEAD"));
        Assert.Contains("hello", await File.ReadAllTextAsync(_folder["clone/DemoBot.py"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bots_that_fail_are_named_with_their_codes_and_the_others_pass()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);

        var run = await stage4.Client.SendAsync(Stage4Requests.Package(("Good", "print('hello')"), ("Bad", "def run():\n    raise ValueError('no')\n"), ("Worse", "def run(:\n")), execute: true);
        var details = await stage4.Client.EndAsync(run);

        Assert.Equal("failed", (string)details["run"]!["status"]!);
        Assert.Equal(
            ["Good passed verify ", "Bad failed verify MENACE5003", "Worse failed optimise MENACE1701"],
            details["bots"]!.AsArray().Select(bot => $"{bot!["name"]} {bot["outcome"]} {bot["stage"]} {string.Join(',', bot["codes"]!.AsArray())}"));
        var finding = Assert.Single(details["findings"]!.AsArray(), finding => (string)finding!["id"]! == "MENACE1701")!;
        Assert.Equal(("Worse", "code", "error"), ((string)finding["bot"]!, (string)finding["property"]!, (string)finding["severity"]!));
    }

    [Fact]
    public async Task Nested_code_is_a_located_error_and_the_slot_is_free_afterwards()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);
        var package = JsonNode.Parse(Stage4Requests.Package([.. NestedCode.Kinds.Select((kind, i) => ($"Deep{i}", NestedCode.CSharp(kind, 20_000)))]))!;
        foreach (var task in package["tasks"]!.AsArray())
        {
            task!["metadata"]!["language"] = "csharp";
        }

        var details = await stage4.Client.EndAsync(await stage4.Client.SendAsync(package.ToJsonString(), execute: true));
        var next = await stage4.Client.EndAsync(await stage4.Client.SendAsync(Stage4Requests.Package(("DemoBot", "print('hello')")), execute: true));

        Assert.Equal("failed", (string)details["run"]!["status"]!);
        Assert.All(details["bots"]!.AsArray(), bot => Assert.Equal("failed optimise", $"{bot!["outcome"]} {bot["stage"]}"));
        Assert.Equal("done", (string)next["run"]!["status"]!);
    }

    [Fact]
    public async Task A_file_that_comes_with_the_package_is_used()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);
        var package = JsonNode.Parse(Stage4Requests.Package(("DemoBot", "")))!;
        package["tasks"]![0]!["metadata"]!["code_file"] = "bots/demo.py";

        var run = await stage4.Client.SendAsync($$"""{"package":{{package.ToJsonString()}},"files":{"bots/demo.py":"def run():\n    return 'from a file'\n"} }""", execute: true);

        Assert.Equal("done", (string)(await stage4.Client.EndAsync(run))["run"]!["status"]!);
    }

    [Fact]
    public async Task A_package_that_was_recorded_is_built_when_it_comes_again_to_be_executed()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);
        var package = Stage4Requests.Package(("DemoBot", "print('hello')"));

        var run = await stage4.Client.SendAsync(package, execute: false);
        Assert.Equal(run, await stage4.Client.SendAsync(package, execute: true));

        Assert.Equal("done", (string)(await stage4.Client.EndAsync(run))["run"]!["status"]!);
    }

    [Fact]
    public async Task Events_come_as_they_happen_and_go_on_behind_the_last_one_that_was_seen()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);

        var run = await stage4.Client.SendAsync(Stage4Requests.Package(("DemoBot", "print('hello')")), execute: true);
        var events = await stage4.Client.EventsAsync(run);

        var words = events.Select(happened => $"{happened.Data["stage"]} {happened.Data["bot"]} {happened.Data["outcome"]}").ToList();
        Assert.Equal("run  started", words[0]);
        Assert.Single(words, "verify DemoBot passed");
        Assert.Equal(["handoff", "optimise", "develop", "verify"], words.Where(word => word.EndsWith("  ended", StringComparison.Ordinal)).Select(word => word.Split(' ')[0]));
        Assert.Equal(("end", "run  done"), (events[^1].Name, words[^1]));
        var ids = events.SkipLast(1).Select(happened => happened.Id!.Value).ToList();
        Assert.Equal(ids.Order(), ids);
        for (var seen = 0; seen < ids.Count; seen += 3)
        {
            Assert.Equal(ids.Skip(seen + 1), (await stage4.Client.EventsAsync(run, ids[seen])).SkipLast(1).Select(happened => happened.Id!.Value));
        }
    }

    [Fact]
    public async Task A_run_that_is_cancelled_ends_its_processes_within_three_seconds_and_may_come_again()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);
        var package = Stage4Requests.SlowPackage(_folder["mark"]);
        var run = await stage4.Client.SendAsync(package, execute: true);
        var process = (await Stage4Requests.LinesOfAsync(_folder["mark"])).First();
        Assert.True(Stage4Requests.IsRunning(process));

        var answer = await stage4.Client.DeleteAsync($"/v1/runs/{run}");
        await Eventually.IsSoAsync(() => !Stage4Requests.IsRunning(process));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("cancelled", (string)(await stage4.Client.GetJsonAsync($"/v1/runs/{run}"))["run"]!["status"]!);
        Assert.Equal("cancelled", (string)(await stage4.Client.EventsAsync(run))[^1].Data["outcome"]!);
        Assert.Equal(HttpStatusCode.Accepted, (await stage4.Client.DeleteAsync($"/v1/runs/{run}")).StatusCode);
        var again = await stage4.Client.SendAsync(package, execute: true);
        Assert.NotEqual(run, again);
        await Stage4Requests.LinesOfAsync(_folder["mark"], 2);
        await stage4.Client.DeleteAsync($"/v1/runs/{again}");
    }

    [Fact]
    public async Task A_run_that_waits_can_be_cancelled_and_is_never_begun()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"], settings => settings with { Slots = 0 });
        var run = await stage4.Client.SendAsync(Stage4Requests.Package(("DemoBot", "print('hello')")), execute: true);

        await stage4.Client.DeleteAsync($"/v1/runs/{run}");

        var details = await stage4.Client.GetJsonAsync($"/v1/runs/{run}");
        Assert.Equal(("cancelled", 0), ((string)details["run"]!["status"]!, (int)details["attempt"]!));
        Assert.Equal(0, (int)(await stage4.Client.GetJsonAsync("/health"))["waiting"]!);
    }

    [Fact]
    public async Task A_run_over_its_time_is_ended()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"], settings => settings with { RunTimeout = TimeSpan.FromSeconds(4) });

        var details = await stage4.Client.EndAsync(await stage4.Client.SendAsync(Stage4Requests.SlowPackage(_folder["mark"]), execute: true), 30);

        Assert.Equal(("failed", "timeout"), ((string)details["run"]!["status"]!, (string)details["outcome"]!));
    }

    [Fact]
    public async Task A_run_goes_on_when_the_service_was_killed_in_its_middle_and_no_event_is_lost()
    {
        // The first time its test takes for ever, the second time it does not.
        var code = $"def run():\n    import os, time\n    mark = {JsonValue.Create(_folder["mark"]).ToJsonString()}\n    first = not os.path.exists(mark)\n    open(mark, 'a').write(str(os.getpid()) + '\\n')\n    time.sleep(300 if first else 0)\n";
        long run;
        List<(long? Id, string Name, JsonNode Data)> before;
        string process;
        await using (var service = await ServiceProcess.StartAsync(_folder.Path, ["stage4", "--state", "state"]))
        {
            run = await service.Client.SendAsync(Stage4Requests.Package(("Slow", code)), execute: true);
            before = await service.Client.EventsAsync(run, isLast: happened => (string)happened["stage"]! == "verify");
            process = (await Stage4Requests.LinesOfAsync(_folder["mark"])).First();
            await service.KillAsync();
        }

        await using (var service = await ServiceProcess.StartAsync(_folder.Path, ["stage4", "--state", "state"]))
        {
            var details = await service.Client.EndAsync(run);
            var after = await service.Client.EventsAsync(run);

            Assert.Equal("done", (string)details["run"]!["status"]!);
            Assert.Equal(2, (int)details["attempt"]!);
            Assert.Equal(before.Select(happened => happened.Id), after.Take(before.Count).Select(happened => happened.Id));
            Assert.Equal(1, after.Count(happened => (string)happened.Data["stage"]! == "develop" && (string)happened.Data["outcome"]! == "started"));
            Assert.False(Stage4Requests.IsRunning(process), "what the killed service left runs still");
        }
    }

    [Fact]
    public async Task A_second_service_on_the_same_state_folder_is_refused()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);

        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["stage4", "--state", "state", "--listen", "127.0.0.1:0"]);

        Assert.Equal(1, code);
        Assert.StartsWith("error MENACE7006: ", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "git " + string.Join(' ', arguments)]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
