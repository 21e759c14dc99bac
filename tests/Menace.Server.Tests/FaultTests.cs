using System.Net;
using Menace.Model.Tasks;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Menace.Server.Storage;
using Menace.Server.Tests.Rig;
using Npgsql;

namespace Menace.Server.Tests;

/// <summary>Faults of docs/operations.md that no other class has: a worker that is frozen or told to end, a database that is down.</summary>
[Collection(RabbitBroker.Collection)]
public sealed class FaultTests(RabbitBroker broker, PostgresServer postgres) : WorkerRig(broker, postgres)
{
    [Fact]
    public async Task A_frozen_worker_loses_its_run_and_when_it_wakes_up_what_it_has_counts_for_nothing()
    {
        var mark = PathOf("mark");
        Accept(SlowAtFirst(mark, seconds: 3));
        await using var first = await StartWorkerAsync("one");
        await Stage4Requests.LinesOfAsync(mark);
        first.Send("STOP");

        await using var second = await StartWorkerAsync("two");
        await Eventually.IsSoAsync(() => Database.Runs().Single().Status == WorkflowStatus.Done);
        var result = Assert.Single(Database.Results(1));
        first.Send("CONT");
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.Equal(2, Assert.Single(Database.Actions(1)).Attempt);
        Assert.Equal(result, Assert.Single(Database.Results(1)));
        Assert.False(first.HasExited);
    }

    [Fact]
    public async Task Stopped_worker_releases_its_run_immediately()
    {
        var mark = PathOf("mark");
        Accept(SlowAtFirst(mark, seconds: 300));
        await using var first = await StartWorkerAsync("one", "--lease", "10m");
        var process = (await Stage4Requests.LinesOfAsync(mark))[0];

        first.Send("TERM");

        Assert.Equal(0, await first.EndAsync(TimeSpan.FromSeconds(15)));
        Assert.False(Stage4Requests.IsRunning(process));
        Assert.Equal(ActionState.Queued, Assert.Single(Database.Actions(1)).State);
        await using var second = await StartWorkerAsync("two");
        await Eventually.IsSoAsync(() => Database.Runs().Single().Status == WorkflowStatus.Done);
    }

    [Fact]
    public async Task Database_outage_returns_503_and_messages_are_redelivered()
    {
        using var variable = new TestVariable((await Broker.CreateReadyHostAsync()).Uri);
        await using var stage4 = await RunningStage4.StartAsync(PathOf("stage4"), settings => settings with { Database = new PostgresProvider(Connection), Broker = new(variable.Name, "handoff") });
        await AllowAsync(false);
        var refused = await stage4.Client.PostJsonAsync("/v1/packages?execute=true", Stage4Requests.Package(("Alpha", "def run():\n    return 1\n")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stage4.Client.GetAsync("/health")).StatusCode);
        await HandoffTransports.Of(new() { QueueUriVariable = variable.Name, Timeout = TimeSpan.FromMinutes(1) })[0].SendAsync(
            new("digest", $$"""{"files":{},"package":{{Stage4Requests.Package(("Beta", "def run():\n    return 1\n"))}}}""", Execute: true), default);
        await Task.Delay(TimeSpan.FromSeconds(2));

        await AllowAsync(true);

        await Eventually.IsSoAsync(() => Database.Runs() is [{ Status: WorkflowStatus.Done }]);
        Assert.Empty(Database.Dead());
    }

    /// <summary>A bot whose first test run takes its time, and whose later ones do not.</summary>
    private static string SlowAtFirst(string mark, int seconds) =>
        $"def run():\n    import os, time\n    first = not os.path.exists('{mark}')\n    open('{mark}', 'a').write(str(os.getpid()) + '\\n')\n    time.sleep({seconds} if first else 0)\n";

    private void Accept(string code)
    {
        var package = new TaskPackage([new TaskInfo { Name = "Slow", Code = code, Metadata = new() { Purpose = "demo", Functions = ["run"], Language = BotLanguage.Python, Smoke = [TaskMetadata.AllFunctions] } }]);
        var content = Model.TaskFiles.TaskPackageJson.Write(package);
        Database.AcceptPackage(new("digest", content.Length) { Content = content }, [new("key", "")]);
    }

    private Task<WorkerProcess> StartWorkerAsync(string name, params string[] arguments) => WorkerProcess.StartAsync(
        Folder, ["--state", name, "--database-variable", "DATABASE", .. arguments.Length > 0 ? arguments : ["--lease", "2s"]], ("DATABASE", Connection));

    /// <summary>To those who use a database, one that lets nobody in is one that is down.</summary>
    private async Task AllowAsync(bool isUp)
    {
        var settings = new NpgsqlConnectionStringBuilder(Connection);
        var name = settings.Database;
        settings.Database = "postgres";
        settings.Pooling = false;
        await using var source = NpgsqlDataSource.Create(settings);
        await using var allow = source.CreateCommand($"ALTER DATABASE {name} ALLOW_CONNECTIONS {(isUp ? "true" : "false")}");
        await allow.ExecuteNonQueryAsync();
        if (!isUp)
        {
            await using var end = source.CreateCommand($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
            await end.ExecuteNonQueryAsync();
        }
    }
}
