using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Stage4;
using Menace.Server.Storage;
using Menace.Server.Telemetry;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Menace.Server.Queue;

/// <summary>
/// Takes packages from the queue, one at a time. A message is acknowledged after its package is in the database; an unreadable one
/// is dead-lettered with its reason. The work itself is leased from the database, so that a message is never held for as long as a build
/// takes.
/// </summary>
internal sealed partial class QueueIntake(
    BrokerSettings broker, PackageIntake intake, RunStore store, ContentFolder contents, BodyBudget bodies, WorkSettings settings,
    ILogger<QueueIntake> logger)
    : AwaitedService
{
    /// <summary>Larger messages are kept in the content store.</summary>
    private const int LargestInDatabase = 1 << 20;

    private static readonly Backoff Backoff = new(First: TimeSpan.FromSeconds(1), Longest: TimeSpan.FromSeconds(30));

    /// <summary>
    /// Waits for the broker if it cannot be reached. A message that was not acknowledged when this ends is delivered again.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await broker.ConnectAsync("intake", stoppingToken);
                await ConsumeAsync(connection, () => failures = 0, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is HandoffException or RabbitMQClientException or IOException or TimeoutException
                or OperationCanceledException)
            {
                LogWaiting(logger, broker.Queue, exception is OperationInterruptedException refusal ? QueueTopology.ReasonOf(refusal)
                    : exception.Message);
            }

            await Backoff.WaitAsync(++failures, settings.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Returns when the connection is lost.</summary>
    private async Task ConsumeAsync(IConnection connection, Action isConnected, CancellationToken stopping)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };

        // Measured: with more than one, a package that kills its server takes those beside it along.
        await channel.BasicQosAsync(0, prefetchCount: 1, global: false, stopping);
        var consumer = new AsyncEventingBasicConsumer(channel);
        var receiving = Task.CompletedTask;
        consumer.ReceivedAsync += (_, delivery) => receiving = ReceiveAsync(channel, delivery, lost.Task, stopping);
        consumer.UnregisteredAsync += (_, _) =>
        {
            // The queue was deleted.
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(broker.Queue, autoAck: false, consumer, stopping);
        isConnected();
        LogConsuming(logger, broker.Queue);
        try
        {
            await lost.Task.WaitAsync(stopping);
        }
        finally
        {
            await receiving;
        }
    }

    private async Task ReceiveAsync(IChannel channel, BasicDeliverEventArgs delivery, Task lost, CancellationToken stopping)
    {
        // The buffer is the client's, and only until this method waits.
        var body = delivery.Body.ToArray();
        var failures = 0;
        while (!lost.IsCompleted && !stopping.IsCancellationRequested)
        {
            try
            {
                await KeepAsync(delivery.BasicProperties, body, stopping);
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stopping);
                return;
            }
            catch (Exception exception) when (exception is AlreadyClosedException or OperationCanceledException)
            {
                // It comes again.
                return;
            }
            catch (Exception exception) when (exception is WorkflowDbException or IOException or UnauthorizedAccessException
                or HandoffException or ProblemException)
            {
                // Held until it can be kept: handing it back would count towards the delivery limit.
                LogHeld(logger, delivery.BasicProperties.MessageId ?? "", exception.Message);
            }
            catch (Exception exception)
            {
                // The client would pass over it, and the message, never acknowledged, would be the last that comes.
                LogUnexpected(logger, exception, delivery.BasicProperties.MessageId ?? "");
            }

            await Task.WhenAny(lost, Backoff.WaitAsync(++failures, settings.Clock, stopping));
        }
    }

    /// <summary>Accepts the package, or dead-letters the message.</summary>
    /// <exception cref="ProblemException">The queue of runs is full, or other packages leave no room for this one (429).</exception>
    private async Task KeepAsync(IReadOnlyBasicProperties properties, byte[] body, CancellationToken stopping)
    {
        using var activity = Stage4Telemetry.Receive(
            properties.Headers is { } headers && headers.TryGetValue("traceparent", out var trace) && trace is byte[] text
            ? Encoding.ASCII.GetString(text) : null);
        string reason;
        try
        {
            using var share = bodies.Begin();
            var envelope = await QueueMessage.ReadAsync(properties, body, contents, settings.MaximumBody, share, stopping);
            await intake.AcceptAsync(
                envelope, execute: null, properties.MessageId is { Length: > 0 and <= 200 } key ? key : null, share, stopping);
            return;
        }
        catch (UnreadableMessageException exception)
        {
            reason = exception.Message;
        }
        catch (ProblemException exception) when (exception.Status != StatusCodes.Status429TooManyRequests)
        {
            reason = $"{exception.Rule.Id}: {exception.Message}";
        }

        LogDead(logger, properties.MessageId ?? "", reason);
        var content = Convert.ToBase64String(body);
        if (body.Length > LargestInDatabase)
        {
            var digest = ContentDigest.Of(body);
            await contents.PutAsync(digest, new MemoryStream(body), long.MaxValue, stopping);
            (reason, content) = ($"{reason}. The message is in the content store as {digest}", "");
        }

        await store.WriteAsync(database =>
        {
            database.Bury(new(DeadKind.Message, properties.MessageId ?? "", reason) { Content = content });
            return true;
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Consuming packages from the queue '{Queue}'")]
    private static partial void LogConsuming(ILogger logger, string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the queue '{Queue}': {Reason}")]
    private static partial void LogWaiting(ILogger logger, string queue, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The package {Id} is held: {Reason}")]
    private static partial void LogHeld(ILogger logger, string id, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The package {Id} is held: unexpected failure")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The message {Id} was dead-lettered: {Reason}")]
    private static partial void LogDead(ILogger logger, string id, string reason);
}
