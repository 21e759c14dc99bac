using System.Security.Cryptography;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Pipeline;
using Menace.Pipeline.Processes;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;

namespace Menace.Server.Stage4;

/// <summary>What Stage 4 works with.</summary>
/// <param name="Service">Where it listens.</param>
/// <param name="StateFolder">Absolute path of the folder with its database, content store and runs.</param>
/// <param name="Pipeline">Concurrency, time-outs and tools of the runs.</param>
internal sealed record Stage4Settings(ServiceSettings Service, string StateFolder, BotDevConfig Pipeline)
{
    /// <summary>The database, or null for a file in the state folder.</summary>
    public WorkflowProvider? Database { get; init; }

    /// <summary>Runs at work at once; 0 only takes packages.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Runs that may wait.</summary>
    public int MostQueued { get; init; } = 1000;

    /// <summary>Bytes of a content in the content store.</summary>
    public long MaximumContent { get; init; } = 1 << 30;

    /// <summary>Time of one run.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromHours(2);
}

/// <summary>Stage 4: one web application, its queue and its workers, alone in its state folder.</summary>
internal sealed class Stage4Service : IAsyncDisposable
{
    private readonly StateLock _lock;
    private readonly RunStore _store;
    private readonly RunWorker _worker;

    private Stage4Service(StateLock held, RunStore store, RunWorker worker, WebApplication app)
    {
        _lock = held;
        _store = store;
        _worker = worker;
        App = app;
    }

    /// <summary>The application, not yet listening.</summary>
    public WebApplication App { get; }

    /// <summary>Opens the state folder and begins to work on what waits in it.</summary>
    /// <exception cref="CodedException">The state folder or the database cannot be used.</exception>
    public static async Task<Stage4Service> StartAsync(Stage4Settings settings, CancellationToken cancellationToken)
    {
        var held = await LockAsync(settings.StateFolder, cancellationToken);
        try
        {
            var contents = new ContentFolder(Path.Combine(settings.StateFolder, "cas"));
            var store = new RunStore(new(settings.Database ?? new SqliteProvider(Path.Combine(settings.StateFolder, WorkflowDb.FileName))));
            var executor = new PackageExecutor(Path.Combine(settings.StateFolder, "runs"), contents, new ProcessRunner(), settings.Pipeline);
            var app = ServiceHost.Create(settings.Service, services => services.AddOpenApi("v1"));
            var worker = new RunWorker(store, executor, contents, NameOf(settings.StateFolder), settings.Slots, settings.RunTimeout, app.Logger);
            app.MapOpenApi();
            ContentEndpoints.Map(app, contents, settings.MaximumContent);
            RunEndpoints.Map(app, new(store, contents, settings.MostQueued), store, worker, settings.Service.MaximumBody);
            await worker.StartAsync();
            return new(held, store, worker, app);
        }
        catch (Exception exception)
        {
            held.Dispose();
            throw exception is WorkflowDbException or IOException or UnauthorizedAccessException
                ? new CodedException(Rules.ServiceStoreUnusable, [settings.StateFolder, exception.Message], exception)
                : exception;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _store.Dispose();
        _lock.Dispose();
    }

    private static async Task<StateLock> LockAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await StateLock.AcquireAsync(folder, TimeSpan.Zero, cancellationToken);
        }
        catch (StateLockedException exception)
        {
            throw new CodedException(Rules.ServiceStoreUnusable, [folder, $"process {exception.Holder} uses it. End it, or name another folder with --state"], exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CodedException(Rules.ServiceStoreUnusable, [folder, exception.Message], exception);
        }
    }

    /// <summary>The same for every process that has this state folder, which is one at a time.</summary>
    private static string NameOf(string folder) =>
        $"{Environment.MachineName}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..8]}";
}
