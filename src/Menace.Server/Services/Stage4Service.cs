using Menace.Pipeline.Contracts;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Stage4;

namespace Menace.Server.Services;

/// <summary>The settings of Stage 4.</summary>
/// <param name="Service">The listener.</param>
/// <param name="StateFolder">Absolute path of the folder with its database, content store and runs.</param>
/// <param name="Pipeline">Concurrency, time-outs and tools of the runs.</param>
internal sealed record Stage4Settings(ServiceSettings Service, string StateFolder, BotDevConfig Pipeline) : WorkSettings(StateFolder, Pipeline, Service.MaximumBody)
{
    /// <summary>Bytes of a content in the content store.</summary>
    public long MaximumContent { get; init; } = 1 << 30;

    /// <inheritdoc/>
    public override long MaximumBodies => Service.MaximumBodies;

    /// <inheritdoc/>
    public override bool RemovesRuns => true;

    /// <summary>How long a run goes on without the client that wants it cancelled in that case.</summary>
    public TimeSpan ClientLease { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Stage 4: a web application over what works in its state folder.</summary>
internal sealed class Stage4Service : IAsyncDisposable
{
    private readonly Work _work;
    private readonly RunListeners _listeners;

    private Stage4Service(Work work, RunListeners listeners, WebApplication app)
    {
        _work = work;
        _listeners = listeners;
        App = app;
    }

    /// <summary>The application, not yet listening.</summary>
    public WebApplication App { get; }

    /// <summary>The bound of all requests.</summary>
    public BodyBudget Bodies => _work.Bodies;

    /// <summary>Opens the state folder and begins to work on what waits in it.</summary>
    /// <exception cref="CodedException">The state folder or the database cannot be used.</exception>
    public static async Task<Stage4Service> StartAsync(Stage4Settings settings, CancellationToken cancellationToken)
    {
        var app = ServiceHost.Create(settings.Service, services => services.AddOpenApi("v1"));
        var work = await Work.StartAsync(settings, app.Logger, cancellationToken);
        app.MapOpenApi();
        ContentEndpoints.Map(app, work.Contents, settings.MaximumContent);
        var listeners = new RunListeners(work.Store, work.Worker, settings.ClientLease, app.Logger);
        listeners.Start();
        RunEndpoints.Map(app, work.Intake, work.Store, work.Worker, listeners, work.Bodies, settings.Service.MaximumBody);
        return new(work, listeners, app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _listeners.DisposeAsync();
        await _work.DisposeAsync();
    }
}
