using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Remote;

/// <summary>
/// Follows a run to its end. Two time limits bound it: one for the whole run, and one without progress, which also ends a connection that
/// never answers again. A broken connection is opened again after the last event.
/// </summary>
/// <param name="client">Stage 4.</param>
/// <param name="runId">The run.</param>
/// <param name="settings">The times.</param>
/// <param name="progress">Takes the events.</param>
/// <param name="clock">The time.</param>
internal sealed class RemoteWait(Stage4Client client, long runId, HandoffSettings settings, RemoteProgress progress, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly Backoff Backoff = new(First: TimeSpan.FromMilliseconds(250), Longest: TimeSpan.FromSeconds(5));

    private long _lastSign = clock.GetTimestamp();
    private string? _lastId;
    private string? _lost;
    private bool _hasEnded;

    /// <summary>Waits.</summary>
    /// <returns>The run, which has ended.</returns>
    /// <exception cref="RemoteWaitException">A time limit was reached, or Stage 4 ended the run.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<RunDetails> RunAsync(CancellationToken cancellationToken)
    {
        using var whole = new CancellationTokenSource(settings.RunTimeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, whole.Token);
        var failures = 0;
        try
        {
            while (true)
            {
                try
                {
                    var seen = _lastSign;
                    _hasEnded = _hasEnded || await FollowAsync(stop.Token);
                    if (_hasEnded)
                    {
                        return await client.GetRunAsync(runId, stop.Token) ?? throw Unknown();
                    }

                    failures = seen == _lastSign ? failures : 0;
                    Lose("the service ended the stream");
                }
                catch (HandoffException exception) when (exception.IsRefusal)
                {
                    throw new RemoteWaitException(new(Rules.RemoteBroken, [Run, exception.Message]), exception);
                }
                catch (HandoffException exception)
                {
                    Lose(exception.Message);
                }

                await Backoff.WaitAsync(++failures, clock, stop.Token);
                ThrowIfSilent();
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemoteWaitException(
                new(Rules.RemoteTimedOut, [Run, Text(settings.RunTimeout), Left]), exception)
            { LeavesRun = true };
        }
    }

    /// <summary>As properties are written.</summary>
    public static string Text(TimeSpan time) => time.Ticks % TimeSpan.TicksPerHour == 0 ? Number(time.TotalHours) + "h"
        : time.Ticks % TimeSpan.TicksPerMinute == 0 ? Number(time.TotalMinutes) + "m"
        : Number(time.TotalSeconds) + "s";

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

    private string Run => runId.ToString(CultureInfo.InvariantCulture);

    private string Left => settings.OnClientLoss == ClientLoss.Cancel ? "It was cancelled"
        : "It continues there, and the next build resumes it";

    /// <summary>One connection.</summary>
    /// <returns>True at the end of the run, false if the stream was cut.</returns>
    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new PeriodicTimer(Tick, clock);
        await using var events = client.EventsAsync(runId, _lastId, settings.OnClientLoss, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            while (true)
            {
                if (await Task.WhenAny(next, tick) == tick)
                {
                    await tick;
                    tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
                    progress.Tell();
                    ThrowIfSilent();
                    continue;
                }

                if (!await next)
                {
                    return false;
                }

                if (Take(events.Current))
                {
                    return true;
                }

                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may not be disposed while it moves.
            await stop.CancelAsync();
            await Task.WhenAny(next);
        }
    }

    /// <summary>True if it is the end.</summary>
    private bool Take(RunEvent happened)
    {
        // A queued run is not stuck; a running one without events may be.
        if (happened.Kind is not ("open" or "ping") || happened is { Kind: "ping", Outcome: "pending" })
        {
            _lastSign = clock.GetTimestamp();
        }

        _lost = null;
        _lastId = happened.Id ?? _lastId;
        progress.Add(happened);
        progress.Tell();
        return happened.Kind == "end";
    }

    private void Lose(string reason)
    {
        _lost = reason;
        progress.Lose(reason);
        progress.Tell();
    }

    private void ThrowIfSilent()
    {
        if (clock.GetElapsedTime(_lastSign) <= settings.IdleTimeout)
        {
            return;
        }

        throw _lost is { } reason
            ? new RemoteWaitException(
                new(Rules.Stage4OutOfReach,
                [client.Address.ToString(), $"no response for {Text(settings.IdleTimeout)}, {reason}",
                $"run {Run}"]))
            { IsOutOfReach = true }
            : new RemoteWaitException(new(Rules.RemoteIdle, [Run, Text(settings.IdleTimeout), progress.Line, Left])) { LeavesRun = true };
    }

    private RemoteWaitException Unknown() => new(new(Rules.RemoteBroken, [Run, "Stage 4 no longer knows it"]));
}

/// <summary>The wait for a run is over without its end.</summary>
/// <param name="finding">Why.</param>
/// <param name="inner">The cause.</param>
internal sealed class RemoteWaitException(PipelineDiagnostic finding, Exception? inner = null) : Exception(finding.Message, inner)
{
    public PipelineDiagnostic Finding => finding;

    /// <summary>Gets whether Stage 4 did not answer.</summary>
    public bool IsOutOfReach { get; init; }

    /// <summary>Gets whether the run may still be active.</summary>
    public bool LeavesRun { get; init; }
}
