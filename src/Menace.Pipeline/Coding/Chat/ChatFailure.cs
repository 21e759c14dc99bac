namespace Menace.Pipeline.Coding.Chat;

/// <summary>A request to a chat model failed.</summary>
/// <param name="message">The end of a sentence: <c>it answers 429 Too Many Requests</c>.</param>
internal sealed class ChatFailure(string message) : Exception(message)
{
    /// <summary>Gets whether the same request may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Gets whether no other request can succeed in the same build.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Gets the pause that the service asks for, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
