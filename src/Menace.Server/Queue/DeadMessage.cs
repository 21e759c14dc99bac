using System.Text;
using Menace.Pipeline.Contracts;
using RabbitMQ.Client;

namespace Menace.Server.Queue;

/// <summary>A message of the broker's dead queue, which we hold until it is acknowledged or the channel ends.</summary>
/// <param name="Tag">Its number on the channel.</param>
/// <param name="Properties">Its properties.</param>
/// <param name="Body">Its body.</param>
internal sealed record DeadMessage(ulong Tag, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// Headers that the broker writes. They are removed from a requeued message, where they would look like those of the sender.
    /// </summary>
    private static readonly string[] OfTheBroker = [
        "x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count", "x-opt-deaths"];

    /// <summary>Gets the message id of the sender, or else the SHA-256 of the body.</summary>
    public string Id { get; } = Properties.MessageId is { Length: > 0 } id ? id : ContentDigest.Of(Body.Span);

    /// <summary>Gets its last death; null if a user put it into the queue.</summary>
    public Death? Death { get; } = Death.In(Properties.Headers);

    /// <summary>Properties to send it with again.</summary>
    public BasicProperties ToProperties()
    {
        var properties = new BasicProperties(Properties)
        {
            Headers = Properties.Headers?.Where(
                header => !OfTheBroker.Any(prefix => header.Key.StartsWith(prefix, StringComparison.Ordinal)))
                .ToDictionary(header => header.Key, header => header.Value),
        };

        // The broker rejects a user id other than that of the sender.
        properties.ClearUserId();
        return properties;
    }
}

/// <summary>The death of a message, as the broker records it.</summary>
/// <param name="Queue">The queue that it was in.</param>
/// <param name="Reason"><c>delivery_limit</c>, <c>rejected</c>, <c>expired</c> or <c>maxlen</c>.</param>
/// <param name="At">When, UTC.</param>
internal sealed record Death(string Queue, string Reason, DateTimeOffset? At)
{
    /// <summary>Reads the entries of the broker in <paramref name="headers"/>, the last death first.</summary>
    public static Death? In(IDictionary<string, object?>? headers) =>
        headers is not null && headers.TryGetValue("x-death", out var value) && value is IList<object> { Count: > 0 } deaths
            && deaths[0] is IDictionary<string, object?> last && Text(last, "queue") is { Length: > 0 } queue
            ? new(queue, Text(last, "reason") ?? "", last.TryGetValue("time", out var time) && time is AmqpTimestamp at
                ? DateTimeOffset.FromUnixTimeSeconds(at.UnixTime) : null)
            : null;

    private static string? Text(IDictionary<string, object?> table, string key) =>
        table.TryGetValue(key, out var value) && value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;
}
