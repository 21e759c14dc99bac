namespace Menace.Pipeline.Storage;

// Interrupted runs: their process ended without ending them.
public sealed partial class WorkflowDb
{
    private const string CutOffReason = "cut off: it had not ended when another one began";

    /// <summary>
    /// Returns the unfinished run of a package that <see cref="StartRun"/> or <see cref="StartHandoff"/> began, so that it continues
    /// instead of a new one. Every other such run has failed, except if a receiver has its package and nothing was done with it here.
    /// Results that ended runs kept for a continuation are deleted.
    /// </summary>
    /// <param name="packageDigest">The package.</param>
    /// <returns>The run, or null if there is none.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was changed.</exception>
    public long? TakeUp(string packageDigest) => Write(sql =>
    {
        var taken = sql.Number("""
            SELECT MAX(id) FROM run WHERE package_digest = @digest AND status IN ('pending', 'active') AND idempotency_key IS NULL
            """, ("digest", packageDigest));

        // A run whose verification is off stays active when it is through: it is neither done nor interrupted.
        var others = sql.Query("""
            SELECT id FROM run WHERE status IN ('pending', 'active') AND idempotency_key IS NULL AND id <> @taken
                AND NOT (status = 'pending' AND EXISTS (SELECT 1 FROM outbox WHERE outbox.run_id = run.id AND confirmed_at IS NOT NULL))
                AND NOT EXISTS (SELECT 1 FROM attempt_log WHERE attempt_log.run_id = run.id AND stage = 'verify' AND outcome = 'notrun')
            ORDER BY id
            """, row => row.Number("id"), ("taken", taken ?? 0));
        foreach (var other in others)
        {
            MoveRun(sql, other, WorkflowStatus.Failed);
            sql.Execute("UPDATE run SET reason = @reason WHERE id = @id", ("reason", CutOffReason), ("id", other));
            AddEntry(sql, other, new JournalEntry("run", "", "failed", CutOffReason));
        }

        sql.Execute("""
            UPDATE attempt_log SET content = NULL
            WHERE content IS NOT NULL AND run_id IN (SELECT id FROM run WHERE status IN ('done', 'failed', 'cancelled'))
            """);
        return taken;
    });

    /// <summary>
    /// Returns the last entry of each bot at <paramref name="stage"/> of the run <paramref name="runId"/>, if it has an output.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<JournalEntry> Finished(long runId, string stage) => Read(sql => sql.Query("""
        SELECT * FROM attempt_log
        WHERE content IS NOT NULL AND id IN (SELECT MAX(id) FROM attempt_log WHERE run_id = @run AND stage = @stage GROUP BY bot)
        ORDER BY id
        """, ToEntry, ("run", runId), ("stage", stage)));
}
