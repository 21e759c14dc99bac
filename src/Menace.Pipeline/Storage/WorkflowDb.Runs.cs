using System.Data.Common;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Storage;

// Runs, the status that their workflows share with them, and their journal.
public sealed partial class WorkflowDb
{
    /// <summary>
    /// Begins a run of the package with the digest <paramref name="packageDigest"/> in this process; its workflows are pending.
    /// </summary>
    /// <returns>The run's id.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public long StartRun(string packageDigest, IReadOnlyList<long> workflowIds) => Write(sql =>
    {
        var id = AddRun(sql, packageDigest, null, execute: true)!.Value;
        LinkWorkflows(sql, id, workflowIds);
        return id;
    });

    /// <summary>Moves the run <paramref name="runId"/> and its workflows to <paramref name="status"/>.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public void UpdateRun(long runId, WorkflowStatus status) => Write(sql =>
    {
        RestoreRun(sql, runId);
        MoveRun(sql, runId, status);
        return 0;
    });

    /// <summary>Returns the run <paramref name="runId"/>, or null if it does not exist.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public RunRecord? Run(long runId) => Read(sql => FindRun(sql, runId));

    /// <summary>Returns the status of the run <paramref name="runId"/>, or null if it does not exist.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public WorkflowStatus? RunStatus(long runId) => Run(runId)?.Status;

    /// <summary>At most <paramref name="limit"/> runs, newest first.</summary>
    /// <param name="limit">The maximum number.</param>
    /// <param name="before">Only runs with a lower id than this, or null.</param>
    /// <param name="status">Only runs with this status, or null.</param>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<RunRecord> Runs(int limit = 20, long? before = null, WorkflowStatus? status = null) => Read(sql => sql.Query(
        "SELECT * FROM run WHERE id < @before AND (@status = '' OR status = @status) ORDER BY id DESC LIMIT @limit", ToRun,
        ("before", before ?? long.MaxValue), ("status", status is { } word ? SqlText.Word(word) : ""), ("limit", (long)limit)));

    /// <summary>Adds <paramref name="entries"/> to the journal of the run <paramref name="runId"/>.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used; no entry was added.</exception>
    public void Record(long runId, IReadOnlyList<JournalEntry> entries) => Write(sql =>
    {
        // Readers of the journal must not see a later entry before an earlier one.
        if (!LockRun(sql, runId))
        {
            RestoreRun(sql, runId);
        }

        foreach (var entry in entries)
        {
            AddEntry(sql, runId, entry);
        }

        return 0;
    });

    /// <summary>
    /// The journal of the run <paramref name="runId"/>, oldest first: at most <paramref name="limit"/> entries with a higher id than
    /// <paramref name="after"/>.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<JournalEntry> Journal(long runId, long after = 0, int limit = int.MaxValue) => Read(sql => sql.Query(
        "SELECT * FROM attempt_log WHERE run_id = @run AND id > @after ORDER BY id LIMIT @limit", ToEntry, ("run", runId), ("after", after),
        ("limit", (long)limit)));

    /// <summary>
    /// The last word on each bot at each stage of the run <paramref name="runId"/>, in the order in which they were written.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<JournalEntry> LastEntries(long runId) => Read(sql => sql.Query(
        "SELECT * FROM attempt_log WHERE id IN (SELECT MAX(id) FROM attempt_log WHERE run_id = @run GROUP BY stage, bot) ORDER BY id",
        ToEntry, ("run", runId)));

    /// <summary>
    /// Returns the latest entry of any run for <paramref name="bot"/> at <paramref name="stage"/> with this input, or null: that work need
    /// not be repeated.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public JournalEntry? LastEntry(string stage, string bot, string inputHash) => Read(sql => sql.First(
        "SELECT * FROM attempt_log WHERE stage = @stage AND bot = @bot AND input_hash = @input ORDER BY id DESC LIMIT 1", ToEntry,
        ("stage", stage), ("bot", bot), ("input", inputHash)));

    /// <summary>
    /// What became of <paramref name="bot"/> in the stage verify, the last word of each run, newest first: at most
    /// <paramref name="limit"/> runs.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    internal IReadOnlyList<(long RunId, JournalEntry Entry)> Verdicts(string bot, int limit) => Read(sql => sql.Query("""
        SELECT * FROM attempt_log
        WHERE id IN (SELECT MAX(id) FROM attempt_log WHERE bot = @bot AND stage = 'verify' GROUP BY run_id)
        ORDER BY id DESC LIMIT @limit
        """, row => (row.Number("run_id"), ToEntry(row)), ("bot", bot), ("limit", (long)limit)));

    internal static RunRecord? FindRun(SqlSession sql, long runId) => sql.First("SELECT * FROM run WHERE id = @run", ToRun, ("run", runId));

    /// <summary>The id of a new run; null if its key belongs to another one.</summary>
    internal long? AddRun(SqlSession sql, string digest, string? key, bool execute) => sql.Number("""
        INSERT INTO run (package_digest, idempotency_key, execute, status, reason, started, changed)
        VALUES (@digest, @key, @execute, 'pending', '', @now, @now)
        ON CONFLICT (idempotency_key) DO NOTHING RETURNING id
        """,
        ("digest", digest), ("key", key), ("execute", execute ? 1L : 0L), ("now", Now()));

    internal static void LinkWorkflows(SqlSession sql, long runId, IReadOnlyList<long> workflowIds)
    {
        foreach (var workflowId in workflowIds)
        {
            sql.Execute("INSERT INTO run_workflow (run_id, workflow_id) VALUES (@run, @workflow) ON CONFLICT DO NOTHING", ("run", runId),
                ("workflow", workflowId));
        }
    }

    /// <summary>
    /// Holds the row of a run until the transaction ends, before its actions are touched: that order keeps two of them from waiting for
    /// each other.
    /// </summary>
    internal bool LockRun(SqlSession sql, long runId) =>
        sql.Execute("UPDATE run SET changed = @now WHERE id = @run", ("now", Now()), ("run", runId)) > 0;

    /// <summary>Continues a run in the new database after its old one was replaced.</summary>
    private void RestoreRun(SqlSession sql, long runId)
    {
        if (_store.Provider is SqliteProvider { ReplacesBroken: true })
        {
            sql.Execute("""
                INSERT INTO run (id, package_digest, execute, status, reason, started, changed)
                VALUES (@run, '', 1, 'active', '', @now, @now) ON CONFLICT DO NOTHING
                """, ("run", runId), ("now", Now()));
        }
    }

    internal void MoveRun(SqlSession sql, long runId, WorkflowStatus status)
    {
        var finished = status is WorkflowStatus.Pending or WorkflowStatus.Active ? null : Now();
        sql.Execute("UPDATE run SET status = @status, finished = @finished, changed = @now, reason = CASE WHEN @status IN ('active', " +
            "'done') THEN '' ELSE reason END WHERE id = @run",
            ("status", SqlText.Word(status)), ("finished", finished), ("now", Now()), ("run", runId));
        MoveWorkflows(sql, sql.Query(
            "SELECT workflow_id FROM run_workflow WHERE run_id = @run ORDER BY workflow_id", row => row.GetInt64(0), ("run", runId)),
            status);
    }

    internal void AddEntry(SqlSession sql, long runId, JournalEntry entry) => sql.Execute("""
        INSERT INTO attempt_log (run_id, stage, bot, input_hash, attempt, outcome, reason, content, at)
        VALUES (@run, @stage, @bot, @input, @attempt, @outcome, @reason, @content, @now)
        """,
        ("run", runId), ("stage", entry.Stage), ("bot", entry.Bot), ("input", entry.InputHash), ("attempt", (long)entry.Attempt),
        ("outcome", entry.Outcome), ("reason", Redaction.Redact(entry.Reason)), ("content", entry.Content), ("now", Now()));

    internal static RunRecord ToRun(DbDataReader row) => new(
        row.Number("id"), row.Text("package_digest"), row.Word<WorkflowStatus>("status"), row.Number("execute") != 0, row.Time("started"),
        row.Time("changed"),
        row.TimeOrNull("finished"), row.Text("reason"))
    {
        TraceParent = row.TextOrNull("traceparent"),
    };

    private static JournalEntry ToEntry(DbDataReader row) =>
        new(row.Text("stage"), row.Text("bot"), row.Text("outcome"), row.Text("reason"))
        {
            InputHash = row.Text("input_hash"),
            Attempt = (int)row.Number("attempt"),
            Content = row.TextOrNull("content"),
            At = row.Time("at"),
            Id = row.Number("id"),
        };
}
