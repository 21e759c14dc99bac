using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Handoff;
using Menace.Server.Hosting;
using Menace.Server.Queue;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Menace.Server.Commands;

/// <summary><c>menace dead</c> on the dead queue of a broker.</summary>
internal sealed class BrokerDead(BrokerSettings broker, TextWriter output, Func<IConnection, Task>? confirmed = null)
{
    private const long LargestText = 16 << 20;

    private static readonly JsonSerializerOptions Json = new(ServiceJson.Options) { WriteIndented = true };

    public Task ListAsync(int limit, CancellationToken cancellationToken) => UseAsync(async queue =>
    {
        var most = Math.Min(limit, DeadQueue.MostHeld);
        await foreach (var message in queue.ReadAsync(most, cancellationToken))
        {
            output.WriteLine(Line(message));
        }

        if (queue.Count > most)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {queue.Count - most} more"));
        }
    }, cancellationToken);

    public Task ShowAsync(string id, CancellationToken cancellationToken) => UseAsync(async queue =>
    {
        var message = await FindAsync(queue, id, cancellationToken);
        output.WriteLine(Line(message));
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                message.Properties.Type,
                message.Properties.ContentType,
                message.Properties.ContentEncoding,
                Headers = Plain(message.Properties.Headers)
            }, Json));
        output.WriteLine(await TextAsync(message, cancellationToken));
    }, cancellationToken);

    public Task RequeueAsync(string id, CancellationToken cancellationToken) => UseAsync(async queue =>
    {
        var message = await FindAsync(queue, id, cancellationToken);
        if (await queue.RequeueAsync(message, cancellationToken) is { } reason)
        {
            throw Stays(1, 1, reason);
        }

        output.WriteLine("Requeued: " + Line(message));
    }, cancellationToken);

    /// <summary>
    /// Requeues all messages, up to a limit: a message that dies again at once must not go round for ever. The count leaves out messages
    /// that another command holds.
    /// </summary>
    public Task RequeueAllAsync(CancellationToken cancellationToken) => UseAsync(async queue =>
    {
        var (all, stay, first) = (0, 0, "");
        await foreach (var message in queue.ReadAsync(Math.Max(queue.Count, DeadQueue.MostHeld), cancellationToken))
        {
            all++;
            if (await queue.RequeueAsync(message, cancellationToken) is not { } reason)
            {
                output.WriteLine("Requeued: " + Line(message));
                continue;
            }

            first = stay++ == 0 ? reason : first;
            if (stay == DeadQueue.MostHeld)
            {
                break;
            }
        }

        if (stay > 0)
        {
            throw Stays(stay, all, first);
        }
    }, cancellationToken);

    public Task DropAsync(string id, CancellationToken cancellationToken) => UseAsync(async queue =>
    {
        var message = await FindAsync(queue, id, cancellationToken);
        await queue.DropAsync(message, cancellationToken);
        await queue.CloseAsync(cancellationToken);
        output.WriteLine("Dropped: " + Line(message));
    }, cancellationToken);

    private CodedException Stays(long count, long all, string reason) => new(Rules.BrokerUnusable, broker.UriVariable,
        string.Create(CultureInfo.InvariantCulture, $"{count} of {all} messages stay in '{QueueTopology.DeadQueue}': {reason}"));

    private static async Task<DeadMessage> FindAsync(DeadQueue queue, string id, CancellationToken cancellationToken) =>
        await queue.FindAsync(id, cancellationToken) ?? throw new CodedException(Rules.DeadUnknown, id,
            $"the queue '{QueueTopology.DeadQueue}'" + (queue.Count > DeadQueue.MostHeld
                ? string.Create(CultureInfo.InvariantCulture, $" (its first {DeadQueue.MostHeld} of {queue.Count} messages were searched)")
                : ""));

    private async Task UseAsync(Func<DeadQueue, Task> use, CancellationToken cancellationToken)
    {
        try
        {
            await using var queue = await DeadQueue.OpenAsync(broker, confirmed, cancellationToken);
            await use(queue);
        }
        catch (OperationInterruptedException exception)
        {
            throw new CodedException(Rules.BrokerUnusable, [broker.UriVariable, QueueTopology.ReasonOf(exception)], exception);
        }
        catch (Exception exception) when (exception is HandoffException or RabbitMQClientException or IOException or TimeoutException)
        {
            throw new CodedException(Rules.BrokerUnusable, [broker.UriVariable, exception.Message], exception);
        }
    }

    private static string Line(DeadMessage message) => ReadableText.Line(string.Create(CultureInfo.InvariantCulture,
        $"{message.Id}  {(message.Death?.At is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : "-")}  " +
            $"{Deliveries(message.Death)}  {message.Death?.Queue ?? "-"}  {message.Body.Length} bytes"));

    /// <summary>The broker tells how often it was delivered only by the limit that it had reached.</summary>
    private static string Deliveries(Death? death) => death is null ? "-"
        : death.Reason == "delivery_limit" ? string.Create(CultureInfo.InvariantCulture, $"{QueueTopology.DeliveryLimit + 1} deliveries")
        : death.Reason;

    private static object? Plain(object? value) => value switch
    {
        byte[] text => Encoding.UTF8.GetString(text),
        AmqpTimestamp time => DateTimeOffset.FromUnixTimeSeconds(time.UnixTime),
        IDictionary<string, object?> table => table.ToDictionary(entry => entry.Key, entry => Plain(entry.Value)),
        IList<object?> list => list.Select(Plain).ToList(),
        _ => value,
    };

    private static async Task<string> TextAsync(DeadMessage message, CancellationToken cancellationToken)
    {
        var body = message.Body.ToArray();
        if (message.Properties.ContentEncoding == "gzip")
        {
            try
            {
                await using var unpacked = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
                body = await BoundedStream.ReadAsync(unpacked, LargestText, share: null, cancellationToken) ?? [0];
            }
            catch (InvalidDataException)
            {
                // Not valid although declared: shown unchanged.
            }
        }

        return ReadableText.Of(body) ?? "(no text, or more than fits here)";
    }
}
