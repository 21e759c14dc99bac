using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Verification;

/// <summary>A verdict and what led to it.</summary>
/// <param name="Result">The verdict.</param>
/// <param name="Findings">What is to be said.</param>
internal sealed record TestedBot(VerificationResult Result, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>When its setup started and its tests ended, or null where nothing was run.</summary>
    public (DateTime Start, DateTime End)? Ran { get; init; }

    /// <summary>True where its tests were run and something in them went wrong that may have to do with what ran beside them.</summary>
    public bool MayPassAlone { get; init; }

    /// <summary>True where there is something to say that would be lost with it; what a linter says is part of the verdict.</summary>
    public bool HasToBeSaid { get; init; }

    /// <summary>True where both were at work at the same time.</summary>
    public bool Overlaps(TestedBot other) =>
        Ran is { } mine && other.Ran is { } theirs && mine.Start < theirs.End && theirs.Start < mine.End;
}
