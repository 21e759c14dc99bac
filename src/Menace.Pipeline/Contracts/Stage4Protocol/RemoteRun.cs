using Menace.Model.Diagnostics;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

// What Stage 4 says of a run (docs/server.md), and what is kept of it between the stages here.

/// <summary>A run at Stage 4.</summary>
/// <param name="Run">Its state.</param>
/// <param name="Reason">The reason of its cancellation or failure, or null.</param>
/// <param name="Outcome">The outcome, or null while it has not ended.</param>
/// <param name="Bots">The known states of its bots.</param>
/// <param name="Findings">The findings of the run.</param>
/// <param name="Records">Digest of its <see cref="RemoteRecords"/> in the content store, or null if it did not get that far.</param>
public sealed record RemoteRun(
    RemoteRunState Run, string? Reason, string? Outcome, IReadOnlyList<RemoteBot> Bots, IReadOnlyList<RemoteFinding> Findings, string? Records);

/// <summary>The state of a run.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status"><c>recorded</c>, <c>pending</c>, <c>active</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
public sealed record RemoteRunState(long Id, string Status);

/// <summary>The outcome of a bot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Repository">The place of its repository in the content store, or null.</param>
public sealed record RemoteBot(string Name, RemoteContent? Repository);

/// <summary>Something in the content store.</summary>
/// <param name="Digest">Its SHA-256.</param>
public sealed record RemoteContent(string Digest);

/// <summary>Something that happened in a run.</summary>
/// <param name="Stage"><c>run</c>, or a stage of the pipeline.</param>
/// <param name="Bot">Name of the bot, or empty.</param>
/// <param name="Outcome">One word.</param>
/// <param name="Reason">The details.</param>
public sealed record RemoteEvent(string Stage, string Bot, string Outcome, string? Reason)
{
    /// <summary>Its id, or null if it has none.</summary>
    public string? Id { get; init; }

    /// <summary><c>open</c>, <c>progress</c>, <c>ping</c> or <c>end</c>.</summary>
    public string Kind { get; init; } = "";
}

/// <summary>A finding of a run.</summary>
/// <param name="Id">Code of its rule.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>information</c>.</param>
/// <param name="Message">The whole message.</param>
/// <param name="Bot">The bot it is about, or null.</param>
/// <param name="Property">Its place in the task, or null for the name.</param>
/// <param name="Offset">See <see cref="TaskAnchor"/>.</param>
/// <param name="Length">See <see cref="TaskAnchor"/>.</param>
public sealed record RemoteFinding(string Id, string Severity, string Message, string? Bot, string? Property, int Offset, int Length)
{
    /// <summary>Gets the arguments of the rule's message format.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the reporting stage, in lower case.</summary>
    public string Stage { get; init; } = "";

    /// <summary>The finding by the rule that has this code here, where its message would be the same; else as MENACE2019.</summary>
    public PipelineDiagnostic ToDiagnostic()
    {
        var severity = Severity switch { "error" => RuleSeverity.Error, "warning" => RuleSeverity.Warning, _ => RuleSeverity.Information };
        var anchor = Property is null ? null : new TaskAnchor(Property, Offset, Length);
        var known = Rules.All.FirstOrDefault(rule => rule.Id == Id && rule.Severity == severity);
        return known is not null && Holes(known) == Arguments.Count && new PipelineDiagnostic(known, Arguments) { Bot = Bot, Anchor = anchor } is var same && same.Message == Message
            ? same
            : new(Rules.RemoteFinding with { Severity = severity }, [Id, Message]) { Bot = Bot, Anchor = anchor };
    }

    private static int Holes(RuleDescriptor rule) => Enumerable.Range(0, 10).Count(hole => rule.MessageFormat.Contains($"{{{hole}}}", StringComparison.Ordinal));
}

/// <summary>The records of a run's stages, as Stage 4 keeps them; paths are relative to the folder of the repositories.</summary>
/// <param name="Build">The repositories.</param>
/// <param name="Verify">The verdicts.</param>
public sealed record RemoteRecords(BuildRecord Build, VerifyRecord Verify);

/// <summary>The Stage 4 that builds a package.</summary>
/// <param name="Settings">Its address and the time limits, without secrets.</param>
/// <param name="RunId">The run there, or null if the receiver did not say.</param>
public sealed record RemoteTarget(HandoffSettings Settings, long? RunId);

/// <summary>The results of Stage 4 for a package.</summary>
/// <param name="Target">Where, and which run.</param>
/// <param name="Repositories">The repositories, in the package's order.</param>
/// <param name="Verdicts">Their test results.</param>
/// <param name="Findings">The findings of the run.</param>
public sealed record RemoteResult(
    RemoteTarget Target, IReadOnlyList<RemoteRepository> Repositories, IReadOnlyList<VerificationResult> Verdicts, IReadOnlyList<RemoteFinding> Findings)
{
    /// <summary>The findings of <paramref name="stages"/>.</summary>
    public IEnumerable<PipelineDiagnostic> Of(params PipelineStage[] stages) =>
        Findings.Where(finding => stages.Any(stage => string.Equals(stage.ToString(), finding.Stage, StringComparison.OrdinalIgnoreCase))).Select(finding => finding.ToDiagnostic());
}

/// <summary>A repository at Stage 4.</summary>
/// <param name="Bot">The bot.</param>
/// <param name="MainFile">Path of the main source file in it.</param>
/// <param name="Commit">Id of its commit.</param>
/// <param name="Tree">Id of that commit's tree.</param>
/// <param name="Input">Hash of the input that it was made from.</param>
/// <param name="Bundle">Digest of the git bundle that holds it.</param>
public sealed record RemoteRepository(string Bot, string MainFile, string Commit, string Tree, string Input, string Bundle);
