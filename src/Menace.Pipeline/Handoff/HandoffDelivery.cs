using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Handoff;

/// <summary>
/// Takes messages out of the outbox and delivers them, each until it is confirmed or the attempts are used up; unconfirmed messages stay
/// in the outbox.
/// </summary>
/// <param name="database">The database with the outbox.</param>
/// <param name="transports">The ways to Stage 4, the first before the others.</param>
/// <param name="settings">The number of attempts and their time limits.</param>
/// <param name="clock">The time.</param>
public sealed class HandoffDelivery(
    WorkflowDb database, IReadOnlyList<IHandoffTransport> transports, HandoffSettings settings, TimeProvider? clock = null)
{
    private readonly Backoff _backoff = new(settings.Backoff, Longest: TimeSpan.FromSeconds(30)) { IsSpread = true };
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>All ways, as one text without credentials.</summary>
    public string Destination => string.Join(", then ", transports.Select(transport => transport.Destination));

    /// <summary>Delivers the message <paramref name="id"/>.</summary>
    /// <exception cref="WorkflowDbException">The outbox cannot be used.</exception>
    public async Task<DeliveryResult> DeliverAsync(long id, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        HandoffException? refusal = null;
        for (var attempt = 1; attempt <= Math.Max(1, settings.Attempts); attempt++)
        {
            var (runId, reason, failures) = await TryAsync(id, cancellationToken);
            if (reason is null)
            {
                return new(runId, [], null);
            }

            reasons.Add($"attempt {attempt}: {reason}");
            refusal = failures.FirstOrDefault(failure => failure.IsRefusal);
            if (attempt < settings.Attempts)
            {
                var asked = failures.Select(failure => failure.RetryAfter).FirstOrDefault(pause => pause is not null);
                await Task.Delay(_backoff.After(attempt, asked), _clock, cancellationToken);
            }
        }

        return new(null, reasons, refusal);
    }

    /// <summary>
    /// Tries every message that waits once more, oldest first, and stops at a receiver that takes none. A package that a receiver rejected
    /// is dead-lettered, so that it does not block others.
    /// </summary>
    /// <returns>The numbers of confirmed, rejected and waiting messages.</returns>
    /// <exception cref="WorkflowDbException">The outbox cannot be used.</exception>
    public async Task<FlushResult> FlushAsync(CancellationToken cancellationToken)
    {
        var waiting = database.Due(int.MaxValue, all: true).Where(message => message.Kind == PackageEnvelope.Kind).ToList();
        var result = new FlushResult(0, 0, null);
        for (var i = 0; i < waiting.Count; i++)
        {
            var (_, reason, failures) = await TryAsync(waiting[i].Id, cancellationToken);
            if (reason is null)
            {
                result = result with { Confirmed = result.Confirmed + 1 };
            }
            else if (failures.Any(failure => failure.IsOfPackage))
            {
                database.GiveUp(waiting[i].Id, reason);
                result = result with { Refused = result.Refused + 1, RefusedReason = result.RefusedReason ?? reason };
            }
            else
            {
                return result with { Waiting = waiting.Count - i, Reason = reason };
            }
        }

        return result;
    }

    /// <summary>One attempt, over each way in turn.</summary>
    private async Task<(long? RunId, string? Reason, IReadOnlyList<HandoffException> Failures)> TryAsync(
        long id, CancellationToken cancellationToken)
    {
        if (database.Message(id) is not { ConfirmedAt: null } message)
        {
            return (null, null, []);
        }

        if (database.Package(message.PackageDigest) is not { Content: { } content })
        {
            return (null, $"the package {message.PackageDigest} is not in the database", []);
        }

        var package = new OutgoingPackage(message.PackageDigest, content, database.Run(message.RunId)?.Execute ?? false);
        List<string> reasons = [];
        List<HandoffException> failures = [];
        foreach (var transport in transports)
        {
            try
            {
                var runId = await transport.SendAsync(package, cancellationToken);
                Fault.Reached(Boundary.HandoffAccepted);
                database.Confirm(id);
                Fault.Reached(Boundary.HandoffConfirmed);
                return (runId, null, []);
            }
            catch (HandoffException exception)
            {
                reasons.Add($"{transport.Destination}: {exception.Message}");
                failures.Add(exception);
            }
        }

        var reason = string.Join("; ", reasons);
        database.Fail(id, reason, _clock.GetUtcNow());
        return (null, reason, failures);
    }
}

/// <summary>The outcome of a message.</summary>
/// <param name="RunId">The run at the receiver, if it is confirmed and the receiver reports it.</param>
/// <param name="Reasons">Nothing if it is confirmed, else the reason of each failed attempt.</param>
/// <param name="Refusal">The rejection by the receiver at the last attempt, or null.</param>
public sealed record DeliveryResult(long? RunId, IReadOnlyList<string> Reasons, HandoffException? Refusal);
