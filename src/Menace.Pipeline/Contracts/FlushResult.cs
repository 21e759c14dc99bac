namespace Menace.Pipeline.Contracts;

/// <summary>The outcomes of the waiting messages.</summary>
/// <param name="Confirmed">Delivered now.</param>
/// <param name="Waiting">Still in the outbox.</param>
/// <param name="Reason">Why the oldest of those is, or null.</param>
public sealed record FlushResult(int Confirmed, int Waiting, string? Reason)
{
    /// <summary>Packages that a receiver rejected; they are dead-lettered.</summary>
    public int Refused { get; init; }

    /// <summary>Why the first of those is, or null.</summary>
    public string? RefusedReason { get; init; }
}
