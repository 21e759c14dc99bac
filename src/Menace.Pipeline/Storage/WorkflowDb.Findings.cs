namespace Menace.Pipeline.Storage;

// Findings of research in the outbox: each is its own message, whose digest is the id of the finding.
public sealed partial class WorkflowDb
{
    /// <summary>The kind of messages that hold one finding.</summary>
    internal const string FindingKind = "menace.finding/1";

    /// <summary>
    /// Records findings that are to be sent. One whose id was recorded before, sent or not, is not recorded again. They belong to the run
    /// that is active; without any run there is nothing to record.
    /// </summary>
    /// <param name="destination">The receiver, without credentials.</param>
    /// <param name="findings">Id and text of each.</param>
    /// <returns>The number of new ones.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was recorded.</exception>
    internal int AddFindings(string destination, IReadOnlyList<(string Id, string Content)> findings) => Write(sql =>
    {
        var added = 0;
        if (sql.Number("SELECT id FROM run ORDER BY CASE WHEN status = 'active' THEN 0 ELSE 1 END, id DESC LIMIT 1") is { } run)
        {
            foreach (var (id, content) in findings)
            {
                added += sql.Execute("""
                    INSERT INTO outbox (run_id, kind, destination, package_digest, content, attempts, next_at, last_error, created)
                    SELECT run.id, @kind, @destination, @digest, @content, 0, @now, '', @now FROM run
                    WHERE run.id = @run AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind = @kind AND package_digest = @digest)
                    """,
                    ("run", run), ("kind", FindingKind), ("destination", destination), ("digest", id), ("content", content),
                    ("now", Now()));
            }
        }

        return added;
    });

    /// <summary>The findings that wait: those that failed the least first, then the oldest.</summary>
    /// <param name="areDue">True: without those that are not due.</param>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    internal IReadOnlyList<OutboxMessage> WaitingFindings(bool areDue = false) => Read(sql => sql.Query("""
        SELECT * FROM outbox WHERE kind = @kind AND confirmed_at IS NULL AND dead_at IS NULL AND (next_at <= @now OR @all = 1)
        ORDER BY attempts, id
        """, ToMessage, ("kind", FindingKind), ("now", Now()), ("all", areDue ? 0L : 1L)));
}
