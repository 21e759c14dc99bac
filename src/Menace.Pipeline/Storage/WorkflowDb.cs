using System.Data.Common;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Pipeline.Events;

namespace Menace.Pipeline.Storage;

/// <summary>
/// The record of what was planned and what became of it: workflows, runs with their journal, the queue of actions, the outbox and the dead.
/// It is state, not an output: nothing that is emitted depends on it. The same SQL runs on SQLite, in a file, and on PostgreSQL.
/// </summary>
/// <remarks>
/// The methods are synchronous, because SQLite is: a server calls them from threads of its own. They may be called from several threads and
/// processes at once; each is one transaction. Times come from the clock of the caller, so that machines that share a database need clocks
/// that agree to much less than a lease. Events are published when the transaction has been committed, and what a subscriber does or throws
/// changes nothing about it.
/// </remarks>
public sealed partial class WorkflowDb
{
    /// <summary>Name of the file in the state folder.</summary>
    public const string FileName = "workflows.db";

    private const int MostTries = 10;

    private readonly WorkflowProvider _provider;
    private readonly TimeProvider _clock;
    private readonly string _menaceId;
    private readonly EventBus? _events;

    /// <summary>Uses the SQLite file at <paramref name="path"/>, made on first use with its folder.</summary>
    /// <param name="path">The file; it is held open only while a method runs.</param>
    /// <param name="clock">Gives the times.</param>
    /// <param name="menaceId">The id of this installation (<c>MENACE_ID</c>), see <see cref="WorkflowScope"/>.</param>
    /// <param name="events">Told of changes of workflows, or null.</param>
    public WorkflowDb(string path, TimeProvider? clock = null, string menaceId = "", EventBus? events = null)
        : this(new SqliteProvider(path), clock, menaceId, events)
    {
    }

    /// <summary>Uses the database of <paramref name="provider"/>; its tables are made, or brought up to date, on first use.</summary>
    /// <param name="provider">The database.</param>
    /// <param name="clock">Gives the times.</param>
    /// <param name="menaceId">The id of this installation (<c>MENACE_ID</c>), see <see cref="WorkflowScope"/>.</param>
    /// <param name="events">Told of changes of workflows, or null.</param>
    public WorkflowDb(WorkflowProvider provider, TimeProvider? clock = null, string menaceId = "", EventBus? events = null)
    {
        _provider = provider;
        _clock = clock ?? TimeProvider.System;
        _menaceId = menaceId;
        _events = events;
    }

    /// <summary>Absolute path of the file, or what stands for it where the database is a server's.</summary>
    public string Path => _provider.Name;

    private string Now() => SqlText.Time(_clock.GetUtcNow());

    private T Read<T>(Func<SqlSession, T> work) => Use(connection => work(new SqlSession(connection, null)));

    /// <summary>Runs <paramref name="work"/> in a transaction, again where it lost against another one, and then publishes what happened.</summary>
    private T Write<T>(Func<SqlSession, T> work)
    {
        IReadOnlyList<(string Topic, JsonValue Payload)> events = [];
        var result = Use(connection =>
        {
            using var transaction = _provider.Begin(connection);
            var session = new SqlSession(connection, transaction);
            var value = work(session);
            transaction.Commit();
            events = session.Events;
            return value;
        });
        foreach (var (topic, payload) in events)
        {
            _events?.Publish(topic, payload);
        }

        return result;
    }

    private T Use<T>(Func<DbConnection, T> work) => WorkflowSchema.Use(_provider, _clock, MostTries, work);
}
