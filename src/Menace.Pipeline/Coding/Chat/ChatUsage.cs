using System.Globalization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>What the answers of a chat model took, all bots of a build together. It can be asked from several threads.</summary>
internal sealed class ChatUsage
{
    private readonly ChatSettings _settings;
    private readonly Lock _lock = new();

    internal ChatUsage(ChatSettings settings) => _settings = settings;

    /// <summary>Gets the number of answers that the model gave.</summary>
    public int Asked { get; private set; }

    /// <summary>Gets the number of answers that were recorded before.</summary>
    public int Replayed { get; private set; }

    /// <summary>Gets the tokens of the prompts that were answered, or that were given up.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Gets the tokens of the answers that the model gave.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Gets the price of the tokens, 0 if no price is set.</summary>
    public decimal Cost => _settings.Cost.Of(InputTokens, OutputTokens);

    /// <summary>Returns a line for the end of a build: <c>3 answers of a chat model, 1,204 tokens in, 310 out</c>.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            return Describe(Asked, InputTokens, OutputTokens, _settings.Cost)
                + (Replayed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Replayed:N0} recorded before"));
        }
    }

    /// <summary>The words for some answers.</summary>
    internal static string Describe(int answers, long input, long output, ChatCost cost) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{answers:N0} {(answers == 1 ? "answer" : "answers")} of a chat model, {input:N0} tokens in, {output:N0} out")
        + (cost.Of(input, output) is > 0 and var price ? string.Create(CultureInfo.InvariantCulture, $", cost {price:0.####}") : "");

    internal void AddUnanswered(long input)
    {
        lock (_lock)
        {
            InputTokens += input;
        }
    }

    internal void Add(long input, long output)
    {
        lock (_lock)
        {
            Asked++;
            InputTokens += input;
            OutputTokens += output;
        }
    }

    internal void AddReplayed()
    {
        lock (_lock)
        {
            Replayed++;
        }
    }
}
