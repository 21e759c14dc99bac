using RabbitMQ.Client;

namespace Menace.Pipeline.Handoff.Queries;

/// <summary>The ways of questions that settings name: those of packages.</summary>
internal static class QueryTransports
{
    /// <param name="settings">The ways.</param>
    /// <param name="channel">A channel in confirm mode that stays its owner's, or null.</param>
    public static IReadOnlyList<IQueryTransport> Of(HandoffSettings settings, IChannel? channel)
    {
        List<IQueryTransport> transports = [];
        if (HandoffTransports.NameOf(settings) is { } address)
        {
            transports.Add(new HttpQueries(() => HandoffTransports.Client(settings), address));
        }

        if (settings.QueueUriVariable is { } variable)
        {
            transports.Add(new QueueQueries(
                cancellationToken => BrokerChannel.ConnectAsync(HandoffTransports.Value(variable), "queries", settings.Timeout, cancellationToken), settings.Timeout, $"the broker in {variable}"));
        }

        if (channel is not null)
        {
            transports.Add(new QueueQueries(_ => Task.FromResult(new BrokerChannel(channel, null)), settings.Timeout, "the given channel"));
        }

        return transports;
    }
}
