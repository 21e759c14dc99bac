using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Server.Stage4;

/// <summary>
/// The journal of a run as server-sent events. An event's id is its row in the journal, so that a client resumes after the last one it
/// saw, also after this service was started again.
/// </summary>
internal static class RunEvents
{
    private const int AtOnce = 500;

    /// <summary>Other servers that share the database do not signal here.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Proxies cut connections that say nothing.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Every event with a higher id than <paramref name="after"/>, as it comes, to the end of the run; <c>end</c> is the last.
    /// </summary>
    /// <remarks>A service that is <paramref name="stopping"/> ends the stream without <c>end</c>: the client comes again.</remarks>
    public static async IAsyncEnumerable<SseItem<RunEvent>> ReadAsync(
        RunStore store, long runId, long after, TimeProvider clock, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var quiet = clock.GetUtcNow();
        while (!stopping.IsCancellationRequested)
        {
            var change = store.NextChange;
            if (await store.ReadAsync(database => database.Run(runId)) is not { } run)
            {
                // It ended long ago, and was removed just now.
                yield break;
            }

            var entries = await store.ReadAsync(database => database.Journal(runId, after, AtOnce));
            foreach (var entry in entries)
            {
                after = entry.Id;
                quiet = clock.GetUtcNow();
                yield return new(new(entry.Stage, entry.Bot, entry.Outcome, entry.Reason, entry.Attempt, entry.At), "progress")
                {
                    EventId = entry.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                };
            }

            if (entries.Count > 0)
            {
                continue;
            }

            if (RunViews.HasEnded(run))
            {
                yield return new(new("run", "", RunViews.StatusOf(run), run.Reason, 0, run.Changed), "end");
                yield break;
            }

            if (clock.GetUtcNow() - quiet > PingEvery)
            {
                quiet = clock.GetUtcNow();
                yield return new(new("run", "", RunViews.StatusOf(run), "", 0, quiet), "ping");
            }

            await Task.WhenAny(change, Task.Delay(LookEvery, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
