using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Storage;

/// <summary>
/// The record of plans and their outcomes: workflows, runs with their journal and the outbox. It is state, not an output: nothing that is
/// emitted depends on it. The same SQL runs on SQLite, in a file, and on PostgreSQL.
/// </summary>
/// <remarks>
/// The methods are synchronous, because SQLite is: a server calls them from threads of its own. They may be called from several threads and
/// processes at once; each is one transaction. Times come from the clock of the caller, so that machines that share a database need clocks
/// that agree to much less than a lease. Reasons are stored without secrets. Events are published when the transaction has been committed;
/// a subscriber cannot change it.
/// </remarks>
public sealed partial class WorkflowDb
{
    /// <summary>Name of the file in the state folder.</summary>
    public const string FileName = "workflows.db";

    private readonly SqlStore _store;
    private readonly TimeProvider _clock;
    private readonly string _menaceId;
    private readonly EventBus? _events;

    /// <summary>Uses the SQLite file at <paramref name="path"/>, made on first use with its folder.</summary>
    /// <param name="path">The file; it is held open only while a method runs.</param>
    /// <param name="clock">Gives the times.</param>
    /// <param name="menaceId">The id of this installation (<c>MENACE_ID</c>), recorded with each workflow.</param>
    /// <param name="events">Publishes changes of workflows, or null.</param>
    public WorkflowDb(string path, TimeProvider? clock = null, string menaceId = "", EventBus? events = null)
        : this(new SqliteProvider(path), clock, menaceId, events)
    {
    }

    /// <summary>Uses the database of <paramref name="provider"/>; its tables are made on first use.</summary>
    /// <param name="provider">The database.</param>
    /// <param name="clock">Gives the times.</param>
    /// <param name="menaceId">The id of this installation (<c>MENACE_ID</c>), recorded with each workflow.</param>
    /// <param name="events">Publishes changes of workflows, or null.</param>
    public WorkflowDb(WorkflowProvider provider, TimeProvider? clock = null, string menaceId = "", EventBus? events = null)
    {
        _store = new SqlStore(provider);
        _clock = clock ?? TimeProvider.System;
        _menaceId = menaceId;
        _events = events;
    }

    /// <summary>Gets the absolute path of the file, or the name of a server's database.</summary>
    public string Path => _store.Provider.Name;

    /// <summary>The databases that were set aside since the last call, because they could not be used.</summary>
    internal IReadOnlyList<ReplacedStore> TakeReplaced() => [.. _store.TakeReplaced()];

    /// <summary>
    /// The database behind it, and the clock: for operations that only a server has, which are written beside the server.
    /// </summary>
    internal WorkflowProvider Provider => _store.Provider;

    /// <inheritdoc cref="Provider"/>
    internal TimeProvider Clock => _clock;

    internal string Now() => SqlText.Time(_clock.GetUtcNow());

    internal T Read<T>(Func<SqlSession, T> work) => _store.Read(work);

    internal T Write<T>(Func<SqlSession, T> work)
    {
        var (value, session) = _store.Write(work);
        foreach (var (topic, payload) in session.Events)
        {
            _events?.Publish(topic, payload);
        }

        return value;
    }
}
