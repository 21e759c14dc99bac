using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Handoff;

/// <summary>A package was not delivered, or its delivery was not confirmed. The message is the reason, without credentials.</summary>
/// <param name="reason">The cause and the remedy.</param>
/// <param name="inner">The cause.</param>
public sealed class HandoffException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>Gets the retry delay that the receiver requested, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True if the receiver answered that it does not want this, now or later.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>True if it is this package that the receiver does not want (400, 413, 422): another one may be welcome.</summary>
    public bool IsOfPackage { get; init; }

    /// <summary>Gets the errors that the receiver found in the package.</summary>
    public IReadOnlyList<DiagnosticRecord> Mistakes { get; init; } = [];
}
