using System.Net;
using System.Security.Claims;
using Menace.Model.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Menace.Server.Hosting;

/// <summary>
/// Authenticates callers: by the token or, on a service without one, as a program on this machine. A web page in a browser on this machine
/// is neither, whether it sends the request itself (Origin, Sec-Fetch-Site) or uses a name that was bound to the loopback address later
/// (DNS rebinding).
/// </summary>
internal sealed class Callers(ServiceSettings settings) : IAuthenticationHandler
{
    /// <summary>The path of the health check, which requires no token.</summary>
    public const string HealthPath = "/health";

    private const string Scheme = "Bearer";

    private HttpContext? _context;

    /// <summary>Requires an authenticated caller for every request, also for one without a route.</summary>
    public static void AddTo(IServiceCollection services, ServiceSettings settings)
    {
        services.AddTransient(_ => new Callers(settings));
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = Scheme;
            options.AddScheme<Callers>(Scheme, displayName: null);
        });
        services.AddAuthorization(options =>
            options.FallbackPolicy = new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build());
    }

    /// <inheritdoc/>
    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuthenticateResult> AuthenticateAsync() => Task.FromResult(RefusalOf(_context!.Request) is { } refusal
        ? AuthenticateResult.Fail(refusal)
        : AuthenticateResult.Success(new(new(new ClaimsIdentity(Scheme)), Scheme)));

    /// <inheritdoc/>
    public Task ChallengeAsync(AuthenticationProperties? properties) => throw RefusalOf(_context!.Request) ?? TokenRequired();

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties) => ChallengeAsync(properties);

    private static ProblemException TokenRequired() => new(StatusCodes.Status401Unauthorized, Rules.TokenRequired);

    private ProblemException? RefusalOf(HttpRequest request) =>
        settings.Token is not { } token ? RefusalOfWebPage(request)
        : request.Path == HealthPath || token.IsIn(request.Headers.Authorization) ? null
        : TokenRequired();

    private static ProblemException? RefusalOfWebPage(HttpRequest request)
    {
        var host = request.Host.Host;
        if (host.Length > 0 && host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            return new(StatusCodes.Status403Forbidden, Rules.ForeignRequest, $"for the host '{host}'");
        }

        return request.Headers.Origin.Count > 0 || request.Headers["Sec-Fetch-Site"] is [not ("none" or "same-origin")]
            ? new(StatusCodes.Status403Forbidden, Rules.ForeignRequest, "of a web page")
            : null;
    }
}
