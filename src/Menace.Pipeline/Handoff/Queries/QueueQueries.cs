using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Menace.Pipeline.Handoff.Queries;

/// <summary>
/// Questions through RabbitMQ: each is a message that expires with the patience of who asked, its answer goes to reply_to with its correlation_id. It is acknowledged when
/// it has been answered, so that the broker gives it to the next one where the answerer dies.
/// </summary>
/// <param name="open">Gives a channel in confirm mode.</param>
/// <param name="timeout">Time for what the broker has to say.</param>
/// <param name="destination">Which broker, without credentials.</param>
internal sealed class QueueQueries(Func<CancellationToken, Task<BrokerChannel>> open, TimeSpan timeout, string destination) : IQueryTransport
{
    /// <summary>Name of the queue; <c>menace stage4 init</c> declares it.</summary>
    public const string Queue = "menace.query.v1";

    private const string Answered = "menace.query.answer/1";
    private const string Failed = "menace.query.failure/1";

    /// <summary>RabbitMQ's own: answers come over the channel that asked, without a queue.</summary>
    private const string DirectReply = "amq.rabbitmq.reply-to";

    public string Destination => $"queue '{Queue}' of {destination}";

    public async Task<string> AskAsync(string query, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var channel = await UseAsync(open, cancellationToken);
        var answer = new TaskCompletionSource<(string? Type, string Text)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Guid.NewGuid().ToString("N");
        var consumer = new AsyncEventingBasicConsumer(channel.Channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (delivery.BasicProperties.CorrelationId == id)
            {
                answer.TrySetResult((delivery.BasicProperties.Type, Encoding.UTF8.GetString(delivery.Body.Span)));
            }

            return Task.CompletedTask;
        };
        channel.Channel.ChannelShutdownAsync += Lost;
        var tag = await UseAsync(token => channel.Channel.BasicConsumeAsync(DirectReply, autoAck: true, consumer, token), cancellationToken);
        try
        {
            await UseAsync(token => PublishAsync(channel.Channel, query, id, patience, token), cancellationToken);
            var (type, text) = await answer.Task.WaitAsync(patience, cancellationToken);
            return type == Failed ? throw new QueryFailedException(text) : text;
        }
        catch (TimeoutException)
        {
            throw new QueryFailedException(string.Create(CultureInfo.InvariantCulture, $"nobody answered within {patience.TotalSeconds:0.###} s"));
        }
        finally
        {
            channel.Channel.ChannelShutdownAsync -= Lost;
            if (channel.Channel.IsOpen)
            {
                await channel.Channel.BasicCancelAsync(tag, noWait: true, CancellationToken.None);
            }
        }

        Task Lost(object sender, ShutdownEventArgs reason)
        {
            answer.TrySetException(new HandoffException("the connection to the broker broke: " + reason.ReplyText));
            return Task.CompletedTask;
        }
    }

    public async Task<ITakenQuery?> TakeAsync(CancellationToken cancellationToken)
    {
        var channel = await UseAsync(open, cancellationToken);
        try
        {
            while (await UseAsync(token => channel.Channel.BasicGetAsync(Queue, autoAck: false, token), cancellationToken) is { } message)
            {
                if (message.BasicProperties.ReplyTo is { Length: > 0 })
                {
                    return new Taken(this, channel, message);
                }

                // Nobody would hear the answer.
                await UseAsync(token => channel.Channel.BasicAckAsync(message.DeliveryTag, multiple: false, token).AsTask(), cancellationToken);
            }
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }

        await channel.DisposeAsync();
        return null;
    }

    private static async Task PublishAsync(IChannel channel, string query, string id, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties
            {
                Type = "menace.query/1",
                ContentType = "text/plain",
                ContentEncoding = "utf-8",
                CorrelationId = id,
                ReplyTo = DirectReply,
                Expiration = ((long)patience.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
                DeliveryMode = DeliveryModes.Persistent,
            }, Encoding.UTF8.GetBytes(query), cancellationToken);
        }
        catch (PublishException exception)
        {
            throw new HandoffException(exception.IsReturn ? $"the broker has no queue '{Queue}'. `menace stage4 init` declares it" : $"the queue '{Queue}' is full", exception);
        }
    }

    /// <summary>What goes wrong between us and the broker is a <see cref="HandoffException"/>.</summary>
    private async Task<T> UseAsync<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await use(limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HandoffException(string.Create(CultureInfo.InvariantCulture, $"the broker did not answer within {timeout.TotalSeconds:0.###} s"), exception);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
        {
            throw new HandoffException($"the broker has no queue '{Queue}'. `menace stage4 init` declares it", exception);
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException)
        {
            throw new HandoffException("the connection to the broker broke: " + exception.Message, exception);
        }
    }

    private Task<bool> UseAsync(Func<CancellationToken, Task> use, CancellationToken cancellationToken) => UseAsync(
        async token =>
        {
            await use(token);
            return true;
        },
        cancellationToken);

    private sealed class Taken(QueueQueries queries, BrokerChannel channel, BasicGetResult message) : ITakenQuery
    {
        private bool _isOurs = true;

        public string Query { get; } = Encoding.UTF8.GetString(message.Body.Span);

        public Task AnswerAsync(string answer, CancellationToken cancellationToken) => ReplyAsync(Answered, answer, cancellationToken);

        public Task FailAsync(string reason, CancellationToken cancellationToken) => ReplyAsync(Failed, reason, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            if (_isOurs && channel.Channel.IsOpen)
            {
                await channel.Channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, CancellationToken.None);
            }

            await channel.DisposeAsync();
        }

        private async Task ReplyAsync(string type, string text, CancellationToken cancellationToken)
        {
            await queries.UseAsync(
                token => channel.Channel.BasicPublishAsync(
                    "", message.BasicProperties.ReplyTo!, mandatory: false,
                    new BasicProperties { Type = type, ContentType = "text/plain", ContentEncoding = "utf-8", CorrelationId = message.BasicProperties.CorrelationId }, Encoding.UTF8.GetBytes(text), token).AsTask(),
                cancellationToken);
            await queries.UseAsync(token => channel.Channel.BasicAckAsync(message.DeliveryTag, multiple: false, token).AsTask(), cancellationToken);
            _isOurs = false;
        }
    }
}
