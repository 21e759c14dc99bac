using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>
/// Reads JSON from another machine that may send anything: no redirect is followed, no more than a bounded answer is read, and only what
/// is declared as JSON and is JSON counts. The time is the caller's to limit.
/// </summary>
/// <param name="invoker">Sends requests; null: over the network.</param>
internal sealed class RemoteJson(HttpMessageInvoker? invoker = null)
{
    /// <summary>Bytes of an answer.</summary>
    public const int LargestAnswer = 1 << 20;

    private const int MostDepth = 64;
    private const int LongestReason = 200;

    /// <summary>
    /// Members with the reason of a failure: those of Elasticsearch and OpenSearch before a request is read, of gateways, of RFC 9457. What
    /// failed on a shard is in <c>error.root_cause</c>; <c>error.reason</c> is only "all shards failed" then.
    /// </summary>
    private static readonly string[] ReasonMembers = ["error", "message", "Message", "detail", "title"];

    // For the whole process, as its connections are. Answers are not decompressed, so that their size is what is sent.
    private static readonly HttpMessageInvoker Network = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 64,
    });

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The answer to <paramref name="request"/>; null if there is none of that name (404).</summary>
    /// <exception cref="HttpRequestException">There is no answer, or it is not one of success.</exception>
    /// <exception cref="FormatException">The answer is not JSON, or too large.</exception>
    public async Task<JsonValue?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Accept.Add(new("application/json"));
        using var response = await AskAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Refused(response, await ReasonAsync(response, cancellationToken));
        }

        if (!IsJson(response))
        {
            throw new FormatException(
                $"it answers {response.Content.Headers.ContentType?.MediaType ?? "no content type"}, not application/json");
        }

        return Parse(await ReadAsync(response.Content, cancellationToken));
    }

    /// <summary>The value of the header for the user and the password in <paramref name="address"/>, or null.</summary>
    public static AuthenticationHeaderValue? CredentialsOf(Uri address) => address.UserInfo.Length == 0 ? null
        : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));

    /// <summary>The address <paramref name="text"/>.</summary>
    /// <param name="text">The address.</param>
    /// <param name="holdsSecret">True if what is sent is confidential: another machine needs https then.</param>
    /// <exception cref="FormatException">It cannot be used.</exception>
    public static Uri AddressOf(string text, bool holdsSecret)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException("its address is not an absolute http or https address");
        }

        return address.Scheme == "https" || address.IsLoopback || !(holdsSecret || address.UserInfo.Length > 0) ? address
            : throw new FormatException($"it is at {address.Host}, which has to be asked over https");
    }

    /// <summary><paramref name="address"/> without user and password.</summary>
    public static string Shown(Uri address) => new UriBuilder(address) { UserName = "", Password = "" }.Uri.AbsoluteUri;

    /// <summary>Sends JSON to a receiver.</summary>
    /// <exception cref="HttpRequestException">
    /// There is no answer, or one that is the same for every message: a redirect, no permission (401, 403, 407), too many requests
    /// (429), or a service that is not available (502, 503, 504).
    /// </exception>
    public async Task<PostAnswer> PostAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(request, cancellationToken);
        switch ((int)response.StatusCode)
        {
            case >= 200 and < 300:
                return Confirmation(await ReadAsync(response.Content, cancellationToken));

            // Some receivers answer so to a key that they know.
            case 409:
                return new(PostOutcome.Confirmed);
            case 400 or 413 or 422:
                return new(PostOutcome.Invalid);
            case < 400 or 401 or 403 or 407 or 429 or 502 or 503 or 504:
                throw Refused(response);
            default:
                return new(PostOutcome.Failed, Refused(response).Message);
        }
    }

    /// <summary>A page of a proxy is no confirmation, and an older receiver answers {"ok": false} with status 200.</summary>
    private static PostAnswer Confirmation(byte[] body)
    {
        try
        {
            return body.Length == 0
                || (Parse(body) is { Kind: JsonKind.Object } answer && answer["ok"] is not { Kind: JsonKind.Boolean, Text: "false" })
                ? new(PostOutcome.Confirmed) : new(PostOutcome.Failed, "it could not store the finding");
        }
        catch (FormatException exception)
        {
            return new(PostOutcome.Failed, exception.Message);
        }
    }

    /// <summary>The handler does not wrap the exception of a socket that is closed while the connection is opened.</summary>
    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await (invoker ?? Network).SendAsync(request, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new HttpRequestException(exception.Message, exception);
        }
    }

    private static HttpRequestException Refused(HttpResponseMessage response, string? reason = null) => new(
        (int)response.StatusCode is >= 300 and < 400 ? $"it redirects to {TargetOf(response)}, which is not followed"
        : string.Create(CultureInfo.InvariantCulture, $"it answers {(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd()
            + (string.IsNullOrWhiteSpace(reason) ? "" : $": {reason}"));

    private static bool IsJson(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is { } type
        && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>What the answer says about its failure, or null: services write it in one of a few members.</summary>
    private static async Task<string?> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!IsJson(response))
        {
            return null;
        }

        try
        {
            var text = Reason(Parse(await ReadAsync(response.Content, cancellationToken)))?.ReplaceLineEndings(" ");
            return text is null ? null : FindingText.Shortened(text, LongestReason);
        }
        catch (Exception exception) when (exception is FormatException or IOException)
        {
            return null;
        }
    }

    private static JsonValue Parse(byte[] answer)
    {
        try
        {
            // StageFile and the knowledge allow deep values; no answer needs to be so deep.
            using var document = JsonDocument.Parse(
                Strict.GetString(answer), new() { MaxDepth = MostDepth, AllowDuplicateProperties = false });
            return StageFile.ToValue(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException("its answer is not valid JSON", exception);
        }
    }

    private static string? Reason(JsonValue answer) =>
        Text(First(Member(Member(answer, "error"), "root_cause")), "reason") ?? Text(Member(answer, "error"), "reason")
        ?? ReasonMembers.Select(name => Text(answer, name)).FirstOrDefault(text => text is not null);

    private static JsonValue? Member(JsonValue? value, string name) => value is { Kind: JsonKind.Object } ? value[name] : null;

    private static JsonValue? First(JsonValue? list) => list is { Kind: JsonKind.Array, Items: [var first, ..] } ? first : null;

    private static string? Text(JsonValue? value, string name) => Member(value, name) is { Kind: JsonKind.String } text ? text.Text : null;

    private static string TargetOf(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } target ? target.Host : "another address";

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > LargestAnswer)
        {
            throw TooLarge();
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > LargestAnswer)
            {
                throw TooLarge();
            }
        }

        return bytes.ToArray();
    }

    private static FormatException TooLarge() => new($"its answer is larger than {LargestAnswer >> 20} MiB");
}
