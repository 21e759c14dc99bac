using System.Security.Cryptography;
using System.Text;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Stage4;
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
    BrokerSettings broker, PackageIntake intake, RunStore store, ContentFolder contents, BodyBudget bodies, long maximumBody, ILogger logger) : IAsyncDisposable
{
    /// <summary>Larger messages are kept in the content store.</summary>
    private const int LargestInDatabase = 1 << 20;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly BackgroundWork _background = new();

    /// <summary>Begins; a broker that is not there is waited for.</summary>
    public void Start() => _background.Start(WorkAsync);

    /// <summary>Ends; a message that was not acknowledged is delivered again.</summary>
    public ValueTask DisposeAsync() => _background.DisposeAsync();

    private async Task WorkAsync()
    {
        var pause = ShortestPause;
        while (!_background.IsStopping)
        {
            try
            {
                await using var connection = await broker.ConnectAsync("intake", _background.Stopping);
                await ConsumeAsync(connection, () => pause = ShortestPause);
            }
            catch (OperationCanceledException) when (_background.IsStopping)
            {
                return;
            }
            catch (Exception exception) when (exception is HandoffException or RabbitMQClientException or IOException or TimeoutException or OperationCanceledException)
            {
                LogWaiting(logger, broker.Queue, exception is OperationInterruptedException refusal ? QueueTopology.ReasonOf(refusal) : exception.Message);
            }

            await _background.PauseAsync(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Returns when the connection is lost.</summary>
    private async Task ConsumeAsync(IConnection connection, Action isConnected)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: _background.Stopping);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };

        // Measured: with more than one, a package that kills its server takes those beside it along.
        await channel.BasicQosAsync(0, prefetchCount: 1, global: false, _background.Stopping);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => ReceiveAsync(channel, delivery, lost.Task);
        consumer.UnregisteredAsync += (_, _) =>
        {
            // The queue was deleted.
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(broker.Queue, autoAck: false, consumer, _background.Stopping);
        isConnected();
        LogConsuming(logger, broker.Queue);
        await lost.Task.WaitAsync(_background.Stopping);
    }

    private async Task ReceiveAsync(IChannel channel, BasicDeliverEventArgs delivery, Task lost)
    {
        // The buffer is the client's, and only until this method waits.
        var body = delivery.Body.ToArray();
        var pause = ShortestPause;
        while (!lost.IsCompleted)
        {
            try
            {
                await KeepAsync(delivery.BasicProperties, body);
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, _background.Stopping);
                return;
            }
            catch (Exception exception) when (exception is AlreadyClosedException or OperationCanceledException)
            {
                // It comes again.
                return;
            }
            catch (Exception exception) when (exception is WorkflowDbException or IOException or UnauthorizedAccessException or HandoffException or ProblemException)
            {
                // Held until it can be kept: handing it back would count towards the delivery limit.
                LogHeld(logger, delivery.BasicProperties.MessageId ?? "", exception.Message);
            }
            catch (Exception exception)
            {
                // The client would pass over it, and the message, never acknowledged, would be the last that comes.
                LogUnexpected(logger, exception, delivery.BasicProperties.MessageId ?? "");
            }

            await _background.PauseAsync(pause, lost);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Accepts the package, or dead-letters the message.</summary>
    /// <exception cref="ProblemException">The queue of runs is full, or other packages leave no room for this one (429).</exception>
    private async Task KeepAsync(IReadOnlyBasicProperties properties, byte[] body)
    {
        using var activity = Stage4Telemetry.Receive(properties.Headers is { } headers && headers.TryGetValue("traceparent", out var trace) && trace is byte[] text ? Encoding.ASCII.GetString(text) : null);
        string reason;
        try
        {
            using var share = bodies.Begin();
            var envelope = await QueueMessage.ReadAsync(properties, body, contents, maximumBody, share, _background.Stopping);
            await intake.AcceptAsync(envelope, execute: null, properties.MessageId is { Length: > 0 and <= 200 } key ? key : null, share, _background.Stopping);
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
            var digest = Convert.ToHexStringLower(SHA256.HashData(body));
            await contents.PutAsync(digest, new MemoryStream(body), long.MaxValue, _background.Stopping);
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
