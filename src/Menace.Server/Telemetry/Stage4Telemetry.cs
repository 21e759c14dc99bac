using System.Diagnostics;
using System.Diagnostics.Metrics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Telemetry;

/// <summary>Metrics and traces of Stage 4 and its workers (docs/operations.md, "Metrics").</summary>
internal sealed class Stage4Telemetry : IDisposable
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = "Menace.Stage4";

    private static readonly ActivitySource Activities = new(Name, ServiceVersion.Text);

    private readonly Meter _meter = new(Name, ServiceVersion.Text);
    private readonly WorkflowDb _database;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _dedupHits;
    private readonly Counter<long> _leaseExpired;
    private readonly Counter<long> _prunedRuns;
    private readonly Counter<long> _prunedBytes;
    private int _busy;

    public Stage4Telemetry(WorkflowDb database, int slots)
    {
        _database = database;
        _attempts = _meter.CreateCounter<long>("attempts", "{attempt}", "Completed attempts, by outcome.");
        _dedupHits = _meter.CreateCounter<long>("dedup_hits", "{delivery}", "Duplicate packages and results.");
        _leaseExpired = _meter.CreateCounter<long>("lease_expired", "{lease}", "Runs taken over from workers whose lease expired.");
        _prunedRuns = _meter.CreateCounter<long>("pruned_runs", "{run}", "Runs removed by pruning.");
        _prunedBytes = _meter.CreateCounter<long>("pruned_bytes", "By", "Bytes reclaimed by pruning.");
        _meter.CreateObservableGauge("queue_age_seconds", () => Measure<double>(database => [new(Age(database.QueueDepth().Oldest))]), "s", "Age of the oldest queued run.");
        _meter.CreateObservableGauge("queue_depth", () => Measure(Depth), "{run}", "Queued and running runs, by state.");
        _meter.CreateObservableGauge("dead_total", () => Measure<long>(database => [new(database.CountDead())]), "{letter}", "Dead letters that were not requeued.");
        _meter.CreateObservableGauge("outbox_lag_seconds", () => Measure<double>(database => [new(Age(database.Due(1, all: true) is [var oldest] ? oldest.Created : null))]), "s", "Age of the oldest message in the outbox.");
        _meter.CreateObservableGauge("slots_busy", () => _busy, "{slot}", "Active runs of this process.");
        _meter.CreateObservableGauge("slots_total", () => slots, "{slot}", "Maximum number of active runs of this process.");
    }

    /// <summary>Starts the activity of a received message in the sender's trace, even without a listener.</summary>
    /// <param name="traceParent">The W3C header of the message, or null.</param>
    public static Activity Receive(string? traceParent)
    {
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        if (Activities.StartActivity("receive", ActivityKind.Consumer, parent) is { } listened)
        {
            return listened;
        }

        var activity = new Activity("receive");
        return (parent == default ? activity : activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags)).Start();
    }

    /// <summary>A stage of the run whose activity is the current one.</summary>
    public static Activity? Stage(string stage) => Activities.StartActivity(stage);

    /// <summary>A bot whose tests have ended just now.</summary>
    public static void Bot(VerificationResult result)
    {
        using var activity = Activities.StartActivity("bot", ActivityKind.Internal, Activity.Current?.Context ?? default, startTime: DateTimeOffset.UtcNow - TimeSpan.FromSeconds(result.Seconds));
        activity?.SetTag("menace.bot", result.Bot).SetTag("menace.outcome", SqlText.Word(result.Outcome));
    }

    /// <summary>A package or a result that is there already.</summary>
    public void Repeated() => _dedupHits.Add(1);

    /// <summary>Old runs, and what they left, were removed.</summary>
    public void Pruned(int runs, long bytes)
    {
        _prunedRuns.Add(runs);
        _prunedBytes.Add(bytes);
    }

    /// <summary>An attempt begins in one of the slots.</summary>
    public Attempt Begin(ActionRecord action)
    {
        if (action.LostBy is not null)
        {
            _leaseExpired.Add(1);
        }

        return new(this, action);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static double Age(DateTimeOffset? since) => since is { } time ? Math.Max(0, (DateTimeOffset.UtcNow - time).TotalSeconds) : 0;

    private static IEnumerable<Measurement<long>> Depth(WorkflowDb database)
    {
        var depth = database.QueueDepth();
        return [Of(depth.Ready, "ready"), Of(depth.Postponed, "postponed"), Of(depth.Leased, "leased")];

        static Measurement<long> Of(int count, string state) => new(count, new KeyValuePair<string, object?>("state", state));
    }

    /// <summary>Reads values, or none while the database cannot be used: wrong ones would be worse.</summary>
    private IEnumerable<Measurement<T>> Measure<T>(Func<WorkflowDb, IEnumerable<Measurement<T>>> read)
        where T : struct
    {
        try
        {
            return read(_database);
        }
        catch (WorkflowDbException)
        {
            return [];
        }
    }

    /// <summary>One attempt at a run. Ends with the outcome that was set last.</summary>
    internal sealed class Attempt : IDisposable
    {
        private readonly Stage4Telemetry _telemetry;
        private readonly ActionRecord _action;
        private Activity? _activity;

        public Attempt(Stage4Telemetry telemetry, ActionRecord action)
        {
            (_telemetry, _action) = (telemetry, action);
            Interlocked.Increment(ref telemetry._busy);
        }

        /// <summary>The outcome. The default is a lost lease: the run was cancelled, or another worker has it.</summary>
        public string Outcome { get; set; } = "lost";

        /// <summary>From here on the current activity is that of the run.</summary>
        /// <param name="traceParent">What the run was accepted under, or null.</param>
        public void Trace(string? traceParent)
        {
            ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
            _activity = Activities.StartActivity("run", ActivityKind.Consumer, parent)?.SetTag("menace.run", _action.RunId).SetTag("menace.attempt", _action.Attempt);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Interlocked.Decrement(ref _telemetry._busy);
            _telemetry._attempts.Add(1, new KeyValuePair<string, object?>("outcome", Outcome));
            _activity?.SetTag("menace.outcome", Outcome).SetStatus(Outcome == "passed" ? ActivityStatusCode.Ok : ActivityStatusCode.Error, Outcome);
            _activity?.Dispose();
        }
    }
}
