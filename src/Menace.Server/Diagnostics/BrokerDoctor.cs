using System.Globalization;
using Menace.Pipeline.Handoff;
using Menace.Server.Hosting;
using Menace.Server.Queue;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Menace.Server.Diagnostics;

/// <summary>Looks at a broker over AMQP, as senders and workers see it. It declares nothing that is not there.</summary>
internal sealed class BrokerDoctor(BrokerSettings broker)
{
    private const ushort NotFound = 404;
    private const ushort AccessRefused = 403;

    /// <summary>The first whose quorum queues keep a dead letter until its target has it, and let messages expire.</summary>
    private static readonly Version Oldest = new(3, 10);

    /// <summary>The first whose queues have a consumer time-out of their own.</summary>
    private static readonly Version WithTimeoutPerQueue = new(3, 12);

    private string Init => $"menace stage4 init --queue-uri-variable {broker.UriVariable} --queue {broker.Queue}";

    public async Task<IReadOnlyList<DoctorCheck>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await broker.ConnectAsync("doctor", cancellationToken);
            var version = BrokerSettings.VersionOf(connection);
            List<DoctorCheck> checks = [OfVersion(connection, version), await ExchangeAsync(connection, cancellationToken)];
            foreach (var (name, arguments) in QueueTopology.Queues(broker.Queue))
            {
                checks.AddRange(await QueueAsync(connection, name, arguments, cancellationToken));
            }

            return [.. checks, ConsumerTimeout(version)];
        }
        catch (HandoffException exception)
        {
            return [DoctorCheck.Fail(
                "broker", $"the broker in {broker.UriVariable} cannot be used: {exception.Message}",
                "Start it, or fix the address in that variable")];
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException)
        {
            return [DoctorCheck.Fail(
                "broker", $"the connection to the broker in {broker.UriVariable} broke: {exception.Message}",
                "Check the log of the broker")];
        }
    }

    private static DoctorCheck OfVersion(IConnection connection, Version? version)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{connection.Endpoint.HostName}:{connection.Endpoint.Port}");
        return version is null ? DoctorCheck.Warn("broker", $"{place} does not report its version", $"RabbitMQ {Oldest} or newer is needed")
            : version < Oldest ? DoctorCheck.Fail("broker", $"{place} is RabbitMQ {version}", $"RabbitMQ {Oldest} or newer is needed")
            : DoctorCheck.Ok("broker", $"RabbitMQ {version} at {place}");
    }

    private async Task<DoctorCheck> ExchangeAsync(IConnection connection, CancellationToken cancellationToken)
    {
        const string Name = "exchange " + QueueTopology.DeadExchange;
        return await RefusalAsync(
            connection, channel => channel.ExchangeDeclarePassiveAsync(QueueTopology.DeadExchange, cancellationToken), cancellationToken)
            is { } missing
            ? Missing(Name, missing)
            : Compared(Name, "there",
                await RefusalAsync(connection, channel =>
                QueueTopology.DeclareDeadExchangeAsync(channel, cancellationToken), cancellationToken));
    }

    /// <summary>Checks that the queue exists as declared, and then its load.</summary>
    private async Task<IReadOnlyList<DoctorCheck>> QueueAsync(
        IConnection connection, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var name = "queue " + queue;
        QueueDeclareOk? found = null;
        if (await RefusalAsync(connection, async channel =>
            found = await channel.QueueDeclarePassiveAsync(queue, cancellationToken), cancellationToken) is { } missing)
        {
            return [Missing(name, missing)];
        }

        // Declaring once more what is there is how AMQP compares: it changes nothing, and is refused where an argument differs.
        var difference = await RefusalAsync(
            connection, channel => channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken),
                cancellationToken);
        return [Compared(name, string.Create(
            CultureInfo.InvariantCulture, $"{found!.MessageCount} messages, {found.ConsumerCount} consumers"), difference),
            .. Load(queue, found)];
    }

    private IEnumerable<DoctorCheck> Load(string queue, QueueDeclareOk found)
    {
        if (queue == broker.Queue && found.ConsumerCount == 0)
        {
            yield return DoctorCheck.Warn(
                "consumers", "the queue has no consumers",
                $"Start 'menace stage4' or 'menace worker' with --queue-uri-variable {broker.UriVariable}");
        }

        if (queue == QueueTopology.DeadQueue && found.MessageCount > 0)
        {
            yield return DoctorCheck.Warn(
                "dead messages", string.Create(CultureInfo.InvariantCulture, $"{found.MessageCount} messages could not be delivered"),
                $"'menace dead list --queue-uri-variable {broker.UriVariable}' shows them, 'menace dead requeue' and 'drop' take them " +
                    $"out: docs/operations.md, \"Dead letters of the broker\"");
        }
    }

    /// <summary>
    /// Returns the broker's rejection of <paramref name="use"/>, or null. A rejection closes the channel, so each check has its own.
    /// </summary>
    private static async Task<ShutdownEventArgs?> RefusalAsync(
        IConnection connection, Func<IChannel, Task> use, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await use(channel);
            return null;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason is { } reason)
        {
            return reason;
        }
    }

    private DoctorCheck Missing(string name, ShutdownEventArgs reason) => DoctorCheck.Fail(
        name, reason.ReplyCode == NotFound ? "not there" : $"cannot be inspected: {reason.ReplyText}", reason.ReplyCode == NotFound
            ? $"Declare it: {Init}" : "Fix the permissions of the user");

    private DoctorCheck Compared(string name, string found, ShutdownEventArgs? difference) =>
        difference is null ? DoctorCheck.Ok(name, found)
        : difference.ReplyCode == AccessRefused
            ? DoctorCheck.Warn(name, $"{found}; this user may not compare its arguments",
            "Run the doctor as the user that ran 'menace stage4 init'")
        : DoctorCheck.Fail(name, $"it was declared with other arguments: {difference.ReplyText}",
            $"Delete it when it is empty, then: {Init}");

    /// <summary>
    /// AMQP does not tell the broker's own setting, and neither does the management interface of 3.10: only its command line does.
    /// </summary>
    private static DoctorCheck ConsumerTimeout(Version? version) => version >= WithTimeoutPerQueue
        ? DoctorCheck.Ok("consumer timeout", $"{QueueTopology.ConsumerTimeout.TotalHours:0} h, an argument of the queue")
        : DoctorCheck.Warn("consumer timeout", "the broker's own setting applies, and cannot be read remotely",
            $"On the broker's machine `rabbitmqctl eval 'application:get_env(rabbit, consumer_timeout).'` shows it: " +
                $"{QueueTopology.ConsumerTimeout.TotalMilliseconds:0} or more, else set consumer_timeout in rabbitmq.conf");
}
