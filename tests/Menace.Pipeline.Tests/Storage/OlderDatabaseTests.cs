using System.Data.Common;
using Menace.Pipeline.Storage;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Tests.Storage;

public sealed class OlderDatabaseTests : IDisposable
{
    /// <summary>What the first version of WorkflowDb made.</summary>
    private const string Version1 = """
        CREATE TABLE schema_version (version INTEGER NOT NULL);
        INSERT INTO schema_version VALUES (1);
        CREATE TABLE workflows (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workflow TEXT NOT NULL, action_chains TEXT NOT NULL, argument_strings TEXT NOT NULL, assigned_bots TEXT NOT NULL,
            enhancements TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, task_sequence TEXT NOT NULL,
            tags TEXT NOT NULL, dependencies TEXT NOT NULL, reasons TEXT NOT NULL, category TEXT NOT NULL, type TEXT NOT NULL,
            status TEXT NOT NULL, rejection_reason TEXT NOT NULL, workflow_duration REAL NOT NULL, performance_data TEXT NOT NULL,
            estimated_profit_per_bot REAL NOT NULL, timestamp TEXT NOT NULL, source_menace_id TEXT NOT NULL, content_hash TEXT NOT NULL);
        CREATE UNIQUE INDEX idx_workflows_content_hash ON workflows(content_hash);
        CREATE INDEX idx_workflows_source_menace_id ON workflows(source_menace_id);
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            package_hash TEXT NOT NULL, workflow_ids TEXT NOT NULL, status TEXT NOT NULL, started TEXT NOT NULL, finished TEXT);
        CREATE TABLE action (
            run_id INTEGER NOT NULL REFERENCES run(id), bot TEXT NOT NULL, stage TEXT NOT NULL,
            outcome TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (run_id, bot, stage));
        INSERT INTO workflows VALUES (4, '["a,b"]', '[]', '[]', '[]', '[]', 't', 'd', '["a,b"]', '[]', '[]', '[]', '', '', 'done', '', 0.5, '', 1.5,
            '2026-01-02T03:04:05.0000000+00:00', '', 'c7ca1ee3c08b43b3c9d37df8fb1e2a52a4cf47ec2fa5fc9ac44d5b1a0ac6d4a2');
        INSERT INTO run VALUES (7, 'hash', '[4]', 'done', '2026-01-02T03:04:05.0000000+00:00', '2026-01-02T03:05:05.0000000+00:00');
        INSERT INTO run VALUES (8, 'hash', '[4,4]', 'active', '2026-01-03T03:04:05.0000000+00:00', NULL);
        INSERT INTO action VALUES (7, 'x', 'develop', 'created', 'c0ffee', '2026-01-02T03:04:06.0000000+00:00');
        INSERT INTO action VALUES (7, 'a', 'verify', 'passed', '1 passed', '2026-01-02T03:04:07.0000000+00:00');
        """;

    private readonly TemporaryFolder _folder = new();

    private WorkflowDb Database => new(_folder["workflows.db"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_version_1_keeps_its_workflows_runs_and_journal()
    {
        Write(Version1);

        var run = Database.Run(7)!;
        Assert.Equal(("hash", WorkflowStatus.Done, new DateTimeOffset(2026, 1, 2, 3, 5, 5, TimeSpan.Zero)), (run.PackageDigest, run.Status, run.Finished!.Value));
        Assert.Null(Database.Run(8)!.Finished);
        Assert.Equal(["develop x created c0ffee", "verify a passed 1 passed"],
            Database.Journal(7).Select(entry => $"{entry.Stage} {entry.Bot} {entry.Outcome} {entry.Reason}"));
        Assert.Equal(["a,b"], Database.Workflow(4)!.Workflow);
        Database.UpdateRun(8, WorkflowStatus.Failed);
        Assert.Equal(WorkflowStatus.Failed, Database.Workflow(4)!.Status);
        Assert.Equal(9, Database.StartRun("hash", [4]));
    }

    [Fact]
    public void A_file_of_the_Python_system_keeps_its_workflows()
    {
        Write("""
            CREATE TABLE workflows(
                id INTEGER PRIMARY KEY AUTOINCREMENT, workflow TEXT, action_chains TEXT, argument_strings TEXT, assigned_bots TEXT, enhancements TEXT,
                title TEXT, description TEXT, task_sequence TEXT, tags TEXT, dependencies TEXT, reasons TEXT, category TEXT, type TEXT, status TEXT,
                rejection_reason TEXT, workflow_duration REAL, performance_data TEXT, estimated_profit_per_bot REAL, timestamp TEXT,
                source_menace_id TEXT NOT NULL, content_hash TEXT NOT NULL);
            CREATE UNIQUE INDEX idx_workflows_content_hash ON workflows(content_hash);
            CREATE INDEX idx_workflows_source_menace_id ON workflows(source_menace_id);
            CREATE TABLE other(x TEXT);
            INSERT INTO other VALUES ('kept');
            INSERT INTO workflows VALUES (3, 'a', '', '', 'x,y', '', 'One', 'd', 'a', 't1,t2', '', 'why', 'c', 'k', 'active', '', 12.5, 'p', 0.25,
                '2024-05-06T07:08:09.123456', 'm1', '02f7022bfd1aa110cf8ea636b952f97be6a91612ed748c0520623cd59fdc92f7');
            INSERT INTO workflows VALUES (5, 'b,c', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'odd', NULL, NULL, NULL, 'n/a',
                'yesterday', 'm2', 'of an older formula');
            """);

        var workflows = Database.Fetch();

        Assert.Equal([5L, 3L], workflows.Select(workflow => workflow.Id));
        Assert.Equal("b|c", string.Join('|', workflows[0].Workflow));
        Assert.Equal((WorkflowStatus.Pending, 0), (workflows[0].Status, workflows[0].EstimatedProfitPerBot));
        Assert.Equivalent(new WorkflowRecord
        {
            Id = 3,
            Workflow = ["a"],
            AssignedBots = ["x", "y"],
            Title = "One",
            Description = "d",
            TaskSequence = ["a"],
            Tags = ["t1", "t2"],
            Reasons = ["why"],
            Category = "c",
            Type = "k",
            Status = WorkflowStatus.Active,
            Duration = 12.5,
            PerformanceData = "p",
            EstimatedProfitPerBot = 0.25,
            Timestamp = new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, 456, TimeSpan.Zero),
            SourceMenaceId = "m1",
        }, workflows[1], strict: true);
        Assert.Equal((3, true), Database.Add([new WorkflowRecord { Workflow = ["a"], Description = "d" }])[0]);
        Assert.Equal("kept", Read("SELECT x FROM other"));
    }

    [Fact]
    public void An_older_file_of_the_Python_system_without_newer_columns_is_read_and_its_duplicates_are_one()
    {
        Write("""
            CREATE TABLE workflows(id INTEGER PRIMARY KEY AUTOINCREMENT, workflow TEXT, title TEXT, status TEXT, timestamp TEXT);
            INSERT INTO workflows VALUES (1, 'a,b', 'One', 'failed', '2023-01-01T00:00:00');
            INSERT INTO workflows VALUES (2, 'a,b', 'Two', 'pending', '2023-01-02T00:00:00');
            """);

        var workflow = Assert.Single(Database.Fetch());

        Assert.Equal((1, "One", WorkflowStatus.Failed), (workflow.Id, workflow.Title, workflow.Status));
        Assert.Equal(("a|b", 0), (string.Join('|', workflow.Workflow), workflow.Tags.Count));
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_old_file()
    {
        Write(Version1 + "CREATE TABLE outbox (mine TEXT);");

        Assert.Contains("outbox", Assert.Throws<WorkflowDbException>(() => Database.Fetch()).Reason, StringComparison.Ordinal);

        Assert.Equal(("1", "c0ffee"), (Read("SELECT version FROM schema_version"), Read("SELECT detail FROM action WHERE bot = 'x'")));
        Write("DROP TABLE outbox;");
        Assert.Equal(2, Database.Journal(7).Count);
    }

    [Fact]
    public void A_process_that_is_killed_while_it_migrates_leaves_the_old_file()
    {
        Write(Version1);
        var provider = new CopyingProvider(new SqliteProvider(_folder["workflows.db"]), _folder.Path);

        new WorkflowDb(provider).Fetch();

        Assert.Equal(2, provider.Copies);
        for (var copy = 1; copy <= provider.Copies; copy++)
        {
            Assert.Equal(("1", "c0ffee"), (
                Read("SELECT version FROM schema_version", $"killed{copy}.db"), Read("SELECT detail FROM action WHERE bot = 'x'", $"killed{copy}.db")));
            Assert.Equal(2, new WorkflowDb(_folder[$"killed{copy}.db"]).Journal(7).Count);
        }
    }

    [Fact]
    public void A_transaction_that_loses_is_tried_again_and_not_for_ever()
    {
        var provider = new LosingProvider(new SqliteProvider(_folder["workflows.db"]));
        List<string> heard = [];
        var events = new Pipeline.Events.EventBus();
        events.Subscribe("workflows:new", told => heard.Add(told.Payload["title"]!.Text));
        var database = new WorkflowDb(provider, events: events);
        database.Fetch();

        provider.Losses = 3;
        Assert.False(database.Add([new WorkflowRecord { Title = "once" }])[0].IsDuplicate);
        Assert.Equal(["once"], heard);

        provider.Losses = 1000;
        Assert.Throws<WorkflowDbException>(() => database.UpdateStatus(1, WorkflowStatus.Done));
        Assert.InRange(provider.Losses, 900, 990);
    }

    private void Write(string sql)
    {
        using var connection = Connect("workflows.db");
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Read(string sql, string file = "workflows.db")
    {
        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!.ToString()!;
    }

    private SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={_folder[file]};Pooling=False");
        connection.Open();
        return connection;
    }

    private abstract class OtherProvider(WorkflowProvider inner) : WorkflowProvider
    {
        public override string Name => inner.Name;

        public override string IdentityColumn => inner.IdentityColumn;

        public override string TextType => inner.TextType;

        public override string SkipLocked => inner.SkipLocked;

        public override DbConnection Open() => inner.Open();

        public override DbTransaction Begin(DbConnection connection) => inner.Begin(connection);

        public override void Lock(DbTransaction transaction, string name) => inner.Lock(transaction, name);

        public override bool HasTable(DbConnection connection, string table) => inner.HasTable(connection, table);

        public override bool IsConflict(DbException exception) => inner.IsConflict(exception);
    }

    /// <summary>Copies the file and its journal in the middle and at the end of a migration: what a kill would leave at that moment.</summary>
    private sealed class CopyingProvider(WorkflowProvider inner, string folder) : OtherProvider(inner)
    {
        public int Copies { get; private set; }

        public override string TextType
        {
            get
            {
                Copy();
                return base.TextType;
            }
        }

        /// <summary>With hardly any cache what is changed is in the file at once.</summary>
        public override DbConnection Open()
        {
            var connection = (SqliteConnection)base.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA cache_size = 1; PRAGMA cache_spill = 1";
            command.ExecuteNonQuery();
            SQLitePCL.raw.sqlite3_commit_hook(connection.Handle, _ => Copy(), null);
            return connection;
        }

        private int Copy()
        {
            Copies++;
            File.Copy(Name, Path.Combine(folder, $"killed{Copies}.db"));
            File.Copy($"{Name}-journal", Path.Combine(folder, $"killed{Copies}.db-journal"));
            return 0;
        }
    }

    private sealed class LosingProvider(WorkflowProvider inner) : OtherProvider(inner)
    {
        public int Losses { get; set; }

        public override DbTransaction Begin(DbConnection connection) => Losses-- > 0 ? throw new SqliteException("lost", 5) : base.Begin(connection);

        public override bool IsConflict(DbException exception) => exception.Message == "lost";
    }
}
