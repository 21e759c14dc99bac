using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Server.Storage;

/// <summary>Follows runs, and cancels them.</summary>
internal static class RunControl
{
    /// <summary>
    /// Cancels a run that has not ended: its actions are not leased any more, results that still come lose, its workflows are cancelled,
    /// and its package may come again for a new run.
    /// </summary>
    /// <returns>
    /// The running actions, whose workers must stop; null if the run does not exist or had ended.
    /// </returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was cancelled.</exception>
    public static IReadOnlyList<ActionRecord>? CancelRun(this WorkflowDb database, long runId, string reason) => database.Write(sql =>
    {
        if (!database.LockRun(sql, runId)
            || WorkflowDb.FindRun(sql, runId) is not { Status: WorkflowStatus.Pending or WorkflowStatus.Active })
        {
            return null;
        }

        var atWork = sql.Query(
            "SELECT * FROM action WHERE run_id = @run AND state = 'leased' ORDER BY id", RunQueue.ToAction, ("run", runId));
        sql.Execute(
            "UPDATE action SET state = 'cancelled', lease_until = NULL WHERE run_id = @run AND state IN ('queued', 'leased')",
            ("run", runId));
        sql.Execute(
            "UPDATE run SET idempotency_key = NULL, reason = @reason WHERE id = @run",
            ("reason", Redaction.Redact(reason)), ("run", runId));
        database.MoveRun(sql, runId, WorkflowStatus.Cancelled);
        database.AddEntry(sql, runId, new JournalEntry("run", "", "cancelled", reason));
        return atWork;
    });

    /// <summary>
    /// Records that a client is waiting. The run is cancelled if no client renews before <paramref name="until"/>; null means never. The
    /// last call wins.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static void Want(this WorkflowDb database, long runId, DateTimeOffset? until) => database.Write(sql => sql.Execute(
        "UPDATE run SET wanted_until = @until WHERE id = @run AND finished IS NULL AND (wanted_until IS NOT NULL OR @cancels = 1)",
        ("run", runId), ("until", until is { } time ? SqlText.Time(time) : null), ("cancels", until is null ? 0L : 1L)));

    /// <summary>Gets the runs that have not ended, and that no client has renewed in the time given to <see cref="Want"/>.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static IReadOnlyList<long> Unwanted(this WorkflowDb database) => database.Read(sql => sql.Query(
        "SELECT id FROM run WHERE wanted_until < @now AND finished IS NULL ORDER BY id", row => row.Number("id"), ("now", database.Now())));
}
