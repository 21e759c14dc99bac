using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Tests.Events;

public sealed class EventBusTests
{
    private readonly List<string> _heard = [];

    [Fact]
    public void A_subscriber_hears_its_topic_or_all_that_begin_alike()
    {
        var bus = new EventBus();
        bus.Subscribe(EventTopics.WorkflowsNew, Hear("exact"));
        bus.Subscribe("workflows:*", Hear("prefix"));
        bus.Subscribe("*", Hear("all"));
        bus.Subscribe("workflow", Hear("none"));

        bus.Publish(EventTopics.WorkflowsNew, "1");
        bus.Publish(EventTopics.WorkflowsUpdate, "2");
        bus.Publish("other", "3");

        Assert.Equal(["exact 1", "prefix 1", "all 1", "prefix 2", "all 2", "all 3"], _heard);
    }

    [Fact]
    public void Events_of_one_process_are_counted()
    {
        var bus = new EventBus();
        List<long> ids = [];
        bus.Subscribe("*", told => ids.Add(told.Id));

        bus.Publish("a", JsonValue.Null);
        bus.Publish("b", JsonValue.Null);

        Assert.Equal([1, 2], ids);
    }

    [Fact]
    public void Subscription_ends_when_disposed_even_during_delivery()
    {
        var bus = new EventBus();
        IDisposable second = null!;
        bus.Subscribe("*", told => second.Dispose());
        second = bus.Subscribe("*", Hear("second"));

        bus.Publish("a", "1");
        second.Dispose();

        Assert.Empty(_heard);
    }

    [Fact]
    public void Event_published_during_a_delivery_is_delivered_afterwards()
    {
        var bus = new EventBus();
        bus.Subscribe("first", told => bus.Publish("second", "2"));
        bus.Subscribe("*", Hear("all"));

        bus.Publish("first", "1");

        Assert.Equal(["all 1", "all 2"], _heard);
    }

    [Fact]
    public void Failing_subscriber_is_reported_and_the_others_get_the_event()
    {
        var sink = new Sink();
        var bus = new EventBus(sinks: [sink]);
        bus.Subscribe("info:*", told => throw new InvalidOperationException("no pager"));
        bus.Subscribe("*", Hear("all"));

        bus.Publish("info:new", "1");
        bus.Publish("info:new", "2");

        Assert.Equal(["all 1", "all 2"], _heard);
        Assert.Equal(2, sink.Reports.Count);
        Assert.Equal("MENACE2009", sink.Reports[0].Code);
        Assert.Equal("The event info:new was published, but a subscriber of info:* failed: no pager. The run and the other subscribers continued", sink.Reports[0].Message);
    }

    [Fact]
    public void Concurrent_events_are_delivered_completely_one_at_a_time()
    {
        var bus = new EventBus();
        var inside = 0;
        var most = 0;
        List<long> ids = [];
        bus.Subscribe("*", told =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            ids.Add(told.Id);
            Interlocked.Decrement(ref inside);
        });

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 100; i++)
            {
                bus.Publish("a", JsonValue.Null);
            }
        });

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(1, 800).Select(id => (long)id), ids);
    }

    private Action<BusEvent> Hear(string who) => told => _heard.Add($"{who} {told.Payload.Text}");

    private sealed class Sink : IErrorSink
    {
        public List<ErrorReport> Reports { get; } = [];

        public void Report(ErrorReport report) => Reports.Add(report);
    }
}
