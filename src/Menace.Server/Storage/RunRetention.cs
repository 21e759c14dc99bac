using System.Data.Common;
using Menace.Pipeline.Storage;

namespace Menace.Server.Storage;

/// <summary>
/// Removes expired runs. Rows are removed before the files that they name: no row ever names a missing file, and the next pruning finds a
/// file that no row names.
/// </summary>
internal static class RunRetention
{
    private const int RowsAtOnce = 20;

    /// <summary>A finished run that was not requested since, and that no dead letter and no message of the outbox refers to.</summary>
    private const string IsOld = """
        (run.changed < @before
        AND (run.status IN ('done', 'failed', 'cancelled')
            OR (run.status = 'pending' AND run.execute = 0 AND run.idempotency_key IS NOT NULL))
        AND NOT EXISTS (SELECT 1 FROM dead WHERE dead.run_id = run.id)
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.run_id = run.id AND outbox.confirmed_at IS NULL))
        """;

    /// <summary>
    /// At most <paramref name="limit"/> runs, oldest first, that ended before <paramref name="before"/> and were not requested since:
    /// done, failed, cancelled or only recorded, named by no dead letter and by no message of the outbox.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static IReadOnlyList<long> OldRuns(
        this WorkflowDb database, DateTimeOffset before, long after, int limit) => database.Read(sql => sql.Query(
        $"SELECT id FROM run WHERE id > @after AND {IsOld} ORDER BY id LIMIT @limit", row => row.Number("id"),
        ("after", after), ("before", SqlText.Time(before)), ("limit", (long)limit)));

    /// <summary>Returns whether the run does not exist, or is one of <see cref="OldRuns"/>.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static bool IsOldOrGone(this WorkflowDb database, long runId, DateTimeOffset before) => database.Read(sql => sql.Number(
        $"SELECT id FROM run WHERE id = @id AND NOT {IsOld}", ("id", runId), ("before", SqlText.Time(before)))) is null;

    /// <summary>
    /// Removes a run, its results, and its package unless another run has it, in one transaction. A package that arrives at the same
    /// moment gets this run, which then stays, or a new one.
    /// </summary>
    /// <returns>False if it is none of <see cref="OldRuns"/> any more; it is as it was.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; the run is as it was.</exception>
    public static bool RemoveRun(this WorkflowDb database, long runId, DateTimeOffset before) => database.Write(sql =>
    {
        if (WorkflowDb.FindRun(sql, runId) is not { } run)
        {
            return false;
        }

        // The package first, as in AcceptPackage: concurrent transactions then wait instead of deadlocking.
        LockPackage(sql, run.PackageDigest);
        if (sql.Execute($"UPDATE run SET status = status WHERE id = @id AND {IsOld}", ("id", runId), ("before", SqlText.Time(before))) == 0)
        {
            return false;
        }

        sql.Execute("DELETE FROM result WHERE action_key IN (SELECT action_key FROM action WHERE run_id = @run)", ("run", runId));
        sql.Execute("DELETE FROM action WHERE run_id = @run", ("run", runId));
        sql.Execute("DELETE FROM attempt_log WHERE run_id = @run", ("run", runId));
        sql.Execute("DELETE FROM outbox WHERE run_id = @run", ("run", runId));
        sql.Execute("DELETE FROM run_workflow WHERE run_id = @run", ("run", runId));
        sql.Execute("DELETE FROM run WHERE id = @run", ("run", runId));
        RemoveUnusedPackage(sql, run.PackageDigest);
        return true;
    });

    /// <summary>Removes packages that came before <paramref name="before"/> and never had a run, because the queue was full.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static int RemoveUnusedPackages(this WorkflowDb database, DateTimeOffset before)
    {
        var digests = database.Read(sql => sql.Query("""
            SELECT digest FROM package WHERE received_at < @before
            AND NOT EXISTS (SELECT 1 FROM run WHERE run.package_digest = package.digest)
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.package_digest = package.digest)
            """, row => row.Text("digest"), ("before", SqlText.Time(before))));
        return digests.Sum(digest => database.Write(sql =>
        {
            LockPackage(sql, digest);
            return RemoveUnusedPackage(sql, digest);
        }));
    }

    /// <summary>Everything in which a digest of the content store may stand, a few rows at a time.</summary>
    /// <param name="database">The database.</param>
    /// <param name="without">Leaves out the rows that <see cref="RemoveRun"/> with this time would remove; null: none.</param>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static IEnumerable<NamingText> NamingTexts(this WorkflowDb database, DateTimeOffset? without = null)
    {
        var before = without is { } time ? SqlText.Time(time) : "";
        return Pages("package", "digest", "", $"""
                (package.received_at >= @before AND NOT EXISTS (SELECT 1 FROM run WHERE run.package_digest = package.digest))
                OR EXISTS (SELECT 1 FROM run WHERE run.package_digest = package.digest AND NOT {IsOld})
                OR EXISTS (SELECT 1 FROM outbox WHERE outbox.package_digest = package.digest AND outbox.confirmed_at IS NULL)
                """,
                row => [new(NamingKind.Text, row.TextOrNull("content") ?? ""), new(NamingKind.Digest, row.TextOrNull("cas_digest") ?? "")])
            .Concat(Pages("result", "action_key", "", $"""
                NOT EXISTS (SELECT 1 FROM action JOIN run ON run.id = action.run_id WHERE action.action_key = result.action_key AND {IsOld})
                """, row => [new(NamingKind.Text, row.Text("content"))]))
            .Concat(Pages("dead", "id", 0L, "@before = @before",
                row => [new(NamingKind.Text, row.Text("reason")), new(NamingKind.Message, row.Text("content"))]))
            .Concat(Pages("outbox", "id", 0L, "@before = @before", row => [new(NamingKind.Text, row.Text("content"))]));

        IEnumerable<NamingText> Pages(
            string table, string key, object first, string condition, Func<DbDataReader, IReadOnlyList<NamingText>> read)
        {
            var last = first;
            while (true)
            {
                var page = database.Read(sql => sql.Query(
                    $"SELECT * FROM {table} WHERE {key} > @last AND ({condition}) ORDER BY {key} LIMIT @limit",
                    row => (Key: row.GetValue(row.GetOrdinal(key)), Texts: read(row)),
                    ("last", last), ("before", before), ("limit", (long)RowsAtOnce)));
                foreach (var text in page.SelectMany(row => row.Texts).Where(text => text.Value.Length > 0))
                {
                    yield return text;
                }

                if (page.Count < RowsAtOnce)
                {
                    yield break;
                }

                last = page[^1].Key;
            }
        }
    }

    private static void LockPackage(
        SqlSession sql, string digest) => sql.Execute("UPDATE package SET size = size WHERE digest = @digest", ("digest", digest));

    private static int RemoveUnusedPackage(SqlSession sql, string digest) => sql.Execute("""
        DELETE FROM package WHERE digest = @digest
        AND NOT EXISTS (SELECT 1 FROM run WHERE run.package_digest = @digest)
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.package_digest = @digest)
        """, ("digest", digest));
}

/// <summary>Something in which digests of the content store may stand.</summary>
internal sealed record NamingText(NamingKind Kind, string Value);

/// <summary>The form of the digests in such a text.</summary>
internal enum NamingKind
{
    /// <summary>Somewhere in it.</summary>
    Text,

    /// <summary>It is one, of a text in which others stand.</summary>
    Digest,

    /// <summary>Somewhere in a message, which is in base64 and may be gzipped.</summary>
    Message,
}
