using Menace.Model.Diagnostics;
using Menace.Pipeline.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Menace.Server.Hosting;

/// <summary>The one place that turns what went wrong into an answer: application/problem+json of RFC 9457, with the code of the rule.</summary>
internal static partial class Problems
{
    public const string ContentType = "application/problem+json";

    private const string AllowedTypes = "application/json, or application/octet-stream for content";

    /// <summary>Answers everything that throws, or that no route takes.</summary>
    public static void Use(WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                await WriteAsync(context, ToProblem(exception, app.Logger));
                return;
            }

            if (context.Response is { HasStarted: false, ContentLength: null, ContentType: null, StatusCode: var status })
            {
                switch (status)
                {
                    case StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed:
                        await WriteAsync(context, new(status, Rules.NotFound, $"{context.Request.Method} {context.Request.Path}"));
                        break;

                    // Routing refuses a type that the address does not take.
                    case StatusCodes.Status415UnsupportedMediaType:
                        await WriteAsync(context, new(status, Rules.InvalidParameter, "Content-Type", context.Request.ContentType ?? "", AllowedTypes));
                        break;
                }
            }
        });
    }

    private static ProblemException ToProblem(Exception exception, ILogger logger)
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
                return new(StatusCodes.Status503ServiceUnavailable, Rules.ServiceStoreFailed, exception.Message.TrimEnd('.')) { RetryAfter = 5 };
            default:
                LogUnexpected(logger, exception);
                return new(StatusCodes.Status500InternalServerError, Rules.InternalError, exception.GetType().Name, "see the server's log for details");
        }
    }

    private static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var details = new ProblemDetails { Title = problem.Rule.Title, Status = problem.Status, Detail = problem.Message };
        details.Extensions["code"] = problem.Rule.Id;
        foreach (var (name, value) in problem.Extensions)
        {
            details.Extensions[name] = value;
        }

        return response.WriteAsJsonAsync(details, ServiceJson.Options, ContentType, context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store failed")]
    private static partial void LogStoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
