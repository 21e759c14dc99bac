using System.Data.Common;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Events;

/// <summary>
/// Keeps events in a database, in one order and without gaps, and remembers how far each named consumer has come. The older system stored
/// an event again when it was replayed; here telling writes nothing but the consumer's place.
/// </summary>
public sealed class EventStore
{
    /// <summary>Name of the file in the state folder.</summary>
    public const string FileName = "events.db";

    private const int PageSize = 200;

    private readonly SqlStore _store;
    private readonly TimeProvider _clock;

    /// <summary>Keeps events in the SQLite file at <paramref name="path"/>, made on first use.</summary>
    public EventStore(string path, TimeProvider? clock = null)
        : this(new SqliteProvider(path), clock)
    {
    }

    /// <summary>Keeps events in the database of <paramref name="provider"/>, beside the tables of a <see cref="WorkflowDb"/> where it has them.</summary>
    public EventStore(WorkflowProvider provider, TimeProvider? clock = null)
    {
        _store = new SqlStore(provider);
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Keeps an event.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used; the event was not kept.</exception>
    public BusEvent Append(string topic, JsonValue payload) => _store.Write(sql =>
    {
        // Publishers take turns at this row, until they have committed: nobody can read past an event that is still to come.
        var id = sql.Number("UPDATE event_counter SET last_id = last_id + 1 RETURNING last_id")!.Value;
        var busEvent = new BusEvent(id, topic, payload, _clock.GetUtcNow());
        sql.Execute("INSERT INTO event (id, topic, payload, at) VALUES (@id, @topic, @payload, @at)",
            ("id", id), ("topic", topic), ("payload", CanonicalJson.Write(payload)), ("at", SqlText.Time(busEvent.At)));
        return busEvent;
    }).Value;

    /// <summary>At most <paramref name="limit"/> events after the one with the id <paramref name="since"/>, oldest first.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<BusEvent> Since(long since, int limit = PageSize) => _store.Read(sql => sql.Query(
        "SELECT * FROM event WHERE id > @since ORDER BY id LIMIT @limit", ToEvent, ("since", since), ("limit", (long)limit)));

    /// <summary>Id of the last event that <paramref name="consumer"/> was told of; 0 before the first.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public long LastTold(string consumer) =>
        _store.Read(sql => sql.Number("SELECT last_id FROM event_consumer WHERE consumer = @consumer", ("consumer", consumer))) ?? 0;

    /// <summary>
    /// Tells <paramref name="consumer"/> every event that it was not told of, in order. Its place moves on with each one, so that an event is
    /// told again only where the process died, or <paramref name="handler"/> threw, while telling it. One process at a time may have the name.
    /// </summary>
    /// <param name="consumer">Name under which its place is kept.</param>
    /// <param name="handler">Called for each event.</param>
    /// <param name="since">Events up to this id are passed over.</param>
    /// <returns>How many events were told.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public int Replay(string consumer, Action<BusEvent> handler, long since = 0)
    {
        var last = Math.Max(since, LastTold(consumer));
        var told = 0;
        while (Since(last) is { Count: > 0 } page)
        {
            foreach (var busEvent in page)
            {
                handler(busEvent);
                last = busEvent.Id;
                told++;
                Advance(consumer, last);
            }
        }

        return told;
    }

    private void Advance(string consumer, long id) => _store.Write(sql => sql.Execute("""
        INSERT INTO event_consumer (consumer, last_id) VALUES (@consumer, @id)
        ON CONFLICT (consumer) DO UPDATE SET last_id = excluded.last_id WHERE event_consumer.last_id < excluded.last_id
        """, ("consumer", consumer), ("id", id)));

    private static BusEvent ToEvent(DbDataReader row)
    {
        using var payload = JsonDocument.Parse(row.Text("payload"), new JsonDocumentOptions { MaxDepth = JsonValue.MaximumDepth });
        return new BusEvent(row.Number("id"), row.Text("topic"), StageFile.ToValue(payload.RootElement), row.Time("at"));
    }
}
