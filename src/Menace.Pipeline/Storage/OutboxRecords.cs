namespace Menace.Pipeline.Storage;

// Messages that are to leave this machine, and what could not be done at all.

/// <summary>A message to be sent, recorded in the same transaction as its subject.</summary>
/// <param name="Kind">The type, <c>menace.package/1</c> for example.</param>
/// <param name="Destination">The destination: a URL without credentials, or the name of a queue.</param>
/// <param name="Content">Its text, or empty if the package's content is the message.</param>
public sealed record OutboxDraft(string Kind, string Destination, string Content = "");

/// <summary>A message in the outbox.</summary>
/// <param name="Id">Row id.</param>
/// <param name="RunId">The run it tells of.</param>
/// <param name="Kind">The type.</param>
/// <param name="Destination">The destination.</param>
/// <param name="PackageDigest">Digest of the package: the id by which a receiver knows a message that comes twice.</param>
/// <param name="Content">Its text, or empty if the package's content is the message.</param>
/// <param name="Attempts">The number of failed attempts.</param>
/// <param name="NextAt">It is not sent before this time, UTC.</param>
/// <param name="LastError">Why the last attempt failed, or empty.</param>
/// <param name="Created">When it was recorded, UTC.</param>
/// <param name="ConfirmedAt">When the receiver confirmed it, UTC; null while it has not.</param>
public sealed record OutboxMessage(
    long Id, long RunId, string Kind, string Destination, string PackageDigest, string Content, int Attempts, DateTimeOffset NextAt,
    string LastError,
    DateTimeOffset Created, DateTimeOffset? ConfirmedAt);

/// <summary>A dead letter.</summary>
/// <param name="Kind">The type.</param>
/// <param name="Key">The action's key, the outbox message's id, or the id of a message that came from outside.</param>
/// <param name="Reason">Why.</param>
public sealed record DeadLetter(DeadKind Kind, string Key, string Reason)
{
    /// <summary>Row id; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The run it belonged to, or null.</summary>
    public long? RunId { get; init; }

    /// <summary>Gets the number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>The message itself if it is not stored elsewhere, or empty.</summary>
    public string Content { get; init; } = "";

    /// <summary>Gets the time when it was dead-lettered, in UTC; set by the store.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The type of a dead letter.</summary>
public enum DeadKind
{
    /// <summary>An action, quarantined.</summary>
    Action,

    /// <summary>A message of the outbox.</summary>
    Outbox,

    /// <summary>An unreadable message from another sender.</summary>
    Message,
}
