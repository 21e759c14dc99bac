using System.Globalization;

namespace Menace.Pipeline.Contracts;

/// <summary>
/// The chat model that writes code where nothing else found any (docs/chat-models.md). Without an endpoint none is asked, and nothing
/// leaves this machine. The key is named here and read when it is used.
/// </summary>
public sealed record ChatSettings
{
    /// <summary>Gets the base address of a service that speaks the protocol of OpenAI, or null (<c>MenaceChatEndpoint</c>).</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets the name of the model, or null (<c>MenaceChatModel</c>, <c>ENGINE_MODEL</c>).</summary>
    public string? Model { get; init; }

    /// <summary>Gets the name of the environment variable with the key, or null (<c>MenaceChatKeyVariable</c>).</summary>
    public string? KeyVariable { get; init; }

    /// <summary>True if the endpoint may be on another machine (<c>MenaceChatAllowOtherHosts</c>).</summary>
    public bool AllowsOtherHosts { get; init; }

    /// <summary>Gets the time for one answer (<c>MenaceChatTimeout</c>).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets how often one request is sent until it is answered (<c>ENGINE_ATTEMPTS</c>).</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Gets the pause after the first failure of a request; it doubles with each one (<c>ENGINE_RETRY_DELAY</c>).</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest pause, also if the service asks for a longer one.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the most tokens of a prompt, as <c>ContextBuilder.CountTokens</c> counts them.</summary>
    public int PromptTokens { get; init; } = 3000;

    /// <summary>Gets the most tokens of an answer.</summary>
    public int AnswerTokens { get; init; } = 4096;

    /// <summary>Gets the most tokens of a build, prompts and answers together; 0: no cap (<c>MenaceChatTokenCap</c>).</summary>
    public long TokenCap { get; init; }

    /// <summary>Gets the price of a million tokens (<c>MenaceChatCost</c>), for the sums.</summary>
    public ChatCost Cost { get; init; } = new(0, 0);

    /// <summary>
    /// Gets phrases by which a model refuses, without regard to case (<c>BOT_DEV_DENIAL_PHRASES</c>, separated by semicolons).
    /// </summary>
    public IReadOnlyList<string> DenialPhrases { get; init => field = new ValueList<string>(value); } =
        new ValueList<string>(["i'm sorry", "i am sorry", "can't help with that"]);

    /// <summary>Gets what is done with recorded answers (<c>MenaceAnswers</c>).</summary>
    public AnswersMode Answers { get; init; }

    /// <summary>True if a model is configured, or recorded answers stand for one.</summary>
    public bool IsEnabled => Endpoint is not null || (Answers == AnswersMode.Replay && Model is not null);

    /// <summary>
    /// Returns the defaults with ENGINE_ATTEMPTS, ENGINE_RETRY_DELAY, ENGINE_MODEL and BOT_DEV_DENIAL_PHRASES applied.
    /// </summary>
    /// <exception cref="FormatException">A variable has a value that cannot be used; the message names it.</exception>
    public static ChatSettings FromEnvironment() => FromEnvironment((name, text, allowed) =>
        throw new FormatException($"The environment variable {name} is '{text}', but must be {allowed}."));

    /// <summary>As <see cref="FromEnvironment()"/>; a value that cannot be used is given to <paramref name="refuse"/>.</summary>
    /// <param name="refuse">Gets the name of the variable, its value, and the values that it can have, in words.</param>
    internal static ChatSettings FromEnvironment(Action<string, string, string> refuse)
    {
        var settings = new ChatSettings { Model = Variable("ENGINE_MODEL") };
        if (Variable("ENGINE_ATTEMPTS") is { } attempts)
        {
            if (int.TryParse(attempts.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100)
            {
                settings = settings with { Attempts = count };
            }
            else
            {
                refuse("ENGINE_ATTEMPTS", attempts, "a whole number from 1 to 100");
            }
        }

        if (Variable("ENGINE_RETRY_DELAY") is { } delay)
        {
            if (double.TryParse(delay.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds <= 3600)
            {
                settings = settings with { RetryDelay = TimeSpan.FromSeconds(seconds) };
            }
            else
            {
                refuse("ENGINE_RETRY_DELAY", delay, "a number of seconds from 0 to 3600");
            }
        }

        return Variable("BOT_DEV_DENIAL_PHRASES") is not { } phrases ? settings : settings with
        {
            DenialPhrases = [.. phrases.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };

        static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>A record prints its properties; an address may hold a password.</summary>
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Model = ").Append(Model);
        return true;
    }
}

/// <summary>The price of tokens.</summary>
/// <param name="Input">Of a million tokens of prompts.</param>
/// <param name="Output">Of a million tokens of answers.</param>
public sealed record ChatCost(decimal Input, decimal Output)
{
    /// <summary>Returns the price of some tokens.</summary>
    public decimal Of(long input, long output) => ((input * Input) + (output * Output)) / 1_000_000;

    /// <summary>Returns the prices that <c>in;out</c> names, such as <c>0.15;0.6</c>, or null.</summary>
    public static ChatCost? Parse(string text)
    {
        var parts = text.Split(';');
        return parts.Length == 2 && Price(parts[0]) is { } input && Price(parts[1]) is { } output ? new(input, output) : null;

        static decimal? Price(string text) => decimal.TryParse(
            text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price <= 1_000_000 ? price : null;
    }
}

/// <summary>What is done with the answers of a chat model (<c>MenaceAnswers</c>).</summary>
public enum AnswersMode
{
    /// <summary>Answers are neither read nor written.</summary>
    Off,

    /// <summary>An answer that is not in the file is asked for and written to it.</summary>
    Record,

    /// <summary>Answers come from the file only; one that is missing is an error.</summary>
    Replay,
}
