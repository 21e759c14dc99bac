using System.Security.Cryptography;

namespace Menace.Pipeline.Infrastructure;

/// <summary>The pauses between the attempts of something that failed: each longer than the one before, up to the longest.</summary>
/// <param name="First">The pause after the first failure.</param>
/// <param name="Longest">No pause is longer.</param>
internal sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>Gets the factor of the pause after each further failure.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>True: up to half of each pause is left out by chance, so that many clients do not come back at the same moment.</summary>
    public bool IsSpread { get; init; }

    /// <summary>The same pause after each failure.</summary>
    public static Backoff Constant(TimeSpan pause) => new(pause, pause);

    /// <summary>Gets the pause after that many failures.</summary>
    /// <param name="failures">At least 1.</param>
    /// <param name="atLeast">The pause that the other side requests, or null; used if it is longer, up to <see cref="Longest"/>.</param>
    public TimeSpan After(int failures, TimeSpan? atLeast = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var full = First.TotalSeconds == 0 ? 0 : Math.Min(First.TotalSeconds * Math.Pow(Factor, failures - 1), Longest.TotalSeconds);
        var pause = TimeSpan.FromSeconds(IsSpread ? full / 2 + (full / 2 * RandomNumberGenerator.GetInt32(1001) / 1000) : full);
        return atLeast is not { } asked || asked <= pause ? pause : asked < Longest ? asked : Longest;
    }

    /// <summary>Waits for the pause after that many failures.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task WaitAsync(int failures, TimeProvider clock, CancellationToken cancellationToken) =>
        Task.Delay(After(failures), clock, cancellationToken);
}
