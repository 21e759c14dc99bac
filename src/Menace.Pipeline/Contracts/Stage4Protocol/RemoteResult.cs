using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

// What is kept of a run at Stage 4 between the stages here.

/// <summary>The records of a run's stages, as Stage 4 keeps them; paths are relative to the folder of the repositories.</summary>
/// <param name="Build">The repositories.</param>
/// <param name="Verify">The verdicts.</param>
public sealed record RemoteRecords(RemoteBuild Build, VerifyRecord Verify);

/// <summary>The repositories of a run at Stage 4, with the package, which the receiver may not have.</summary>
/// <param name="RunId">The run there.</param>
/// <param name="Package">The completed package.</param>
/// <param name="Repositories">The repositories, in the package's order.</param>
/// <param name="Failures">The bots that have none.</param>
public sealed record RemoteBuild(
    long RunId, TaskPackage Package, IReadOnlyList<BotRepository> Repositories, IReadOnlyList<BotFailure> Failures)
{
    /// <summary>Names of the repositories that the list has no task for any more.</summary>
    public IReadOnlyList<string> Orphans { get; init; } = [];

    /// <summary>True if nothing gave the commits a date.</summary>
    public bool BeganUndated { get; init; }

    /// <summary>What the knowledge of Stage 4 gave, with the values: the sender of the package keeps it.</summary>
    public IReadOnlyList<CompletedField> Completed { get; init; } = [];
}

/// <summary>The Stage 4 that builds a package.</summary>
/// <param name="Settings">How it is reached, and how long it is waited for. No secret is in them.</param>
/// <param name="RunId">The run there, or null where the receiver did not say.</param>
public sealed record RemoteTarget(HandoffSettings Settings, long? RunId);

/// <summary>What Stage 4 made of a package.</summary>
/// <param name="Target">Where, and which run.</param>
/// <param name="Repositories">The repositories, in the package's order.</param>
/// <param name="Verdicts">How their tests went.</param>
/// <param name="Findings">What the run had to say.</param>
public sealed record RemoteResult(
    RemoteTarget Target, IReadOnlyList<RemoteRepository> Repositories, IReadOnlyList<VerificationResult> Verdicts,
    IReadOnlyList<DiagnosticRecord> Findings)
{
    /// <summary>As <see cref="RunDetails.Histories"/>.</summary>
    public IReadOnlyDictionary<string, string> Histories { get; init; } = new Dictionary<string, string>();

    /// <summary>The findings of <paramref name="stages"/>.</summary>
    public IEnumerable<PipelineDiagnostic> Of(params PipelineStage[] stages) => Findings
        .Where(finding => stages.Any(stage => string.Equals(stage.ToString(), finding.Stage, StringComparison.OrdinalIgnoreCase)))
        .Select(finding => finding.ToDiagnostic());
}

/// <summary>A repository at Stage 4.</summary>
/// <param name="Bot">The bot.</param>
/// <param name="MainFile">Path of the main source file in it.</param>
/// <param name="Commit">Id of its commit.</param>
/// <param name="Tree">Id of that commit's tree.</param>
/// <param name="Input">Hash of the input that it was made from.</param>
/// <param name="Bundle">Digest of the git bundle that holds it.</param>
public sealed record RemoteRepository(string Bot, string MainFile, string Commit, string Tree, string Input, string Bundle);
