using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Menace.Server.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>Workers are processes of their own over one PostgreSQL and one broker, and any of them may die at any time.</summary>
[Collection(RabbitBroker.Collection)]
public sealed class WorkerTests(RabbitBroker broker, PostgresServer postgres) : WorkerRig(broker, postgres)
{
    [Fact]
    public async Task Packages_that_are_in_the_queue_have_one_run_each_though_one_of_two_workers_is_killed()
    {
        var count = Nightly.Choose(300, 10_000);
        using var uri = await ReadyHostAsync();
        var settings = new HandoffSettings { QueueUriVariable = uri.Name, Timeout = TimeSpan.FromMinutes(1) };
        var transport = HandoffTransports.Of(settings)[0];
        var sender = Task.Run(() => Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, cancellationToken) =>
            await transport.SendAsync(Package($"Bot{i}", execute: false), cancellationToken)));

        await using var first = await StartWorkerAsync("one", uri, "--slots", "0");
        await using var second = await StartWorkerAsync("two", uri, "--slots", "0");
        await Eventually.IsSoAsync(() => Database.Runs(int.MaxValue).Count > count / 4);
        await first.KillAsync();
        await sender;

        // The queue keeps its order: when the last package is there, none comes a second time.
        var last = Package("Last", execute: false);
        await transport.SendAsync(last, default);
        await Eventually.IsSoAsync(() => Database.Runs(1).Single().PackageDigest == last.Digest, minutes: 20);
        Assert.Equal(count + 1, Database.Runs(int.MaxValue).Select(run => run.PackageDigest).Distinct().Count());
        Assert.Equal(count + 1, Database.Runs(int.MaxValue).Count);
        Assert.Empty(Database.Dead());
    }

    [Fact]
    public async Task A_run_whose_worker_is_killed_is_done_by_the_other_and_has_one_result()
    {
        using var uri = await ReadyHostAsync();
        var mark = PathOf("mark");
        await HandoffTransports.Of(new() { QueueUriVariable = uri.Name, Timeout = TimeSpan.FromMinutes(1) })[0].SendAsync(
            Package("Slow", execute: true, $"def run():\n    import os, time\n    first = not os.path.exists('{mark}')\n    open('{mark}', 'a').write('x\\n')\n    time.sleep(60 if first else 0)\n"), default);

        await using var first = await StartWorkerAsync("one", uri, "--lease", "3s");
        await Stage4Requests.LinesOfAsync(mark);
        await using var second = await StartWorkerAsync("two", uri, "--lease", "3s");
        await first.KillAsync();

        await Eventually.IsSoAsync(() => Database.Runs().Single().Status == WorkflowStatus.Done);
        var action = Assert.Single(Database.Actions(Database.Runs().Single().Id));
        Assert.Equal(2, action.Attempt);
        Assert.Single(Database.Results(action.RunId));
    }

    [Fact]
    public async Task A_package_that_kills_its_workers_is_given_up_and_its_neighbours_are_done()
    {
        var neighbours = Nightly.Choose(4, 59);
        using var uri = await ReadyHostAsync();
        var transport = HandoffTransports.Of(new() { QueueUriVariable = uri.Name, Timeout = TimeSpan.FromMinutes(1) })[0];
        await transport.SendAsync(Package("Poison", execute: true, Poison), default);
        foreach (var number in Enumerable.Range(0, neighbours))
        {
            await transport.SendAsync(Package($"Good{number}", execute: true, "def run():\n    return 1\n"), default);
        }

        // What starts dead workers again is systemd's business, and here this test's.
        using var end = new CancellationTokenSource();
        var deaths = 0;
        Task[] supervisors = [.. new[] { "one", "two" }.Select(name => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await using var worker = await StartWorkerAsync(name, uri, "--lease", "2s");
                while (!worker.HasExited && !end.IsCancellationRequested)
                {
                    await Task.Delay(100);
                }

                deaths += worker.HasExited ? 1 : 0;
            }
        }))];
        try
        {
            await Eventually.IsSoAsync(() => Database.Runs(int.MaxValue).Count(run => run.Finished is not null) == neighbours + 1, minutes: 10);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(supervisors);
        }

        Assert.InRange(deaths, 1, 10);
        Assert.Equal(neighbours, Database.Runs(int.MaxValue).Count(run => run.Status == WorkflowStatus.Done));
        var letter = Assert.Single(Database.Dead());
        Assert.Equal(DeadKind.Action, letter.Kind);
        Assert.Contains("attempts ended without a result", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_with_the_content_store_of_a_Stage_4_leaves_the_repositories_there()
    {
        await using var stage4 = await ServiceProcess.StartAsync(Folder, ["stage4", "--state", "gateway", "--slots", "0", "--database-variable", "DATABASE"], variables: [("DATABASE", Connection)]);
        var run = await stage4.Client.SendAsync(Stage4Requests.Package(("Alpha", "def run():\n    return 1\n")), execute: true);

        await using var worker = await WorkerProcess.StartAsync(
            Folder, ["--state", "worker", "--database-variable", "DATABASE", "--stage4", stage4.Client.BaseAddress!.ToString()], ("DATABASE", Connection));

        var details = await stage4.Client.EndAsync(run);
        Assert.Equal("done", (string)details["run"]!["status"]!);
        var bundle = await stage4.Client.GetAsync((string)details["bots"]![0]!["repository"]!["url"]!);
        Assert.True(bundle.IsSuccessStatusCode, details.ToJsonString());
    }

    /// <summary>Ends every process above its own whose command line is that of a worker.</summary>
    private const string Poison = """
        def run():
            import os, signal
            process = os.getppid()
            while process > 1:
                with open(f'/proc/{process}/cmdline') as file:
                    words = file.read().split('\0')
                if 'worker' in words:
                    os.kill(process, signal.SIGKILL)
                    return
                with open(f'/proc/{process}/stat') as file:
                    process = int(file.read().rsplit(')', 1)[1].split()[1])

        """;

    private static OutgoingPackage Package(string name, bool execute, string code = "def run():\n    return 1\n")
    {
        var package = new TaskPackage([new TaskInfo { Name = name, Code = code, Metadata = new() { Purpose = "demo", Functions = ["run"], Language = BotLanguage.Python, Smoke = [TaskMetadata.AllFunctions] } }]);
        return new(TaskHandoffBot.Hash(package, new Dictionary<string, FileContent>(), new()), PackageEnvelope.Write(package, new Dictionary<string, FileContent>(), new()), execute);
    }

    private Task<WorkerProcess> StartWorkerAsync(string name, TestVariable uri, params string[] arguments) => WorkerProcess.StartAsync(
        Folder,
        ["--state", name, "--max-queue", "20000", "--database-variable", "DATABASE", "--queue-uri-variable", "BROKER", .. arguments],
        ("DATABASE", Connection), ("BROKER", Environment.GetEnvironmentVariable(uri.Name)));

    private async Task<TestVariable> ReadyHostAsync() => new((await Broker.CreateReadyHostAsync()).Uri);
}
