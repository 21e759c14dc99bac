namespace Menace.Pipeline.Handoff.Queries;

/// <summary>A way for questions.</summary>
internal interface IQueryTransport
{
    /// <summary>Where it leads, without credentials.</summary>
    string Destination { get; }

    /// <summary>Asks, and waits.</summary>
    /// <exception cref="QueryFailedException">Nobody answered in time, or who did could not.</exception>
    /// <exception cref="HandoffException">The question could not be asked.</exception>
    Task<string> AskAsync(string query, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>The oldest question that waits, or null.</summary>
    /// <exception cref="HandoffException">The way cannot be used.</exception>
    Task<ITakenQuery?> TakeAsync(CancellationToken cancellationToken);
}

/// <summary>A question that is ours to answer. One that is disposed of without either goes to the next one.</summary>
internal interface ITakenQuery : IAsyncDisposable
{
    string Query { get; }

    /// <exception cref="HandoffException">The answer was not delivered.</exception>
    Task AnswerAsync(string answer, CancellationToken cancellationToken);

    /// <exception cref="HandoffException">The reason was not delivered.</exception>
    Task FailAsync(string reason, CancellationToken cancellationToken);
}
