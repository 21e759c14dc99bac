using Menace.Pipeline.Tests;
using Menace.Server.Diagnostics;
using Menace.Server.Queue;
using Menace.Server.Tests.Rig;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Menace.Server.Tests;

/// <summary>What the doctor says about a broker, and that what it advises helps.</summary>
[Collection(RabbitBroker.Collection)]
public sealed class BrokerDoctorTests(RabbitBroker broker) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Queues_that_are_not_there_are_declared_by_the_command_that_it_names()
    {
        var host = await broker.CreateHostAsync();

        var (code, output, _) = await DoctorAsync(host);

        Assert.Equal(1, code);
        var lines = output.Split('\n');
        const string Remedy = "menace stage4 init --queue-uri-variable BROKER --queue handoff";
        Assert.Contains($"fail  exchange menace.dlx: not there. Declare it: {Remedy}", lines);
        Assert.Contains($"fail  queue handoff: not there. Declare it: {Remedy}", lines);
        Assert.Contains($"fail  queue menace.dead.v1: not there. Declare it: {Remedy}", lines);
        Assert.Contains(lines, line => line.StartsWith("ok    broker: RabbitMQ 3.", StringComparison.Ordinal) || line.StartsWith("ok    broker: RabbitMQ 4.", StringComparison.Ordinal));

        Assert.Equal(0, (await MenaceCommand.RunAsync(_folder.Path, Remedy.Split(' ')[1..], ("BROKER", host.Uri))).Code);
        (code, output, _) = await DoctorAsync(host);
        Assert.Equal(0, code);
        Assert.DoesNotContain("fail", output, StringComparison.Ordinal);
        Assert.Contains("ok    queue handoff: 0 messages, 0 consumers", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consumers_are_counted_and_none_is_a_warning()
    {
        var host = await broker.CreateReadyHostAsync();
        Assert.Equal(CheckStatus.Warn, Find(await ChecksAsync(host.Uri), "consumers")!.Status);

        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicConsumeAsync("handoff", autoAck: false, new AsyncEventingBasicConsumer(channel));

        var checks = await ChecksAsync(host.Uri);
        Assert.Null(Find(checks, "consumers"));
        Assert.Equal("0 messages, 1 consumers", Find(checks, "queue handoff")!.Found);
    }

    [Fact]
    public async Task A_queue_with_other_arguments_is_named_with_the_difference_and_stays_as_it_is()
    {
        var host = await broker.CreateHostAsync();
        await host.DeclareAsync("handoff", ""","x-max-length":7""");

        var check = Find(await ChecksAsync(host.Uri), "queue handoff")!;

        Assert.Equal(CheckStatus.Fail, check.Status);
        Assert.Contains("declared with other arguments", check.Found, StringComparison.Ordinal);
        Assert.Contains("inequivalent arg 'x-", check.Found, StringComparison.Ordinal);
        Assert.Equal(7, (int)(await broker.SendAsync(HttpMethod.Get, $"queues/{host.Name}/handoff"))!["arguments"]!["x-max-length"]!);
        Assert.Null(await broker.SendAsync(HttpMethod.Get, $"queues/{host.Name}/menace.dead.v1"));
    }

    [Fact]
    public async Task Dead_messages_are_a_warning()
    {
        var host = await broker.CreateReadyHostAsync();
        await using var connection = await new ConnectionFactory { Uri = new(host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync(QueueTopology.DeadExchange, "handoff", mandatory: true, "dead"u8.ToArray());

        var check = Find(await ChecksAsync(host.Uri), "dead messages")!;

        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.StartsWith("1 messages", check.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_without_permission_gets_a_note_that_arguments_were_not_compared()
    {
        var host = await broker.CreateReadyHostAsync();
        var user = "reader" + host.Name;
        await broker.SendAsync(HttpMethod.Put, $"users/{user}", """{"password":"geheim","tags":""}""");
        await broker.SendAsync(HttpMethod.Put, $"permissions/{host.Name}/{user}", """{"configure":"^$","write":".*","read":".*"}""");

        var check = Find(await ChecksAsync(host.Uri.Replace("guest:guest", user + ":geheim", StringComparison.Ordinal)), "queue handoff")!;

        Assert.Equal(CheckStatus.Warn, check.Status);
        Assert.Equal("0 messages, 0 consumers; this user may not compare its arguments", check.Found);
    }

    [Theory]
    [InlineData("guest:guest@", "guest:geheim@", "rejected the user name or password")]
    [InlineData("amqp:", "http:", "not an amqp or amqps address")]
    public async Task Failed_authentication_is_reported_without_the_password(string text, string other, string reason)
    {
        var host = await broker.CreateHostAsync();

        var check = Assert.Single(await ChecksAsync(host.Uri.Replace(text, other, StringComparison.Ordinal)));

        Assert.Equal(CheckStatus.Fail, check.Status);
        Assert.Contains(reason, check.Found, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", check.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Untrusted_certificate_is_reported_and_a_trusted_one_allows_declaration()
    {
        var host = await broker.CreateHostAsync();
        string[] init = ["stage4", "init", "--queue-uri-variable", "BROKER"];

        var (refused, _, reason) = await MenaceCommand.RunAsync(_folder.Path, init, ("BROKER", host.TlsUri));
        Assert.Equal(1, refused);
        Assert.StartsWith("error MENACE7020: The broker in BROKER cannot be used: the broker is unreachable: TLS failed (The remote certificate ", reason, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", reason, StringComparison.Ordinal);
        Assert.Null(await broker.SendAsync(HttpMethod.Get, $"queues/{host.Name}/handoff"));

        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, init, ("BROKER", host.TlsUri), ("SSL_CERT_FILE", broker.Tls.Certificate));
        Assert.True(code == 0, error);
        Assert.NotNull(await broker.SendAsync(HttpMethod.Get, $"queues/{host.Name}/handoff"));
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int Code, string Output, string Error)> DoctorAsync(RabbitHost host) =>
        MenaceCommand.RunAsync(_folder.Path, ["doctor", "--queue-uri-variable", "BROKER"], ("BROKER", host.Uri));

    private static async Task<IReadOnlyList<DoctorCheck>> ChecksAsync(string uri)
    {
        using var variable = new TestVariable(uri);
        return await new BrokerDoctor(new(variable.Name, "handoff")).RunAsync(default);
    }

    private static DoctorCheck? Find(IReadOnlyList<DoctorCheck> checks, string name) => checks.FirstOrDefault(check => check.Name == name);
}
