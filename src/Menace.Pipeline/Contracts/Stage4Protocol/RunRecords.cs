using System.Text.Json.Serialization;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

// What Stage 4 answers about runs (docs/server.md): written by the server, read by the client.

/// <summary>A run in a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status"><c>recorded</c> (it is not to be built), <c>pending</c>, <c>active</c>, <c>done</c>, <c>failed</c> or
/// <c>cancelled</c>.</param>
/// <param name="Execute">Whether it is built.</param>
/// <param name="PackageDigest">Digest of its package.</param>
/// <param name="Started">When it was accepted, UTC.</param>
/// <param name="Changed">When anything of it changed last, UTC.</param>
/// <param name="Finished">When it ended, UTC.</param>
public sealed record RunSummary(
    long Id, string Status, bool Execute, string PackageDigest, DateTimeOffset Started, DateTimeOffset Changed, DateTimeOffset? Finished);

/// <summary>Some of the runs.</summary>
/// <param name="Items">The runs, newest first.</param>
/// <param name="Next">The cursor of the next page, or null if this is the last.</param>
public sealed record RunPage(IReadOnlyList<RunSummary> Items, string? Next);

/// <summary>A run with the outcomes of its bots.</summary>
/// <param name="Run">The run.</param>
/// <param name="Reason">Why it was cancelled or given up, or null.</param>
/// <param name="Attempt">How often it was begun.</param>
/// <param name="Outcome">How it went, in snake_case; null while it has not ended.</param>
/// <param name="Bots">What is known of its bots.</param>
/// <param name="Findings">Its diagnostics, when it has ended.</param>
/// <param name="EventsUrl">Where its events are.</param>
public sealed record RunDetails(
    RunSummary Run, string? Reason, int Attempt, string? Outcome, IReadOnlyList<BotOutcome> Bots, IReadOnlyList<DiagnosticRecord> Findings,
    string EventsUrl)
{
    /// <summary>Digest of its <see cref="RemoteRecords"/> in the content store, or null if it did not get that far.</summary>
    public string? Records { get; init; }

    /// <summary>
    /// Digests of git bundles in the content store, by their paths in a package: the histories of known bots whose code Stage 4 used.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Histories { get; init; }
}

/// <summary>The outcome of a bot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome"><c>passed</c>, <c>failed</c>, <c>blocked</c> or <c>not_run</c>.</param>
/// <param name="Stage">The stage that reported it.</param>
public sealed record BotOutcome(string Name, string Outcome, string Stage)
{
    /// <summary>Codes of its errors.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Its language, or null while that is not known.</summary>
    public string? Language { get; init; }

    /// <summary>The commit that holds it.</summary>
    public string? Commit { get; init; }

    /// <summary>The tree of that commit.</summary>
    public string? Tree { get; init; }

    /// <summary>The repository, as a git bundle in the content store, or null.</summary>
    public RepositoryBundle? Repository { get; init; }

    /// <summary>Its tests, or null if they did not run.</summary>
    public TestCounts? Tests { get; init; }

    /// <summary>Wall time of setup and tests.</summary>
    public double Seconds { get; init; }
}

/// <summary>A repository in the content store.</summary>
/// <param name="Digest">Its SHA-256.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Url">Where it is.</param>
public sealed record RepositoryBundle(string Digest, long Size, string Url);

/// <summary>Tests of a bot.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Skipped">How many were skipped.</param>
public sealed record TestCounts(int Passed, int Failed, int Skipped);

/// <summary>An event of a run.</summary>
/// <param name="Stage"><c>run</c>, or a stage of the pipeline.</param>
/// <param name="Bot">Name of the bot, or empty if it is about the whole run.</param>
/// <param name="Outcome">One word.</param>
/// <param name="Reason">What goes with it.</param>
/// <param name="Attempt">The attempt that it belongs to.</param>
/// <param name="At">When, UTC.</param>
public sealed record RunEvent(string Stage, string Bot, string Outcome, string? Reason, int Attempt, DateTimeOffset At)
{
    /// <summary>Its id in the stream, or null if it has none.</summary>
    [JsonIgnore]
    public string? Id { get; init; }

    /// <summary>Its kind in the stream: <c>open</c>, <c>progress</c>, <c>ping</c> or <c>end</c>.</summary>
    [JsonIgnore]
    public string Kind { get; init; } = "";
}

/// <summary>The answer to a package.</summary>
/// <param name="RunId">The run that there is for it, or null if the receiver names none.</param>
/// <param name="Repeated">True where there was one before.</param>
/// <param name="Url">Where the run is.</param>
public sealed record AcceptedPackage(long? RunId, bool Repeated, string? Url);

/// <summary>What a client reads of a problem document (RFC 9457).</summary>
/// <param name="Title">The kind of problem.</param>
/// <param name="Detail">This one.</param>
/// <param name="Findings">The mistakes in a package that was refused.</param>
internal sealed record ProblemDocument(string? Title, string? Detail, IReadOnlyList<DiagnosticRecord>? Findings);
