using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;
using RabbitMQ.Client;

namespace Menace.Server.Tests;

/// <summary>A package that is said to be handed off is kept by the receiver; one that is not is an error, and in the outbox.</summary>
[Collection(RabbitBroker.Collection)]
public sealed class HandoffTests(RabbitBroker broker) : IDisposable
{
    private static readonly TaskPackage Package = new([new TaskInfo { Name = "Alpha", Code = "print('ä')", Metadata = new() { Files = new Dictionary<string, string> { ["run.sh"] = "bots/run.sh" }, Language = BotLanguage.Python } }]);

    private static readonly Dictionary<string, FileContent> Files = new() { ["bots/run.sh"] = new("#!/bin/sh\n"u8.ToArray(), IsExecutable: true) };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Over_HTTP_the_package_has_a_run_there_and_nothing_waits()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with { Slots = 0 });
        var database = Database();

        var record = await new TaskHandoffBot(stage4.Client.BaseAddress!.ToString(), database: database).HandOffAsync(Package, Files);

        var runs = await stage4.Client.GetJsonAsync("/v1/runs");
        Assert.Equal(record.PackageHash, (string)runs["items"]![0]!["packageDigest"]!);
        Assert.False((bool)runs["items"]![0]!["execute"]!);
        Assert.Empty(database.Due(all: true));
    }

    [Fact]
    public async Task The_same_package_twice_is_one_run()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with { Slots = 0 });
        var bot = new TaskHandoffBot(stage4.Client.BaseAddress!.ToString(), database: Database());

        await bot.HandOffAsync(Package, Files);
        await bot.HandOffAsync(Package, Files);

        Assert.Single((JsonArray)(await stage4.Client.GetJsonAsync("/v1/runs"))["items"]!);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(429)]
    public async Task Any_answer_but_success_is_a_failure_of_each_attempt(int status)
    {
        using var receiver = new ScriptedReceiver(_ => status);
        var database = Database();

        var failure = await Assert.ThrowsAsync<HandoffFailedException>(() => Bot(receiver.Address, database).HandOffAsync(Package, Files));

        Assert.Equal(2, failure.Reasons.Count);
        Assert.All(failure.Reasons, reason => Assert.Contains($" {status} ", reason, StringComparison.Ordinal));
        Assert.Equal(2, receiver.Requests.Count);
        Assert.Equal(2, Assert.Single(database.Due(all: true)).Attempts);
    }

    [Fact]
    public async Task The_second_attempt_counts()
    {
        using var receiver = new ScriptedReceiver(n => n == 1 ? 503 : 200);
        var database = Database();

        await Bot(receiver.Address, database).HandOffAsync(Package, Files);

        Assert.Empty(database.Due(all: true));
        Assert.Equal(receiver.Requests[0].Body, receiver.Requests[1].Body);
    }

    [Fact]
    public async Task An_answer_that_never_comes_ends_the_attempt()
    {
        using var receiver = new ScriptedReceiver(_ => 0);

        var failure = await Assert.ThrowsAsync<HandoffFailedException>(
            () => Bot(receiver.Address, Database(), new() { Attempts = 1, Timeout = TimeSpan.FromSeconds(0.5) }).HandOffAsync(Package, Files));

        Assert.Contains("no answer within 0.5 s", failure.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_that_is_lost_after_the_package_was_accepted_does_no_harm()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with { Slots = 0 });
        using var lossy = new LossyProxy(stage4.Client.BaseAddress!.Port, lost: 1);
        var database = Database();

        await Bot(lossy.Address, database).HandOffAsync(Package, Files);

        Assert.Single((JsonArray)(await stage4.Client.GetJsonAsync("/v1/runs"))["items"]!);
        Assert.Empty(database.Due(all: true));
    }

    [Fact]
    public async Task The_address_of_the_seed_gets_one_plain_POST()
    {
        using var receiver = new ScriptedReceiver(_ => 200);

        await Bot(receiver.Address + "handoff", Database()).HandOffAsync(Package, new Dictionary<string, FileContent>());

        var request = Assert.Single(receiver.Requests);
        Assert.StartsWith("POST /handoff ", request.Head, StringComparison.Ordinal);
        Assert.Equal("Alpha", (string)JsonNode.Parse(request.Body)!["tasks"]![0]!["name"]!);
    }

    [Fact]
    public async Task What_an_earlier_build_could_not_deliver_goes_with_the_next()
    {
        using var receiver = new ScriptedReceiver(n => n == 1 ? 500 : 200);
        var database = Database();
        var bot = Bot(receiver.Address, database, new() { Attempts = 1 });
        await Assert.ThrowsAsync<HandoffFailedException>(() => bot.HandOffAsync(Package, Files));

        var record = await bot.HandOffAsync(new TaskPackage([new TaskInfo { Name = "Beta" }]), Files);

        Assert.Equal(new FlushResult(1, 0, null), record.Earlier);
        Assert.Empty(database.Due(all: true));
        Assert.Equal(3, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_package_that_is_not_wanted_holds_up_no_other()
    {
        using var receiver = new ScriptedReceiver(n => n == 2 ? 200 : 422);
        var database = Database();
        var bot = Bot(receiver.Address, database, new() { Attempts = 1 });
        await Assert.ThrowsAsync<HandoffFailedException>(() => bot.HandOffAsync(Package, Files));

        var record = await bot.HandOffAsync(new TaskPackage([new TaskInfo { Name = "Beta" }]), Files);

        Assert.Equal((0, 1), (record.Earlier!.Waiting, record.Earlier.Refused));
        Assert.Contains("422", record.Earlier.RefusedReason, StringComparison.Ordinal);
        Assert.Empty(database.Due(all: true));
        Assert.Equal(DeadKind.Outbox, Assert.Single(database.Dead()).Kind);
    }

    [Fact]
    public async Task Through_the_queue_the_message_is_kept_by_the_broker()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff");
        using var variable = new TestVariable(host.Uri);
        var database = Database();

        var record = await new TaskHandoffBot(database, new() { QueueUriVariable = variable.Name, Timeout = TimeSpan.FromSeconds(10) }).HandOffAsync(Package, Files);

        var (properties, body) = Assert.Single(await host.TakeAsync("handoff"));
        Assert.Equal("menace.package/1", (string)properties["type"]!);
        Assert.Equal(record.PackageHash, (string)properties["message_id"]!);
        Assert.Equal(2, (int)properties["delivery_mode"]!);
        var message = Unpacked(body);
        Assert.False((bool)message["execute"]!);
        Assert.Equal("print('ä')", (string)message["package"]!["tasks"]![0]!["code"]!);
        Assert.True((bool)message["files"]!["bots/run.sh"]!["executable"]!);
        Assert.Empty(database.Due(all: true));
    }

    [Fact]
    public async Task A_given_channel_of_RabbitMQ_is_used_where_HTTP_fails()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff");
        using var receiver = new ScriptedReceiver(_ => 500);
        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

        await new TaskHandoffBot(receiver.Address, channel, Database()).HandOffAsync(Package, Files);

        Assert.Single(receiver.Requests);
        Assert.Single(await host.TakeAsync("handoff"));
    }

    [Fact]
    public async Task A_channel_without_confirms_is_refused()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff");
        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();

        var failure = await Assert.ThrowsAsync<HandoffFailedException>(() => new TaskHandoffBot(null, channel, Database(), Fast).HandOffAsync(Package, Files));

        Assert.Contains("not in confirm mode", failure.Reasons[0], StringComparison.Ordinal);
        Assert.Empty(await host.TakeAsync("handoff"));
    }

    [Fact]
    public async Task A_broker_without_the_queue_keeps_nothing_and_says_so()
    {
        var host = await broker.CreateHostAsync();

        Assert.Contains("no queue 'handoff'", await FailureAsync(host.Uri), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_queue_refuses_the_message()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff", ""","x-max-length":1,"x-overflow":"reject-publish" """);
        using var variable = new TestVariable(host.Uri);
        var settings = Fast with { QueueUriVariable = variable.Name, Timeout = TimeSpan.FromSeconds(10) };

        // A quorum queue refuses once it has noticed that it is full, which is a few messages later.
        HandoffFailedException? failure = null;
        for (var i = 0; i < 50 && failure is null; i++)
        {
            failure = await Record.ExceptionAsync(() => new TaskHandoffBot(Database(), settings).HandOffAsync(new TaskPackage([new TaskInfo { Name = $"Bot{i}" }]), Files)) as HandoffFailedException;
        }

        Assert.Contains("is full", failure!.Reasons[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guest:guest@", "guest:geheim@", "rejected the user name or password")]
    [InlineData("amqp:", "http:", "not an amqp or amqps address")]
    public async Task Broker_that_rejects_the_user_is_named_without_its_password(string text, string other, string reason)
    {
        var host = await broker.CreateHostAsync();

        var failure = await FailureAsync(host.Uri.Replace(text, other, StringComparison.Ordinal));

        Assert.Contains(reason, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_with_an_untrusted_certificate_gets_no_package()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff");

        Assert.Contains("unreachable", await FailureAsync(host.TlsUri), StringComparison.Ordinal);
        Assert.Empty(await host.TakeAsync("handoff"));
    }

    [Fact]
    public async Task A_variable_that_is_not_set_is_named()
    {
        var failure = await Assert.ThrowsAsync<HandoffFailedException>(
            () => new TaskHandoffBot(Database(), Fast with { QueueUriVariable = "MENACE_NOT_SET" }).HandOffAsync(Package, Files));

        Assert.Contains("MENACE_NOT_SET is not set", failure.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_package_is_in_the_content_store_and_its_message_names_it()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with { Slots = 0 });
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff");
        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var transport = new QueueTransport(channel, "handoff", TimeSpan.FromSeconds(20), () => new(stage4.Client.BaseAddress!.ToString(), null, TimeSpan.FromSeconds(20)));

        await transport.SendAsync(Large(), default);

        var (_, body) = Assert.Single(await host.TakeAsync("handoff"));
        var digest = (string)JsonNode.Parse(body)!["cas"]!;
        var stored = Unpacked(await stage4.Client.GetByteArrayAsync($"/v1/cas/{digest}"));
        Assert.NotNull(stored["files"]!["data.bin"]);
    }

    [Fact]
    public async Task A_large_package_without_a_store_is_refused_before_anything_is_sent()
    {
        var failure = await Assert.ThrowsAsync<HandoffException>(
            () => new QueueTransport(() => throw new InvalidOperationException("connected"), "X", "handoff", TimeSpan.FromSeconds(5), null).SendAsync(Large(), default));

        Assert.Contains("Set MenaceStage4Url", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_dies_is_a_failure_and_the_next_build_delivers()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff");
        using var variable = new TestVariable(host.Uri);
        var database = Database();
        var bot = new TaskHandoffBot(database, Fast with { QueueUriVariable = variable.Name, Timeout = TimeSpan.FromSeconds(10) });

        // A quorum queue that was declared less than half a second before a kill does not come back (ra's DETS tables are saved every 500 ms).
        await Task.Delay(TimeSpan.FromSeconds(2));
        broker.Kill();
        try
        {
            await Assert.ThrowsAsync<HandoffFailedException>(() => bot.HandOffAsync(Package, Files));
        }
        finally
        {
            broker.Start();
        }

        Assert.Equal(new FlushResult(1, 0, null), await new HandoffDelivery(database, HandoffTransports.Of(new() { QueueUriVariable = variable.Name, Timeout = TimeSpan.FromMinutes(2) }), Fast).FlushAsync(default));
        Assert.Single(await host.TakeAsync("handoff"));
    }

    [Fact]
    public async Task The_outbox_can_be_looked_at_and_flushed()
    {
        using var receiver = new ScriptedReceiver(n => n <= 2 ? 503 : 200);
        await Assert.ThrowsAsync<HandoffFailedException>(() => Bot(receiver.Address, Database(), Fast).HandOffAsync(Package, Files));

        var (listed, list, _) = await MenaceCommand.RunAsync(_folder.Path, ["outbox", "list", "--state", "."]);
        var (refused, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["outbox", "flush", "--state", ".", "--stage4", receiver.Address]);
        var (flushed, output, _) = await MenaceCommand.RunAsync(_folder.Path, ["outbox", "flush", "--state", ".", "--stage4", receiver.Address]);

        Assert.Equal((0, 1, 0), (listed, refused, flushed));
        Assert.Contains("503", list, StringComparison.Ordinal);
        Assert.StartsWith("error MENACE2004: 1 packages", error, StringComparison.Ordinal);
        Assert.Contains("1 sent, 0 rejected, 0 waiting", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_what_is_compiled_here_and_properties_that_there_are()
    {
        // <docs/handoff.md>
        var handoff = new TaskHandoffBot("http://localhost:9000/handoff");
        var pipeline = new ImplementationPipeline(handoff: handoff);
        // </docs/handoff.md>
        Assert.NotNull(pipeline);
        var source = File.ReadAllText(ThisFile());
        var start = source.IndexOf("// <docs/handoff.md>\n", StringComparison.Ordinal) + "// <docs/handoff.md>\n".Length;
        var snippet = source[start..source.IndexOf("        // </docs/handoff.md>", StringComparison.Ordinal)].Replace("        ", "", StringComparison.Ordinal).Trim();
        var docs = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs");
        var page = File.ReadAllText(Path.Combine(docs, "handoff.md"));
        Assert.Contains($"```csharp\n{snippet}\n```", page, StringComparison.Ordinal);
        var properties = File.ReadAllText(Path.Combine(docs, "properties.md"));
        Assert.All(XElement.Parse(page.Split("```xml\n")[1].Split("```")[0]).Elements(), property => Assert.Contains($"| `{property.Name}` |", properties, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static HandoffSettings Fast { get; } = new() { Attempts = 1, Timeout = TimeSpan.FromSeconds(2) };

    private WorkflowDb Database() => new(_folder["workflows.db"]);

    private static TaskHandoffBot Bot(string address, WorkflowDb database, HandoffSettings? settings = null) =>
        new(address, database: database, settings: (settings ?? new()) with { Backoff = TimeSpan.FromMilliseconds(20) });

    private async Task<string> FailureAsync(string uri)
    {
        using var variable = new TestVariable(uri);
        var failure = await Assert.ThrowsAsync<HandoffFailedException>(
            () => new TaskHandoffBot(Database(), Fast with { QueueUriVariable = variable.Name }).HandOffAsync(Package, Files));
        return failure.Message;
    }

    /// <summary>Chance does not shrink.</summary>
    private static OutgoingPackage Large()
    {
        var content = new byte[9 * 1024 * 1024];
        new Random(1).NextBytes(content);
        return new("d", PackageEnvelope.Write(Package, new Dictionary<string, FileContent> { ["data.bin"] = new(content) }, new()), Execute: false);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static JsonNode Unpacked(byte[] body)
    {
        using var text = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        return JsonNode.Parse(text)!;
    }
}
