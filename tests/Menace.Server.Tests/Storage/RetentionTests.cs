using Menace.Pipeline.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

public sealed class SqliteRetentionTests() : RetentionTests(new SqliteRig());

[Collection(PostgresServer.Collection)]
public sealed class PostgresRetentionTests(PostgresServer server) : RetentionTests(new PostgresRig(server));

public abstract class RetentionTests(StoreRig rig) : StoreTests(rig)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private WorkflowDb? _store;

    private WorkflowDb Store => _store ??= Open();

    private DateTimeOffset Month => Clock.GetUtcNow() - (30 * Day);

    [Fact]
    public void Only_runs_that_have_ended_and_are_old_by_their_end_are_removed()
    {
        var done = Done("done");
        var cancelled = Accept("cancelled");
        Store.CancelRun(cancelled, "test");
        var recorded = Accept("recorded", execute: false);
        var waiting = Accept("waiting");
        var leased = Accept("leased");
        Lease("leased");
        Clock.Advance(40 * Day);
        var young = Done("young");
        Clock.Advance(Day);

        Assert.Equal([done, cancelled, recorded], Store.OldRuns(Month, 0, 100));
        Assert.Equal([cancelled], Store.OldRuns(Month, done, 1));
        Assert.Equal([true, true, true, false, false, false], new[] { done, cancelled, recorded, waiting, leased, young }.Select(run => Store.RemoveRun(run, Month)));

        Assert.Equal([young, leased, waiting], Store.Runs().Select(run => run.Id));
        Assert.Equal([null, "leased", null, "waiting", "young"], new[] { "done", "leased", "recorded", "waiting", "young" }.Select(digest => Store.Package(digest)?.Digest));
        Assert.Equal([true, false], new[] { done, young }.Select(run => Store.IsOldOrGone(run, Month)));
        Assert.Null(Store.Result("key done"));
        Assert.NotNull(Store.Result("key young"));
        Assert.Empty(Store.Journal(done));
    }

    [Fact]
    public void What_a_dead_letter_or_the_outbox_names_stays_until_that_is_dropped_or_delivered()
    {
        var dead = Accept("dead");
        Lease("dead");
        Store.Quarantine("key dead", 1, "5 attempts");
        var (handed, message) = Store.StartHandoff(new("handed", 1) { Content = "{}" }, new("menace.package/1", "there"));
        Store.UpdateRun(handed, WorkflowStatus.Done);
        Clock.Advance(40 * Day);
        Assert.Empty(Store.OldRuns(Month, 0, 100));
        Assert.Equal([false, false], new[] { dead, handed }.Select(run => Store.RemoveRun(run, Month)));

        Assert.Equal("key dead", Store.Drop(Store.Dead().Single().Id)!.Key);
        Store.Confirm(message);

        Assert.Equal([dead, handed], Store.OldRuns(Month, 0, 100));
        Assert.Equal([true, true], new[] { dead, handed }.Select(run => Store.RemoveRun(run, Month)));
        Assert.Empty(Store.Runs());
        Assert.Null(Store.Message(message));
        Assert.Null(Store.Drop(1));
    }

    [Fact]
    public void A_message_of_the_outbox_that_is_dropped_is_gone_with_its_letter()
    {
        var (_, message) = Store.StartHandoff(new("d1", 1) { Content = "{}" }, new("menace.package/1", "there"));
        Store.GiveUp(message, "nobody there");

        Store.Drop(Store.Dead().Single().Id);

        Assert.Null(Store.Message(message));
        Assert.Empty(Store.Dead());
    }

    [Fact]
    public void A_package_that_another_run_names_stays_and_one_that_comes_again_keeps_its_run()
    {
        var cancelled = Accept("d1");
        Store.CancelRun(cancelled, "test");
        Clock.Advance(40 * Day);
        var second = Accept("d1");
        var old = Done("d2");
        Clock.Advance(40 * Day);
        Assert.Equal(old, Accept("d2"));

        Assert.Equal([true, false], new[] { cancelled, old }.Select(run => Store.RemoveRun(run, Month)));

        Assert.NotNull(Store.Package("d1"));
        Assert.Equal([old, second], Store.Runs().Select(run => run.Id));
    }

    [Fact]
    public void A_package_that_comes_while_its_run_is_removed_is_the_whole_old_run_or_a_whole_new_one()
    {
        for (var round = 0; round < 3; round++)
        {
            var old = Done($"d{round}");
            Clock.Advance(40 * Day);
            var before = Month;

            var runs = AtOnce((store, i) => i % 2 == 0 ? Accept($"d{round}", store: store) : store.RemoveRun(old, before) ? -1 : 0);

            var run = Assert.Single(runs.Where(run => run > 0).Distinct());
            Assert.Equal(run != old, runs.Contains(-1));
            Assert.Equal(run != old ? WorkflowStatus.Pending : WorkflowStatus.Done, Store.RunStatus(run));
            Assert.Equal((1, $"package d{round}", run == old), (Store.Actions(run).Count, Store.Package($"d{round}")!.Content, Store.Result($"key d{round}") is not null));
            Store.CancelRun(run, "next round");
        }
    }

    [Fact]
    public void A_package_without_a_run_goes_when_it_is_old()
    {
        Accept("d1");
        Assert.Equal(PackageVerdict.QueueFull, Store.AcceptPackage(new("d2", 1) { Content = "{}" }, [new("key d2", "a")], mostQueued: 1).Verdict);
        Clock.Advance(40 * Day);

        Assert.Equal(1, Store.RemoveUnusedPackages(Month));

        Assert.Equal(["d1", null], new[] { "d1", "d2" }.Select(digest => Store.Package(digest)?.Digest));
    }

    [Fact]
    public void Naming_texts_with_and_without_old_rows_are_returned()
    {
        foreach (var number in Enumerable.Range(0, 21))
        {
            Done($"old {number:00}");
        }

        Store.AcceptPackage(new("large", 1) { CasDigest = "cas of large" }, [new("key large", "a")]);
        Store.Bury(new(DeadKind.Message, "m", "reason of m") { Content = "bQ==" });
        Clock.Advance(40 * Day);
        Done("young");

        var all = Store.NamingTexts().ToList();
        var rest = Store.NamingTexts(without: Month).ToList();

        NamingText[] stay = [new(NamingKind.Text, "package young"), new(NamingKind.Digest, "cas of large"), new(NamingKind.Text, "result young"), new(NamingKind.Text, "reason of m"), new(NamingKind.Message, "bQ==")];
        Assert.Equal(stay.ToHashSet(), rest.ToHashSet());
        Assert.Equal(stay.Length + 42, all.ToHashSet().Count);
        Assert.Contains(new(NamingKind.Text, "result old 20"), all);
    }

    private long Accept(string digest, bool execute = true, WorkflowDb? store = null) =>
        (store ?? Store).AcceptPackage(new(digest, 1) { Content = "package " + digest, Execute = execute }, [new("key " + digest, "a")]).RunId;

    private long Done(string digest)
    {
        var run = Accept(digest);
        Lease(digest);
        Assert.True(Store.Complete(new("key " + digest, 1, ActionOutcome.Passed, "result " + digest)));
        return run;
    }

    /// <summary>Leases the action of this package; those before it are leased already, or wait for ever.</summary>
    private void Lease(string digest)
    {
        while (Store.Lease("w", 1000 * Day) is { } action)
        {
            if (action.Key == "key " + digest)
            {
                return;
            }

            Store.Postpone(action.Key, action.Attempt, "later", Clock.GetUtcNow() + (1000 * Day));
        }

        Assert.Fail("It was not queued.");
    }
}
