using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Telemetry;
using Menace.Server.Tests.Rig;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Menace.Server.Tests;

/// <summary>What Stage 4 measures and traces, as those hear it who listen. Alone, because meters are the process's.</summary>
[Collection(Alone)]
public sealed class TelemetryTests : IDisposable
{
    private const string Alone = "telemetry";
    private const string Code = "def run():\n    return 1\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<(string Name, string Tag, double Value)> _measured = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly MeterListener _meters = new() { InstrumentPublished = (instrument, listener) => Listen(instrument, listener) };
    private readonly ActivityListener _traces;

    public TelemetryTests()
    {
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.Start();
        _traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Stage4Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_traces);
    }

    [Fact]
    public async Task Run_is_counted_and_its_activities_belong_to_the_sender_trace()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);
        stage4.Client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        await stage4.Client.EndAsync(await stage4.Client.SendAsync(Stage4Requests.Package(("Alpha", Code), ("Broken", "def run(:\n")), execute: true));
        await stage4.Client.EndAsync(await stage4.Client.SendAsync(Stage4Requests.Package(("Beta", Code)), execute: true));
        await stage4.Client.SendAsync(Stage4Requests.Package(("Beta", Code)), execute: true);

        Assert.Equal([("build_failed", 1), ("passed", 1)], Sums("attempts").Order());
        Assert.Equal([("", 1)], Sums("dedup_hits"));
        Assert.Empty(Sums("lease_expired"));
        Activity[] runs = [.. _activities.Where(activity => activity.OperationName == "run")];
        Assert.Equal(["build_failed", "passed"], runs.Select(run => (string?)run.GetTagItem("menace.outcome")));
        Assert.All(_activities, activity => Assert.Equal(Trace, activity.TraceId.ToHexString()));
        Activity[] stages = [.. _activities.Where(activity => activity.ParentSpanId == runs[1].SpanId)];
        Assert.Equal(["handoff", "optimise", "develop", "verify"], stages.Select(stage => stage.OperationName));
        var bot = _activities.Single(activity => activity.OperationName == "bot" && activity.ParentSpanId == stages[3].SpanId);
        Assert.Equal(("Beta", "passed"), ((string?)bot.GetTagItem("menace.bot"), (string?)bot.GetTagItem("menace.outcome")));
    }

    [Fact]
    public async Task What_waits_is_dead_or_at_work_is_measured()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"], settings => settings with { Slots = 0 });
        var database = new WorkflowDb(_folder["state/workflows.db"]);
        Assert.Equal(0, Observe("queue_age_seconds"));

        await stage4.Client.SendAsync(Stage4Requests.Package(("Alpha", Code)), execute: true);
        database.Bury(new(DeadKind.Message, "key", "unreadable"));
        await Task.Delay(50);

        Assert.InRange(Observe("queue_age_seconds"), 0.05, 60);
        Assert.Equal((1, 0), (Observe("queue_depth", "ready"), Observe("queue_depth", "leased")));
        Assert.Equal((1, 0, 0, 0), (Observe("dead_total"), Observe("slots_busy"), Observe("slots_total"), Observe("outbox_lag_seconds")));
    }

    [Fact]
    public async Task A_run_that_is_taken_over_is_counted_and_slots_are_busy_meanwhile()
    {
        var mark = _folder["mark"];
        await using (var gateway = await RunningStage4.StartAsync(_folder["state"], settings => settings with { Slots = 0 }))
        {
            await gateway.Client.SendAsync(Stage4Requests.SlowPackage(mark), execute: true);
        }

        Assert.NotNull(new WorkflowDb(_folder["state/workflows.db"]).Lease("a worker that died", TimeSpan.FromMilliseconds(1)));
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"]);
        await Stage4Requests.LinesOfAsync(mark);

        Assert.Equal([("", 1)], Sums("lease_expired"));
        Assert.Equal((1, 1), (Observe("slots_busy"), Observe("slots_total")));
        await stage4.Client.DeleteAsync("/v1/runs/1");
        await Eventually.IsSoAsync(() => Sums("attempts").Contains(("lost", 1)));
        Assert.Equal(0, Observe("slots_busy"));
    }

    [Fact]
    public async Task Both_are_sent_by_OTLP_where_an_endpoint_is_named()
    {
        var received = new ConcurrentQueue<(string Signal, byte[] Body)>();
        var receiver = WebApplication.CreateSlimBuilder().Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.MapPost("/v1/{signal}", async (HttpRequest request, string signal) =>
        {
            Assert.Equal("application/x-protobuf", request.ContentType);
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue((signal, body.ToArray()));
        });
        await receiver.StartAsync();
        await using (receiver)
        {
            await using var stage4 = await ServiceProcess.StartAsync(_folder.Path, ["stage4", "--state", "state"], variables:
                [("OTEL_EXPORTER_OTLP_ENDPOINT", RunningService.AddressOf(receiver).ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "300"), ("OTEL_BSP_SCHEDULE_DELAY", "300")]);
            await stage4.Client.EndAsync(await stage4.Client.SendAsync(Stage4Requests.Package(("Alpha", Code)), execute: true));

            await Eventually.IsSoAsync(() => Texts("metrics", 1, 2, 2, 1).Contains("slots_total") && Texts("traces", 1, 2, 2, 5).Contains("run"));
        }

        Assert.Contains(Stage4Telemetry.Name, Texts("metrics", 1, 2, 1, 1));
        Assert.Contains(Stage4Telemetry.Name, Texts("traces", 1, 2, 1, 1));

        IEnumerable<string> Texts(string signal, params int[] path) => received.Where(request => request.Signal == signal).SelectMany(request => Protobuf.Texts(request.Body, path));
    }

    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
        _folder.Dispose();
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == Stage4Telemetry.Name)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, tags.Length == 0 ? "" : (string)tags[0].Value!, value));

    private List<(string Tag, double Sum)> Sums(string name) =>
        [.. _measured.Where(measured => measured.Name == name).GroupBy(measured => measured.Tag).Select(group => (group.Key, group.Sum(measured => measured.Value)))];

    private double Observe(string name, string tag = "")
    {
        _meters.RecordObservableInstruments();
        return _measured.Last(measured => measured.Name == name && measured.Tag == tag).Value;
    }

    /// <summary>The tests of this class run while no other does.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Collection;

    /// <summary>As much of protobuf as it takes to find a text by the numbers of the fields that lead to it.</summary>
    private static class Protobuf
    {
        public static List<string> Texts(ReadOnlySpan<byte> message, params ReadOnlySpan<int> path)
        {
            List<string> texts = [];
            while (message.Length > 0)
            {
                var key = Number(ref message);
                var length = (key & 7) switch
                {
                    0 => Number(ref message) & 0,
                    1 => 8,
                    2 => Number(ref message),
                    5 => 4,
                    _ => throw new InvalidDataException($"wire type {key & 7}"),
                };
                if (key >> 3 == path[0] && (key & 7) == 2)
                {
                    if (path.Length == 1)
                    {
                        texts.Add(System.Text.Encoding.UTF8.GetString(message[..(int)length]));
                    }
                    else
                    {
                        texts.AddRange(Texts(message[..(int)length], path[1..]));
                    }
                }

                message = message[(int)length..];
            }

            return texts;
        }

        private static long Number(ref ReadOnlySpan<byte> message)
        {
            long number = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = message[0];
                message = message[1..];
                number |= (long)(part & 127) << shift;
                if (part < 128)
                {
                    return number;
                }
            }
        }
    }
}
