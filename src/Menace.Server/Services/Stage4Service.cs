using Menace.Pipeline.Contracts;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Stage4;

namespace Menace.Server.Services;

/// <summary>The settings of Stage 4.</summary>
/// <param name="Service">The listener.</param>
/// <param name="StateFolder">Absolute path of the folder with its database, content store and runs.</param>
/// <param name="Pipeline">Concurrency, time-outs and tools of the runs.</param>
internal sealed record Stage4Settings(
    ServiceSettings Service, string StateFolder, BotDevConfig Pipeline) : WorkSettings(StateFolder, Pipeline, Service.MaximumBody)
{
    /// <summary>Bytes of a content in the content store.</summary>
    public long MaximumContent { get; init; } = 1 << 30;

    /// <inheritdoc/>
    public override long MaximumBodies => Service.MaximumBodies;

    /// <inheritdoc/>
    public override bool RemovesRuns => true;

    /// <summary>Gets the time that a run continues without its client before it is cancelled.</summary>
    public TimeSpan ClientLease { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Stage 4: a web application over the services that work in its state folder.</summary>
internal static class Stage4Service
{
    /// <summary>Opens the state folder. The application works on its waiting runs when it starts.</summary>
    /// <returns>The application, not yet listening. It releases the folder when it is disposed of.</returns>
    /// <exception cref="CodedException">The state folder cannot be used.</exception>
    public static async Task<WebApplication> CreateAsync(Stage4Settings settings, CancellationToken cancellationToken)
    {
        var held = await StateFolder.TakeAsync(settings.StateFolder, cancellationToken);
        WebApplication? app = null;
        try
        {
            app = ServiceHost.Create(
                settings.Service, services => services.AddOpenApi("v1").AddWork(settings, held).AddListeners(settings));
            Map(app, settings);
            return app;
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            held.Dispose();
            throw;
        }
    }

    private static void Map(WebApplication app, Stage4Settings settings)
    {
        app.MapOpenApi();
        ContentEndpoints.Map(app, Get<ContentFolder>(), settings.MaximumContent);
        RunEndpoints.Map(
            app, Get<PackageIntake>(), Get<RunStore>(), Get<RunWorker>(), Get<RunListeners>(), Get<BodyBudget>(),
            settings.Service.MaximumBody);

        T Get<T>()
            where T : notnull => app.Services.GetRequiredService<T>();
    }

    private static void AddListeners(this IServiceCollection services, Stage4Settings settings) =>
        services.AddSingleton(provider => new RunListeners(
            provider.GetRequiredService<RunStore>(), provider.GetRequiredService<RunWorker>(), settings.ClientLease, settings.Clock,
            provider.GetRequiredService<ILogger<RunListeners>>()))
            .AddHostedService(provider => provider.GetRequiredService<RunListeners>());
}
