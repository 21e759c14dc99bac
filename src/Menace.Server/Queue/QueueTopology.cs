using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Menace.Server.Queue;

/// <summary>
/// The required topology of a broker: the queue of packages and the dead-letter queue. Declared only by <c>menace stage4 init</c>; all
/// others find it there, or say that it is missing.
/// </summary>
internal static class QueueTopology
{
    /// <summary>The queue of messages that were delivered too often.</summary>
    public const string DeadExchange = "menace.dlx";

    /// <summary>The queue behind it.</summary>
    public const string DeadQueue = "menace.dead.v1";

    /// <summary>
    /// The delivery limit of dead letters: listing counts as a delivery. RabbitMQ 4 removes a message after 20 by default, and older
    /// versions have no value for "unlimited".
    /// </summary>
    public const int DeadDeliveryLimit = 1_000_000;

    /// <summary>A message whose receivers die is delivered this often again: once more than this in all.</summary>
    public const int DeliveryLimit = 3;

    /// <summary>Messages that a queue takes; more are refused, and stay in their senders' outboxes.</summary>
    public const int MaximumLength = 50_000;

    /// <summary>The time limit for an unacknowledged message: a full Stage 4 holds it until it has room.</summary>
    public static readonly TimeSpan ConsumerTimeout = TimeSpan.FromHours(2);

    /// <summary>Declares the exchange and the queues; existing ones stay.</summary>
    /// <exception cref="OperationInterruptedException">Something is there already that is different.</exception>
    public static async Task DeclareAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await DeclareDeadExchangeAsync(channel, cancellationToken);
        foreach (var (name, arguments) in Queues(queue))
        {
            await channel.QueueDeclareAsync(
                name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        }

        await channel.QueueBindAsync(DeadQueue, DeadExchange, queue, cancellationToken: cancellationToken);
    }

    /// <summary>The exchange alone.</summary>
    public static Task DeclareDeadExchangeAsync(IChannel channel, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(
            DeadExchange, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: cancellationToken);

    /// <summary>Every queue with its arguments; the one of packages is <paramref name="queue"/>.</summary>
    public static IReadOnlyList<(string Name, Dictionary<string, object?> Arguments)> Queues(string queue) =>
    [
        (queue, ArgumentsOf(queue)),
        (DeadQueue, DeadArguments()),
    ];

    /// <summary>The arguments of <see cref="DeadQueue"/>.</summary>
    public static Dictionary<string, object?> DeadArguments() =>
        new() { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = DeadDeliveryLimit };

    private static Dictionary<string, object?> ArgumentsOf(string queue) => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = DeadExchange,
        ["x-dead-letter-routing-key"] = queue,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
        ["x-max-length"] = MaximumLength,

        // Of no effect before 3.12: there the broker's own setting is to be raised.
        ["x-consumer-timeout"] = (long)ConsumerTimeout.TotalMilliseconds,
    };

    /// <summary>Returns a readable reason of a rejection.</summary>
    public static string ReasonOf(OperationInterruptedException exception) => exception.ShutdownReason is { } reason
        ? string.Create(CultureInfo.InvariantCulture, $"the broker refused: {reason.ReplyText} ({reason.ReplyCode})")
        : exception.Message;
}
