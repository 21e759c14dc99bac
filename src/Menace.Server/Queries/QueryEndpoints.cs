using System.Globalization;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Handoff.Queries;
using Menace.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Menace.Server.Queries;

/// <summary>The routes of questions: one program asks and waits, another comes for the question and answers it.</summary>
internal static class QueryEndpoints
{
    private const string Root = "/v1/queries";
    private const int LargestBody = 64 << 10;
    private const int LongestPatience = 3600;
    private const int LongestWait = 60;
    private const int RetryAfterSeconds = 5;

    public static void Map(WebApplication app, QueryDesk desk, BodyBudget bodies)
    {
        app.MapPost(Root, async (HttpRequest request) =>
            {
                var asked = await ReadAsync<QueryRequest>(request, bodies);
                var seconds = asked.TimeoutSeconds is >= 1 and <= LongestPatience ? asked.TimeoutSeconds : throw Invalid("timeoutSeconds", asked.TimeoutSeconds, LongestPatience);
                var id = desk.Ask(asked.Query ?? throw new ProblemException(StatusCodes.Status400BadRequest, Rules.BodyUnreadable, "it has no member 'query'"), TimeSpan.FromSeconds(seconds))
                    ?? throw new ProblemException(StatusCodes.Status429TooManyRequests, Rules.QueueFull, $"{QueryDesk.Most} questions", $"{RetryAfterSeconds}") { RetryAfter = RetryAfterSeconds };
                return TypedResults.Accepted($"{Root}/{id}", new QueryState(id, "waiting", null, null));
            })
            .Accepts<QueryRequest>("application/json")
            .WithSummary("Asks a question; whoever answers questions comes for it. It is given up after timeoutSeconds (60).")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);

        app.MapGet(Root + "/{id}", async (HttpRequest request, string id, double? wait) =>
            {
                var seconds = wait is null or (>= 0 and <= LongestWait) ? wait ?? 0 : throw Invalid("wait", wait.Value, LongestWait);
                using var end = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted, app.Lifetime.ApplicationStopping);
                return TypedResults.Ok(await desk.WaitAsync(id, TimeSpan.FromSeconds(seconds), end.Token) ?? throw Unknown(id));
            })
            .WithSummary("The question with its answer, as soon as there is one, and at the latest after 'wait' seconds.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        app.MapPost(Root + "/next", Results<Ok<WaitingQuery>, NoContent> () =>
                desk.Take() is { } taken ? TypedResults.Ok(new WaitingQuery(taken.Id, taken.Query)) : TypedResults.NoContent())
            .WithSummary("The oldest question that nobody has; 204 where none waits. It is given to another one when it is not answered within 30 s.");

        app.MapPost(Root + "/{id}/answer", async (HttpRequest request, string id) =>
            {
                var answer = await ReadAsync<QueryAnswer>(request, bodies);
                return answer.Answer is null == answer.Reason is null
                    ? throw new ProblemException(StatusCodes.Status400BadRequest, Rules.BodyUnreadable, "it must have one of the members 'answer' and 'reason'")
                    : TypedResults.Ok(desk.Answer(id, answer.Answer, answer.Reason) ?? throw Unknown(id));
            })
            .Accepts<QueryAnswer>("application/json")
            .WithSummary("Answers a question, or says why there is no answer. The first one counts.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<T> ReadAsync<T>(HttpRequest request, BodyBudget bodies)
        where T : class
    {
        using var share = bodies.Begin();
        var body = await RequestBody.ReadJsonAsync(request, LargestBody, share);
        try
        {
            return JsonSerializer.Deserialize<T>(body, ServiceJson.Options) ?? throw new ProblemException(StatusCodes.Status400BadRequest, Rules.BodyUnreadable, "it is null");
        }
        catch (JsonException exception)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, Rules.BodyUnreadable, exception.Message.TrimEnd('.'));
        }
    }

    private static ProblemException Invalid(string name, double value, int most) =>
        new(StatusCodes.Status400BadRequest, Rules.InvalidParameter, name, value.ToString(CultureInfo.InvariantCulture), $"seconds, up to {most}");

    private static ProblemException Unknown(string id) => new(StatusCodes.Status404NotFound, Rules.NotFound, $"question '{id}', or no longer");

    /// <summary>A question.</summary>
    internal sealed record QueryRequest(string? Query, int TimeoutSeconds = 60);
}
