using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Storage;

namespace Menace.Server.Tests.Rig;

/// <summary>What tests of workers have: a folder and a database of their own, and the broker.</summary>
public abstract class WorkerRig : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected WorkerRig(RabbitBroker broker, PostgresServer postgres)
    {
        Broker = broker;
        Connection = postgres.CreateDatabase();
        Database = new(new PostgresProvider(Connection));
    }

    protected RabbitBroker Broker { get; }

    /// <summary>The database, for processes.</summary>
    protected string Connection { get; }

    protected WorkflowDb Database { get; }

    protected string Folder => _folder.Path;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string relative) => _folder[relative];
}
