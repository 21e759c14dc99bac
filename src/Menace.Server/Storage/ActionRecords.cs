namespace Menace.Server.Storage;

// The work queue: an action is one thing that a worker does, and its key names what comes out of it.

/// <summary>An action to be queued.</summary>
/// <param name="Key">SHA-256 of all that the result follows from (package, bot, toolchain, version, policy): the same key, the same
/// result.</param>
/// <param name="Bot">Name of the bot.</param>
internal sealed record ActionDraft(string Key, string Bot);

/// <summary>An action in the store.</summary>
/// <param name="Key">Its key.</param>
/// <param name="RunId">The run that it is done for.</param>
/// <param name="Bot">Name of the bot.</param>
/// <param name="State">The state.</param>
/// <param name="Attempt">
/// The number of leases so far. It is also the fencing token: a worker with an older one has lost the action.
/// </param>
/// <param name="LeaseUntil">When the lease ends, UTC; null if it is not leased.</param>
/// <param name="Worker">The last worker, or empty.</param>
/// <param name="NextAt">It is not leased before this time, UTC.</param>
/// <param name="Created">When it was queued first, UTC.</param>
internal sealed record ActionRecord(
    string Key, long RunId, string Bot, ActionState State, int Attempt, DateTimeOffset? LeaseUntil, string Worker, DateTimeOffset NextAt,
    DateTimeOffset Created)
{
    /// <summary>The worker whose expired lease was taken over; set only by <see cref="RunQueue.Lease"/>.</summary>
    public string? LostBy { get; init; }
}

/// <summary>The life of an action.</summary>
internal enum ActionState
{
    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker has it, until its lease ends.</summary>
    Leased,

    /// <summary>It has a result: the bot passed.</summary>
    Done,

    /// <summary>It has a result: anything else. Such results are never tried again.</summary>
    Failed,

    /// <summary>It failed without a result and was dead-lettered.</summary>
    Quarantined,

    /// <summary>Its run was cancelled.</summary>
    Cancelled,
}

/// <summary>The result of an action (message <c>menace.build.result/1</c>).</summary>
internal enum ActionOutcome
{
    /// <summary>Built, and its tests pass.</summary>
    Passed,

    /// <summary>Built, but a test fails.</summary>
    TestFailed,

    /// <summary>Does not build.</summary>
    BuildFailed,

    /// <summary>Took too long.</summary>
    Timeout,

    /// <summary>Was called off.</summary>
    Cancelled,

    /// <summary>The machine failed, not the bot.</summary>
    InfraError,
}

/// <summary>A result as a worker hands it in, and as it is kept.</summary>
/// <param name="ActionKey">The action.</param>
/// <param name="Attempt">The attempt of the lease under which it was made.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Content">The whole result as JSON.</param>
internal sealed record ActionResult(string ActionKey, int Attempt, ActionOutcome Outcome, string Content)
{
    /// <summary>Gets the reason, in one line of the journal.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was kept, UTC; set by the store.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The length of the queue, for admission and display.</summary>
/// <param name="Ready">Actions that a worker could lease now, among them those whose lease has run out.</param>
/// <param name="Postponed">Actions that wait for their time.</param>
/// <param name="Leased">Running actions.</param>
/// <param name="Oldest">Since when the oldest ready action waits, UTC; null if none does.</param>
internal sealed record QueueDepth(int Ready, int Postponed, int Leased, DateTimeOffset? Oldest);
