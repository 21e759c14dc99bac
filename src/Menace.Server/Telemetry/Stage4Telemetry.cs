using System.Diagnostics;
using System.Diagnostics.Metrics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Storage;

namespace Menace.Server.Telemetry;

/// <summary>Metrics and traces of Stage 4 and its workers (docs/operations.md, "Metrics").</summary>
internal sealed class Stage4Telemetry : IDisposable
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = "Menace.Stage4";

    private const string OutcomeTag = "menace.outcome";

    private static readonly ActivitySource Activities = new(Name, ServiceVersion.Text);

    private readonly Meter _meter = new(Name, ServiceVersion.Text);
    private readonly WorkflowDb _database;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _prunedRuns;
    private readonly Counter<long> _prunedSize;
    private int _busy;

    public Stage4Telemetry(WorkflowDb database, int slots, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _database = database;
        _attempts = _meter.CreateCounter<long>("menace.stage4.attempts", "{attempt}", "Completed attempts, by outcome.");
        _duplicates = _meter.CreateCounter<long>("menace.stage4.duplicates", "{delivery}", "Duplicate packages and results.");
        _expired = _meter.CreateCounter<long>(
            "menace.stage4.leases.expired", "{lease}", "Runs taken over from workers whose lease expired.");
        _prunedRuns = _meter.CreateCounter<long>("menace.stage4.pruned.runs", "{run}", "Runs removed by pruning.");
        _prunedSize = _meter.CreateCounter<long>("menace.stage4.pruned.size", "By", "Bytes reclaimed by pruning.");
        Gauge<double>("queue.age", "s", "Age of the oldest queued run.", database => [new(Age(database.QueueDepth().Oldest))]);
        Gauge("queue.depth", "{run}", "Queued and running runs, by state.", Depth);
        Gauge<long>("dead_letters", "{letter}", "Dead letters that were not requeued.", database => [new(database.CountDead())]);
        Gauge<double>("outbox.lag", "s", "Age of the oldest message in the outbox.",
            database => [new(Age(database.Due(1, all: true) is [var oldest] ? oldest.Created : null))]);
        _meter.CreateObservableGauge("menace.stage4.slots.busy", () => _busy, "{slot}", "Active runs of this process.");
        _meter.CreateObservableGauge("menace.stage4.slots.limit", () => slots, "{slot}", "Maximum number of active runs of this process.");
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
        var context = Activity.Current?.Context ?? default;
        var start = DateTimeOffset.UtcNow - TimeSpan.FromSeconds(result.Seconds); // activities have the time of the system
        using var activity = Activities.StartActivity("bot", ActivityKind.Internal, context, startTime: start);
        activity?.SetTag("menace.bot", result.Bot).SetTag(OutcomeTag, SqlText.Word(result.Outcome));
    }

    /// <summary>A package or a result that is there already.</summary>
    public void Repeated() => _duplicates.Add(1);

    /// <summary>Counts removed runs and the bytes of their files.</summary>
    public void Pruned(int runs, long bytes)
    {
        _prunedRuns.Add(runs);
        _prunedSize.Add(bytes);
    }

    /// <summary>An attempt begins in one of the slots.</summary>
    public Attempt Begin(ActionRecord action)
    {
        if (action.LostBy is not null)
        {
            _expired.Add(1);
        }

        return new(this, action);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private double Age(DateTimeOffset? since) => since is { } time ? Math.Max(0, (_clock.GetUtcNow() - time).TotalSeconds) : 0;

    private static IEnumerable<Measurement<long>> Depth(WorkflowDb database)
    {
        var depth = database.QueueDepth();
        return [Of(depth.Ready, "ready"), Of(depth.Postponed, "postponed"), Of(depth.Leased, "leased")];

        static Measurement<long> Of(int count, string state) => new(count, new KeyValuePair<string, object?>("menace.state", state));
    }

    /// <summary>A gauge that is read from the database. While that cannot be used there is no value: a wrong one would be worse.</summary>
    private void Gauge<T>(string name, string unit, string description, Func<WorkflowDb, IEnumerable<Measurement<T>>> read)
        where T : struct => _meter.CreateObservableGauge("menace.stage4." + name, () => Measure(read), unit, description);

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
        /// <param name="traceParent">The trace of the accepted run, or null.</param>
        public void Trace(string? traceParent)
        {
            ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
            _activity = Activities.StartActivity("run", ActivityKind.Consumer, parent)
                ?.SetTag("menace.run", _action.RunId).SetTag("menace.attempt", _action.Attempt);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Interlocked.Decrement(ref _telemetry._busy);
            _telemetry._attempts.Add(1, new KeyValuePair<string, object?>(OutcomeTag, Outcome));
            var status = Outcome == "passed" ? ActivityStatusCode.Ok : ActivityStatusCode.Error;
            _activity?.SetTag(OutcomeTag, Outcome).SetStatus(status, Outcome);
            _activity?.Dispose();
        }
    }
}
