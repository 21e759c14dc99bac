using System.Globalization;
using System.Text.Json;
using Menace.Pipeline.Handoff.Queries;

namespace Menace.Pipeline.Handoff;

// Questions: asked of Stage 4, which keeps them until somebody comes for them.
public sealed partial class Stage4Client
{
    private static readonly JsonSerializerOptions QueryJson = new(JsonSerializerDefaults.Web);

    /// <summary>How long one request waits for the answer: behind proxies, and within the time of a request.</summary>
    private double PollSeconds => Math.Min(20, _timeout.TotalSeconds / 2);

    internal async Task<string> AskAsync(string query, TimeSpan patience, CancellationToken cancellationToken)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(patience.TotalSeconds));
        var asked = await CallAsync<QueryState>(HttpMethod.Post, "v1/queries", new { query, timeoutSeconds = seconds }, cancellationToken);
        while (true)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"v1/queries/{asked!.Id}?wait={PollSeconds}");
            var state = await CallAsync<QueryState>(HttpMethod.Get, path, null, cancellationToken);
            switch (state!.Status)
            {
                case "waiting": break;
                case "answered": return state.Answer ?? "";
                default: throw new QueryFailedException(state.Reason ?? $"nobody answered within {seconds} s");
            }
        }
    }

    internal Task<WaitingQuery?> TakeQueryAsync(CancellationToken cancellationToken) => CallAsync<WaitingQuery>(HttpMethod.Post, "v1/queries/next", null, cancellationToken);

    internal Task AnswerQueryAsync(string id, QueryAnswer answer, CancellationToken cancellationToken) =>
        CallAsync<QueryState>(HttpMethod.Post, $"v1/queries/{Uri.EscapeDataString(id)}/answer", answer, cancellationToken);

    /// <summary>What the answer says, or null where it has no content.</summary>
    private async Task<T?> CallAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = body is null ? null : Json(JsonSerializer.SerializeToUtf8Bytes(body, QueryJson)) };
        using var response = await SendAsync(request, cancellationToken);
        try
        {
            return response.StatusCode == System.Net.HttpStatusCode.NoContent ? null : JsonSerializer.Deserialize<T>(await response.Content.ReadAsByteArrayAsync(cancellationToken), QueryJson);
        }
        catch (JsonException exception)
        {
            throw new HandoffException("the answer is none of Stage 4", exception);
        }
    }
}
