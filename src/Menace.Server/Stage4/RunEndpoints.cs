using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Storage;

namespace Menace.Server.Stage4;

/// <summary>The routes of Stage 4: accepts packages, shows and cancels runs.</summary>
internal static class RunEndpoints
{
    private const int StandardLimit = 20;
    private const int MaximumLimit = 200;

    /// <summary>The address of a run.</summary>
    public static string PathOf(long runId) => string.Create(CultureInfo.InvariantCulture, $"/v1/runs/{runId}");

    public static void Map(WebApplication app, PackageIntake intake, RunStore store, RunWorker worker, RunListeners listeners,
        BodyBudget bodies, long maximumBody)
    {
        app.MapPost("/v1/packages", async (HttpRequest request, bool? execute) => await AcceptAsync(request, execute))
            .Accepts<object>("application/json")
            .WithSummary("Records a package; with execute=true it is built and verified. The same package or Idempotency-Key returns " +
                "the same run.")
            .Produces<AcceptedPackage>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
                .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests)
                .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        app.MapPost("/handoff", async (HttpRequest request) => await AcceptAsync(request, false))
            .Accepts<object>("application/json")
            .WithSummary("Records a package (route of older clients).")
            .Produces<AcceptedPackage>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        app.MapGet("/v1/runs", async (string? status, string? cursor, string? limit) =>
            {
                var count = RequestBody.Limit(limit, StandardLimit, MaximumLimit);
                var before = cursor is null ? (long?)null : RequestBody.Cursor(cursor);
                var wanted = Status(status);
                var runs = await store.ReadAsync(database => database.Runs(count + 1, before, wanted));
                return TypedResults.Ok(new RunPage(
                    [.. runs.Take(count).Select(RunViews.SummaryOf)], runs.Count > count
                        ? runs[count - 1].Id.ToString(CultureInfo.InvariantCulture) : null));
            })
            .WithSummary("Lists the runs, newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        app.MapGet("/v1/runs/{id}", async (string id) => TypedResults.Ok(await FindAsync(id)))
            .WithSummary("Returns a run with its bots and the places of their repositories.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        app.MapGet("/v1/runs/{id}/events", async (HttpRequest request, string id, string? onLoss) =>
            {
                var run = await FindAsync(id);
                var after = LastEventId(request);
                var cancels = onLoss switch
                {
                    null or "detach" => false,
                    "cancel" => true,
                    _ => throw new ProblemException(
                        StatusCodes.Status400BadRequest, Rules.InvalidParameter, "onLoss", onLoss, "cancel or detach"),
                };
                var events = RunEvents.ReadAsync(
                    store, run.Run.Id, after, app.Services.GetRequiredService<TimeProvider>(), app.Lifetime.ApplicationStopping,
                    request.HttpContext.RequestAborted);
                return TypedResults.ServerSentEvents(listeners.ListenAsync(run.Run.Id, cancels, events));
            })
            .WithSummary("Streams the events of a run to its end. Send Last-Event-ID to resume after an event. With onLoss=cancel the " +
                "run is cancelled after a minute without listeners.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        app.MapDelete("/v1/runs/{id}", async (string id) =>
            {
                var run = await FindAsync(id);
                await worker.CancelAsync(run.Run.Id, "cancelled by a request");
                return TypedResults.Accepted(PathOf(run.Run.Id), await FindAsync(id));
            })
            .WithSummary("Cancels a run and kills the processes of its bots. A run that has ended is not changed.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        app.MapGet(Callers.HealthPath, async () =>
            {
                var depth = await store.ReadAsync(database => database.QueueDepth());
                return TypedResults.Ok(new
                {
                    status = "ok",
                    service = "stage4",
                    version = ServiceVersion.Text,
                    waiting = depth.Ready + depth.Postponed,
                    atWork = depth.Leased
                });
            })
            .WithSummary("Returns the health of the service and its database, and the length of the queue.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        async Task<IResult> AcceptAsync(HttpRequest request, bool? execute)
        {
            var key = RequestBody.IdempotencyKey(request);
            using var share = bodies.Begin();
            var body = await RequestBody.ReadJsonAsync(request, maximumBody, share);
            var accepted = await intake.AcceptAsync(body, execute, key, share, request.HttpContext.RequestAborted);
            var path = PathOf(accepted.RunId);
            return TypedResults.Accepted(path, new AcceptedPackage(accepted.RunId, accepted.Verdict == PackageVerdict.Known, path));
        }

        async Task<RunDetails> FindAsync(string id) =>
            long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && await store.ReadAsync(database => RunViews.Details(database, number)) is { } run
                ? run
                : throw new ProblemException(StatusCodes.Status404NotFound, Rules.RunUnknown, id, "this service");
    }

    private static long LastEventId(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        return text.Length == 0 ? 0
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : throw new ProblemException(
                StatusCodes.Status400BadRequest, Rules.InvalidParameter, "Last-Event-ID", text, "the id of an event");
    }

    private static WorkflowStatus? Status(string? text) =>
        text is null ? null
        : Enum.TryParse<WorkflowStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsAsciiDigit(text[0])
            ? status
        : throw new ProblemException(
            StatusCodes.Status400BadRequest, Rules.InvalidParameter, "status", text,
            string.Join(", ", Enum.GetValues<WorkflowStatus>().Select(SqlText.Word)));
}
