using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Remote;
using Menace.Pipeline.Tests;
using Menace.Server.Stage4;
using Menace.Server.Tests.Rig;
using Client = Menace.Server.Tests.Rig.Stage4Requests;

namespace Menace.Server.Tests;

/// <summary>A pipeline whose package is built elsewhere: what it brings, and how every wait ends.</summary>
public sealed class RemoteRunTests : IDisposable
{
    private static readonly TaskInfo Quick = new() { Name = "Quick", Code = "def run():\n    return 1\n", Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["run"], Smoke = [TaskMetadata.AllFunctions] } };

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_package_is_built_there_and_its_repositories_and_verdicts_are_here()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);

        var result = await Pipeline(stage4).RunAsync([Quick]);

        Assert.Equal("Passed", result.Verifications.Single().Outcome.ToString());
        var repository = result.Repositories.Single();
        Assert.Equal(RepositoryChange.Created, repository.Change);
        Assert.Equal(_folder["project/dev_repos/Quick/Quick.py"], repository.MainFile);
        Assert.True(File.Exists(repository.MainFile));
        Assert.Equal((string)(await stage4.Client.GetJsonAsync("/v1/runs/1"))["bots"]![0]!["commit"]!, repository.Commit);
        Assert.False(Directory.Exists(_folder["project/.menace/verify"]), "it was tested here");
    }

    [Fact]
    public async Task The_settings_that_make_other_repositories_go_there_with_the_package()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var settings = new ProjectSettings { DefaultLanguage = BotLanguage.Shell, Emit = [DeploymentTarget.Systemd, DeploymentTarget.GitHub] };
        TaskInfo[] tasks = [new() { Name = "Empty", Schedule = "0 3 * * *", Metadata = new() { Purpose = "p", Functions = ["run"] } }];

        var there = await new ImplementationPipeline(config: settings.ApplyTo(Config(Remote(stage4)))).RunAsync(tasks);
        var here = await new ImplementationPipeline(config: settings.ApplyTo(Config(new())) with { RepositoryBase = "here", StateDirectory = "state" }).RunAsync(tasks);

        Assert.Equal("Empty.sh", Path.GetFileName(there.Repositories.Single().MainFile));
        Assert.True(File.Exists(_folder["project/dev_repos/Empty/.github/workflows/bot.yml"]));
        Assert.Equal(here.Repositories.Single().Tree, there.Repositories.Single().Tree);

        // Without the settings it is another package.
        await new ImplementationPipeline(config: Config(Remote(stage4)) with { RepositoryBase = "plain", StateDirectory = "plain-state" }).HandoffAsync(new TaskPackage(tasks));
        Assert.Equal(2, (await stage4.Client.GetJsonAsync("/v1/runs"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Names_of_test_variables_go_there_and_values_do_not()
    {
        const string Variable = "REMOTE_RUN_GREETING";
        const string Value = "value of this machine";
        Environment.SetEnvironmentVariable(Variable, Value);
        var greeter = new TaskInfo
        {
            Name = "Greeter",
            Code = $"import os\n\n\ndef run():\n    assert os.environ['{Variable}']\n    return 1\n",
            Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["run"], Examples = [new() { Function = "run", Returns = 1 }] },
        };
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);

        var result = await new ImplementationPipeline(config: Config(Remote(stage4)) with { TestEnvironment = [Variable, "MENACE_DATABASE"] }).RunAsync([greeter]);

        Assert.Equal("Passed", result.Verifications.Single().Outcome.ToString());
        var settings = ProjectSettings.Of(new BotDevConfig { TestEnvironment = [Variable, "MENACE_DATABASE"] });
        Assert.Equal($$"""{"defaultLanguage":"csharp","emit":[],"testEnvironment":["{{Variable}}"]}""", settings.Write());
        using var written = System.Text.Json.JsonDocument.Parse(settings.Write());
        Assert.Equal([Variable], ProjectSettings.Read(written.RootElement).Settings!.TestEnvironment);
        Assert.DoesNotContain(Value, string.Concat(Directory.EnumerateFiles(_folder["stage4"], "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".json", StringComparison.Ordinal) || file.Contains(".db", StringComparison.Ordinal))
            .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remote_update_says_why_in_the_result_and_in_the_commit()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var caller = new TaskInfo
        {
            Name = "Caller",
            Dependencies = ["Quick"],
            Code = "def run():\n    return 2\n",
            Metadata = Quick.Metadata,
        };
        await Pipeline(stage4).RunAsync([Quick, caller]);

        var result = await Pipeline(stage4).RunAsync([Quick with { Code = "def run():\n    return 3\n" }, caller]);

        Assert.Equal(["Caller: dependency Quick changed", "Quick: code changed"], result.Repositories.Select(bot => $"{bot.Spec.Name}: {bot.Reason}").Order(StringComparer.Ordinal));
        foreach (var repository in result.Repositories)
        {
            using var git = new LibGit2Sharp.Repository(repository.Path);
            Assert.Equal($"Update {repository.Spec.Name}: {repository.Reason}", git.Head.Tip.MessageShort);
        }
    }

    [Fact]
    public async Task Run_cancelled_at_Stage_4_is_an_error_and_the_next_build_gets_a_new_run()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var handoff = await HandOffAsync(Pipeline(stage4), Slow());
        var waiting = Pipeline(stage4).WaitAsync(handoff);
        await Client.LinesOfAsync(_folder["mark"]);

        await stage4.Client.DeleteAsync("/v1/runs/1");

        Assert.Equal("MENACE2016", await CodeAsync(waiting));
        var second = Pipeline(stage4).WaitAsync(handoff);
        await Client.LinesOfAsync(_folder["mark"], 2);
        await stage4.Client.DeleteAsync("/v1/runs/2");
        Assert.Equal("MENACE2016", await CodeAsync(second));
    }

    [Theory]
    [InlineData(ClientLoss.Detach, "active")]
    [InlineData(ClientLoss.Cancel, "cancelled")]
    public async Task A_run_over_its_time_is_left_or_cancelled(ClientLoss loss, string status)
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var pipeline = Pipeline(stage4, settings => settings with { RunTimeout = TimeSpan.FromSeconds(2), OnClientLoss = loss });
        var handoff = await HandOffAsync(pipeline, Slow());
        await Client.LinesOfAsync(_folder["mark"]);

        Assert.Equal("MENACE2014", await CodeAsync(pipeline.WaitAsync(handoff)));

        Assert.Equal(status, await StatusAsync(stage4));
    }

    [Fact]
    public async Task A_run_that_waits_for_its_turn_is_not_silent()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with { Slots = 0 });
        using var stop = new CancellationTokenSource();
        ConcurrentQueue<string> lines = new();
        var handoff = await HandOffAsync(Pipeline(stage4), Quick);

        var waiting = Pipeline(stage4).WaitAsync(handoff, tell: lines.Enqueue, cancellationToken: stop.Token);
        await Eventually.IsSoAsync(() => lines.Contains("Menace: run 1 waits for capacity"));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("cancelled", await StatusAsync(stage4));
        Assert.Equal(["Menace: run 1 waits for capacity", "Menace: run 1 is cancelled"], lines.Skip(1));
    }

    [Theory]
    [InlineData(false, "MENACE2012")]
    [InlineData(true, "MENACE2013")]
    public async Task Unreachable_stage4_fails_or_falls_back_to_local(bool fallsBack, string code)
    {
        HandoffRecord handoff;
        Task<StageResult<OptimiseRecord>> waiting;
        var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with { Slots = 0 });
        await using (stage4)
        {
            var pipeline = Pipeline(stage4, settings => settings with { IdleTimeout = TimeSpan.FromSeconds(2), FallsBackToLocal = fallsBack });
            handoff = await HandOffAsync(pipeline, Quick);
            waiting = pipeline.WaitAsync(handoff);
        }

        if (!fallsBack)
        {
            Assert.Equal(code, await CodeAsync(waiting));
            return;
        }

        var result = await waiting;
        Assert.Equal(code, result.Diagnostics[0].Rule.Id);
        Assert.True(result.FellBack);
        Assert.Equal("Quick", result.Record.Bots.Single().Name);
        Assert.Null(result.Record.Remote);
    }

    [Fact]
    public async Task A_content_that_is_lost_is_asked_for_twice_and_fails_its_bot()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var pipeline = Pipeline(stage4);
        var optimised = await pipeline.WaitAsync(await HandOffAsync(pipeline, Quick));
        var bundle = optimised.Record.Remote!.Repositories.Single().Bundle;
        File.Delete(Path.Combine(_folder["stage4/cas"], bundle[..2], bundle));

        var built = await pipeline.DevelopAsync(optimised.Record);

        var finding = Assert.Single(built.Diagnostics);
        Assert.Equal(("MENACE2018", "Quick"), (finding.Rule.Id, finding.Bot));
        Assert.Empty(built.Record.Repositories);
    }

    [Fact]
    public async Task A_run_is_cancelled_when_the_client_that_wants_it_is_gone()
    {
        var clock = new ManualClock();
        await using var stage4 = await StartGatewayAsync(clock);
        var listeners = stage4.Service<RunListeners>();
        await stage4.Client.SendAsync(Client.Package(("DemoBot", "print(1)")), execute: true);

        (await ListenAsync(stage4, clock)).Dispose();
        await Eventually.IsSoAsync(() => listeners.Count == 0);
        await PassLeasesAsync(clock, listeners);
        Assert.Equal("pending", await StatusAsync(stage4));

        (await ListenAsync(stage4, clock, "?onLoss=cancel")).Dispose();
        await clock.PassUntilAsync(async () => await StatusAsync(stage4) == "cancelled", listeners.LookEvery);
    }

    [Fact]
    public async Task A_run_is_cancelled_when_its_client_is_gone_while_the_service_is_started_again()
    {
        var clock = new ManualClock();
        await using (var stage4 = await StartGatewayAsync(clock))
        {
            await stage4.Client.SendAsync(Client.Package(("DemoBot", "print(1)")), execute: true);
            (await ListenAsync(stage4, clock, "?onLoss=cancel")).Dispose();
        }

        await using var again = await StartGatewayAsync(clock);
        clock.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Equal("pending", await StatusAsync(again));
        await clock.PassUntilAsync(async () => await StatusAsync(again) == "cancelled", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Last_listener_decides_whether_disconnect_cancels_the_run()
    {
        var clock = new ManualClock();
        await using var stage4 = await StartGatewayAsync(clock);
        var listeners = stage4.Service<RunListeners>();
        await stage4.Client.SendAsync(Client.Package(("DemoBot", "print(1)")), execute: true);

        var stays = await ListenAsync(stage4, clock);
        (await ListenAsync(stage4, clock, "?onLoss=cancel")).Dispose();
        await Eventually.IsSoAsync(() => listeners.Count == 1);
        await clock.PassAsync(Lease / 3);
        stays.Dispose();
        await Eventually.IsSoAsync(() => listeners.Count == 0);
        await PassLeasesAsync(clock, listeners);

        Assert.Equal("pending", await StatusAsync(stage4));
    }

    [Fact]
    public async Task A_stream_that_is_cut_goes_on_behind_the_last_event()
    {
        using var server = new ScriptedEvents(
            "id: 7\nevent: progress\ndata: {\"stage\":\"verify\",\"bot\":\"A\",\"outcome\":\"passed\"}\n\n",
            "id: 8\nevent: progress\ndata: {\"stage\":\"verify\",\"bot\":\"B\",\"outcome\":\"failed\"}\n\nevent: end\ndata: {\"stage\":\"run\",\"bot\":\"\",\"outcome\":\"failed\"}\n\n");
        var settings = new HandoffSettings { Stage4Url = server.Address, IdleTimeout = TimeSpan.FromSeconds(20) };
        using var client = RemoteExecution.Client(settings);
        var progress = new RemoteProgress(5, 3, _ => { }, TimeProvider.System);

        var run = await new RemoteWait(client, 5, settings, progress, TimeProvider.System).RunAsync(default);

        Assert.Equal("failed", run.Run.Status);
        Assert.Equal([null, "7"], server.After);
        Assert.Equal("Menace: run 5 ended: failed, 2 of 3 bots tested, not passed: B", progress.Line);
    }

    [Fact]
    public void Progress_is_reported_on_change_and_at_most_every_two_seconds()
    {
        var clock = new SteppedClock();
        List<string> lines = [];
        var progress = new RemoteProgress(5, 2, lines.Add, clock);

        progress.Tell();
        progress.Add(new("verify", "A", "passed", null, 1, default) { Kind = "progress" });
        progress.Tell();
        clock.Advance(TimeSpan.FromSeconds(2));
        progress.Tell();
        clock.Advance(TimeSpan.FromSeconds(2));
        progress.Tell();

        Assert.Equal(["Menace: run 5 waits for capacity", "Menace: run 5 waits for capacity, 1 of 2 bots tested"], lines);
    }

    [Theory]
    [InlineData(null, "no Stage 4 is set")]
    [InlineData("http://localhost:1/handoff", "ends in /handoff")]
    public async Task Without_a_Stage_4_that_tells_of_runs_there_is_nothing_to_wait_for(string? address, string reason)
    {
        var pipeline = new ImplementationPipeline(config: Config(new() { Stage4Url = address, Execute = true }));

        var failure = await Assert.ThrowsAsync<PipelineException>(() => pipeline.RunAsync([Quick]));

        Assert.Equal("MENACE2010", failure.Code);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private BotDevConfig Config(HandoffSettings settings)
    {
        Directory.CreateDirectory(_folder["project"]);
        return new() { SourceDirectory = _folder["project"], LintEnabled = false, Handoff = settings };
    }

    private ImplementationPipeline Pipeline(RunningStage4 stage4, Func<HandoffSettings, HandoffSettings>? change = null)
    {
        var settings = Remote(stage4);
        return new(config: Config(change?.Invoke(settings) ?? settings));
    }

    private static HandoffSettings Remote(RunningStage4 stage4) =>
        new() { Stage4Url = stage4.Client.BaseAddress!.ToString(), Execute = true, Timeout = TimeSpan.FromSeconds(20), Backoff = TimeSpan.FromMilliseconds(20) };

    /// <summary>Its test marks that it runs, and takes longer than any test waits.</summary>
    private TaskInfo Slow() => Quick with { Name = "Slow", Code = $"def run():\n    import time\n    open('{_folder["mark"]}', 'a').write('x\\n')\n    time.sleep(300)\n" };

    private static async Task<HandoffRecord> HandOffAsync(ImplementationPipeline pipeline, TaskInfo task) => (await pipeline.HandoffAsync(new TaskPackage([task]))).Record!;

    private static async Task<string> CodeAsync(Task task) => (await Assert.ThrowsAsync<PipelineException>(() => task.WaitAsync(TimeSpan.FromSeconds(60)))).Code;

    private Task<RunningStage4> StartGatewayAsync(ManualClock clock) =>
        RunningStage4.StartAsync(_folder["stage4"], settings => settings with { Slots = 0, ClientLease = Lease, Clock = clock });

    /// <summary>Asks for the events of the run, and waits until the service knows of it.</summary>
    private static async Task<HttpResponseMessage> ListenAsync(RunningStage4 stage4, ManualClock clock, string query = "")
    {
        var listeners = stage4.Service<RunListeners>();
        var before = listeners.Count;
        var answer = stage4.Client.GetAsync("/v1/runs/1/events" + query, HttpCompletionOption.ResponseHeadersRead);
        await Eventually.IsSoAsync(() => listeners.Count == before + 1);

        // The answer begins with the first event, which is a ping.
        await clock.PassUntilAsync(() => answer.IsCompleted, TimeSpan.FromSeconds(1));
        return await answer;
    }

    /// <summary>Two leases, in which runs without listeners are looked for several times.</summary>
    private static async Task PassLeasesAsync(ManualClock clock, RunListeners listeners)
    {
        clock.Advance(Lease);
        await Eventually.IsSoAsync(() => clock.Begun(listeners.LookEvery) > 0);
        for (var passed = TimeSpan.Zero; passed < Lease; passed += listeners.LookEvery)
        {
            await clock.PassAsync(listeners.LookEvery);
        }
    }

    private static async Task<string> StatusAsync(RunningStage4 stage4) => (string)(await stage4.Client.GetJsonAsync("/v1/runs/1"))["run"]!["status"]!;

    private sealed class SteppedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }

    /// <summary>Answers each request for events with the next text, and cuts the connection.</summary>
    private sealed class ScriptedEvents : IDisposable
    {
        private readonly HttpListener _listener = new();

        public ScriptedEvents(params string[] texts)
        {
            Address = $"http://127.0.0.1:{FreePort()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(() => AnswerAsync(new(texts)));
        }

        public string Address { get; }

        public List<string?> After { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync(Queue<string> texts)
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                var isEvents = context.Request.Url!.AbsolutePath.EndsWith("/events", StringComparison.Ordinal);
                context.Response.ContentType = isEvents ? "text/event-stream" : "application/json";
                if (isEvents)
                {
                    After.Add(context.Request.Headers["Last-Event-ID"]);
                }

                var text = isEvents ? texts.Dequeue() : """{"run":{"id":5,"status":"failed"},"bots":[],"findings":[]}""";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
        }

        private static int FreePort()
        {
            using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
