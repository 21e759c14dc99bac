namespace Menace.Pipeline.Handoff.Queries;

/// <summary>Questions over Stage 4, which keeps them until somebody comes for them.</summary>
/// <param name="open">Makes the client when it is needed: the address may be in a variable.</param>
/// <param name="destination">The address without credentials, or the name of the variable that holds it.</param>
internal sealed class HttpQueries(Func<Stage4Client> open, string destination) : IQueryTransport
{
    public string Destination => destination;

    public async Task<string> AskAsync(string query, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var client = open();
        return client.IsPlain ? throw new HandoffException("the seed's plain route has no questions: its address ends in /handoff") : await client.AskAsync(query, patience, cancellationToken);
    }

    public async Task<ITakenQuery?> TakeAsync(CancellationToken cancellationToken)
    {
        var client = open();
        try
        {
            if (!client.IsPlain && await client.TakeQueryAsync(cancellationToken) is { } query)
            {
                return new Taken(client, query);
            }
        }
        catch
        {
            client.Dispose();
            throw;
        }

        client.Dispose();
        return null;
    }

    private sealed class Taken(Stage4Client client, WaitingQuery query) : ITakenQuery
    {
        public string Query => query.Query;

        public Task AnswerAsync(string answer, CancellationToken cancellationToken) => client.AnswerQueryAsync(query.Id, new(answer, null), cancellationToken);

        public Task FailAsync(string reason, CancellationToken cancellationToken) => client.AnswerQueryAsync(query.Id, new(null, reason), cancellationToken);

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return default;
        }
    }
}
