using Menace.Server.Storage;
using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Server.Stage4;

/// <summary>The outcome of a run: the content of its result.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Bots">Every bot of the package, in its order.</param>
/// <param name="Findings">Everything that the run had to say.</param>
internal sealed record RunOutcome(ActionOutcome Outcome, IReadOnlyList<BotOutcome> Bots, IReadOnlyList<DiagnosticRecord> Findings)
{
    /// <summary>Digest of the records of its stages in the content store (<see cref="RemoteRecords"/>), where it got that far.</summary>
    public string? Records { get; init; }

    /// <summary>As <see cref="RunDetails.Histories"/>; they stand here, so that the digests keep what is in the content store.</summary>
    public IReadOnlyDictionary<string, string>? Histories { get; init; }
}
