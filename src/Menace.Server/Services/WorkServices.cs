using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Queue;
using Menace.Server.Stage4;
using Menace.Server.Telemetry;

namespace Menace.Server.Services;

/// <summary>The services of a host that works on packages, whether it listens or not.</summary>
internal static class WorkServices
{
    /// <summary>Adds content store, database, intake of packages, and as hosted services worker, queue and retention.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="settings">How it works.</param>
    /// <param name="held">The state folder, released when the host is disposed of.</param>
    public static IServiceCollection AddWork(this IServiceCollection services, WorkSettings settings, FileLock held)
    {
        services.AddSingleton(settings).AddSingleton(settings.Clock).AddSingleton(new BodyBudget(settings.MaximumBodies));
        services.AddSingleton(_ => held);
        services.AddSingleton(Contents);
        services.AddSingleton(new WorkflowDb(
            settings.Database ?? new SqliteProvider(Path.Combine(settings.StateFolder, WorkflowDb.FileName)), settings.Clock));
        services.AddSingleton<RunStore>();
        services.AddSingleton(provider => new Stage4Telemetry(provider.GetRequiredService<WorkflowDb>(), settings.Slots, settings.Clock));
        services.AddSingleton<ExecutePackage>(provider => new PackageExecutor(
            Path.Combine(settings.StateFolder, "runs"), provider.GetRequiredService<ContentFolder>(), new ProcessRunner(),
            settings.Pipeline).RunAsync);
        services.AddSingleton(provider => new PackageIntake(
            provider.GetRequiredService<RunStore>(), provider.GetRequiredService<ContentFolder>(), settings.MostQueued,
            provider.GetRequiredService<Stage4Telemetry>()));
        services.AddSingleton<RunWorker>().AddHostedService(provider => provider.GetRequiredService<RunWorker>());
        if (settings.Broker is { } broker)
        {
            services.AddSingleton(broker).AddHostedService<QueueIntake>();
        }

        services.AddSingleton(provider => new Retention(provider.GetRequiredService<RunStore>(), settings.StateFolder)
        {
            Clock = settings.Clock,
            RemovesRuns = settings.RemovesRuns,
            HasCopies = settings.Contents is not null,
        });
        return services.AddHostedService<RetentionSchedule>();
    }

    private static ContentFolder Contents(IServiceProvider provider)
    {
        // Services are disposed of in the reverse order of their creation: the state folder last.
        provider.GetRequiredService<FileLock>();
        var settings = provider.GetRequiredService<WorkSettings>();
        var root = ContentFolder.In(settings.StateFolder);
        return StateFolder.Use(settings.StateFolder, () => settings.Contents is { } behind
            ? new RemoteContentFolder(root, behind, settings.Clock)
            : new ContentFolder(root, settings.Clock));
    }
}
