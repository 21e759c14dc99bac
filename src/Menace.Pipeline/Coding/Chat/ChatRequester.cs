using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Microsoft.Extensions.AI;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// Sends one prompt until it is answered, within the attempts, the time and the cap of the build. A service that cannot be used at all is
/// not asked again in the same build.
/// </summary>
internal sealed class ChatRequester(IChatClient client, ChatSettings settings, ChatUsage usage, TimeProvider clock)
{
    /// <summary>The seed of every request, for services that have one.</summary>
    public const int Seed = 1;

    private readonly ChatKey _key = new(settings.KeyVariable);
    private readonly Backoff _pauses = new(settings.RetryDelay, settings.LongestDelay);
    private volatile string? _stopped;

    /// <summary>The answer to <paramref name="prompt"/>.</summary>
    /// <exception cref="ChatFailure">There is none.</exception>
    /// <exception cref="PipelineException">A setting cannot be used.</exception>
    public async Task<RecordedAnswer> AskAsync(string bot, string prompt, long promptTokens, CancellationToken cancellationToken)
    {
        if (_stopped is { } reason)
        {
            throw new ChatFailure(reason);
        }

        var reserved = promptTokens + settings.AnswerTokens;
        if (!usage.TryReserve(reserved))
        {
            throw new ChatFailure(string.Create(CultureInfo.InvariantCulture,
                $"the cap of {settings.TokenCap:N0} tokens per build (MenaceChatTokenCap) leaves no room for its next answer"));
        }

        try
        {
            return await SendAsync(bot, prompt, promptTokens, cancellationToken);
        }
        finally
        {
            usage.Release(reserved);
        }
    }

    private async Task<RecordedAnswer> SendAsync(string bot, string prompt, long promptTokens, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Recorded(bot, promptTokens, await RespondAsync(prompt, cancellationToken));
            }
            catch (ChatFailure failure) when (failure.IsTransient && attempt < settings.Attempts)
            {
                await Task.Delay(_pauses.After(attempt, failure.RetryAfter), clock, cancellationToken);
            }
            catch (ChatFailure failure)
            {
                _stopped = failure.Message;
                throw;
            }
        }
    }

    private async Task<ChatResponse> RespondAsync(string prompt, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            // A client may ignore the token.
            return await client.GetResponseAsync(
                [new(ChatRole.User, prompt)],
                new() { ModelId = settings.Model, Temperature = 0, Seed = Seed, MaxOutputTokens = settings.AnswerTokens },
                either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ChatFailure(string.Create(CultureInfo.InvariantCulture,
                $"it did not answer within {settings.Timeout.TotalSeconds:0.###} s (MenaceChatTimeout)"));
        }
#pragma warning disable CA1031 // A client is code of others: whatever it throws, the next generator is asked.
        catch (Exception exception) when (exception is not (OperationCanceledException or ChatFailure or PipelineException))
#pragma warning restore CA1031
        {
            var status = (int?)(exception as HttpRequestException)?.StatusCode;
            throw new ChatFailure(_key.Hide(exception.Message).ReplaceLineEndings(" ").TrimEnd('.'))
            {
                IsTransient = exception is TimeoutException or IOException
                    || (exception is HttpRequestException && status is null or 408 or 429 or >= 500),
            };
        }
    }

    private RecordedAnswer Recorded(string bot, long promptTokens, ChatResponse response)
    {
        var text = _key.Hide(response.Text);
        var input = response.Usage?.InputTokenCount is > 0 and var sent ? sent : promptTokens;
        var output = response.Usage?.OutputTokenCount is > 0 and var given ? given : Knowledge.ContextBuilder.CountTokens(text);
        usage.Add(input, output);
        return new(bot, settings.Model ?? "", text, input, output) { IsWhole = response.FinishReason != ChatFinishReason.Length };
    }
}
