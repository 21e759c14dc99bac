using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Handoff;

/// <summary>A way to Stage 4.</summary>
public interface IHandoffTransport
{
    /// <summary>Gets the destination, without credentials.</summary>
    string Destination { get; }

    /// <summary>
    /// Delivers <paramref name="package"/>. When this returns, the receiver has said that it keeps it; a package that comes twice is one to
    /// it.
    /// </summary>
    /// <returns>The run that there is for it, or null if the receiver does not say.</returns>
    /// <exception cref="HandoffException">It was not delivered, or that is not certain.</exception>
    Task<long?> SendAsync(OutgoingPackage package, CancellationToken cancellationToken);
}
