using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Handoff;

/// <summary>
/// The HTTP interface of Stage 4, for those who call it. Redirects are not followed: a package goes where it was meant to go.
/// </summary>
public sealed partial class Stage4Client : IDisposable
{
    private const int LongestReason = 500;

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;

    /// <param name="address">Base address, or one whose path ends in <c>/handoff</c>; credentials in it are sent as Basic.</param>
    /// <param name="token">The bearer token, or null.</param>
    /// <param name="timeout">Time for one request.</param>
    /// <exception cref="HandoffException">The address is none of HTTP.</exception>
    public Stage4Client(string address, string? token, TimeSpan timeout)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new HandoffException("the address of Stage 4 is not an absolute http or https address");
        }

        var isPlain = uri.AbsolutePath.EndsWith("/handoff", StringComparison.Ordinal);
        var builder = new UriBuilder(uri)
        {
            UserName = "",
            Password = "",
            Query = "",
            Fragment = "",
            Path = isPlain ? uri.AbsolutePath : uri.AbsolutePath.TrimEnd('/') + "/",
        };
        Address = builder.Uri;
        IsPlain = isPlain;
        _timeout = timeout;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = token is { Length: > 0 } ? new("Bearer", token)
            : uri.UserInfo.Length > 0 ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo))))
            : null;
    }

    /// <summary>The address without credentials.</summary>
    public Uri Address { get; }

    /// <summary>Gets whether it is the plain route /handoff, which accepts packages but does not report runs.</summary>
    public bool IsPlain { get; }

    /// <summary>Hands off a package.</summary>
    /// <returns>The run that there is for it, or null if the receiver names none.</returns>
    /// <exception cref="HandoffException">It was not accepted.</exception>
    public async Task<long?> PostAsync(OutgoingPackage package, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, IsPlain ? Address : new Uri(Address, "v1/packages"));
        request.Headers.Add("Idempotency-Key", package.Digest);
        if (IsPlain)
        {
            request.Content = Json(PackageEnvelope.PlainBody(package));
        }
        else
        {
            request.Content = Json(PackageEnvelope.ToMessage(package));
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        using var response = await SendAsync(request, cancellationToken);
        return RunIdIn(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Puts <paramref name="content"/> into the content store.</summary>
    /// <returns>Lower-case hexadecimal SHA-256 of it, its name there.</returns>
    /// <exception cref="HandoffException">It was not stored.</exception>
    public async Task<string> PutContentAsync(byte[] content, CancellationToken cancellationToken)
    {
        var digest = ContentDigest.Of(content);
        using var request = new HttpRequestMessage(
            HttpMethod.Put, new Uri(Address, "v1/cas/" + digest))
        { Content = new ByteArrayContent(content) };
        using var response = await SendAsync(request, cancellationToken);
        return digest;
    }

    /// <summary>Gets the content with <paramref name="digest"/> from the content store.</summary>
    /// <returns>The bytes, which have that digest; null if the store has none.</returns>
    /// <exception cref="HandoffException">The store is unreachable, or returned other content.</exception>
    public async Task<byte[]?> GetContentAsync(string digest, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "v1/cas/" + digest));
        using var response = await SendAsync(request, cancellationToken, allowMissing: true);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return ContentDigest.Of(content) == digest ? content
            : throw new HandoffException($"the downloaded content does not match {digest}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Json(byte[] content)
    {
        var json = new ByteArrayContent(content);
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return json;
    }

    /// <summary>Only an answer of success counts.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken, bool allowMissing = false,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        try
        {
            var response = await _http.SendAsync(request, completion, timeout.Token);
            if (response.IsSuccessStatusCode || (allowMissing && response.StatusCode == HttpStatusCode.NotFound))
            {
                return response;
            }

            using (response)
            {
                throw await RefusalAsync(response, timeout.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HandoffException($"no answer within {_timeout.TotalSeconds:0.###} s", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            // The handler does not wrap the exception of a socket that is closed while the connection is opened.
            throw Broken(exception);
        }
    }

    private static HandoffException Broken(Exception exception) =>
        new((exception.InnerException as SocketException)?.Message ?? exception.Message, exception);

    private static async Task<HandoffException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}";
        var (reason, mistakes) = ProblemOf(await response.Content.ReadAsStringAsync(cancellationToken));
        var pause = response.Headers.RetryAfter is { } retry ? retry.Delta ?? retry.Date - DateTimeOffset.UtcNow : null;
        var remedy = response.StatusCode == HttpStatusCode.Unauthorized
            ? ". Set MenaceStage4TokenVariable to the name of the variable with its token"
            : "";
        return new($"{status}{(reason.Length == 0 ? "" : ": " + reason)}{remedy}")
        {
            RetryAfter = pause,
            IsRefusal = (int)response.StatusCode is >= 400 and < 500 and not 408 and not 429,
            IsOfPackage = (int)response.StatusCode is 400 or 413 or 422,
            Mistakes = mistakes,
        };
    }

    /// <summary>Reads a problem document (RFC 9457) with its findings; returns nothing for any other text.</summary>
    private static (string Reason, IReadOnlyList<DiagnosticRecord> Mistakes) ProblemOf(string body)
    {
        try
        {
            var problem = Stage4Json.Read<ProblemDocument>(body);
            var findings = problem.Findings ?? [];
            var text = (problem.Detail ?? problem.Title ?? "") + (findings.Count == 0 ? "" : $" ({findings[0].Id}: {findings[0].Message})");
            var line = text.ReplaceLineEndings(" ");
            return (line.Length <= LongestReason ? line : line[..LongestReason] + "…", [.. findings.Where(finding => finding.IsError)]);
        }
        catch (JsonException)
        {
            return ("", []);
        }
    }

    private static long? RunIdIn(string body)
    {
        try
        {
            return Stage4Json.Read<AcceptedPackage>(body).RunId;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
