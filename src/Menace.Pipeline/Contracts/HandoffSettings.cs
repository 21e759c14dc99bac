namespace Menace.Pipeline.Contracts;

/// <summary>
/// The receiver of packages and the number of attempts. Without an address and a queue the stages of this process act as Stage 4.
/// Secrets are named here and read when they are used, so that no log and no property holds one.
/// </summary>
public sealed record HandoffSettings
{
    /// <summary>
    /// Base address of Stage 4 without credentials, or null. One whose path ends in <c>/handoff</c> gets each package as one plain POST, as
    /// the first version of Stage 4 expects.
    /// </summary>
    public string? Stage4Url { get; init; }

    /// <summary>Name of the environment variable that holds the address of Stage 4, with credentials perhaps, or null.</summary>
    public string? Stage4UriVariable { get; init; }

    /// <summary>Name of the environment variable that holds the token of Stage 4, or null.</summary>
    public string? Stage4TokenVariable { get; init; }

    /// <summary>Name of the environment variable that holds the AMQP address of the broker, or null.</summary>
    public string? QueueUriVariable { get; init; }

    /// <summary>Name of the queue.</summary>
    public string Queue { get; init; } = "handoff";

    /// <summary>Gets the number of attempts, at least 1, before the build fails.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Time for one attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The pause before the second attempt; it doubles with each one, and half of it is chance, so that builds do not come back together.
    /// </summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>True: Stage 4 is to build and verify the package. False: it records it, and this process builds.</summary>
    public bool Execute { get; init; }

    /// <summary>Time for a run there, from when this process begins to wait.</summary>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Gets the maximum time without progress of a run, or without an answer of Stage 4.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets what happens to a run if no client waits for it any more.</summary>
    public ClientLoss OnClientLoss { get; init; } = ClientLoss.Detach;

    /// <summary>True: where Stage 4 is unreachable, this process builds. False: that is an error.</summary>
    public bool FallsBackToLocal { get; init; }
}

/// <summary>What happens to a run if no client waits for it any more. Interrupting a build always cancels its run.</summary>
public enum ClientLoss
{
    /// <summary>It continues, and the next build of the same package resumes it.</summary>
    Detach,

    /// <summary>It is cancelled.</summary>
    Cancel,
}
