using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Handoff;

// What Stage 4 has about runs.
partial class Stage4Client
{
    /// <summary>Returns the run <paramref name="runId"/>, or null if it does not exist.</summary>
    /// <exception cref="HandoffException">Stage 4 is unreachable, or answers something else.</exception>
    public async Task<RunDetails?> GetRunAsync(long runId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, RunAddress(runId));
        using var response = await SendAsync(request, cancellationToken, allowMissing: true);
        return response.StatusCode == HttpStatusCode.NotFound ? null
            : Read<RunDetails>(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>
    /// The events of the run <paramref name="runId"/>, as they come, after one that says that the stream is open. Without an <c>end</c>
    /// among them the stream was cut: ask again.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="after">Id of the last event that was seen, or null.</param>
    /// <param name="onLoss">Whether the run is cancelled if this client is lost.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HandoffException">Stage 4 is unreachable, or the connection broke.</exception>
    public async IAsyncEnumerable<RunEvent> EventsAsync(
        long runId, string? after, ClientLoss onLoss, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, RunAddress(runId) + "/events" + (onLoss == ClientLoss.Cancel ? "?onLoss=cancel" : ""));
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        using var response = await SendAsync(request, cancellationToken, completion: HttpCompletionOption.ResponseHeadersRead);
        yield return new RunEvent("run", "", "", null, 0, default) { Kind = "open" };
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var items = SseParser.Create(stream, (kind, data) => Read<RunEvent>(System.Text.Encoding.UTF8.GetString(data)) with { Kind = kind })
            .EnumerateAsync(cancellationToken);
        await using var item = items.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await item.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
            {
                throw Broken(exception);
            }

            yield return item.Current.Data with { Id = item.Current.EventId };
        }
    }

    /// <summary>Calls the run <paramref name="runId"/> off.</summary>
    /// <exception cref="HandoffException">Stage 4 is unreachable, or has no such run.</exception>
    public async Task CancelRunAsync(long runId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, RunAddress(runId));
        using var response = await SendAsync(request, cancellationToken);
    }

    private string RunAddress(long runId) => new Uri(Address, string.Create(CultureInfo.InvariantCulture, $"v1/runs/{runId}")).ToString();

    private static T Read<T>(string text)
    {
        try
        {
            return Stage4Json.Read<T>(text);
        }
        catch (JsonException exception)
        {
            throw new HandoffException("its answer is not understood by this version: " + exception.Message, exception);
        }
    }
}
