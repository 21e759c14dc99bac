using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Verification;

/// <summary>A verdict and what led to it.</summary>
/// <param name="Result">The verdict.</param>
/// <param name="Findings">The findings.</param>
internal sealed record TestedBotResult(VerificationResult Result, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>When its setup started and its tests ended, or null if nothing was run.</summary>
    public (DateTime Start, DateTime End)? Ran { get; init; }

    /// <summary>True if its tests were run and something in them went wrong that may have to do with what ran beside them.</summary>
    public bool MayPassAlone { get; init; }

    /// <summary>Gets the key of the tree as it was when its last run began; empty if it was not run.</summary>
    public string TreeKey { get; init; } = "";

    /// <summary>Gets the kind of the fast plan by which it was tested; null if it was tested the literal way.</summary>
    public string? Kind { get; init; }

    /// <summary>Gets its time in an earlier interrupted build, or null.</summary>
    public (DateTime Start, DateTime End)? RanBefore { get; init; }

    /// <summary>Those of <see cref="Findings"/> that only its run could tell: they are kept with the verdict.</summary>
    public IReadOnlyList<RunWarning> Warnings { get; init; } = [];

    /// <summary>Returns whether it may have been running at the time of <paramref name="change"/>.</summary>
    public bool WasAtWork(FileChange change) =>
        (Ran is { } ran && change.MayBeWithin(ran.Start, ran.End))
            || (RanBefore is { } before && change.MayBeWithin(before.Start, before.End));

    /// <summary>Returns whether both ran at the same time.</summary>
    public bool Overlaps(TestedBotResult other) =>
        Ran is { } mine && other.Ran is { } theirs && mine.Start < theirs.End && theirs.Start < mine.End;
}
