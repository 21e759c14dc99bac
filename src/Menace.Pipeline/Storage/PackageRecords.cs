namespace Menace.Pipeline.Storage;

// What a package becomes when it is accepted: a run, and the actions that are to be done for it.

/// <summary>A package as it arrives.</summary>
/// <param name="Digest">Lower-case hexadecimal SHA-256 of the canonical package and its files.</param>
/// <param name="Size">Bytes of the canonical content.</param>
public sealed record PackageDraft(string Digest, long Size)
{
    /// <summary>The canonical content, or null if it is in the content store.</summary>
    public string? Content { get; init; }

    /// <summary>Digest under which the content store has the content, or null if <see cref="Content"/> holds it.</summary>
    public string? CasDigest { get; init; }

    /// <summary>
    /// Gets the idempotency key of the sender; empty: the digest. The same key always means the same run, until that is cancelled.
    /// </summary>
    public string IdempotencyKey { get; init; } = "";

    /// <summary>False: the package is recorded, and nothing is built.</summary>
    public bool Execute { get; init; } = true;

    /// <summary>W3C <c>traceparent</c> of the request, under which the run is traced, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Ids of the workflows that live and end with the run.</summary>
    public IReadOnlyList<long> WorkflowIds { get; init; } = [];
}

/// <summary>A package in the store.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Content">The canonical content, or null if it is in the content store.</param>
/// <param name="CasDigest">Digest in the content store, or null.</param>
/// <param name="Size">Bytes of the canonical content.</param>
/// <param name="ReceivedAt">When it came for the first time, UTC.</param>
public sealed record PackageRecord(string Digest, string? Content, string? CasDigest, long Size, DateTimeOffset ReceivedAt);

/// <summary>A run of a package.</summary>
/// <param name="Id">Row id.</param>
/// <param name="PackageDigest">Digest of the package.</param>
/// <param name="Status">The status.</param>
/// <param name="Execute">False: it was recorded only.</param>
/// <param name="Started">When it was recorded, UTC.</param>
/// <param name="Changed">When its status changed, one of its actions ended, or its package came, the last time, UTC.</param>
/// <param name="Finished">When it ended, UTC; null while it has not.</param>
/// <param name="Reason">The reason of its cancellation or failure, or empty.</param>
public sealed record RunRecord(
    long Id, string PackageDigest, WorkflowStatus Status, bool Execute, DateTimeOffset Started, DateTimeOffset Changed,
    DateTimeOffset? Finished, string Reason)
{
    /// <summary>W3C <c>traceparent</c> of the request that it was accepted with, or null.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>One line of the journal of a run, which is only ever added to.</summary>
/// <param name="Stage">The stage: handoff, optimise, develop, verify, build.</param>
/// <param name="Bot">Name of the bot, or empty if it is about the whole run.</param>
/// <param name="Outcome">One word: completed, created, updated, unchanged, passed, failed ...</param>
/// <param name="Reason">The details: a commit, counts, the reason of a failure.</param>
public sealed record JournalEntry(string Stage, string Bot, string Outcome, string Reason)
{
    /// <summary>Hash of all that the outcome follows from, or empty: the same hash need not be done again.</summary>
    public string InputHash { get; init; } = "";

    /// <summary>The number of the attempt; 0 if attempts are not counted.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets the output with which an interrupted run continues; null if it is not needed, or the run has ended.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Content { get; init; }

    /// <summary>When it was written, UTC; set by the store.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Row id; set by the store. Later entries of a run have higher ones.</summary>
    public long Id { get; init; }
}
