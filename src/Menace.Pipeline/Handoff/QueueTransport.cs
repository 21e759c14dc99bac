using System.Diagnostics;
using System.Globalization;
using Menace.Pipeline.Contracts.Stage4Protocol;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Menace.Pipeline.Handoff;

/// <summary>
/// Hands off through a queue of RabbitMQ. A package counts as delivered when the broker has confirmed it, and only if it has a queue for
/// it. The queue itself is declared by <c>menace stage4 init</c>: a sender that declared it could get its arguments wrong for all.
/// </summary>
internal sealed class QueueTransport : IHandoffTransport
{
    /// <summary>Bytes of a gzipped package. A larger one goes to the content store, and the message names it there.</summary>
    public const int LargestMessage = 8 * 1024 * 1024;

    private readonly Func<CancellationToken, Task<BrokerChannel>> _open;
    private readonly Func<Stage4Client>? _store;
    private readonly string _queue;
    private readonly TimeSpan _timeout;

    /// <param name="address">Gives the AMQP address.</param>
    /// <param name="variable">Name of the variable that holds it.</param>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="timeout">Time for one attempt.</param>
    /// <param name="store">The Stage 4 that keeps large packages, or null.</param>
    public QueueTransport(Func<string> address, string variable, string queue, TimeSpan timeout, Func<Stage4Client>? store)
    {
        _open = cancellationToken => BrokerChannel.ConnectAsync(address(), "handoff", timeout, cancellationToken);
        (_queue, _timeout, _store) = (queue, timeout, store);
        Destination = $"queue '{queue}' of the broker in {variable}";
    }

    /// <param name="channel">A channel in confirm mode; it stays the caller's.</param>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="timeout">Time for one attempt.</param>
    /// <param name="store">The Stage 4 that keeps large packages, or null.</param>
    public QueueTransport(IChannel channel, string queue, TimeSpan timeout, Func<Stage4Client>? store)
    {
        _open = _ => Task.FromResult(new BrokerChannel(channel, null));
        (_queue, _timeout, _store) = (queue, timeout, store);
        Destination = $"queue '{queue}' of the given channel";
    }

    public string Destination { get; }

    public async Task<long?> SendAsync(OutgoingPackage package, CancellationToken cancellationToken)
    {
        var message = PackageEnvelope.ToMessage(package);
        var isLarge = message.Length > LargestMessage;
        if (isLarge && _store is null)
        {
            throw new HandoffException(string.Create(CultureInfo.InvariantCulture,
                $"the package has {message.Length:N0} bytes gzipped, but a message may have at most {LargestMessage:N0}. Set " +
                    $"MenaceStage4Url, so that the package goes to its content store and the message only refers to it"));
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        try
        {
            var body = isLarge ? await StoreAsync(message, timeout.Token) : message;
            await using var open = await _open(timeout.Token);
            await PublishAsync(open.Channel, package, body, isGzipped: !isLarge, timeout.Token);
            return null;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HandoffException($"no confirmation within {_timeout.TotalSeconds:0.###} s", exception);
        }
        catch (PublishException exception)
        {
            throw new HandoffException(exception.IsReturn
                ? $"the broker has no queue '{_queue}'. `menace stage4 init` declares it"
                : $"the broker rejected the message: queue '{_queue}' is full, or cannot store it", exception);
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException)
        {
            throw new HandoffException("the connection to the broker broke: " + exception.Message, exception);
        }
    }

    private async Task<byte[]> StoreAsync(byte[] message, CancellationToken cancellationToken)
    {
        using var store = _store!();
        return store.IsPlain
            ? throw new HandoffException(
                "the package is too large for a message, and the given Stage 4 has no content store: its address ends in /handoff")
            : ContentReference.Write(await store.PutContentAsync(message, cancellationToken));
    }

    private async Task PublishAsync(
        IChannel channel, OutgoingPackage package, byte[] body, bool isGzipped, CancellationToken cancellationToken)
    {
        if (await channel.GetNextPublishSequenceNumberAsync(cancellationToken) == 0)
        {
            throw new HandoffException(
                "the given channel is not in confirm mode, so delivery could not be confirmed. Create it with " +
                "publisherConfirmationsEnabled and publisherConfirmationTrackingEnabled");
        }

        var properties = new BasicProperties
        {
            Type = PackageEnvelope.Kind,
            MessageId = package.Digest,
            ContentType = "application/json",
            ContentEncoding = isGzipped ? "gzip" : null,
            DeliveryMode = DeliveryModes.Persistent,
            Headers = Activity.Current?.Id is { } trace ? new Dictionary<string, object?> { ["traceparent"] = trace } : null,
        };
        await channel.BasicPublishAsync("", _queue, mandatory: true, properties, body, cancellationToken);
    }
}
