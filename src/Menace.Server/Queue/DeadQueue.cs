using System.Globalization;
using System.Runtime.CompilerServices;
using Menace.Pipeline.Handoff;
using Menace.Server.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Menace.Server.Queue;

/// <summary>
/// The dead-letter queue of a broker. Listed messages are held unacknowledged on one channel, and go back when it closes for any reason:
/// a message is acknowledged only if the broker has confirmed it elsewhere, or to drop it.
/// </summary>
/// <remarks>
/// Measured with RabbitMQ 3.10: if all were listed, they keep their order; otherwise listed messages move behind the others.
/// </remarks>
internal sealed class DeadQueue : IAsyncDisposable
{
    /// <summary>Messages that are held at once.</summary>
    public const int MostHeld = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestReturn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReturnPoll = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The first version that drops messages after too many deliveries, see <see cref="QueueTopology.DeadDeliveryLimit"/>.
    /// </summary>
    private static readonly Version Dropping = new(4, 0);

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private long _held;

    private DeadQueue(IConnection connection, IChannel channel, uint count)
    {
        _connection = connection;
        _channel = channel;
        Count = count;
    }

    /// <summary>Gets the number of messages when it was opened.</summary>
    public uint Count { get; }

    /// <summary>Called between the two steps of <see cref="RequeueAsync"/>: the broker has the message twice.</summary>
    public Func<IConnection, Task> Confirmed { get; init; } = _ => Task.CompletedTask;

    /// <summary>Gets the clock of the wait until the broker has returned held messages to the queue.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Connects.</summary>
    /// <exception cref="HandoffException">The broker cannot be used, or listing would not be safe there.</exception>
    /// <exception cref="RabbitMQClientException">There is no dead queue, or the connection broke.</exception>
    public static async Task<DeadQueue> OpenAsync(
        BrokerSettings broker, Func<IConnection, Task>? confirmed, CancellationToken cancellationToken)
    {
        var connection = await broker.ConnectAsync("dead", cancellationToken);
        try
        {
            if (BrokerSettings.VersionOf(connection) >= Dropping)
            {
                await CheckAsync(connection, broker, cancellationToken);
            }

            var channel = await connection.CreateChannelAsync(
                new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
            var found = await channel.QueueDeclarePassiveAsync(QueueTopology.DeadQueue, cancellationToken);
            return new(connection, channel, found.MessageCount) { Confirmed = confirmed ?? (_ => Task.CompletedTask) };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The messages, oldest first, as long as the caller wants more and at most <paramref name="most"/>. Each is held until it is
    /// acknowledged or this is disposed of.
    /// </summary>
    public async IAsyncEnumerable<DeadMessage> ReadAsync(long most, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var read = 0L; read < most
            && await _channel.BasicGetAsync(QueueTopology.DeadQueue, autoAck: false, cancellationToken) is { } message; read++)
        {
            _held++;
            yield return new(message.DeliveryTag, message.BasicProperties, message.Body);
        }
    }

    /// <summary>The first message called <paramref name="id"/> among the first <see cref="MostHeld"/>; null if there is none.</summary>
    public async Task<DeadMessage?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var message in ReadAsync(MostHeld, cancellationToken))
        {
            if (message.Id == id)
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>
    /// Sends a message to the queue that it came from, and when the broker has confirmed it, removes it here. In between it is there twice,
    /// never not at all.
    /// </summary>
    /// <returns>Why it stays, or null if it does not.</returns>
    /// <exception cref="HandoffException">There is no answer; it stays, and may be there twice.</exception>
    public async Task<string?> RequeueAsync(DeadMessage message, CancellationToken cancellationToken)
    {
        if (message.Death is not { Queue: var queue })
        {
            return "its original queue is unknown; send it again, and drop it";
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await _channel.BasicPublishAsync("", queue, mandatory: true, message.ToProperties(), message.Body, timeout.Token);
        }
        catch (PublishException exception)
        {
            return exception.IsReturn ? $"the queue '{queue}' no longer exists" : $"queue '{queue}' is full, or cannot store it";
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HandoffException(
                string.Create(CultureInfo.InvariantCulture, $"no confirmation within {Patience.TotalSeconds:0} s"), exception);
        }

        await Confirmed(_connection);
        await DropAsync(message, cancellationToken);
        return null;
    }

    /// <summary>Removes a message for good.</summary>
    public async Task DropAsync(DeadMessage message, CancellationToken cancellationToken)
    {
        await _channel.BasicAckAsync(message.Tag, multiple: false, cancellationToken);
        _held--;
    }

    /// <summary>Closes the channel after all acknowledgements; messages that are still held return to the queue.</summary>
    /// <exception cref="RabbitMQClientException">The connection broke: messages acknowledged last may still be there.</exception>
    public async Task CloseAsync(CancellationToken cancellationToken) => await _channel.CloseAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        try
        {
            await HandedBackAsync();
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException)
        {
            // Then they go back with the connection.
        }

        await _connection.DisposeAsync();
    }

    /// <summary>
    /// Waits, for moments, until the broker has them back: it reports the end of the channel earlier, and the next reader would miss them.
    /// </summary>
    private async Task HandedBackAsync()
    {
        if (_held == 0 || !_connection.IsOpen)
        {
            return;
        }

        await using var channel = await _connection.CreateChannelAsync();
        for (var waited = TimeSpan.Zero; waited < LongestReturn
            && await channel.MessageCountAsync(QueueTopology.DeadQueue) < _held; waited += ReturnPoll)
        {
            await Task.Delay(ReturnPoll, Clock);
        }
    }

    /// <summary>Compares by declaring existing entities again, as AMQP requires.</summary>
    private static async Task CheckAsync(IConnection connection, BrokerSettings broker, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await channel.QueueDeclareAsync(
                QueueTopology.DeadQueue, durable: true, exclusive: false, autoDelete: false, QueueTopology.DeadArguments(),
                cancellationToken: cancellationToken);
        }
        catch (OperationInterruptedException exception)
        {
            throw new HandoffException(
                $"this version of RabbitMQ drops messages after 20 deliveries, unless its queue '{QueueTopology.DeadQueue}' is declared " +
                    $"as 'menace stage4 init --queue-uri-variable {broker.UriVariable}' declares it: {QueueTopology.ReasonOf(exception)}",
                    exception);
        }
    }
}
