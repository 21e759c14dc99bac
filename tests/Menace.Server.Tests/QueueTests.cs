using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;
using RabbitMQ.Client;

namespace Menace.Server.Tests;

/// <summary>What is in the queue comes into the database once, whatever dies on the way, and what nobody can read holds up nothing.</summary>
[Collection(RabbitBroker.Collection)]
public sealed class QueueTests(RabbitBroker broker) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Init_declares_the_queues_and_may_be_repeated()
    {
        var host = await broker.CreateHostAsync();

        var (code, output, error) = await InitAsync(host);
        Assert.True(code == 0, error);
        Assert.Equal(0, (await InitAsync(host)).Code);

        Assert.Contains("'handoff'", output, StringComparison.Ordinal);
        var queue = await broker.SendAsync(HttpMethod.Get, $"queues/{host.Name}/handoff");
        Assert.Equal("quorum", (string)queue!["type"]!);
        Assert.Equal(3, (int)queue["arguments"]!["x-delivery-limit"]!);
        Assert.Equal("reject-publish", (string)queue["arguments"]!["x-overflow"]!);
    }

    [Fact]
    public async Task Init_does_not_change_a_queue_that_is_there()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff", ""","x-max-length":7""");

        var (code, _, error) = await InitAsync(host);

        Assert.Equal(1, code);
        Assert.StartsWith("error MENACE7020: ", error, StringComparison.Ordinal);
        Assert.Contains("406", error, StringComparison.Ordinal);
        Assert.DoesNotContain("guest:guest", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_in_the_queue_becomes_a_run_however_often_it_comes()
    {
        var host = await broker.CreateReadyHostAsync();
        using var variable = new TestVariable(host.Uri);
        await PublishAsync(host, "one", Envelope("A", execute: false));
        await PublishAsync(host, "one", Envelope("A", execute: false));
        await PublishAsync(host, "two", Envelope("B", execute: false));

        await using var stage4 = await StartAsync(variable);

        await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Count == 2);
        await Eventually.IsSoAsync(() => IsEmptyAsync(host));
        Assert.Equal(2, (await RunsAsync(stage4)).Count);
    }

    [Fact]
    public async Task Run_continues_the_trace_of_the_sender()
    {
        var host = await broker.CreateReadyHostAsync();
        using var variable = new TestVariable(host.Uri);
        using var activity = new Activity("test").Start();
        await HandoffTransports.Of(new() { QueueUriVariable = variable.Name, Timeout = TimeSpan.FromMinutes(1) })[0].SendAsync(
            new("digest", $$"""{"files":{},"package":{{Stage4Requests.Package(("A", "def run():\n    return 1\n"))}}}""", Execute: false), default);
        activity.Stop();

        await using var stage4 = await StartAsync(variable);

        await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Count == 1);
        Assert.StartsWith($"00-{activity.TraceId}-", new WorkflowDb(_folder["stage4/workflows.db"]).Runs().Single().TraceParent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_is_to_be_built_is_built()
    {
        var host = await broker.CreateReadyHostAsync();
        using var variable = new TestVariable(host.Uri);
        await PublishAsync(host, "one", Envelope("A", execute: true));

        await using var stage4 = await StartAsync(variable, slots: 1);

        await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Any(run => (string)run!["status"]! == "done"));
    }

    [Fact]
    public async Task Unreadable_messages_are_dead_lettered_and_the_next_is_read()
    {
        var host = await broker.CreateReadyHostAsync();
        using var variable = new TestVariable(host.Uri);
        await PublishAsync(host, "other", Envelope("A", execute: false), type: "menace.package/2");
        await PublishAsync(host, "broken", "no gzip"u8.ToArray());
        await PublishAsync(host, "mistake", Gzip.Pack("""{"package":{"tasks":[{"name":"a","dependencies":["nobody"]}],"version":1}}"""));
        await PublishAsync(host, "lost", Encoding.UTF8.GetBytes($$"""{"cas":"{{new string('a', 64)}}"}"""), encoding: null);
        var large = new byte[(1 << 20) + 1];
        await PublishAsync(host, "large", large);
        await PublishAsync(host, "good", Envelope("B", execute: false));

        await using (var stage4 = await StartAsync(variable))
        {
            await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Count == 1);
            await Eventually.IsSoAsync(() => IsEmptyAsync(host));
        }

        var dead = new WorkflowDb(_folder["stage4/workflows.db"]).Dead().ToDictionary(letter => letter.Key, letter => letter.Reason);
        Assert.Contains("menace.package/2", dead["other"], StringComparison.Ordinal);
        Assert.Contains("not valid gzip", dead["broken"], StringComparison.Ordinal);
        Assert.Contains("MENACE7011", dead["mistake"], StringComparison.Ordinal);
        Assert.Contains("its content aaaa", dead["lost"], StringComparison.Ordinal);
        var digest = Convert.ToHexStringLower(SHA256.HashData(large));
        Assert.Contains($"The message is in the content store as {digest}", dead["large"], StringComparison.Ordinal);
        Assert.Equal(large, await File.ReadAllBytesAsync(_folder[$"stage4/cas/{digest[..2]}/{digest}"]));
        Assert.Equal(5, dead.Count);
        var (code, output, _) = await MenaceCommand.RunAsync(_folder.Path, ["dead", "list", "--state", "stage4"]);
        Assert.Equal(0, code);
        Assert.Equal(5, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var (requeued, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["dead", "requeue", "1", "--state", "stage4"]);
        Assert.Equal(1, requeued);
        Assert.StartsWith("error MENACE7021: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_Stage_4_holds_the_message_until_there_is_room()
    {
        var host = await broker.CreateReadyHostAsync();
        using var variable = new TestVariable(host.Uri);
        await PublishAsync(host, "one", Envelope("A", execute: true));
        await PublishAsync(host, "two", Envelope("B", execute: true));

        await using var stage4 = await StartAsync(variable, mostQueued: 1);
        await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Count == 1);
        await Eventually.IsSoAsync(async () => await CountAsync(host, "messages_unacknowledged") == 1);
        Assert.Single(await RunsAsync(stage4));

        (await stage4.Client.DeleteAsync("/v1/runs/1")).EnsureSuccessStatusCode();
        await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Count == 2);
    }

    [Fact]
    public async Task A_broker_that_dies_is_waited_for()
    {
        var host = await broker.CreateReadyHostAsync();
        using var variable = new TestVariable(host.Uri);
        await using var stage4 = await StartAsync(variable);
        await PublishAsync(host, "one", Envelope("A", execute: false));
        await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Count == 1);

        await Task.Delay(TimeSpan.FromSeconds(2));
        broker.Kill();
        broker.Start();
        await PublishAsync(host, "two", Envelope("B", execute: false));

        await Eventually.IsSoAsync(async () => (await RunsAsync(stage4)).Count == 2);
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int Code, string Output, string Error)> InitAsync(RabbitHost host) =>
        MenaceCommand.RunAsync(_folder.Path, ["stage4", "init", "--queue-uri-variable", "BROKER"], ("BROKER", host.Uri));

    private Task<RunningStage4> StartAsync(TestVariable variable, int slots = 0, int mostQueued = 100) => RunningStage4.StartAsync(
        _folder["stage4"], settings => settings with { Slots = slots, MostQueued = mostQueued, Broker = new(variable.Name, "handoff") });

    private static async Task<JsonArray> RunsAsync(RunningStage4 stage4) => (JsonArray)(await stage4.Client.GetJsonAsync("/v1/runs"))["items"]!;

    private static async Task<bool> IsEmptyAsync(RabbitHost host) => await CountAsync(host, "messages") == 0;

    /// <summary>The broker counts every five seconds.</summary>
    private static async Task<int> CountAsync(RabbitHost host, string what) =>
        (int?)(await host.Broker.SendAsync(HttpMethod.Get, $"queues/{host.Name}/handoff"))?[what] ?? -1;

    private static byte[] Envelope(string bot, bool execute) =>
        Gzip.Pack($$"""{"execute":{{(execute ? "true" : "false")}},"files":{},"package":{{Stage4Requests.Package((bot, "def run():\n    return 1\n"))}}}""");

    private static async Task PublishAsync(RabbitHost host, string id, byte[] body, string type = "menace.package/1", string? encoding = "gzip")
    {
        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync("", "handoff", mandatory: true, new BasicProperties { Type = type, MessageId = id, ContentEncoding = encoding, DeliveryMode = DeliveryModes.Persistent }, body);
    }
}
