using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
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
        using var response = await (invoker ?? Network).SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Refused(response);
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type != "application/json" && !type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"it answers {(type.Length == 0 ? "no content type" : type)}, not application/json");
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
    /// <returns>True if it confirmed it; false if it does not want this message, now or later (400, 413, 422).</returns>
    /// <exception cref="HttpRequestException">It did not take it.</exception>
    /// <exception cref="FormatException">Its answer is not one of a receiver of JSON.</exception>
    public async Task<bool> PostAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await (invoker ?? Network).SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        if (status is 400 or 413 or 422)
        {
            return false;
        }

        // Some receivers answer so to a key that they know.
        if (status == 409)
        {
            return true;
        }

        if (status is < 200 or >= 300)
        {
            throw Refused(response);
        }

        // A page of a proxy is no confirmation, and an older receiver answers {"ok": false} with status 200.
        var body = await ReadAsync(response.Content, cancellationToken);
        return body.Length == 0
            || (Parse(body) is { Kind: JsonKind.Object } answer && answer["ok"] is not { Kind: JsonKind.Boolean, Text: "false" })
            ? true : throw new FormatException("it could not store the finding");
    }

    private static HttpRequestException Refused(HttpResponseMessage response) => new((int)response.StatusCode is >= 300 and < 400
        ? $"it redirects to {TargetOf(response)}, which is not followed"
        : string.Create(CultureInfo.InvariantCulture, $"it answers {(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd());

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
