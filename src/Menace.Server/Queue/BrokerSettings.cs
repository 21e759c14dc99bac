using Menace.Pipeline.Handoff;
using RabbitMQ.Client;

namespace Menace.Server.Queue;

/// <summary>Where packages come from besides HTTP.</summary>
/// <param name="UriVariable">Name of the environment variable that holds the AMQP address.</param>
/// <param name="Queue">Name of the queue.</param>
internal sealed record BrokerSettings(string UriVariable, string Queue)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Connects.</summary>
    /// <exception cref="HandoffException">The variable is not set, or the broker cannot be used.</exception>
    public async Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken) =>
        await BrokerConnection.OpenAsync(HandoffTransports.Value(UriVariable), "menace " + purpose, Timeout, cancellationToken);
}
