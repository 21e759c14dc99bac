using System.Data.Common;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Storage;

// The queue of actions. A lease is fenced by its attempt: only who holds the latest one can end it, and the first result of a key stays.
public sealed partial class WorkflowDb
{
    private const string BuildStage = "build";

    /// <summary>
    /// Queues <paramref name="actions"/> for the run <paramref name="runId"/>, in their order. A key that is there already is not queued
    /// again: its result, present or to come, is the same. Keys of a cancelled run are this run's from now on.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was queued.</exception>
    public void Enqueue(long runId, IReadOnlyList<ActionDraft> actions) => Write(sql =>
    {
        LockRun(sql, runId);
        Enqueue(sql, runId, actions);
        return 0;
    });

    /// <summary>
    /// Leases the oldest action that is ready: queued and due, or leased by someone whose lease has run out. Its attempt goes up by one, its run
    /// is active from now on. A worker that is leased an attempt higher than it wants to risk quarantines it.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="duration">The time of the lease unless it is renewed.</param>
    /// <returns>The action, or null if none is ready.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was leased.</exception>
    public ActionRecord? Lease(string worker, TimeSpan duration) => Write(sql =>
    {
        var now = _clock.GetUtcNow();
        var ready = sql.First($"""
            SELECT * FROM action
            WHERE state IN ('queued', 'leased') AND ((state = 'queued' AND next_at <= @now) OR (state = 'leased' AND lease_until <= @now))
            ORDER BY id LIMIT 1 {_store.Provider.SkipLocked}
            """, ToAction, ("now", SqlText.Time(now)));
        if (ready is null)
        {
            return null;
        }

        var leased = ready with { State = ActionState.Leased, Attempt = ready.Attempt + 1, LeaseUntil = now + duration, Worker = worker, LostBy = ready.State == ActionState.Leased ? ready.Worker : null };
        sql.Execute("UPDATE action SET state = 'leased', attempt = @attempt, lease_until = @until, worker = @worker WHERE action_key = @key",
            ("attempt", (long)leased.Attempt), ("until", SqlText.Time(now + duration)), ("worker", worker), ("key", ready.Key));
        if (ready.State == ActionState.Leased)
        {
            AddEntry(sql, ready.RunId, new JournalEntry(BuildStage, ready.Bot, "lease_expired", $"worker {ready.Worker} was not heard of") { Attempt = ready.Attempt });
        }

        if (sql.Number("SELECT id FROM run WHERE id = @run AND status = 'pending'", ("run", ready.RunId)) is not null)
        {
            MoveRun(sql, ready.RunId, WorkflowStatus.Active);
        }

        return leased;
    });

    /// <summary>Keeps a lease for another <paramref name="duration"/> from now.</summary>
    /// <returns>False if the action is no longer leased under this attempt: the work must stop.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; the lease is as it was.</exception>
    public bool Renew(string actionKey, int attempt, TimeSpan duration) => Write(sql =>
        sql.Execute("UPDATE action SET lease_until = @until WHERE action_key = @key AND attempt = @attempt AND state = 'leased'",
            ("until", SqlText.Time(_clock.GetUtcNow() + duration)), ("key", actionKey), ("attempt", (long)attempt)) > 0);

    /// <summary>
    /// Keeps the result of an action, ends the action, and with the last action its run: as done where every one is done, else as failed.
    /// </summary>
    /// <returns>True if this result is the one that is kept; only then may anything outside be changed because of it.
    /// False if the action had a result, was cancelled or dead-lettered, or a later attempt has it.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; the action is as it was.</exception>
    public bool Complete(ActionResult result) => Write(sql => End(
        sql, result.ActionKey, result.Attempt, result.Outcome == ActionOutcome.Passed ? ActionState.Done : ActionState.Failed,
        SqlText.Word(result.Outcome), result.Reason, _ => sql.Execute("""
            INSERT INTO result (action_key, attempt, outcome, content, reason, at) VALUES (@key, @attempt, @outcome, @content, @reason, @now)
            ON CONFLICT (action_key) DO NOTHING
            """,
            ("key", result.ActionKey), ("attempt", (long)result.Attempt), ("outcome", SqlText.Word(result.Outcome)), ("content", result.Content),
            ("reason", Redaction.Redact(result.Reason)), ("now", Now())) > 0));

    /// <summary>Gives an action back to the queue, to be leased again from <paramref name="nextAt"/> on: the machine failed, not the bot.</summary>
    /// <returns>False if the action is no longer leased under this attempt.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; the action is as it was.</exception>
    public bool Postpone(string actionKey, int attempt, string reason, DateTimeOffset nextAt) => Write(sql =>
    {
        if (Find(sql, actionKey) is not { } action || !LockRun(sql, action.RunId) || sql.Execute("""
            UPDATE action SET state = 'queued', lease_until = NULL, next_at = @next WHERE action_key = @key AND attempt = @attempt AND state = 'leased'
            """, ("next", SqlText.Time(nextAt)), ("key", actionKey), ("attempt", (long)attempt)) == 0)
        {
            return false;
        }

        AddEntry(sql, action.RunId, new JournalEntry(BuildStage, action.Bot, SqlText.Word(ActionOutcome.InfraError), reason) { Attempt = attempt });
        return true;
    });

    /// <summary>Gives an action up: it has no result and is in <see cref="Dead"/> until it is requeued.</summary>
    /// <returns>False if the action is no longer leased under this attempt.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; the action is as it was.</exception>
    public bool Quarantine(string actionKey, int attempt, string reason) => Write(sql => End(
        sql, actionKey, attempt, ActionState.Quarantined, "quarantined", reason, action =>
        {
            Bury(sql, new DeadLetter(DeadKind.Action, actionKey, reason) { RunId = action.RunId, Attempts = attempt });
            return true;
        }));

    /// <summary>The action with this key, or null.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public ActionRecord? Action(string actionKey) => Read(sql => Find(sql, actionKey));

    /// <summary>The actions of the run <paramref name="runId"/>, in the order in which they were queued.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<ActionRecord> Actions(long runId) =>
        Read(sql => sql.Query("SELECT * FROM action WHERE run_id = @run ORDER BY id", ToAction, ("run", runId)));

    /// <summary>Returns the result of the action with this key, or null. If there is one, the work need not be done.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public ActionResult? Result(string actionKey) => Read(sql => sql.First("SELECT * FROM result WHERE action_key = @key", ToResult, ("key", actionKey)));

    /// <summary>The results of the run <paramref name="runId"/>, in the order in which its actions were queued.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<ActionResult> Results(long runId) => Read(sql => sql.Query("""
        SELECT result.* FROM result JOIN action ON action.action_key = result.action_key WHERE action.run_id = @run ORDER BY action.id
        """, ToResult, ("run", runId)));

    /// <summary>Returns the length of the queue.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public QueueDepth QueueDepth() => Read(sql => sql.First("""
        SELECT
            COUNT(CASE WHEN (state = 'queued' AND next_at <= @now) OR (state = 'leased' AND lease_until <= @now) THEN 1 END) AS ready,
            COUNT(CASE WHEN state = 'queued' AND next_at > @now THEN 1 END) AS postponed,
            COUNT(CASE WHEN state = 'leased' AND lease_until > @now THEN 1 END) AS leased,
            MIN(CASE WHEN (state = 'queued' AND next_at <= @now) OR (state = 'leased' AND lease_until <= @now) THEN created END) AS oldest
        FROM action WHERE state IN ('queued', 'leased')
        """,
        row => new QueueDepth((int)row.Number("ready"), (int)row.Number("postponed"), (int)row.Number("leased"), row.TimeOrNull("oldest")),
        ("now", Now()))!);

    private void Enqueue(SqlSession sql, long runId, IReadOnlyList<ActionDraft> actions)
    {
        foreach (var action in actions)
        {
            sql.Execute("""
                INSERT INTO action (action_key, run_id, bot, state, attempt, worker, next_at, created) VALUES (@key, @run, @bot, 'queued', 0, '', @now, @now)
                ON CONFLICT (action_key) DO UPDATE SET
                    run_id = excluded.run_id, state = CASE WHEN action.state = 'cancelled' THEN 'queued' ELSE action.state END, next_at = excluded.next_at
                WHERE EXISTS (SELECT 1 FROM run WHERE run.id = action.run_id AND run.status = 'cancelled')
                """,
                ("key", action.Key), ("run", runId), ("bot", action.Bot), ("now", Now()));
        }

        if (actions.Count > 0)
        {
            EndRun(sql, runId);
        }
    }

    /// <summary>Ends a leased action, unless <paramref name="keep"/> says that another end came first.</summary>
    private bool End(SqlSession sql, string key, int attempt, ActionState state, string outcome, string reason, Func<ActionRecord, bool> keep)
    {
        if (Find(sql, key) is not { } action || !LockRun(sql, action.RunId)
            || sql.Execute("UPDATE action SET state = @state, lease_until = NULL WHERE action_key = @key AND attempt = @attempt AND state = 'leased'",
                ("state", SqlText.Word(state)), ("key", key), ("attempt", (long)attempt)) == 0)
        {
            return false;
        }

        var isKept = keep(action);
        AddEntry(sql, action.RunId, new JournalEntry(BuildStage, action.Bot, outcome, reason) { Attempt = attempt });
        EndRun(sql, action.RunId);
        return isKept;
    }

    /// <summary>Ends a run that has no action left to do.</summary>
    private void EndRun(SqlSession sql, long runId)
    {
        if (sql.Number("""
            SELECT COUNT(CASE WHEN state <> 'done' THEN 1 END) FROM action WHERE run_id = @run
            HAVING COUNT(*) > 0 AND COUNT(CASE WHEN state IN ('queued', 'leased') THEN 1 END) = 0
            """, ("run", runId)) is { } notDone)
        {
            MoveRun(sql, runId, notDone == 0 ? WorkflowStatus.Done : WorkflowStatus.Failed);
        }
    }

    private static ActionRecord? Find(SqlSession sql, string key) => sql.First("SELECT * FROM action WHERE action_key = @key", ToAction, ("key", key));

    private static ActionRecord ToAction(DbDataReader row) => new(
        row.Text("action_key"), row.Number("run_id"), row.Text("bot"), row.Word<ActionState>("state"), (int)row.Number("attempt"), row.TimeOrNull("lease_until"),
        row.Text("worker"), row.Time("next_at"), row.Time("created"));

    private static ActionResult ToResult(DbDataReader row) => new(
        row.Text("action_key"), (int)row.Number("attempt"), row.Word<ActionOutcome>("outcome"), row.Text("content"))
    {
        Reason = row.Text("reason"),
        At = row.Time("at"),
    };
}
