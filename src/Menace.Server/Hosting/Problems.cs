using Menace.Model.Diagnostics;
using Menace.Pipeline.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>The one place that turns a failure into an answer: application/problem+json of RFC 9457, with the code of the rule.</summary>
internal sealed partial class Problems(ILogger<Problems> logger) : IExceptionHandler
{
    public const string ContentType = "application/problem+json";

    private const string AllowedTypes = "application/json, or application/octet-stream for content";

    /// <summary>Adds the services of <see cref="Use"/>.</summary>
    public static void AddTo(IServiceCollection services)
    {
        // The platform adds the trace's id only for callers that accept JSON: an answer has the same members for all.
        services.AddProblemDetails(
            options => options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"));
        services.AddExceptionHandler<Problems>();
    }

    /// <summary>Answers exceptions, and requests without a route.</summary>
    public static void Use(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(pages =>
        {
            var (request, status) = (pages.HttpContext.Request, pages.HttpContext.Response.StatusCode);
            var problem = status switch
            {
                StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed =>
                    new ProblemException(status, Rules.NotFound, $"{request.Method} {request.Path}"),

                // Routing refuses a type that the address does not take.
                StatusCodes.Status415UnsupportedMediaType =>
                    new ProblemException(status, Rules.InvalidParameter, "Content-Type", request.ContentType ?? "", AllowedTypes),
                _ => null,
            };
            return problem is null ? Task.CompletedTask : WriteAsync(pages.HttpContext, problem);
        });
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return false;
        }

        await WriteAsync(httpContext, ToProblem(exception));
        return true;
    }

    private static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        var response = context.Response;
        if (problem.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        // The result uses the platform's writers, and writes JSON also for a caller that accepts other types only, such as events.
        return TypedResults.Problem(problem.Message, statusCode: problem.Status, title: problem.Rule.Title,
            extensions: [new("code", problem.Rule.Id), .. problem.Extensions]).ExecuteAsync(context);
    }

    private ProblemException ToProblem(Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new(StatusCodes.Status413PayloadTooLarge, Rules.BodyTooLarge, "this service takes");
            case BadHttpRequestException bad:
                return new(bad.StatusCode, Rules.BodyUnreadable, bad.Message.TrimEnd('.'));
            case WorkflowDbException or IOException or UnauthorizedAccessException:
                LogStoreFailed(logger, exception);
                return new(StatusCodes.Status503ServiceUnavailable, Rules.ServiceStoreFailed, exception.Message.TrimEnd('.'))
                {
                    RetryAfter = 5,
                };
            default:
                LogUnexpected(logger, exception);
                return new(
                    StatusCodes.Status500InternalServerError, Rules.InternalError, exception.GetType().Name,
                    "see the server's log for details");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store failed")]
    private static partial void LogStoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
