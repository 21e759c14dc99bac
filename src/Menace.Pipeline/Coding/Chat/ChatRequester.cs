using System.Globalization;
using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Microsoft.Extensions.AI;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// Sends one prompt at a time until it is answered, within the attempts, the time and the cap of the build. A model on this machine
/// answers one after the other anyway, and so neither the time limit nor the cap depends on what other bots ask for.
/// </summary>
internal sealed class ChatRequester(IChatClient client, ChatSettings settings, ChatUsage usage, TimeProvider clock) : IDisposable
{
    /// <summary>The start value of the random choices of the service, if it takes one.</summary>
    public const int Seed = 1;

    /// <summary>Failures in a row after which no more is asked in the build.</summary>
    private const int MostFailures = 3;

    /// <summary>Characters of an answer; 4,096 tokens are about 16 Ki.</summary>
    private const int LongestAnswer = 1 << 20;

    private readonly ChatKey _key = new(settings.KeyVariable);
    private readonly Backoff _pauses = new(settings.RetryDelay, settings.LongestDelay);
    private readonly SemaphoreSlim _turn = new(1);
    private int _failures;
    private string? _stopped;

    /// <summary>The answer to <paramref name="prompt"/>.</summary>
    /// <exception cref="ChatFailure">There is none.</exception>
    /// <exception cref="PipelineException">A setting cannot be used.</exception>
    public async Task<RecordedAnswer> AskAsync(string bot, string prompt, long promptTokens, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_stopped is { } reason)
            {
                throw new ChatFailure(reason);
            }

            if (settings.TokenCap > 0 && usage.InputTokens + usage.OutputTokens + promptTokens + settings.AnswerTokens > settings.TokenCap)
            {
                throw new ChatFailure(string.Create(CultureInfo.InvariantCulture,
                    $"the cap of {settings.TokenCap:N0} tokens per build (MenaceChatTokenCap) leaves no room for its next answer"))
                {
                    IsFinal = true,
                };
            }

            var answer = await SendAsync(bot, prompt, promptTokens, cancellationToken);
            _failures = 0;
            return answer;
        }
        catch (ChatFailure failure) when (_stopped is null)
        {
            _failures++;
            _stopped = failure.IsFinal ? failure.Message
                : _failures == MostFailures ? $"{failure.Message}, and {MostFailures} requests in a row failed" : null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<RecordedAnswer> SendAsync(string bot, string prompt, long promptTokens, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Recorded(bot, promptTokens, await RespondAsync(prompt, promptTokens, cancellationToken));
            }
            catch (ChatFailure failure) when (failure.IsTransient && attempt < settings.Attempts)
            {
                await Task.Delay(_pauses.After(attempt, failure.RetryAfter), clock, cancellationToken);
            }
        }
    }

    private async Task<ChatResponse> RespondAsync(string prompt, long promptTokens, CancellationToken cancellationToken)
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
            // The service may have worked on it, and charges for that.
            usage.AddUnanswered(promptTokens);
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
        // Half of a surrogate pair cannot be recorded.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(response.Text));
        if (text.Length > LongestAnswer)
        {
            usage.AddUnanswered(promptTokens);
            throw new ChatFailure($"its answer is longer than {LongestAnswer >> 20} Mi characters");
        }

        text = _key.Hide(text);
        var input = response.Usage?.InputTokenCount is > 0 and var sent ? sent : promptTokens;
        var output = response.Usage?.OutputTokenCount is > 0 and var given ? given : Knowledge.ContextBuilder.CountTokens(text);
        usage.Add(input, output);
        return new(bot, settings.Model ?? "", text, input, output) { IsWhole = response.FinishReason != ChatFinishReason.Length };
    }
}
