using RabbitMQ.Client;

namespace Menace.Pipeline.Handoff;

/// <summary>A channel in confirm mode, with its connection where that is ours to close.</summary>
internal sealed record BrokerChannel(IChannel Channel, IConnection? Connection) : IAsyncDisposable
{
    /// <summary>Opens both.</summary>
    /// <exception cref="HandoffException">The address is none of AMQP.</exception>
    public static async Task<BrokerChannel> ConnectAsync(string address, string purpose, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new HandoffException("the address of the broker is no amqp or amqps address");
        }

        var factory = new ConnectionFactory
        {
            Uri = uri,
            ClientProvidedName = "Menace.Sdk " + purpose,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = timeout,
            ContinuationTimeout = timeout,
        };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        try
        {
            var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
            return new(await connection.CreateChannelAsync(options, cancellationToken), connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
        {
            await Channel.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
