using System.Security.Cryptography;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Handoff;

/// <summary>
/// Takes messages out of the outbox and delivers them, each until it is confirmed or the attempts are used up; what is not confirmed stays in the outbox.
/// </summary>
/// <param name="database">Where the outbox is.</param>
/// <param name="transports">The ways to Stage 4, the first before the others.</param>
/// <param name="settings">How often and how long.</param>
/// <param name="clock">The time.</param>
public sealed class HandoffDelivery(WorkflowDb database, IReadOnlyList<IHandoffTransport> transports, HandoffSettings settings, TimeProvider? clock = null)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>All ways, as one text without credentials.</summary>
    public string Destination => string.Join(", then ", transports.Select(transport => transport.Destination));

    /// <summary>Delivers the message <paramref name="id"/>.</summary>
    /// <returns>Nothing where it is confirmed, else the reason of each failed attempt.</returns>
    /// <exception cref="WorkflowDbException">The outbox cannot be used.</exception>
    public async Task<IReadOnlyList<string>> DeliverAsync(long id, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        for (var attempt = 1; attempt <= Math.Max(1, settings.Attempts); attempt++)
        {
            var (reason, retryAfter) = await TryAsync(id, cancellationToken);
            if (reason is null)
            {
                return [];
            }

            reasons.Add($"attempt {attempt}: {reason}");
            if (attempt < settings.Attempts)
            {
                await Task.Delay(PauseAfter(attempt, retryAfter), _clock, cancellationToken);
            }
        }

        return reasons;
    }

    /// <summary>Tries every message that waits once more, oldest first, and gives up on a receiver that took none.</summary>
    /// <returns>How many are confirmed now, how many still wait, and why the first of those does.</returns>
    /// <exception cref="WorkflowDbException">The outbox cannot be used.</exception>
    public async Task<FlushResult> FlushAsync(CancellationToken cancellationToken)
    {
        var waiting = database.Due(int.MaxValue, all: true);
        var confirmed = 0;
        foreach (var message in waiting)
        {
            var (reason, _) = await TryAsync(message.Id, cancellationToken);
            if (reason is not null)
            {
                return new(confirmed, waiting.Count - confirmed, reason);
            }

            confirmed++;
        }

        return new(confirmed, 0, null);
    }

    /// <summary>One attempt, over each way in turn.</summary>
    private async Task<(string? Reason, TimeSpan? RetryAfter)> TryAsync(long id, CancellationToken cancellationToken)
    {
        if (database.Message(id) is not { ConfirmedAt: null } message)
        {
            return (null, null);
        }

        if (database.Package(message.PackageDigest) is not { Content: { } content })
        {
            return ($"the package {message.PackageDigest} is not in the database", null);
        }

        var package = new OutgoingPackage(message.PackageDigest, content, database.Run(message.RunId)?.Execute ?? false);
        List<string> reasons = [];
        TimeSpan? retryAfter = null;
        foreach (var transport in transports)
        {
            try
            {
                await transport.SendAsync(package, cancellationToken);
                Fault.Reached(Boundary.HandoffAccepted);
                database.Confirm(id);
                Fault.Reached(Boundary.HandoffConfirmed);
                return (null, null);
            }
            catch (HandoffException exception)
            {
                reasons.Add($"{transport.Destination}: {exception.Message}");
                retryAfter ??= exception.RetryAfter;
            }
        }

        var reason = string.Join("; ", reasons);
        database.Fail(id, reason, _clock.GetUtcNow());
        return (reason, retryAfter);
    }

    private TimeSpan PauseAfter(int attempt, TimeSpan? retryAfter)
    {
        var full = Math.Min(settings.Backoff.TotalSeconds * Math.Pow(2, attempt - 1), LongestPause.TotalSeconds);
        var pause = TimeSpan.FromSeconds(full / 2 + (full / 2 * RandomNumberGenerator.GetInt32(1001) / 1000));
        return retryAfter > pause ? (retryAfter.Value < LongestPause ? retryAfter.Value : LongestPause) : pause;
    }
}

/// <summary>What became of the messages that waited.</summary>
/// <param name="Confirmed">Delivered now.</param>
/// <param name="Waiting">Still in the outbox.</param>
/// <param name="Reason">Why the oldest of those is, or null.</param>
public sealed record FlushResult(int Confirmed, int Waiting, string? Reason);
