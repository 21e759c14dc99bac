using System.Data.Common;
using System.Globalization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Storage;

// The outbox, and the dead. A message is delivered when its receiver has confirmed it, and never before.
public sealed partial class WorkflowDb
{
    /// <summary>
    /// Records a package, a run of it and the message that hands it off, in one transaction. If the same package waits for the same
    /// destination already, that message stays the only one and tells of the new run from now on.
    /// </summary>
    /// <param name="package">The package.</param>
    /// <param name="message">The message.</param>
    /// <param name="takenUp">The continued run of the package (<see cref="TakeUp"/>), or null for a new one.</param>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was recorded.</exception>
    public (long RunId, long OutboxId) StartHandoff(PackageDraft package, OutboxDraft message, long? takenUp = null) => Write(sql =>
    {
        AddPackage(sql, package);
        var run = takenUp ?? AddRun(sql, package.Digest, null, package.Execute)!.Value;
        LinkWorkflows(sql, run, package.WorkflowIds);

        // The run that goes on may be one of a build that handed nothing off: what is asked of the receiver is what this build asks.
        sql.Execute("UPDATE run SET execute = @execute WHERE id = @run", ("execute", package.Execute ? 1L : 0L), ("run", run));
        var waiting = sql.Number("""
            UPDATE outbox SET run_id = @run
            WHERE kind = @kind AND destination = @destination AND package_digest = @digest
                AND confirmed_at IS NULL AND dead_at IS NULL RETURNING id
            """,
            ("run", run), ("kind", message.Kind), ("destination", message.Destination), ("digest", package.Digest));
        var id = waiting ?? sql.Number("""
            INSERT INTO outbox (run_id, kind, destination, package_digest, content, attempts, next_at, last_error, created)
            VALUES (@run, @kind, @destination, @digest, @content, 0, @now, '', @now) RETURNING id
            """,
            ("run", run), ("kind", message.Kind), ("destination", message.Destination), ("digest", package.Digest),
            ("content", message.Content), ("now", Now()));
        return (run, id!.Value);
    });

    /// <summary>The message <paramref name="id"/>, or null.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public OutboxMessage? Message(long id) => Read(sql => FindMessage(sql, id));

    /// <summary>
    /// Returns the messages that are neither confirmed nor dead-lettered, oldest first; with <paramref name="all"/> also those that are not
    /// due.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<OutboxMessage> Due(int limit = 100, bool all = false) => Read(sql => sql.Query("""
        SELECT * FROM outbox WHERE confirmed_at IS NULL AND dead_at IS NULL AND (next_at <= @now OR @all = 1) ORDER BY id LIMIT @limit
        """, ToMessage, ("now", Now()), ("all", all ? 1L : 0L), ("limit", (long)limit)));

    /// <summary>
    /// The receiver has confirmed the message <paramref name="id"/>: it keeps the package now, and the content here is dropped unless
    /// something else needs it.
    /// </summary>
    /// <returns>False if it was confirmed before, or there is none.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used: the message counts as not delivered.</exception>
    public bool Confirm(long id) => Write(sql =>
    {
        if (FindMessage(sql, id) is not { } message || sql.Execute(
            "UPDATE outbox SET confirmed_at = @now WHERE id = @id AND confirmed_at IS NULL", ("now", Now()), ("id", id)) == 0)
        {
            return false;
        }

        sql.Execute("""
            UPDATE package SET content = NULL WHERE digest = @digest
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE package_digest = @digest AND confirmed_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM run JOIN action ON action.run_id = run.id WHERE run.package_digest = @digest)
            """, ("digest", message.PackageDigest));
        if (message.Kind == FindingKind)
        {
            // The id stays, so that the finding is not sent again.
            sql.Execute("UPDATE outbox SET content = '' WHERE id = @id", ("id", id));
            return true;
        }

        AddEntry(sql, message.RunId, new JournalEntry("handoff", "", "confirmed", message.Destination) { Attempt = message.Attempts + 1 });
        return true;
    });

    /// <summary>
    /// An attempt to send the message <paramref name="id"/> failed; the next one is not before <paramref name="nextAt"/>.
    /// </summary>
    /// <returns>The number of failures so far.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public int Fail(long id, string reason, DateTimeOffset nextAt) => Write(sql => FailOnce(sql, id, reason, nextAt)?.Attempts ?? 0);

    /// <summary>The last attempt to send the message <paramref name="id"/> failed: it is a dead letter until it is requeued.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public void GiveUp(long id, string reason) => Write(sql =>
    {
        if (FailOnce(sql, id, reason, _clock.GetUtcNow()) is { } message
            && sql.Execute("UPDATE outbox SET dead_at = @now WHERE id = @id AND dead_at IS NULL AND confirmed_at IS NULL", ("now", Now()),
                ("id", id)) > 0)
        {
            Bury(sql, new DeadLetter(
                DeadKind.Outbox, id.ToString(CultureInfo.InvariantCulture), reason)
            { RunId = message.RunId, Attempts = message.Attempts });
        }

        return 0;
    });

    private OutboxMessage? FailOnce(SqlSession sql, long id, string reason, DateTimeOffset nextAt)
    {
        var message = sql.First("""
            UPDATE outbox SET attempts = attempts + 1, last_error = @reason, next_at = @next
            WHERE id = @id AND confirmed_at IS NULL RETURNING *
            """, ToMessage, ("reason", Redaction.Redact(reason)), ("next", SqlText.Time(nextAt)), ("id", id));
        if (message is not null && message.Kind != FindingKind)
        {
            AddEntry(sql, message.RunId, new JournalEntry("handoff", "", "failed", reason) { Attempt = message.Attempts });
        }

        return message;
    }

    internal void Bury(SqlSession sql, DeadLetter letter) => sql.Execute(
        "INSERT INTO dead (kind, item_key, run_id, reason, attempts, content, at) VALUES (@kind, @key, @run, @reason, @attempts, " +
            "@content, @now)",
        ("kind", SqlText.Word(letter.Kind)), ("key", letter.Key), ("run", letter.RunId), ("reason", Redaction.Redact(letter.Reason)),
        ("attempts", (long)letter.Attempts),
        ("content", letter.Content), ("now", Now()));

    private static OutboxMessage? FindMessage(SqlSession sql, long id) =>
        sql.First("SELECT * FROM outbox WHERE id = @id", ToMessage, ("id", id));

    private static OutboxMessage ToMessage(DbDataReader row) => new(
        row.Number("id"), row.Number("run_id"), row.Text("kind"), row.Text("destination"), row.Text("package_digest"), row.Text("content"),
        (int)row.Number("attempts"), row.Time("next_at"), row.Text("last_error"), row.Time("created"), row.TimeOrNull("confirmed_at"));

    internal static DeadLetter ToLetter(DbDataReader row) => new(row.Word<DeadKind>("kind"), row.Text("item_key"), row.Text("reason"))
    {
        Id = row.Number("id"),
        RunId = row.NumberOrNull("run_id"),
        Attempts = (int)row.Number("attempts"),
        Content = row.Text("content"),
        At = row.Time("at"),
    };
}
