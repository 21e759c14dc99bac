using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Handoff;

/// <summary>Hands off over HTTP.</summary>
/// <param name="open">Makes the client when it is needed: the address may be in a variable.</param>
/// <param name="destination">The address without credentials, or the name of the variable that holds it.</param>
internal sealed class HttpTransport(Func<Stage4Client> open, string destination) : IHandoffTransport
{
    public string Destination => destination;

    public async Task<long?> SendAsync(OutgoingPackage package, CancellationToken cancellationToken)
    {
        using var client = open();
        return await client.PostAsync(package, cancellationToken);
    }
}
