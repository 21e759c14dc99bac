namespace Menace.Pipeline.Research;

/// <summary>What a receiver answers to one message.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">Why it failed, or empty.</param>
internal readonly record struct PostAnswer(PostOutcome Outcome, string Reason = "");

/// <summary>The outcome of a message that was answered.</summary>
internal enum PostOutcome
{
    /// <summary>The receiver has it.</summary>
    Confirmed,

    /// <summary>The receiver does not want this message, now or later.</summary>
    Invalid,

    /// <summary>This message failed; another one, or this one later, may not.</summary>
    Failed,
}
