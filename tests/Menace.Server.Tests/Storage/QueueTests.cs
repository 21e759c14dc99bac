using Menace.Pipeline.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

public sealed class SqliteQueueTests() : QueueTests(new SqliteRig());

[Collection(PostgresServer.Collection)]
public sealed class PostgresQueueTests(PostgresServer server) : QueueTests(new PostgresRig(server));

public abstract class QueueTests(StoreRig rig) : StoreTests(rig)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void An_accepted_package_is_there_with_its_run_its_workflows_and_its_actions()
    {
        var (workflow, _) = Open().Add([new WorkflowRecord { Workflow = ["a"] }])[0];

        var (run, verdict) = Open().AcceptPackage(new("d1", 7) { Content = "{\"🤖\":1}", WorkflowIds = [workflow] }, [new("k1", "a"), new("k2", "b")]);

        Assert.Equal(PackageVerdict.Accepted, verdict);
        Assert.Equal(new PackageRecord("d1", "{\"🤖\":1}", null, 7, Clock.GetUtcNow()), Open().Package("d1"));
        Assert.Equal(("d1", WorkflowStatus.Pending, true), (Open().Run(run)!.PackageDigest, Open().RunStatus(run)!.Value, Open().Run(run)!.Execute));
        Assert.Equal(["k1:a:Queued", "k2:b:Queued"], Open().Actions(run).Select(action => $"{action.Key}:{action.Bot}:{action.State}"));
        Assert.Equal((2, 0), (Open().Progress(run)!.Total, Open().Progress(run)!.Ended));
        Assert.Null(Open().Package("d2"));
        Assert.Null(Open().Progress(run + 1));
    }

    [Fact]
    public void The_same_package_or_key_is_the_same_run()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1) { IdempotencyKey = "mine" }, [new("k1", "a")]);

        Assert.Equal(new PackageAcceptance(run, PackageVerdict.Known), Open().AcceptPackage(new("d1", 1) { IdempotencyKey = "mine" }, [new("k1", "a")]));
        Assert.Equal(new PackageAcceptance(run, PackageVerdict.Known), Open().AcceptPackage(new("d1", 1), [new("k1", "a")]));
        Assert.Equal(new PackageAcceptance(run, PackageVerdict.KeyReused), Open().AcceptPackage(new("d2", 1) { IdempotencyKey = "mine" }, [new("k2", "a")]));
        Assert.Single(Open().Runs());
        Assert.Single(Open().Actions(run));
    }

    [Fact]
    public void Run_is_unwanted_after_the_time_of_its_last_listener()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1), [new("k1", "a")]);
        Open().Want(run, null);
        Clock.Advance(Minute);
        Assert.Empty(Open().Unwanted());

        Open().Want(run, Clock.GetUtcNow() + Minute);
        Clock.Advance(Minute);
        Assert.Empty(Open().Unwanted());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([run], Open().Unwanted());

        Open().Want(run, null);
        Assert.Empty(Open().Unwanted());

        Open().Want(run, Clock.GetUtcNow() - Minute);
        Open().CancelRun(run, "unwanted");
        Assert.Empty(Open().Unwanted());
    }

    [Fact]
    public void Eight_senders_of_one_package_under_different_keys_get_one_run()
    {
        var accepted = AtOnce((store, i) => store.AcceptPackage(new("d1", 1) { IdempotencyKey = $"key {i % 3}" }, [new("k1", "a"), new("k2", "b")]));

        Assert.Single(accepted, package => package.Verdict == PackageVerdict.Accepted);
        Assert.Single(accepted.Select(package => package.RunId).Distinct());
        Assert.Equal(2, Open().Actions(accepted[0].RunId).Count);
    }

    [Fact]
    public void A_recorded_package_is_built_when_it_comes_to_be_executed()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1) { Execute = false }, [new("k1", "a")]);
        Assert.Equal((0, false), (Open().Progress(run)!.Total, Open().Run(run)!.Execute));

        Assert.Equal(new PackageAcceptance(run, PackageVerdict.Known), Open().AcceptPackage(new("d1", 1), [new("k1", "a")]));
        Open().AcceptPackage(new("d1", 1), [new("k1", "a")]);

        Assert.Equal((1, true), (Open().Progress(run)!.Queued, Open().Run(run)!.Execute));
    }

    [Fact]
    public void A_run_and_its_workflows_are_pending_then_active_then_done()
    {
        var (workflow, _) = Open().Add([new WorkflowRecord { Workflow = ["a"] }])[0];
        var (run, _) = Open().AcceptPackage(new("d1", 1) { WorkflowIds = [workflow] }, [new("k1", "a"), new("k2", "b")]);

        var first = Lease()!;
        Assert.Equal((WorkflowStatus.Active, WorkflowStatus.Active), (Open().RunStatus(run)!.Value, Open().Workflow(workflow)!.Status));
        Assert.True(Open().Complete(new(first.Key, first.Attempt, ActionOutcome.Passed, "{}")));
        Assert.Equal(WorkflowStatus.Active, Open().RunStatus(run));
        Clock.Advance(Minute);
        Assert.True(Open().Complete(new(Lease()!.Key, 1, ActionOutcome.Passed, "{\"tests\":2}")));

        Assert.Equal((WorkflowStatus.Done, WorkflowStatus.Done), (Open().RunStatus(run)!.Value, Open().Workflow(workflow)!.Status));
        Assert.Equal((2, 2, Clock.GetUtcNow()), (Open().Progress(run)!.Done, Open().Progress(run)!.Ended, Open().Run(run)!.Finished!.Value));
        Assert.Equal(["{}", "{\"tests\":2}"], Open().Results(run).Select(result => result.Content));
        Assert.Equal(["a:passed:1", "b:passed:1"], Open().Journal(run).Select(entry => $"{entry.Bot}:{entry.Outcome}:{entry.Attempt}"));
    }

    [Fact]
    public void One_bot_that_fails_fails_the_run_when_the_others_are_through()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1), [new("k1", "a"), new("k2", "b")]);

        Open().Complete(new(Lease()!.Key, 1, ActionOutcome.TestFailed, "{}") { Reason = "2 is not 3" });
        Assert.Equal(WorkflowStatus.Active, Open().RunStatus(run));
        Open().Complete(new(Lease()!.Key, 1, ActionOutcome.Passed, "{}"));

        Assert.Equal(WorkflowStatus.Failed, Open().RunStatus(run));
        Assert.Equal((1, 1), (Open().Progress(run)!.Failed, Open().Progress(run)!.Done));
        Assert.Equal(("test_failed", "2 is not 3"), (Open().Journal(run)[0].Outcome, Open().Result("k1")!.Reason));
    }

    [Fact]
    public void Eight_workers_lease_five_hundred_actions_each_once()
    {
        var actions = Enumerable.Range(0, 500).Select(i => new ActionDraft($"k{i:000}", "a")).ToArray();
        Open().AcceptPackage(new("d1", 1), actions);

        var leased = AtOnce((store, i) =>
        {
            List<ActionRecord> mine = [];
            while (store.Lease($"w{i}", Minute) is { } action)
            {
                mine.Add(action);
            }

            return mine;
        }).SelectMany(mine => mine).ToArray();

        Assert.Equal(actions.Select(action => action.Key), leased.Select(action => action.Key).Order(StringComparer.Ordinal));
        Assert.All(leased, action => Assert.Equal(1, action.Attempt));
    }

    [Fact]
    public void Eight_last_results_at_once_end_the_run()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1), [.. Enumerable.Range(0, 8).Select(i => new ActionDraft($"k{i}", "a"))]);
        var leased = Enumerable.Range(0, 8).Select(_ => Lease()!).ToArray();

        var isKept = AtOnce((store, i) => store.Complete(new(leased[i].Key, 1, ActionOutcome.Passed, "{}")));

        Assert.DoesNotContain(false, isKept);
        Assert.Equal((WorkflowStatus.Done, 8), (Open().RunStatus(run)!.Value, Open().Progress(run)!.Done));
    }

    [Fact]
    public void Eight_results_of_one_action_are_one()
    {
        Open().AcceptPackage(new("d1", 1), [new("k1", "a")]);
        Lease();

        var isKept = AtOnce((store, i) => store.Complete(new("k1", 1, ActionOutcome.Passed, $"{i}")));

        Assert.Single(isKept, kept => kept);
        Assert.Equal(Array.IndexOf(isKept, true).ToString(System.Globalization.CultureInfo.InvariantCulture), Open().Result("k1")!.Content);
    }

    [Fact]
    public void A_lease_that_runs_out_is_someone_elses_and_the_old_result_loses()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1), [new("k1", "a")]);
        var old = Lease("old")!;
        Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Null(Lease("new"));
        Assert.True(Open().Renew("k1", old.Attempt, Minute));
        Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Null(Lease("new"));
        Clock.Advance(TimeSpan.FromTicks(1));

        var later = Lease("new")!;

        Assert.Equal((2, "new"), (later.Attempt, later.Worker));
        Assert.False(Open().Renew("k1", old.Attempt, Minute));
        Assert.False(Open().Postpone("k1", old.Attempt, "late", Clock.GetUtcNow()));
        Assert.False(Open().Quarantine("k1", old.Attempt, "late"));
        Assert.False(Open().Complete(new("k1", old.Attempt, ActionOutcome.TestFailed, "old")));
        Assert.Null(Open().Result("k1"));
        Assert.True(Open().Complete(new("k1", later.Attempt, ActionOutcome.Passed, "new")));
        Assert.False(Open().Complete(new("k1", later.Attempt, ActionOutcome.TestFailed, "again")));
        Assert.Equal(("new", 2, WorkflowStatus.Done), (Open().Result("k1")!.Content, Open().Result("k1")!.Attempt, Open().RunStatus(run)!.Value));
        Assert.Equal(["lease_expired:1", "passed:2"], Open().Journal(run).Select(entry => $"{entry.Outcome}:{entry.Attempt}"));
    }

    [Fact]
    public void A_result_that_comes_after_the_lease_but_before_anyone_else_is_kept()
    {
        Open().AcceptPackage(new("d1", 1), [new("k1", "a")]);
        Lease();
        Clock.Advance(10 * Minute);

        Assert.True(Open().Complete(new("k1", 1, ActionOutcome.Passed, "{}")));
        Assert.Null(Lease());
    }

    [Fact]
    public void A_postponed_action_comes_back_at_its_time_before_younger_ones()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1), [new("k1", "a"), new("k2", "b"), new("k3", "c")]);
        Lease();
        Assert.True(Open().Postpone("k1", 1, "disk full", Clock.GetUtcNow() + Minute));

        Assert.Equal("k2", Lease()!.Key);
        Assert.Equal(new QueueDepth(1, 1, 1, Clock.GetUtcNow()), Open().QueueDepth());
        Clock.Advance(Minute);

        Assert.Equal(new QueueDepth(3, 0, 0, Clock.GetUtcNow() - Minute), Open().QueueDepth());
        Assert.Equal(("k1", 2), (Lease()!.Key, Open().Action("k1")!.Attempt));
        Assert.Equal(("infra_error", "disk full"), (Open().Journal(run)[0].Outcome, Open().Journal(run)[0].Reason));
    }

    [Fact]
    public void A_cancelled_run_gives_nothing_out_takes_nothing_in_and_its_package_may_come_again()
    {
        var (workflow, _) = Open().Add([new WorkflowRecord { Workflow = ["a"] }])[0];
        var package = new PackageDraft("d1", 1) { WorkflowIds = [workflow] };
        ActionDraft[] actions = [new("k1", "a"), new("k2", "b"), new("k3", "c")];
        var (run, _) = Open().AcceptPackage(package, actions);
        Open().Complete(new(Lease()!.Key, 1, ActionOutcome.Passed, "first"));
        Lease("busy");

        Assert.Equal(["busy"], Open().CancelRun(run, "not needed")!.Select(action => action.Worker));

        Assert.Null(Open().CancelRun(run, "again"));
        Assert.Null(Lease());
        Assert.False(Open().Renew("k2", 1, Minute));
        Assert.False(Open().Complete(new("k2", 1, ActionOutcome.Passed, "late")));
        Assert.Equal((1, 2, "not needed"), (Open().Progress(run)!.Done, Open().Progress(run)!.Cancelled, Open().Run(run)!.Reason));
        Assert.Equal((WorkflowStatus.Cancelled, WorkflowStatus.Cancelled), (Open().RunStatus(run)!.Value, Open().Workflow(workflow)!.Status));

        var (again, verdict) = Open().AcceptPackage(package, actions);

        Assert.Equal((PackageVerdict.Accepted, true), (verdict, again != run));
        Assert.Equal((1, 2), (Open().Progress(again)!.Done, Open().Progress(again)!.Queued));
        var next = Lease()!;
        Assert.Equal(("k2", 2, again), (next.Key, next.Attempt, next.RunId));
        Assert.False(Open().Complete(new("k2", 1, ActionOutcome.Passed, "late")));
    }

    [Fact]
    public void What_is_done_already_is_not_queued_again()
    {
        var run = Open().StartRun("d1", []);
        Open().Enqueue(run, [new("k1", "a")]);
        Open().Complete(new(Lease()!.Key, 1, ActionOutcome.Passed, "{}"));

        Open().Enqueue(run, [new("k1", "a"), new("k2", "b")]);

        Assert.Equal("k2", Lease()!.Key);
        Assert.Null(Lease());
        Assert.Null(Open().Action("k9"));
    }

    [Fact]
    public void A_poison_action_is_given_up_and_its_neighbours_succeed()
    {
        var (run, _) = Open().AcceptPackage(new("d1", 1), [new("k1", "poison"), new("k2", "b")]);
        Lease();
        Open().Complete(new(Lease()!.Key, 1, ActionOutcome.Passed, "{}"));
        Clock.Advance(Minute);
        var again = Lease()!;

        Assert.True(Open().Quarantine("k1", again.Attempt, "kills its worker"));

        Assert.Equal((WorkflowStatus.Failed, 1, 1), (Open().RunStatus(run)!.Value, Open().Progress(run)!.Quarantined, Open().Progress(run)!.Done));
        var dead = Assert.Single(Open().Dead());
        Assert.Equal((DeadKind.Action, "k1", "kills its worker", 2, (long?)run), (dead.Kind, dead.Key, dead.Reason, dead.Attempts, dead.RunId));

        Assert.Equal("k1", Open().Requeue(dead.Id)!.Key);

        Assert.Null(Open().Requeue(dead.Id));
        Assert.Empty(Open().Dead());
        Assert.Equal((WorkflowStatus.Active, 3), (Open().RunStatus(run)!.Value, Lease()!.Attempt));
        Open().Complete(new("k1", 3, ActionOutcome.Passed, "{}"));
        Assert.Equal(WorkflowStatus.Done, Open().RunStatus(run));
    }

    [Fact]
    public void What_was_done_with_the_same_input_is_found_in_any_run()
    {
        var first = Open().StartRun("d1", []);
        Open().Record(first, [new("develop", "a", "failed", "") { InputHash = "h" }, new("develop", "a", "created", "c0ffee") { InputHash = "h" }]);
        Open().Record(Open().StartRun("d2", []), [new("verify", "a", "passed", "") { InputHash = "h" }]);

        Assert.Equal(("created", "c0ffee", Clock.GetUtcNow()), (Open().LastEntry("develop", "a", "h")!.Outcome, Open().LastEntry("develop", "a", "h")!.Reason, Open().LastEntry("develop", "a", "h")!.At));
        Assert.Null(Open().LastEntry("develop", "a", "other"));
        Assert.Equal(["created"], Open().LastEntries(first).Select(entry => entry.Outcome));
        Assert.Equal(2, Open().Journal(first).Count);
    }

    [Fact]
    public void A_run_that_there_is_not_has_no_journal_and_no_actions()
    {
        Assert.Throws<WorkflowDbException>(() => Open().Record(7, [new("verify", "a", "passed", "")]));
        Assert.Throws<WorkflowDbException>(() => Open().Enqueue(7, [new("k1", "a")]));

        Assert.Empty(Open().Journal(7));
        Assert.Null(Lease());
        Assert.Null(Open().CancelRun(7, "no reason"));
        Assert.Null(Open().RunStatus(7));
    }

    private ActionRecord? Lease(string worker = "w") => Open().Lease(worker, Minute);
}
