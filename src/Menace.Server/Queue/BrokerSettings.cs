using Menace.Pipeline.Handoff;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Menace.Server.Queue;

/// <summary>Where packages come from besides HTTP.</summary>
/// <param name="UriVariable">Name of the environment variable that holds the AMQP address.</param>
/// <param name="Queue">Name of the queue.</param>
internal sealed record BrokerSettings(string UriVariable, string Queue)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Connects; whoever connects again does it on purpose, so the client does not.</summary>
    /// <exception cref="HandoffException">The broker is out of reach, or lets nobody in.</exception>
    public async Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(UriVariable) is not { Length: > 0 } text)
        {
            throw new HandoffException($"the environment variable {UriVariable} is not set");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new HandoffException($"the environment variable {UriVariable} holds no amqp or amqps address");
        }

        try
        {
            var factory = new ConnectionFactory
            {
                Uri = uri,
                ClientProvidedName = "menace " + purpose,
                AutomaticRecoveryEnabled = false,
                RequestedConnectionTimeout = Timeout,
                RequestedHeartbeat = TimeSpan.FromSeconds(30),
            };
            return await factory.CreateConnectionAsync(cancellationToken);
        }
        catch (BrokerUnreachableException exception)
        {
            throw new HandoffException(BrokerReasons.Of(exception), exception);
        }
    }
}
