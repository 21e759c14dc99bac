using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Storage;

public sealed class WorkflowDbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private WorkflowDb Database => new(_folder["state/workflows.db"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_content_hash_is_that_of_the_older_system() =>
        Assert.Equal(
            "02f7022bfd1aa110cf8ea636b952f97be6a91612ed748c0520623cd59fdc92f7",
            WorkflowHash.Of(new WorkflowRecord { Workflow = ["a"], Description = "d" }));

    [Fact]
    public void A_record_comes_back_as_it_was_stored()
    {
        var record = new WorkflowRecord { Workflow = ["a,b", "c"], Title = "t", Description = "d", Dependencies = ["c:a,b"] };

        var (id, _) = Database.Add([record])[0];

        var found = Assert.Single(Database.Fetch());
        Assert.Equal(id, found.Id);
        Assert.Equal(record.Workflow, found.Workflow);
        Assert.Equal(record.Dependencies, found.Dependencies);
        Assert.Equal(WorkflowStatus.Pending, found.Status);
    }

    [Fact]
    public void The_same_content_is_stored_once_whatever_its_title()
    {
        var first = Database.Add([new WorkflowRecord { Workflow = ["a"], Title = "one" }])[0];
        var second = Database.Add([new WorkflowRecord { Workflow = ["a"], Title = "two" }])[0];

        Assert.Equal((first.Id, true), second);
        Assert.Single(Database.Fetch());
    }

    [Fact]
    public void A_run_takes_its_workflows_along()
    {
        var ids = Database.Add([new WorkflowRecord { Workflow = ["a"] }, new WorkflowRecord { Workflow = ["b"] }]).Select(added => added.Id).ToArray();
        var run = Database.StartRun("hash", ids);
        Assert.Equal(WorkflowStatus.Pending, Database.RunStatus(run));

        Database.UpdateRun(run, WorkflowStatus.Done);

        Assert.Equal(WorkflowStatus.Done, Database.RunStatus(run));
        Assert.All(Database.Fetch(), workflow => Assert.Equal(WorkflowStatus.Done, workflow.Status));
    }

    [Fact]
    public void The_journal_knows_the_last_word_per_bot_and_stage()
    {
        var run = Database.StartRun("hash", []);
        Database.Record(run, [new("verify", "a", "failed", "1")]);
        Database.Record(run, [new("verify", "a", "passed", "2")]);

        Assert.Equal([("a", "verify", "passed", "2")], Database.LastEntries(run).Select(entry => (entry.Bot, entry.Stage, entry.Outcome, entry.Reason)));
        Assert.Equal(["1", "2"], Database.Journal(run).Select(entry => entry.Reason));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_with_the_reason()
    {
        Database.Fetch();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database.Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE schema_version SET version = 99";
            command.ExecuteNonQuery();
        }

        var exception = Assert.Throws<WorkflowDbException>(() => Database.Fetch());
        Assert.Contains("99", exception.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_its_path()
    {
        _folder.Write("state/workflows.db", new string('x', 4096));

        Assert.Contains("workflows.db", Assert.Throws<WorkflowDbException>(() => Database.Fetch()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_writers_at_once_lose_nothing()
    {
        Parallel.For(0, 8, i => Database.Add([new WorkflowRecord { Workflow = [$"w{i}"] }]));

        Assert.Equal(8, Database.Fetch().Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4, 3, 1)]
    [InlineData(5, 5, 3, 2)]
    [InlineData(6, 6, 3, 3)]
    [InlineData(7, 7, 3, 3, 1)]
    [InlineData(8, 8, 4, 4, 3, 3, 2)]
    [InlineData(10, 10, 5, 5, 3, 3, 3, 1)]
    [InlineData(12, 12, 6, 6, 3, 3, 3, 3)]
    public void A_list_is_cut_into_the_slices_of_the_older_system(int count, params int[] lengths) =>
        Assert.Equal(lengths, WorkflowChunks.Of([.. Enumerable.Range(0, count).Select(i => $"t{i}")]).Select(chunk => chunk.Count));
}
