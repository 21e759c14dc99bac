using Menace.Pipeline.Infrastructure;
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
            Title = "Grüße 🤖",
            Description = "line\nline \"quoted\" 'and' \\",
            TaskSequence = ["c", "a,b"],
            Dependencies = ["c:a,b"],
            Status = WorkflowStatus.Active,
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
    public void Ten_thousand_workflows_come_back()
    {
        Open().Add([.. Enumerable.Range(0, 10_000).Select(i => new WorkflowRecord { Workflow = [$"w{i}"] })]);

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"w{9_999 - i}"), Open().Fetch(20_000).Select(workflow => workflow.Workflow[0]));
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

        Assert.Equal(
        [
            $"workflows:new {id} pending 1", "db.record_changed   1",
            $"workflows:update {id} active 1", "db.record_changed   1",
        ], heard);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(2)]
    public void Database_of_another_version_is_refused_with_the_reason(int version)
    {
        Open().Fetch();
        Sql($"UPDATE schema_version SET version = {version}");

        Assert.Contains($"schema version {version}", Assert.Throws<WorkflowDbException>(() => Open().Fetch()).Reason, StringComparison.Ordinal);
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
