using System.Net;
using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>
/// Accepts requests with the token. Without a token all programs on this machine may call, but no web page in a browser on it: neither with
/// a request of its own (Origin, Sec-Fetch-Site) nor under a name that was bound to the loopback address later (DNS rebinding).
/// </summary>
internal static class Callers
{
    /// <summary>The path of the health check, which requires no token.</summary>
    public const string HealthPath = "/health";

    public static void Use(WebApplication app, AccessToken? token) => app.Use((context, next) =>
    {
        if (token is null)
        {
            RefuseWebPages(context.Request);
        }
        else if (context.Request.Path != HealthPath && !token.IsIn(context.Request.Headers.Authorization))
        {
            throw new ProblemException(StatusCodes.Status401Unauthorized, Rules.TokenRequired);
        }

        return next(context);
    });

    private static void RefuseWebPages(HttpRequest request)
    {
        var host = request.Host.Host;
        if (host.Length > 0 && host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, Rules.ForeignRequest, $"for the host '{host}'");
        }

        if (request.Headers.Origin.Count > 0 || request.Headers["Sec-Fetch-Site"] is [not ("none" or "same-origin")])
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, Rules.ForeignRequest, "of a web page");
        }
    }
}
