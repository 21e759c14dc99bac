namespace Menace.Pipeline.Coding.Chat;

/// <summary>An answer of a chat model, as it is recorded.</summary>
/// <param name="Bot">The bot that it was given for.</param>
/// <param name="Model">The model.</param>
/// <param name="Text">The answer, without secrets.</param>
/// <param name="InputTokens">Tokens of the prompt.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
internal sealed record RecordedAnswer(string Bot, string Model, string Text, long InputTokens, long OutputTokens)
{
    /// <summary>Gets whether the model wrote it to its end.</summary>
    public bool IsWhole { get; init; } = true;
}
