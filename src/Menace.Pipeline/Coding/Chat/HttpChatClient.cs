using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Microsoft.Extensions.AI;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// Asks a service that speaks the protocol of OpenAI (<c>POST /v1/chat/completions</c>): OpenAI and those compatible with it, Ollama,
/// llama.cpp, vLLM. It reads bounded answers and follows no redirect. The caller limits the time: an invoker has no limit of its own, and
/// the 100 seconds of <see cref="HttpClient"/> are too short for a model on this machine.
/// </summary>
internal sealed class HttpChatClient : IChatClient
{
    /// <summary>Bytes of an answer; 4,096 tokens are about 16 KiB.</summary>
    private const int LargestAnswer = 1 << 20;

    private const string Completions = "/chat/completions";
    private const int MostDepth = 32;
    private const int LongestReason = 200;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What stays on this machine must not go through a proxy.
    private static readonly HttpMessageInvoker Local = Invoker(useProxy: false);
    private static readonly HttpMessageInvoker Network = Invoker(useProxy: true);

    private readonly ChatSettings _settings;
    private readonly ChatKey _key;
    private readonly Uri _address;
    private readonly TimeProvider _clock;

    /// <exception cref="PipelineException">The settings cannot be used.</exception>
    public HttpChatClient(ChatSettings settings, TimeProvider clock) =>
        (_settings, _key, _address, _clock) = (settings, new(settings.KeyVariable), AddressOf(settings), clock);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            // Not every small server takes a body without a length.
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(Body(messages, options))),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.Add(new("application/json"));
        if (_key.Read() is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            using var response = await (_address.IsLoopback ? Local : Network).SendAsync(request, cancellationToken);
            return (int)response.StatusCode is >= 200 and < 300 ? Parse(await ReadAsync(response.Content, cancellationToken))
                : throw Refused(
                    response, IsUnauthorised(response) ? null : await ReasonAsync(response.Content, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            var cause = (exception.InnerException as SocketException)?.Message ?? exception.Message;
            throw new ChatFailure(_key.Hide(cause).ReplaceLineEndings(" ").TrimEnd('.')) { IsTransient = true };
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>The connections are those of the process.</summary>
    public void Dispose()
    {
    }

    private static HttpMessageInvoker Invoker(bool useProxy) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 64,
    });

    /// <summary>An address without a path gets the one that OpenAI, Ollama and llama.cpp have in common.</summary>
    private static Uri AddressOf(ChatSettings settings)
    {
        if (!Uri.TryCreate(settings.Endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.UserInfo.Length > 0)
        {
            throw ChatKey.Unusable("MenaceChatEndpoint is not an absolute http or https address without user and password");
        }

        if (!address.IsLoopback && !settings.AllowsOtherHosts)
        {
            throw new PipelineException(PipelineStage.Optimise, [new(Rules.ChatHostRefused, [address.Host])]);
        }

        if (!address.IsLoopback && address.Scheme != "https" && settings.KeyVariable is not null)
        {
            throw ChatKey.Unusable($"the key is sent to another machine ({address.Host}) only over https");
        }

        var path = address.AbsolutePath.TrimEnd('/');
        return path.EndsWith(Completions, StringComparison.Ordinal) ? address
            : new UriBuilder(address) { Path = (path.Length == 0 ? "/v1" : path) + Completions }.Uri;
    }

    private Dictionary<string, object> Body(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["model"] = options?.ModelId ?? _settings.Model ?? "",
            ["messages"] = messages.Select(message => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["role"] = message.Role.Value,
                ["content"] = message.Text,
            }).ToArray(),
            ["stream"] = false,
        };
        Add("temperature", options?.Temperature);
        Add("seed", options?.Seed);
        Add("max_tokens", options?.MaxOutputTokens);
        return body;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }
    }

    /// <summary>The reason of such an answer is not read: services repeat parts of a wrong key in it.</summary>
    private static bool IsUnauthorised(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.Unauthorized;

    private ChatFailure Refused(HttpResponseMessage response, string? reason)
    {
        var status = (int)response.StatusCode;
        var after = response.Headers.RetryAfter;
        var text = status is >= 300 and < 400
            ? $"it redirects to {(response.Headers.Location is { IsAbsoluteUri: true } to ? to.Host : "another address")}, "
                + "which is not followed"
            : string.Create(CultureInfo.InvariantCulture, $"it answers {status} {response.ReasonPhrase}").TrimEnd()
                + (string.IsNullOrWhiteSpace(reason) ? "" : $": {reason}");
        return new(_key.Hide(text))
        {
            IsTransient = status is 408 or 429 or >= 500,
            IsFinal = IsUnauthorised(response),
            RetryAfter = after?.Delta ?? (after?.Date is { } date ? date - _clock.GetUtcNow() : null),
        };
    }

    private ChatResponse Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(bytes), new() { MaxDepth = MostDepth });
            var root = document.RootElement;
            var choice = root.GetProperty("choices").EnumerateArray().First();
            var message = choice.GetProperty("message");
            return new(new ChatMessage(ChatRole.Assistant, _key.Hide(Text(message, "content") ?? Text(message, "refusal") ?? "")))
            {
                FinishReason = Text(choice, "finish_reason") is { } reason ? new ChatFinishReason(reason) : null,
                Usage = root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
                    ? new() { InputTokenCount = Count(usage, "prompt_tokens"), OutputTokenCount = Count(usage, "completion_tokens") }
                    : null,
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException
            or KeyNotFoundException or FormatException)
        {
            throw new ChatFailure("its answer is not that of a chat model") { IsTransient = true };
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count)
            && count is >= 0 and <= int.MaxValue ? count : null;

    private static async Task<string?> ReasonAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(await ReadAsync(content, cancellationToken)));
            var error = document.RootElement.GetProperty("error");
            var text = (error.ValueKind == JsonValueKind.Object ? Text(error, "message") : error.GetString())?.ReplaceLineEndings(" ");
            return text is { Length: > LongestReason } ? text[..LongestReason].TrimEnd() + "…" : text;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException
            or KeyNotFoundException or IOException or HttpRequestException or ChatFailure)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > LargestAnswer)
            {
                throw new ChatFailure($"its answer is larger than {LargestAnswer >> 20} MiB");
            }
        }

        return bytes.ToArray();
    }
}
