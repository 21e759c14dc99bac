using System.Globalization;
using Menace.Pipeline.Tests;
using Menace.Server.Commands;
using Menace.Server.Hosting;
using Menace.Server.Queue;
using Menace.Server.Tests.Rig;
using RabbitMQ.Client;

namespace Menace.Server.Tests;

/// <summary>What the broker could not deliver is looked at, sent again or dropped, and is never lost in between.</summary>
[Collection(RabbitBroker.Collection)]
public sealed class BrokerDeadTests(RabbitBroker broker) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_message_whose_four_receivers_died_is_shown_and_goes_back_to_its_queue_as_it_was()
    {
        var host = await broker.CreateReadyHostAsync();
        var body = RandomText(300_000);
        await PublishAsync(host, "handoff", "poison", Gzip.Pack(body));
        await DieAsync(host, "handoff", receivers: 4);

        var line = Assert.Single(await ListAsync(host));
        Assert.Matches($"^poison  20..-..-.. ..:..:..Z  4 deliveries  handoff  {Gzip.Pack(body).Length} bytes$", line);
        var shown = await UseAsync(host, dead => dead.ShowAsync("poison", default));
        Assert.Contains("\"reason\": \"delivery_limit\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"traceparent\": \"00-trace\"", shown, StringComparison.Ordinal);
        Assert.Contains(body, shown, StringComparison.Ordinal);
        Assert.Single(await ListAsync(host));

        await UseAsync(host, dead => dead.RequeueAsync("poison", default));

        Assert.Empty(await ListAsync(host));
        var (properties, content) = Assert.Single(await host.TakeAsync("handoff"));
        Assert.Equal(Gzip.Pack(body), content);
        Assert.Equal(
            ("poison", "menace.package/1", "gzip", 2),
            ((string)properties["message_id"]!, (string)properties["type"]!, (string)properties["content_encoding"]!, (int)properties["delivery_mode"]!));

        // The others belong to this sending and this delivery.
        Assert.Equal(["traceparent"], properties["headers"]!.AsObject().Select(header => header.Key).Except(["x-delivery-count", "x-dotnet-pub-seq-no"]));
    }

    [Fact]
    public async Task Looking_takes_nothing_away_and_dropping_one_only_that_one()
    {
        var host = await broker.CreateReadyHostAsync();
        foreach (var number in Enumerable.Range(0, 5))
        {
            await PublishAsync(host, "handoff", $"m{number}", "text"u8.ToArray());
        }

        await DieAsync(host, "handoff", receivers: 1);

        for (var look = 0; look < 3; look++)
        {
            Assert.Equal(["m0", "m1", "m2", "m3", "m4"], await IdsAsync(host, 5));
        }

        Assert.Equal(["m0", "m1", "… and 3 more"], await IdsAsync(host, 3, limit: 2));
        Assert.Equal("MENACE7021", (await Assert.ThrowsAsync<CodedException>(() => UseAsync(host, dead => dead.ShowAsync("m9", default)))).Rule.Id);

        await UseAsync(host, dead => dead.DropAsync("m2", default));
        Assert.Equal(["m0", "m1", "m3", "m4"], (await IdsAsync(host, 4)).Order());
        await UseAsync(host, dead => dead.RequeueAllAsync(default));
        Assert.Empty(await ListAsync(host));
        Assert.Equal(["m0", "m1", "m3", "m4"], (await host.TakeAsync("handoff")).Select(message => (string)message.Properties["message_id"]!).Order());
    }

    [Fact]
    public async Task A_message_whose_queue_is_gone_stays_and_the_others_go()
    {
        var host = await broker.CreateReadyHostAsync();
        await host.DeclareAsync("other", ""","x-dead-letter-exchange":"menace.dlx","x-dead-letter-routing-key":"handoff" """);
        await PublishAsync(host, "other", "homeless", "text"u8.ToArray());
        await PublishAsync(host, "handoff", "rejected", "text"u8.ToArray());
        await DieAsync(host, "other", receivers: 1);
        await broker.SendAsync(HttpMethod.Delete, $"queues/{host.Name}/other");
        await DieAsync(host, "handoff", receivers: 1);
        await PublishAsync(host, QueueTopology.DeadQueue, "by hand", "text"u8.ToArray());

        var (code, output, error) = await DeadAsync(host, "requeue", "--all");

        Assert.Equal(1, code);
        Assert.StartsWith("Requeued: rejected  ", output, StringComparison.Ordinal);
        Assert.Equal("error MENACE7020: The broker in BROKER cannot be used: 2 of 3 messages stay in 'menace.dead.v1': the queue 'other' no longer exists", error.Trim());
        Assert.Equal(["homeless", "by hand"], await IdsAsync(host, 2));
        var refused = await Assert.ThrowsAsync<CodedException>(() => UseAsync(host, dead => dead.RequeueAsync("by hand", default)));
        Assert.Contains("its original queue is unknown", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await IdsAsync(host, 2)).Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_when_the_message_is_there_twice_loses_neither()
    {
        var host = await broker.CreateReadyHostAsync();
        await PublishAsync(host, "handoff", "twice", "text"u8.ToArray());
        await DieAsync(host, "handoff", receivers: 1);

        var failure = await Assert.ThrowsAsync<CodedException>(() => UseAsync(host, dead => dead.RequeueAsync("twice", default), connection => connection.AbortAsync()));

        Assert.Equal("MENACE7020", failure.Rule.Id);
        await Eventually.IsSoAsync(async () => (await ListAsync(host)).Count == 1);
        Assert.Single(await host.TakeAsync("handoff"));
    }

    [Theory]
    [InlineData("requeue")]
    [InlineData("requeue", "one", "--all")]
    public async Task Requeue_wants_one_or_all(params string[] arguments)
    {
        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["dead", .. arguments, "--queue-uri-variable", "BROKER"], ("BROKER", "amqp://127.0.0.1:1"));

        Assert.Equal((1, "error MENACE7002: "), (code, error[..18]));
    }

    public void Dispose() => _folder.Dispose();

    private static string RandomText(int length) => string.Concat(Enumerable.Range(0, length / 8).Select(number => number.ToString("x8", CultureInfo.InvariantCulture)));

    private static async Task<List<string>> ListAsync(RabbitHost host, int limit = 100) =>
        [.. (await UseAsync(host, dead => dead.ListAsync(limit, default))).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The ids in the list, once it has as many: the broker hands back a moment after a command has ended.</summary>
    private static async Task<List<string>> IdsAsync(RabbitHost host, int count, int limit = 100)
    {
        List<string> ids = [];
        await Eventually.IsSoAsync(async () => (ids = await NowAsync(host, limit)).Count == count);
        return ids;
    }

    private static async Task<List<string>> NowAsync(RabbitHost host, int limit) => [.. (await ListAsync(host, limit)).Select(line => line.Split("  ")[0])];

    /// <summary>What the command writes.</summary>
    private static async Task<string> UseAsync(RabbitHost host, Func<BrokerDead, Task> use, Func<IConnection, Task>? confirmed = null)
    {
        using var variable = new TestVariable(host.Uri);
        using var output = new StringWriter { NewLine = "\n" };
        await use(new(new(variable.Name, ""), output, confirmed));
        return output.ToString();
    }

    private Task<(int Code, string Output, string Error)> DeadAsync(RabbitHost host, params string[] arguments) =>
        MenaceCommand.RunAsync(_folder.Path, ["dead", .. arguments, "--queue-uri-variable", "BROKER"], ("BROKER", host.Uri));

    private static async Task PublishAsync(RabbitHost host, string queue, string id, byte[] body)
    {
        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties
        {
            Type = "menace.package/1",
            MessageId = id,
            ContentEncoding = "gzip",
            DeliveryMode = DeliveryModes.Persistent,
            UserId = "guest",
            Headers = new Dictionary<string, object?> { ["traceparent"] = "00-trace" },
        };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, body);
    }

    /// <summary>Every message of the queue is refused by one receiver, or dies with each of several; waits until the dead queue has them.</summary>
    private static async Task DieAsync(RabbitHost host, string queue, int receivers)
    {
        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var dead = await connection.CreateChannelAsync();
        var (before, died) = (await dead.MessageCountAsync(QueueTopology.DeadQueue), 0u);
        for (var receiver = 0; receiver < receivers; receiver++)
        {
            await using var channel = await connection.CreateChannelAsync();
            for (died = 0; await channel.BasicGetAsync(queue, autoAck: false) is { } message; died++)
            {
                if (receivers == 1)
                {
                    await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false);
                }
            }
        }

        await Eventually.IsSoAsync(async () => await dead.MessageCountAsync(QueueTopology.DeadQueue) == before + died);
    }
}
