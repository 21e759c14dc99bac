using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

/// <summary>A new database for one test.</summary>
public abstract class StoreRig : IDisposable
{
    /// <summary>A provider of this database that shares nothing with the others, as in another process.</summary>
    public abstract WorkflowProvider Open();

    public abstract void Dispose();
}

public sealed class SqliteRig : StoreRig
{
    private readonly TemporaryFolder _folder = new();

    public override WorkflowProvider Open() => new SqliteProvider(_folder["workflows.db"]);

    public override void Dispose() => _folder.Dispose();
}

public sealed class PostgresRig(PostgresServer server) : StoreRig
{
    private readonly string _connectionString = server.CreateDatabase();
    private readonly List<PostgresProvider> _providers = [];

    public override WorkflowProvider Open()
    {
        var provider = new PostgresProvider(_connectionString);
        lock (_providers)
        {
            _providers.Add(provider);
        }

        return provider;
    }

    public override void Dispose() => _providers.ForEach(provider => provider.Dispose());
}

/// <summary>A test of what every database must do alike.</summary>
public abstract class StoreTests(StoreRig rig) : IDisposable
{
    private protected ManualClock Clock { get; } = new();

    private protected StoreRig Rig => rig;

    public void Dispose()
    {
        rig.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The store as one process has it.</summary>
    private protected WorkflowDb Open(string menaceId = "", Pipeline.Infrastructure.EventBus? events = null) => new(rig.Open(), Clock, menaceId, events);

    /// <summary>Runs <paramref name="work"/> on 8 threads at once, each with a store of its own.</summary>
    private protected T[] AtOnce<T>(Func<WorkflowDb, int, T> work)
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Open()).ToArray();
        using var ready = new Barrier(stores.Length);
        var works = stores.Select((store, i) => Task.Factory.StartNew(() =>
        {
            ready.SignalAndWait();
            return work(store, i);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(works);
        return [.. works.Select(done => done.Result)];
    }

    private protected void Sql(string sql)
    {
        using var connection = rig.Open().Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
