using Menace.Model.Json;
using Menace.Pipeline.Events;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

public sealed class SqliteEventStoreTests() : EventStoreTests(new SqliteRig());

[Collection(PostgresServer.Collection)]
public sealed class PostgresEventStoreTests(PostgresServer server) : EventStoreTests(new PostgresRig(server));

public abstract class EventStoreTests(StoreRig rig) : StoreTests(rig)
{
    [Fact]
    public void Events_come_back_in_order_with_what_they_said()
    {
        var payload = JsonValue.FromMembers([new("text", "Grüße \0 🤖"), new("number", JsonValue.FromNumberText("1.50")), new("none", JsonValue.Null)]);
        var first = Store().Append("code:new", payload);
        var second = Store().Append("info:new", "x");

        Assert.Equal([first, second], Store().Since(0));
        Assert.Equal([second], Store().Since(first.Id));
        Assert.Equal((1, Clock.GetUtcNow()), (first.Id, first.At));
    }

    [Fact]
    public void A_consumer_is_told_each_event_once_also_after_a_restart()
    {
        Append("a", "b", "c");
        List<string> told = [];

        Assert.Equal(3, Store().Replay("me", Add));
        Append("d");
        Assert.Equal(1, Store().Replay("me", Add));
        Assert.Equal(0, Store().Replay("me", Add));
        Assert.Equal(["a", "b", "c", "d"], told);

        Assert.Equal(2, Store().Replay("other", Add, since: 2));
        Assert.Equal(["a", "b", "c", "d", "c", "d"], told);
        Assert.Equal(4, Store().Since(0).Count);

        void Add(BusEvent busEvent) => told.Add(busEvent.Topic);
    }

    [Fact]
    public void A_replay_that_dies_goes_on_with_the_event_it_died_at()
    {
        Append("a", "b", "c");
        List<string> told = [];

        Assert.Throws<InvalidOperationException>(() => Store().Replay("me", busEvent => Tell(busEvent, dieAt: "b")));
        Assert.Equal(1, Store().LastTold("me"));
        Store().Replay("me", busEvent => Tell(busEvent, dieAt: ""));

        Assert.Equal(["a", "b", "b", "c"], told);

        void Tell(BusEvent busEvent, string dieAt)
        {
            told.Add(busEvent.Topic);
            if (busEvent.Topic == dieAt)
            {
                throw new InvalidOperationException("killed");
            }
        }
    }

    [Fact]
    public void Eight_publishers_leave_no_gap_and_no_reader_passes_one()
    {
        Append("first");
        var stop = false;
        List<long> seen = [];
        var reader = new Thread(() =>
        {
            for (var isLast = false; !isLast;)
            {
                isLast = Volatile.Read(ref stop);
                Store().Replay("me", busEvent => seen.Add(busEvent.Id));
            }
        });
        reader.Start();

        AtOnce((_, _) => Append([.. Enumerable.Range(0, 10).Select(i => $"t{i}")]));

        Volatile.Write(ref stop, true);
        reader.Join();
        Assert.Equal(Enumerable.Range(1, 81).Select(id => (long)id), seen);
    }

    [Fact]
    public void A_named_subscriber_hears_what_it_missed_and_then_what_happens()
    {
        var bus = new EventBus(Store());
        bus.Publish("info:new", "before");
        bus.Publish("code:new", "of no interest");
        List<string> heard = [];

        using (bus.Subscribe("info:*", Hear, "me"))
        {
            bus.Publish("info:new", "live");
        }

        bus.Publish("info:new", "away");
        new EventBus(Store()).Subscribe("info:*", Hear, "me");

        Assert.Equal(["before", "live", "away"], heard);

        void Hear(BusEvent busEvent) => heard.Add(busEvent.Payload.Text);
    }

    private EventStore Store() => new(Rig.Open(), Clock);

    private int Append(params string[] topics)
    {
        var store = Store();
        Array.ForEach(topics, topic => store.Append(topic, JsonValue.Null));
        return topics.Length;
    }
}
