using System.Globalization;
using Menace.Pipeline.Storage;

namespace Menace.Server.Storage;

/// <summary>Lists, requeues and drops dead letters.</summary>
internal static class DeadLetters
{
    /// <summary>At most <paramref name="limit"/> of the dead, newest first.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static IReadOnlyList<DeadLetter> Dead(this WorkflowDb database, int limit = 100) =>
        database.Read(sql => sql.Query("SELECT * FROM dead ORDER BY id DESC LIMIT @limit", WorkflowDb.ToLetter, ("limit", (long)limit)));

    /// <summary>Returns the number of dead letters.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static long CountDead(this WorkflowDb database) => database.Read(sql => sql.Number("SELECT COUNT(*) FROM dead") ?? 0);

    /// <summary>Dead-letters an unreadable message from another sender.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used; the message must not be acknowledged.</exception>
    public static void Bury(this WorkflowDb database, DeadLetter letter) => database.Write(sql =>
    {
        database.Bury(sql, letter);
        return 0;
    });

    /// <summary>
    /// Requeues the dead letter <paramref name="deadId"/>: an action is queued and its run active again, a message of the outbox is due.
    /// </summary>
    /// <returns>The dead letter; null if there is none, or if it cannot be requeued here: a message from another sender, one of which a
    /// newer copy waits in the outbox, an action whose run was cancelled. Those stay.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; it is as dead as it was.</exception>
    public static DeadLetter? Requeue(this WorkflowDb database, long deadId) => database.Write(sql =>
    {
        if (sql.First("SELECT * FROM dead WHERE id = @id", WorkflowDb.ToLetter, ("id", deadId)) is not { } letter || !(letter.Kind switch
        {
            DeadKind.Action => database.RequeueAction(sql, letter),
            DeadKind.Outbox => database.RequeueMessage(sql, letter),
            _ => false,
        }))
        {
            return null;
        }

        sql.Execute("DELETE FROM dead WHERE id = @id", ("id", deadId));
        return letter;
    });

    /// <summary>
    /// Drops the dead <paramref name="deadId"/> for good: a run stays failed, a message of the outbox is not sent any more.
    /// </summary>
    /// <returns>The dead letter, or null if there is none.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; it is as dead as it was.</exception>
    public static DeadLetter? Drop(this WorkflowDb database, long deadId) => database.Write(sql =>
    {
        if (sql.First("SELECT * FROM dead WHERE id = @id", WorkflowDb.ToLetter, ("id", deadId)) is not { } letter)
        {
            return null;
        }

        if (letter.Kind == DeadKind.Outbox)
        {
            sql.Execute(
                "DELETE FROM outbox WHERE id = @id AND dead_at IS NOT NULL", ("id", long.Parse(letter.Key, CultureInfo.InvariantCulture)));
        }

        sql.Execute("DELETE FROM dead WHERE id = @id", ("id", deadId));
        return letter;
    });

    private static bool RequeueAction(this WorkflowDb database, SqlSession sql, DeadLetter letter)
    {
        if (RunQueue.Find(sql, letter.Key) is not { } action || !database.LockRun(sql, action.RunId)
            || WorkflowDb.FindRun(sql, action.RunId) is not { Status: not WorkflowStatus.Cancelled }
            || sql.Execute("UPDATE action SET state = 'queued', next_at = @now WHERE action_key = @key AND state = 'quarantined'",
                ("now", database.Now()), ("key", letter.Key)) == 0)
        {
            return false;
        }

        database.MoveRun(sql, action.RunId, WorkflowStatus.Active);
        var entry = new JournalEntry(RunQueue.BuildStage, action.Bot, "requeued", letter.Reason) { Attempt = action.Attempt };
        database.AddEntry(sql, action.RunId, entry);
        return true;
    }

    private static bool RequeueMessage(this WorkflowDb database, SqlSession sql, DeadLetter letter) => sql.Execute("""
        UPDATE outbox SET dead_at = NULL, attempts = 0, next_at = @now WHERE id = @id AND dead_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM outbox AS other
            WHERE other.package_digest = outbox.package_digest AND other.destination = outbox.destination AND other.kind = outbox.kind
                AND other.confirmed_at IS NULL AND other.dead_at IS NULL)
        """, ("now", database.Now()), ("id", long.Parse(letter.Key, CultureInfo.InvariantCulture))) > 0;
}
