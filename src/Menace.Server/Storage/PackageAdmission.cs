using Menace.Pipeline.Storage;

namespace Menace.Server.Storage;

/// <summary>Turns a package that Stage 4 receives into a run with its actions.</summary>
internal static class PackageAdmission
{
    /// <summary>
    /// Records a package, its run and its actions in one transaction: a package that was accepted has all of its work in the queue. The
    /// same digest, or the same idempotency key, gives the same run again, until that run is cancelled; the new run then inherits the
    /// results that the cancelled one had. A run that was recorded only begins when its package comes again to be executed.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="package">The package.</param>
    /// <param name="actions">The actions of the package.</param>
    /// <param name="mostQueued">The maximum number of queued actions, above which new packages are rejected, or null for no limit.</param>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was recorded.</exception>
    public static PackageAcceptance AcceptPackage(
        this WorkflowDb database, PackageDraft package, IReadOnlyList<ActionDraft> actions, int? mostQueued = null) => database.Write(sql =>
    {
        var key = package.IdempotencyKey.Length > 0 ? package.IdempotencyKey : package.Digest;
        if (ByKey(sql, key) is { } other && other.PackageDigest != package.Digest)
        {
            return new PackageAcceptance(other.Id, PackageVerdict.KeyReused);
        }

        // From here on the row of the package is ours: the same package under two keys at once still gets one run.
        database.AddPackage(sql, package);
        if (ByDigest(sql, package.Digest) is { } known)
        {
            if (package.Execute && !known.Execute)
            {
                if (IsFull())
                {
                    return new PackageAcceptance(0, PackageVerdict.QueueFull);
                }

                sql.Execute(
                    "UPDATE run SET execute = 1, traceparent = COALESCE(@trace, traceparent) WHERE id = @id",
                    ("trace", package.TraceParent), ("id", known.Id));
                database.Fill(sql, known.Id, package.WorkflowIds, actions);
            }

            // It was requested, so its retention starts again.
            database.LockRun(sql, known.Id);
            return new PackageAcceptance(known.Id, PackageVerdict.Known);
        }

        if (package.Execute && IsFull())
        {
            return new PackageAcceptance(0, PackageVerdict.QueueFull);
        }

        if (database.AddRun(sql, package.Digest, key, package.Execute) is not { } id)
        {
            return new PackageAcceptance(ByKey(sql, key)!.Id, PackageVerdict.KeyReused);
        }

        sql.Execute("UPDATE run SET traceparent = @trace WHERE id = @id", ("trace", package.TraceParent), ("id", id));
        database.Fill(sql, id, package.WorkflowIds, package.Execute ? actions : []);
        return new PackageAcceptance(id, PackageVerdict.Accepted);

        bool IsFull() => mostQueued is { } most && sql.Number("SELECT COUNT(*) FROM action WHERE state = 'queued'") >= most;
    });

    private static RunRecord? ByDigest(SqlSession sql, string digest) => sql.First(
        "SELECT * FROM run WHERE package_digest = @digest AND idempotency_key IS NOT NULL", WorkflowDb.ToRun, ("digest", digest));

    private static RunRecord? ByKey(
        SqlSession sql, string key) => sql.First("SELECT * FROM run WHERE idempotency_key = @key", WorkflowDb.ToRun, ("key", key));

    private static void Fill(
        this WorkflowDb database, SqlSession sql, long runId, IReadOnlyList<long> workflowIds, IReadOnlyList<ActionDraft> actions)
    {
        WorkflowDb.LinkWorkflows(sql, runId, workflowIds);
        database.Enqueue(sql, runId, actions);
    }
}

/// <summary>The result of <see cref="PackageAdmission.AcceptPackage"/>.</summary>
/// <param name="RunId">The run of the package; for <see cref="PackageVerdict.KeyReused"/> that of the other
/// package.</param>
/// <param name="Verdict">Whether the run is new.</param>
internal sealed record PackageAcceptance(long RunId, PackageVerdict Verdict);

/// <summary>Whether a package was accepted.</summary>
internal enum PackageVerdict
{
    /// <summary>It has a new run.</summary>
    Accepted,

    /// <summary>It came before: this is the run that it has.</summary>
    Known,

    /// <summary>Refused: its idempotency key belongs to a package with another digest. Nothing was written.</summary>
    KeyReused,

    /// <summary>Refused: the queue is full. There is no run; <see cref="PackageAcceptance.RunId"/> is 0.</summary>
    QueueFull,
}
