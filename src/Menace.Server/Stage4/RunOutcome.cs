using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Server.Stage4;

/// <summary>The outcome of a run: the content of its result.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Bots">Every bot of the package, in its order.</param>
/// <param name="Findings">Everything that the run had to say.</param>
internal sealed record RunOutcome(ActionOutcome Outcome, IReadOnlyList<BotOutcome> Bots, IReadOnlyList<RunFinding> Findings)
{
    /// <summary>Digest of the records of its stages in the content store (<see cref="Pipeline.Contracts.Stage4Protocol.RemoteRecords"/>), where it got that far.</summary>
    public string? Records { get; init; }
}

/// <summary>The outcome of a bot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome"><c>passed</c>, <c>failed</c>, <c>blocked</c> or <c>not_run</c>.</param>
/// <param name="Stage">The reporting stage.</param>
internal sealed record BotOutcome(string Name, string Outcome, string Stage)
{
    /// <summary>Codes of its errors.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    public string? Language { get; init; }

    /// <summary>The commit that holds it.</summary>
    public string? Commit { get; init; }

    /// <summary>The tree of that commit.</summary>
    public string? Tree { get; init; }

    /// <summary>The repository, as a git bundle in the content store.</summary>
    public RepositoryBundle? Repository { get; init; }

    public TestCounts? Tests { get; init; }

    /// <summary>Wall time of setup and tests.</summary>
    public double Seconds { get; init; }
}

/// <summary>A repository in the content store.</summary>
internal sealed record RepositoryBundle(string Digest, long Size, string Url);

/// <summary>Tests of a bot.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped);

/// <summary>Something that a run had to say, with its place in the task of the sender's list.</summary>
internal sealed record RunFinding(string Id, string Severity, string Message, string? Bot, string? Property, int Offset, int Length)
{
    /// <summary>Gets the arguments of the rule's message format.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the reporting stage, in lower case.</summary>
    public string Stage { get; init; } = "";

    public static IEnumerable<RunFinding> Of(PipelineStage stage, IReadOnlyList<PipelineDiagnostic> diagnostics) => diagnostics.Select(diagnostic => new RunFinding(
        diagnostic.Rule.Id, diagnostic.Rule.Severity.ToString().ToLowerInvariant(), diagnostic.Message, diagnostic.Bot, diagnostic.Anchor?.Property,
        diagnostic.Anchor?.Offset ?? 0, diagnostic.Anchor?.Length ?? 0)
    {
        Arguments = diagnostic.Arguments,
        Stage = stage.ToString().ToLowerInvariant(),
    });
}
