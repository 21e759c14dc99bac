namespace Menace.Pipeline.Storage;

// Packages as Stage 4 receives them, and how they become runs.
public sealed partial class WorkflowDb
{
    /// <summary>
    /// Records a package, its run and its actions in one transaction: a package that was accepted has all of its work in the queue.
    /// The same digest, or the same idempotency key, gives the same run again, until that run is cancelled; the new run then inherits
    /// the results that the cancelled one had. A run that was recorded only begins when its package comes again to be executed.
    /// </summary>
    /// <param name="package">The package.</param>
    /// <param name="actions">The actions of the package.</param>
    /// <param name="mostQueued">The maximum number of queued actions, above which new packages are rejected, or null for no limit.</param>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was recorded.</exception>
    public PackageAcceptance AcceptPackage(PackageDraft package, IReadOnlyList<ActionDraft> actions, int? mostQueued = null) => Write(sql =>
    {
        var key = package.IdempotencyKey.Length > 0 ? package.IdempotencyKey : package.Digest;
        if (ByKey(sql, key) is { } other && other.PackageDigest != package.Digest)
        {
            return new PackageAcceptance(other.Id, PackageVerdict.KeyReused);
        }

        // From here on the row of the package is ours: the same package under two keys at once still gets one run.
        AddPackage(sql, package);
        if (sql.First("SELECT * FROM run WHERE package_digest = @digest AND idempotency_key IS NOT NULL", ToRun, ("digest", package.Digest)) is { } known)
        {
            if (package.Execute && !known.Execute)
            {
                if (IsFull())
                {
                    return new PackageAcceptance(0, PackageVerdict.QueueFull);
                }

                sql.Execute("UPDATE run SET execute = 1, traceparent = COALESCE(@trace, traceparent) WHERE id = @id", ("trace", package.TraceParent), ("id", known.Id));
                Fill(sql, known.Id, package.WorkflowIds, actions);
            }

            // It was requested, so its retention starts again.
            LockRun(sql, known.Id);
            return new PackageAcceptance(known.Id, PackageVerdict.Known);
        }

        if (package.Execute && IsFull())
        {
            return new PackageAcceptance(0, PackageVerdict.QueueFull);
        }

        if (AddRun(sql, package.Digest, key, package.Execute) is not { } id)
        {
            return new PackageAcceptance(ByKey(sql, key)!.Id, PackageVerdict.KeyReused);
        }

        sql.Execute("UPDATE run SET traceparent = @trace WHERE id = @id", ("trace", package.TraceParent), ("id", id));
        Fill(sql, id, package.WorkflowIds, package.Execute ? actions : []);
        return new PackageAcceptance(id, PackageVerdict.Accepted);

        bool IsFull() => mostQueued is { } most && sql.Number("SELECT COUNT(*) FROM action WHERE state = 'queued'") >= most;
    });

    /// <summary>The package with this digest, or null.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public PackageRecord? Package(string digest) => Read(sql => sql.First(
        "SELECT * FROM package WHERE digest = @digest",
        row => new PackageRecord(row.Text("digest"), row.TextOrNull("content"), row.TextOrNull("cas_digest"), row.Number("size"), row.Time("received_at")),
        ("digest", digest)));

    /// <summary>Stores the package, and holds its row until the transaction ends.</summary>
    private void AddPackage(SqlSession sql, PackageDraft package) => sql.Execute("""
        INSERT INTO package (digest, content, cas_digest, size, received_at) VALUES (@digest, @content, @cas, @size, @now)
        ON CONFLICT (digest) DO UPDATE SET content = COALESCE(package.content, excluded.content), cas_digest = COALESCE(package.cas_digest, excluded.cas_digest)
        """,
        ("digest", package.Digest), ("content", package.Content), ("cas", package.CasDigest), ("size", package.Size), ("now", Now()));

    private static RunRecord? ByKey(SqlSession sql, string key) => sql.First("SELECT * FROM run WHERE idempotency_key = @key", ToRun, ("key", key));

    private void Fill(SqlSession sql, long runId, IReadOnlyList<long> workflowIds, IReadOnlyList<ActionDraft> actions)
    {
        LinkWorkflows(sql, runId, workflowIds);
        Enqueue(sql, runId, actions);
    }
}
