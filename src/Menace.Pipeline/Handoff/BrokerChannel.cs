using RabbitMQ.Client;

namespace Menace.Pipeline.Handoff;

/// <summary>A channel in confirm mode, with its connection if this object closes it.</summary>
internal sealed record BrokerChannel(IChannel Channel, IConnection? Connection) : IAsyncDisposable
{
    /// <summary>Opens both.</summary>
    /// <exception cref="HandoffException">
    /// The address is not an AMQP address, the broker is unreachable, or authentication failed.
    /// </exception>
    public static async Task<BrokerChannel> ConnectAsync(
        string address, string purpose, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = await BrokerConnection.OpenAsync(address, "Menace.Sdk " + purpose, timeout, cancellationToken);
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
