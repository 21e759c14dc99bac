using Menace.Pipeline.Events;
using Menace.Pipeline.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests.Storage;

public sealed class SqliteWorkflowTests() : WorkflowTests(new SqliteRig());

[Collection(PostgresServer.Collection)]
public sealed class PostgresWorkflowTests(PostgresServer server) : WorkflowTests(new PostgresRig(server));

public abstract class WorkflowTests(StoreRig rig) : StoreTests(rig)
{
    [Fact]
    public void A_workflow_comes_back_as_it_was_stored()
    {
        var record = new WorkflowRecord
        {
            Workflow = ["a,b", "c"],
            ActionChains = ["x -> y"],
            ArgumentStrings = ["--all", ""],
            AssignedBots = ["a,b"],
            Enhancements = ["faster"],
            Title = "Grüße 🤖",
            Description = "line\nline \"quoted\" 'and' \\",
            TaskSequence = ["c", "a,b"],
            Tags = ["日本"],
            Dependencies = ["c:a,b"],
            Reasons = ["because"],
            Category = "k",
            Type = "t",
            Status = WorkflowStatus.Active,
            RejectionReason = "none",
            Duration = 1.25,
            PerformanceData = "{}",
            EstimatedProfitPerBot = -0.1,
            Timestamp = new DateTimeOffset(2020, 2, 29, 23, 59, 59, TimeSpan.FromHours(1)).AddTicks(1),
            SourceMenaceId = "there",
        };

        var (id, _) = Open().Add([record])[0];

        Assert.Equivalent(record with { Id = id }, Open().Workflow(id), strict: true);
        Assert.Null(Open().Workflow(id + 1));
    }

    [Fact]
    public void What_no_database_can_hold_becomes_a_replacement_character()
    {
        var (id, _) = Open().Add([new WorkflowRecord { Workflow = ["nul \0"], Title = "a\0b", Description = "half \ud800 pair" }])[0];

        var found = Open().Workflow(id)!;
        Assert.Equal(("a\ufffdb", "half \ufffd pair", "nul \0"), (found.Title, found.Description, found.Workflow[0]));
    }

    [Fact]
    public void The_same_content_is_stored_once_whatever_its_title()
    {
        var first = Open().Add([new WorkflowRecord { Workflow = ["a"], Title = "one" }])[0];
        var second = Open().Add([new WorkflowRecord { Workflow = ["a"], Title = "two" }, new WorkflowRecord { Workflow = ["b"] }]);

        Assert.Equal([(first.Id, true), (second[1].Id, false)], second);
        Assert.Equal(["b", "a"], Open().Fetch().Select(workflow => workflow.Workflow[0]));
    }

    [Fact]
    public void Eight_writers_of_the_same_workflows_in_any_order_store_each_once()
    {
        WorkflowRecord[] records = [.. Enumerable.Range(0, 20).Select(i => new WorkflowRecord { Workflow = [$"w{i}"] })];

        var added = AtOnce((store, i) => store.Add(i % 2 == 0 ? records : [.. records.Reverse()]));

        Assert.Equal(20, added.Sum(ids => ids.Count(id => !id.IsDuplicate)));
        Assert.Equal(20, Open().Fetch(100).Count);
        Assert.All(added, ids => Assert.Equal(20, ids.Select(id => id.Id).Distinct().Count()));
    }

    [Fact]
    public void Workflows_are_asked_for_by_scope_status_and_order()
    {
        Open("here").Add([Of("a", profit: 1, duration: 30)]);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Open("here").Add([Of("b", profit: 3, duration: 20)]);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var (foreign, _) = Open("there").Add([Of("c", profit: 2, duration: 10)])[0];
        Open().UpdateStatus(foreign, WorkflowStatus.Done);

        Assert.Equal("cba", Found(new WorkflowQuery()));
        Assert.Equal("abc", Found(new WorkflowQuery { Descending = false }));
        Assert.Equal("bca", Found(new WorkflowQuery { SortBy = WorkflowOrder.Confidence }));
        Assert.Equal("abc", Found(new WorkflowQuery { SortBy = WorkflowOrder.OutcomeScore }));
        Assert.Equal("bc", Found(new WorkflowQuery { SortBy = WorkflowOrder.Confidence, Limit = 2 }));
        Assert.Equal("ba", Found(new WorkflowQuery { Scope = WorkflowScope.Local }));
        Assert.Equal("c", Found(new WorkflowQuery { Scope = WorkflowScope.Global }));
        Assert.Equal("c", Found(new WorkflowQuery { Status = WorkflowStatus.Done }));
        Assert.Equal(["a", "b"], Open("here").Records(WorkflowScope.Local).Select(workflow => workflow.Workflow[0]));

        static WorkflowRecord Of(string name, double profit, double duration) =>
            new() { Workflow = [name], EstimatedProfitPerBot = profit, Duration = duration };
        string Found(WorkflowQuery query) => string.Concat(Open("here").Query(query).Select(workflow => workflow.Workflow[0]));
    }

    [Fact]
    public void A_status_moves_for_those_that_there_are()
    {
        var ids = Open().Add([new WorkflowRecord { Workflow = ["a"] }, new WorkflowRecord { Workflow = ["b"] }]).Select(added => added.Id).ToArray();

        Assert.Equal(2, Open().UpdateStatuses([.. ids, 999], WorkflowStatus.Failed));
        Assert.False(Open().UpdateStatus(999, WorkflowStatus.Done));
        Assert.All(Open().Fetch(), workflow => Assert.Equal(WorkflowStatus.Failed, workflow.Status));
    }

    [Fact]
    public void A_removed_workflow_is_gone_and_its_id_is_not_given_again()
    {
        var (id, _) = Open().Add([new WorkflowRecord { Workflow = ["a"] }])[0];

        Assert.True(Open().Remove(id));
        Assert.False(Open().Remove(id));
        Assert.NotEqual(id, Open().Add([new WorkflowRecord { Workflow = ["a"] }])[0].Id);
    }

    [Fact]
    public void A_replaced_workflow_has_a_new_id_also_where_its_content_is_the_same()
    {
        var (id, _) = Open().Add([new WorkflowRecord { Workflow = ["a"], Title = "old" }])[0];

        var replaced = Open().Replace(id, new WorkflowRecord { Workflow = ["a"], Title = "new" });

        Assert.False(replaced.IsDuplicate);
        Assert.Equal((replaced.Id, "new"), (Assert.Single(Open().Fetch()).Id, Open().Fetch()[0].Title));
    }

    [Fact]
    public void The_usage_of_a_workflow_is_its_assigned_bots_else_those_of_its_runs()
    {
        var ids = Open().Add([new WorkflowRecord { Workflow = ["a"], AssignedBots = ["x", "y", "x"] }, new WorkflowRecord { Workflow = ["b"] }]);
        Assert.Equal((2, 0), (Open().UsageRate(ids[0].Id), Open().UsageRate(ids[1].Id)));

        var run = Open().StartRun("digest", [ids[1].Id]);
        Open().Record(run, [new("optimise", "x", "completed", ""), new("develop", "x", "created", ""), new("run", "", "ended", "")]);

        Assert.Equal(1, Open().UsageRate(ids[1].Id));
        Assert.Equal(0, Open().UsageRate(999));
    }

    [Fact]
    public void Ten_thousand_workflows_come_back_at_once_and_one_by_one()
    {
        Open().Add([.. Enumerable.Range(0, 10_000).Select(i => new WorkflowRecord { Workflow = [$"w{i}"] })]);

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"w{9_999 - i}"), Open().Fetch(20_000).Select(workflow => workflow.Workflow[0]));

        // Who reads them one by one may write meanwhile.
        var store = Open();
        Assert.Equal(10_000, store.Records().Count(workflow => workflow.Id % 1000 != 0 || store.UpdateStatus(workflow.Id, WorkflowStatus.Done)));
        Assert.Equal(10, store.Query(new WorkflowQuery { Status = WorkflowStatus.Done }).Count);
    }

    [Fact]
    public void Subscribers_hear_of_what_was_committed_and_not_of_duplicates()
    {
        var bus = new EventBus();
        List<string> heard = [];
        bus.Subscribe("*", told => heard.Add($"{told.Topic} {told.Payload["workflow_id"]} {told.Payload["status"]?.Text} {Open().Fetch().Count}"));
        var store = Open(events: bus);

        var (id, _) = store.Add([new WorkflowRecord { Workflow = ["a"] }])[0];
        store.Add([new WorkflowRecord { Workflow = ["a"] }]);
        store.UpdateRun(store.StartRun("digest", [id]), WorkflowStatus.Active);
        store.UpdateStatus(999, WorkflowStatus.Done);
        store.Remove(id);
        store.Remove(id);

        Assert.Equal(
        [
            $"workflows:new {id} pending 1", "db.record_changed   1",
            $"workflows:update {id} active 1", "db.record_changed   1",
            $"workflows:deleted {id}  0", "db.record_changed   0",
        ], heard);
    }

    [Fact]
    public void A_newer_database_is_refused_with_the_reason()
    {
        Open().Fetch();
        Sql("UPDATE schema_version SET version = 99");

        Assert.Contains("99", Assert.Throws<WorkflowDbException>(() => Open().Fetch()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_was_edited_by_hand_is_an_error_and_not_a_crash()
    {
        Open().Add([new WorkflowRecord { Workflow = ["a"] }]);
        Sql("UPDATE workflows SET status = 'odd'");

        Assert.Contains("odd", Assert.Throws<WorkflowDbException>(() => Open().Fetch()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_first_users_make_the_tables_once() =>
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0], AtOnce((store, _) => store.Fetch().Count));
}
