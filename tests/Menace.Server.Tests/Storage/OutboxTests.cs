using Menace.Pipeline.Storage;
using Menace.Server.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

public sealed class SqliteOutboxTests() : OutboxTests(new SqliteRig());

[Collection(PostgresServer.Collection)]
public sealed class PostgresOutboxTests(PostgresServer server) : OutboxTests(new PostgresRig(server));

public abstract class OutboxTests(StoreRig rig) : StoreTests(rig)
{
    private static readonly PackageDraft Package = new("d1", 2) { Content = "{}" };
    private static readonly OutboxDraft Draft = new("menace.package/1", "http://127.0.0.1:9000/");

    [Fact]
    public void A_handoff_is_a_package_a_run_and_a_message_until_it_is_confirmed()
    {
        var (run, id) = Open().StartHandoff(Package, Draft);

        Assert.Equal(
            new OutboxMessage(id, run, "menace.package/1", "http://127.0.0.1:9000/", "d1", "", 0, Clock.GetUtcNow(), "", Clock.GetUtcNow(), null),
            Assert.Single(Open().Due()));
        Assert.Equal(("{}", "d1"), (Open().Package("d1")!.Content, Open().Run(run)!.PackageDigest));

        Assert.True(Open().Confirm(id));

        Assert.False(Open().Confirm(id));
        Assert.False(Open().Confirm(id + 1));
        Assert.Empty(Open().Due(all: true));
        Assert.Equal(Clock.GetUtcNow(), Open().Message(id)!.ConfirmedAt);
        Assert.Equal(["confirmed"], Open().Journal(run).Select(entry => entry.Outcome));
    }

    [Fact]
    public void A_build_that_runs_again_before_its_message_was_delivered_sends_it_once()
    {
        var (_, first) = Open().StartHandoff(Package, Draft);
        var (run, second) = Open().StartHandoff(Package, Draft);

        Assert.Equal((first, run), (second, Assert.Single(Open().Due()).RunId));

        Open().Confirm(first);
        Assert.NotEqual(first, Open().StartHandoff(Package, Draft).OutboxId);
        Assert.NotEqual(first, Open().StartHandoff(Package, Draft with { Destination = "handoff" }).OutboxId);
        Assert.Equal(2, Open().Due().Count);
    }

    [Fact]
    public void Finding_is_recorded_once_waits_and_does_not_hold_up_packages()
    {
        Assert.Equal(0, Open().AddFindings("http://127.0.0.1:8000/stage3", [("f0", "{}")]));
        Open().StartHandoff(Package, Draft);

        Assert.Equal(2, Open().AddFindings("http://127.0.0.1:8000/stage3", [("f1", "{}"), ("f2", "{}")]));
        Assert.Equal(1, Open().AddFindings("http://127.0.0.1:8000/stage3", [("f1", "{}"), ("f3", "{}")]));

        Assert.Equal(["f1", "f2", "f3"], Open().WaitingFindings().Select(finding => finding.PackageDigest));
        Open().Confirm(Open().WaitingFindings()[0].Id);
        Assert.Equal(0, Open().AddFindings("http://127.0.0.1:8000/stage3", [("f1", "{}")]));
        Assert.Equal(["f2", "f3"], Open().WaitingFindings().Select(finding => finding.PackageDigest));
    }

    [Fact]
    public void A_run_that_goes_on_asks_what_its_last_build_asks()
    {
        var built = Open().StartRun("d1", []);
        Assert.True(Open().Run(built)!.Execute);

        var (run, _) = Open().StartHandoff(Package with { Execute = false }, Draft, built);
        Assert.Equal((built, false), (run, Open().Run(built)!.Execute));

        Open().StartHandoff(Package, Draft, built);
        Assert.True(Open().Run(built)!.Execute);
    }

    [Fact]
    public void The_content_of_a_package_is_kept_as_long_as_a_message_needs_it()
    {
        var (_, first) = Open().StartHandoff(Package, Draft);
        var (_, second) = Open().StartHandoff(Package, Draft with { Destination = "handoff" });

        Open().Confirm(first);
        Assert.Equal("{}", Open().Package("d1")!.Content);
        Open().Confirm(second);
        Assert.Null(Open().Package("d1")!.Content);

        Open().StartHandoff(Package, Draft);
        Assert.Equal("{}", Open().Package("d1")!.Content);
    }

    [Fact]
    public void Eight_builds_of_the_same_package_at_once_send_it_once()
    {
        var handed = AtOnce((store, _) => store.StartHandoff(Package, Draft));

        Assert.Equal(8, handed.Select(handoff => handoff.RunId).Distinct().Count());
        Assert.Single(Open().Due());
    }

    [Fact]
    public void A_failed_message_waits_for_its_time_and_every_reason_is_kept()
    {
        var (run, id) = Open().StartHandoff(Package, Draft);

        Assert.Equal(1, Open().Fail(id, "connection refused", Clock.GetUtcNow() + TimeSpan.FromSeconds(5)));

        Assert.Empty(Open().Due());
        Assert.Single(Open().Due(all: true));
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((1, "connection refused"), (Assert.Single(Open().Due()).Attempts, Open().Due()[0].LastError));
        Assert.Equal(2, Open().Fail(id, "503", Clock.GetUtcNow()));
        Open().Confirm(id);
        Assert.Equal(0, Open().Fail(id, "too late", Clock.GetUtcNow()));
        Assert.Equal(["failed 1 connection refused", "failed 2 503", "confirmed 3 http://127.0.0.1:9000/"],
            Open().Journal(run).Select(entry => $"{entry.Outcome} {entry.Attempt} {entry.Reason}"));
    }

    [Fact]
    public void A_message_that_is_given_up_is_dead_until_it_is_requeued()
    {
        var (run, id) = Open().StartHandoff(Package, Draft);
        Open().Fail(id, "refused", Clock.GetUtcNow());

        Open().GiveUp(id, "refused again");
        Open().GiveUp(id, "and again");

        Assert.Empty(Open().Due(all: true));
        var dead = Assert.Single(Open().Dead());
        Assert.Equal((DeadKind.Outbox, "refused again", 2, (long?)run), (dead.Kind, dead.Reason, dead.Attempts, dead.RunId));
        Assert.NotNull(Open().Requeue(dead.Id));
        Assert.Equal((id, 0), (Assert.Single(Open().Due()).Id, Open().Due()[0].Attempts));
        Assert.Empty(Open().Dead());
    }

    [Fact]
    public void A_dead_message_that_was_sent_anew_meanwhile_stays_dead()
    {
        var (_, id) = Open().StartHandoff(Package, Draft);
        Open().GiveUp(id, "refused");
        Open().StartHandoff(Package, Draft);

        Assert.Null(Open().Requeue(Assert.Single(Open().Dead()).Id));
        Assert.Single(Open().Due());
    }

    [Fact]
    public void A_reason_is_kept_without_its_secrets()
    {
        var (run, id) = Open().StartHandoff(Package, Draft);

        Open().Fail(id, "amqp://menace:hunter2@broker refused", Clock.GetUtcNow());
        Open().GiveUp(id, "amqp://menace:hunter2@broker refused again");

        Assert.Equal("amqp://[REDACTED]@broker refused again", Open().Message(id)!.LastError);
        Assert.Equal("amqp://[REDACTED]@broker refused again", Assert.Single(Open().Dead()).Reason);
        Assert.All(Open().Journal(run), entry => Assert.StartsWith("amqp://[REDACTED]@broker", entry.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Unreadable_message_is_dead_lettered()
    {
        Open().Bury(new(DeadKind.Message, "id-1", "menace.package/9 is not known") { Content = "\"\\u0000\"", Attempts = 1 });

        var dead = Assert.Single(Open().Dead());
        Assert.Equal(("id-1", "\"\\u0000\"", Clock.GetUtcNow(), (long?)null), (dead.Key, dead.Content, dead.At, dead.RunId));
        Assert.Null(Open().Requeue(dead.Id));
        Assert.Single(Open().Dead());
    }
}
