using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Stage4;
using Menace.Server.Storage;
using Menace.Server.Telemetry;
using Menace.Server.Tests.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace Menace.Server.Tests;

/// <summary>A slot is free when its run has ended, also if the work of the run looks at no token.</summary>
public sealed class RunWorkerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _released = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_that_blocks_can_be_ended_and_frees_its_slot(bool isCancelled)
    {
        var clock = new ManualClock();
        var settings = new WorkSettings(_folder["state"], new BotDevConfig(), 1 << 20) { Clock = clock };
        var database = new WorkflowDb(Path.Combine(Directory.CreateDirectory(_folder["state"]).FullName, WorkflowDb.FileName), clock);
        using var store = new RunStore(database);
        using var telemetry = new Stage4Telemetry(database, 1);
        var contents = new ContentFolder(_folder["state/cas"]);
        TaskCompletionSource blocked = new(), second = new();
        using var worker = new RunWorker(store, ExecuteAsync, contents, settings, telemetry, NullLogger<RunWorker>.Instance);
        var intake = new PackageIntake(store, contents, 10, telemetry);
        var first = await AcceptAsync("Blocking");
        await worker.StartAsync(default);
        await blocked.Task.WaitAsync(Patience);

        if (isCancelled)
        {
            await worker.CancelAsync(first, "cancelled by a request");
        }
        else
        {
            clock.Advance(settings.RunTimeout);
        }

        await AcceptAsync("Next");
        await clock.PassUntilAsync(() => second.Task.IsCompleted, settings.StopPatience);
        Assert.Equal(isCancelled ? WorkflowStatus.Cancelled : WorkflowStatus.Failed, (await store.ReadAsync(db => db.Run(first)))!.Status);
        _released.Set();
        await worker.StopAsync(default);

        // Not async before it blocks, as code that computes is not.
        Task<RunOutcome> ExecuteAsync(long run, string content, Func<IReadOnlyList<JournalEntry>, Task> record, CancellationToken cancellationToken)
        {
            if (content.Contains("Blocking", StringComparison.Ordinal))
            {
                blocked.TrySetResult();
                _released.Wait(Patience, CancellationToken.None);
            }
            else
            {
                second.TrySetResult();
            }

            return Task.FromResult(new RunOutcome(ActionOutcome.Passed, [], []));
        }

        async Task<long> AcceptAsync(string name)
        {
            using var share = new BodyBudget(1 << 20).Begin();
            return (await intake.AcceptAsync(System.Text.Encoding.UTF8.GetBytes(Stage4Requests.Package((name, "print(1)"))), execute: true, key: null, share, default)).RunId;
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _released.Dispose();
    }
}
