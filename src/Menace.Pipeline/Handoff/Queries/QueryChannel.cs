using Menace.Pipeline.Diagnostics;

namespace Menace.Pipeline.Handoff.Queries;

/// <summary>
/// Questions to whoever hands packages off, and their answers: request and reply over the same ways as packages, HTTP first (seed, "respond_to_queries"). A question
/// whose answerer dies is given to the next one.
/// </summary>
public sealed class QueryChannel
{
    private const int LongestReason = 500;

    private readonly IReadOnlyList<IQueryTransport> _transports;

    /// <param name="settings">The ways. An address that ends in <c>/handoff</c> has no questions.</param>
    public QueryChannel(HandoffSettings settings)
        : this(QueryTransports.Of(settings, null))
    {
    }

    internal QueryChannel(IReadOnlyList<IQueryTransport> transports) => _transports = transports;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="query">The question.</param>
    /// <param name="patience">How long to wait; a question nobody has answered until then is withdrawn.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="QueryFailedException">Nobody answered in time, or who did could not.</exception>
    /// <exception cref="HandoffException">No way could be used, or there is none.</exception>
    public async Task<string> AskAsync(string query, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        List<string> reasons = [];
        foreach (var transport in _transports)
        {
            try
            {
                return await transport.AskAsync(query, patience, cancellationToken);
            }
            catch (HandoffException exception)
            {
                reasons.Add($"{transport.Destination}: {exception.Message}");
            }
        }

        throw new HandoffException(reasons.Count > 0 ? string.Join("; ", reasons) : "there is nobody to ask: neither an address nor a queue is set");
    }

    /// <summary>Answers at most one question that waits, by <paramref name="handler"/>; one that does not wait is not waited for.</summary>
    /// <param name="handler">Gives the answer to a question. Who asked is told that it threw, and then this method throws the same.</param>
    /// <param name="cancellationToken">Ends the answering; the question is then given to the next one.</param>
    /// <returns>Whether there was a question.</returns>
    /// <exception cref="HandoffException">There was no question, and not every way could be used; or the answer could not be delivered.</exception>
    public async Task<bool> RespondAsync(Func<string, CancellationToken, Task<string>> handler, CancellationToken cancellationToken = default)
    {
        if (await TakeAsync(cancellationToken) is not { } taken)
        {
            return false;
        }

        await using (taken)
        {
            string answer;
            try
            {
                answer = await handler(taken.Query, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                await taken.FailAsync(ReasonOf(exception), cancellationToken);
                throw;
            }

            await taken.AnswerAsync(answer, cancellationToken);
            return true;
        }
    }

    private async Task<ITakenQuery?> TakeAsync(CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        foreach (var transport in _transports)
        {
            try
            {
                if (await transport.TakeAsync(cancellationToken) is { } taken)
                {
                    return taken;
                }
            }
            catch (HandoffException exception)
            {
                reasons.Add($"{transport.Destination}: {exception.Message}");
            }
        }

        return reasons.Count == 0 ? null : throw new HandoffException(string.Join("; ", reasons));
    }

    private static string ReasonOf(Exception exception)
    {
        var reason = Redaction.Redact($"{exception.GetType().Name}: {exception.Message}");
        return reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
    }
}

/// <summary>A question has no answer.</summary>
/// <param name="reason">Why.</param>
public sealed class QueryFailedException(string reason) : Exception(reason);
