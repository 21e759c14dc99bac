using System.Diagnostics;

namespace Menace.Server.Tests.Rig;

/// <summary>A clock that moves when it is told to, and then lets the timers ring whose time has come, each at its own time.</summary>
internal sealed class ManualClock : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<TimeSpan> _started = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (Next(end) is { } timer)
        {
            timer.Ring();
        }
    }

    /// <summary>How many pauses of this length have begun. A loop that pauses again has done its work once.</summary>
    public int Begun(TimeSpan pause)
    {
        lock (_lock)
        {
            return _started.Count(started => started == pause);
        }
    }

    /// <summary>Lets a pause of a loop pass, and waits until the loop has done its work and pauses again.</summary>
    public async Task PassAsync(TimeSpan pause)
    {
        var begun = Begun(pause);
        Advance(pause);
        await Eventually.IsSoAsync(() => Begun(pause) > begun);
    }

    /// <summary>Lets time pass, step by step, until something is so.</summary>
    public async Task PassUntilAsync(Func<Task<bool>> isSo, TimeSpan step)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < Patience, "It did not come to be.");
            Advance(step);
        }
    }

    /// <inheritdoc cref="PassUntilAsync(Func{Task{bool}}, TimeSpan)"/>
    public Task PassUntilAsync(Func<bool> isSo, TimeSpan step) => PassUntilAsync(() => Task.FromResult(isSo()), step);

    /// <summary>The timer that rings next, no later than <paramref name="end"/>; it is that time now.</summary>
    private ManualTimer? Next(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            _now = next?.Due ?? end;
            next?.Repeat();
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action ring) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                    clock._started.Add(dueTime);
                }
            }

            return true;
        }

        /// <summary>Sets the time of the next ring, or none. The clock is locked.</summary>
        public void Repeat()
        {
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
            }
            else
            {
                clock._timers.Remove(this);
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
