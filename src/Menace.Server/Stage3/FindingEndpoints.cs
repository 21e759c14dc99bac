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

    public static void Map(WebApplication app, FindingLog log, BodyBudget bodies, long maximumBody)
    {
        app.MapPost("/stage3", async (HttpRequest request) =>
        {
            var key = RequestBody.IdempotencyKey(request);
            using var share = bodies.Begin();
            var batch = FindingBatch.Parse(await RequestBody.ReadJsonAsync(request, maximumBody, share));
            var outcome = await log.AppendAsync(batch, key);
            return outcome == AppendOutcome.KeyReused
                ? throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.KeyReused, key!)
                : TypedResults.Ok(new Received(true, batch.Count));
        });

        app.MapGet("/stage3", (HttpResponse response, string? cursor, string? limit) =>
        {
            var page = log.Read(RequestBody.Cursor(cursor), RequestBody.Limit(limit, StandardLimit, MaximumLimit)) ?? throw RequestBody.InvalidCursor(cursor!);
            return WriteAsync(response, page);
        });

        app.MapGet(Callers.HealthPath, () => TypedResults.Ok(new { status = "ok", service = "stage3", version = ServiceVersion.Text }));
    }

    /// <summary>The lines go out as they stand in the file.</summary>
    private static async Task WriteAsync(HttpResponse response, FindingPage page)
    {
        response.ContentType = "application/json";
        var body = response.BodyWriter;
        var separator = "{\"items\":["u8.ToArray();
        foreach (var item in page.Items)
        {
            await body.WriteAsync(separator);
            await body.WriteAsync(item);
            separator = ","u8.ToArray();
        }

        var start = page.Items.Count == 0 ? "{\"items\":[" : "";
        await response.WriteAsync(string.Create(CultureInfo.InvariantCulture,
            $"{start}],\"next\":\"{page.Next}\",\"more\":{(page.HasMore ? "true" : "false")},\"unreadable\":{page.Unreadable}}}"));
    }

    /// <summary>What the older service answered, too.</summary>
    private sealed record Received(bool Ok, [property: JsonPropertyName("received")] int Count);
}
