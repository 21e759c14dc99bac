namespace Menace.Pipeline.Handoff;

/// <summary>A package was not delivered, or nobody confirmed that it was. The message is the reason, without credentials.</summary>
/// <param name="reason">What was found, and what to do.</param>
/// <param name="inner">What it came from.</param>
public sealed class HandoffException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>How long the receiver asks to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
