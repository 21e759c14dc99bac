using System.Security.Cryptography;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Queue;
using Menace.Server.Stage4;
using Menace.Server.Telemetry;

namespace Menace.Server.Services;

/// <summary>The part of Stage 4 that works: content store, database, queue and workers, alone in a state folder.</summary>
internal sealed partial class Work : IAsyncDisposable
{
    private readonly StateLock _lock;
    private readonly QueueIntake? _queue;
    private readonly Stage4Telemetry _telemetry;
    private readonly RetentionSchedule? _retention;

    private Work(
        StateLock held, Stage4Telemetry telemetry, ContentFolder contents, RunStore store, BodyBudget bodies, PackageIntake intake, RunWorker worker, QueueIntake? queue,
        RetentionSchedule? retention)
    {
        _lock = held;
        _queue = queue;
        _retention = retention;
        _telemetry = telemetry;
        (Contents, Store, Bodies, Intake, Worker) = (contents, store, bodies, intake, worker);
    }

    public ContentFolder Contents { get; }

    public RunStore Store { get; }

    public BodyBudget Bodies { get; }

    public PackageIntake Intake { get; }

    public RunWorker Worker { get; }

    /// <summary>Opens the state folder and begins to work on what waits.</summary>
    /// <exception cref="CodedException">The state folder or the database cannot be used.</exception>
    public static async Task<Work> StartAsync(WorkSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        var held = await LockAsync(settings.StateFolder, cancellationToken);
        try
        {
            var folder = ContentFolder.In(settings.StateFolder);
            var contents = settings.Contents is { } behind ? new RemoteContentFolder(folder, behind) : new ContentFolder(folder);
            var database = new WorkflowDb(settings.Database ?? new SqliteProvider(Path.Combine(settings.StateFolder, WorkflowDb.FileName)));
            var store = new RunStore(database);
            var telemetry = new Stage4Telemetry(database, settings.Slots);
            var executor = new PackageExecutor(Path.Combine(settings.StateFolder, "runs"), contents, new ProcessRunner(), settings.Pipeline);
            var worker = new RunWorker(store, executor.RunAsync, contents, NameOf(settings.StateFolder), settings, telemetry, logger);
            var intake = new PackageIntake(store, contents, settings.MostQueued, telemetry);
            var bodies = new BodyBudget(settings.MaximumBodies);
            var queue = settings.Broker is { } broker ? new QueueIntake(broker, intake, store, contents, bodies, settings.MaximumBody, logger) : null;
            var retention = Retention(settings, store, telemetry, logger);
            await worker.StartAsync();
            queue?.Start();
            retention?.Start();
            return new(held, telemetry, contents, store, bodies, intake, worker, queue, retention);
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
        if (_queue is not null)
        {
            await _queue.DisposeAsync();
        }

        if (_retention is not null)
        {
            await _retention.DisposeAsync();
        }

        await Worker.DisposeAsync();
        _telemetry.Dispose();
        Store.Dispose();
        (Contents as IDisposable)?.Dispose();
        _lock.Dispose();
    }

    /// <summary>Null if everything is kept.</summary>
    private static RetentionSchedule? Retention(WorkSettings settings, RunStore store, Stage4Telemetry telemetry, ILogger logger)
    {
        if (settings.Keep is not { } keep)
        {
            return null;
        }

        if (StateOwner.Claim(settings.StateFolder, settings.Database) is { } other)
        {
            LogKept(logger, settings.StateFolder, other, StateOwner.FileName);
            return null;
        }

        var retention = new Retention(store, settings.StateFolder) { RemovesRuns = settings.RemovesRuns, HasCopies = settings.Contents is not null };
        return new(retention, keep, settings.PruneEvery, telemetry, logger);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pruning is disabled: {Folder} was used with the database {Other} before. If that database has moved, delete the file '{File}' in the folder")]
    private static partial void LogKept(ILogger logger, string folder, string other, string file);

    private static async Task<StateLock> LockAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await StateLock.AcquireAsync(folder, TimeSpan.Zero, cancellationToken);
        }
        catch (StateLockedException exception)
        {
            throw new CodedException(Rules.ServiceStoreUnusable, [folder, $"process {exception.OwningProcess} uses it. Stop it, or set another folder with --state"], exception);
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
