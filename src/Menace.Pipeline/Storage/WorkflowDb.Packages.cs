namespace Menace.Pipeline.Storage;

// Packages as Stage 4 receives them, and how they become runs.
public sealed partial class WorkflowDb
{
    /// <summary>The package with this digest, or null.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public PackageRecord? Package(string digest) => Read(sql => sql.First(
        "SELECT * FROM package WHERE digest = @digest",
        row => new PackageRecord(
            row.Text("digest"), row.TextOrNull("content"), row.TextOrNull("cas_digest"), row.Number("size"), row.Time("received_at")),
        ("digest", digest)));

    /// <summary>Stores the package, and holds its row until the transaction ends.</summary>
    internal void AddPackage(SqlSession sql, PackageDraft package) => sql.Execute("""
        INSERT INTO package (digest, content, cas_digest, size, received_at) VALUES (@digest, @content, @cas, @size, @now)
        ON CONFLICT (digest) DO UPDATE SET content = COALESCE(package.content, excluded.content),
            cas_digest = COALESCE(package.cas_digest, excluded.cas_digest)
        """,
        ("digest", package.Digest), ("content", package.Content), ("cas", package.CasDigest), ("size", package.Size), ("now", Now()));
}
