using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Handoff;

/// <summary>A package was not delivered, or nobody confirmed that it was. The message is the reason, without credentials.</summary>
/// <param name="reason">What was found, and what to do.</param>
/// <param name="inner">What it came from.</param>
public sealed class HandoffException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>How long the receiver asks to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True where the receiver answered that it does not want this, now or later.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>True where it is this package that the receiver does not want (400, 413, 422): another one may be welcome.</summary>
    public bool IsOfPackage { get; init; }

    /// <summary>What the receiver found wrong with the package.</summary>
    public IReadOnlyList<DiagnosticRecord> Mistakes { get; init; } = [];
}
