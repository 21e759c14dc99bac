using System.Globalization;
using System.Text.Json.Serialization;
using Menace.Model.Diagnostics;
using Menace.Server.Hosting;

namespace Menace.Server.Stage3;

/// <summary>The routes of Stage 3: take findings, give them back page by page.</summary>
internal static class FindingEndpoints
{
    private const int StandardLimit = 100;
    private const int MaximumLimit = 1000;

    public static void Map(WebApplication app, FindingStore store, BodyBudget bodies, long maximumBody)
    {
        app.MapPost("/stage3", async (HttpRequest request) =>
        {
            var key = RequestBody.IdempotencyKey(request);
            using var share = bodies.Begin();
            var batch = FindingBatch.Parse(await RequestBody.ReadJsonAsync(request, maximumBody, share));
            return store.Append(batch, key) == AppendOutcome.KeyReused
                ? throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.KeyReused, key!)
                : TypedResults.Ok(new Received(true, batch.Items.Count));
        });

        app.MapGet("/stage3", (HttpResponse response, string? cursor, string? limit) =>
        {
            var page = store.Read(RequestBody.Cursor(cursor), RequestBody.Limit(limit, StandardLimit, MaximumLimit))
                ?? throw RequestBody.InvalidCursor(cursor!);
            return WriteAsync(response, page);
        });

        app.MapGet(Callers.HealthPath, () => TypedResults.Ok(new { status = "ok", service = "stage3", version = ServiceVersion.Text }));
    }

    /// <summary>The findings go out as they came in.</summary>
    private static async Task WriteAsync(HttpResponse response, FindingPage page)
    {
        response.ContentType = "application/json";
        await response.WriteAsync(string.Create(CultureInfo.InvariantCulture,
            $"{{\"items\":[{string.Join(',', page.Items)}],\"next\":\"{page.Next}\",\"more\":{(page.HasMore ? "true" : "false")}}}"));
    }

    /// <summary>The answer of the older service.</summary>
    private sealed record Received(bool Ok, [property: JsonPropertyName("received")] int Count);
}
