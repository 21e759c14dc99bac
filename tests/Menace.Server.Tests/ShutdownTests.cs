using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Hosting;
using Menace.Server.Services;
using Menace.Server.Stage4;
using Menace.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Menace.Server.Tests;

/// <summary>Work in progress is awaited when a host stops, however little time the host has.</summary>
public sealed class ShutdownTests : IDisposable
{
    private static readonly CancellationToken TimeIsOver = new(canceled: true);

    private readonly TemporaryFolder _folder = new();

    private WorkSettings Settings => new(Directory.CreateDirectory(_folder["state"]).FullName, new BotDevConfig(), 1 << 20)
    {
        Broker = new("MENACE_BROKER", "handoff"),
    };

    [Fact]
    public async Task Retention_in_progress_is_awaited()
    {
        using var clock = new HeldClock();
        var settings = Settings with { Clock = clock };
        var database = new WorkflowDb(_folder["state/workflows.db"]);
        using var store = new RunStore(database);
        using var telemetry = new Stage4Telemetry(database, 1);
        using var schedule = new RetentionSchedule(
            new Retention(store, settings.StateFolder) { Clock = clock }, settings, telemetry, NullLogger<RetentionSchedule>.Instance);
        await schedule.StartAsync(default);
        await clock.Reached;

        var stopping = schedule.StopAsync(TimeIsOver);

        Assert.False(stopping.IsCompleted);
        clock.Release();
        await stopping;
        Assert.True(schedule.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Every_hosted_service_with_work_is_awaited()
    {
        await using var app = await Stage4Service.CreateAsync(new Stage4Settings(new("stage4", new(System.Net.IPAddress.Loopback, 0)), Settings.StateFolder, new())
        {
            Broker = Settings.Broker,
        }, default);

        var services = app.Services.GetServices<IHostedService>().Where(service => service.GetType().Assembly == typeof(AwaitedService).Assembly).ToArray();

        Assert.Equal(
            ["QueueIntake", "RetentionSchedule", "RunListeners", "RunWorker"],
            services.Select(service => service.GetType().Name).Order(StringComparer.Ordinal));
        Assert.All(services, service => Assert.IsAssignableFrom<AwaitedService>(service));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A clock that is asked once, and answers when it is released.</summary>
    private sealed class HeldClock : TimeProvider, IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Reached => _reached.Task;

        public void Release() => _released.Set();

        public override DateTimeOffset GetUtcNow()
        {
            _reached.TrySetResult();
            _released.Wait();
            return base.GetUtcNow();
        }

        public void Dispose() => _released.Dispose();
    }
}
