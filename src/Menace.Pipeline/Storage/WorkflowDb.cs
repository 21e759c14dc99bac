using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Menace.Model.Json;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Storage;

/// <summary>
/// The record of what was planned and what became of it, in a SQLite file. It is state, not an output: nothing that is emitted
/// depends on it.
/// </summary>
public sealed class WorkflowDb
{
    /// <summary>Name of the file in the state folder.</summary>
    public const string FileName = "workflows.db";

    private readonly string _path;
    private readonly TimeProvider _clock;

    /// <summary>Uses the file at <paramref name="path"/>, made on first use with its folder.</summary>
    public WorkflowDb(string path, TimeProvider? clock = null)
    {
        _path = System.IO.Path.GetFullPath(path);
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Absolute path of the file.</summary>
    public string Path => _path;

    /// <summary>
    /// Stores <paramref name="records"/> in one transaction. A record whose content is already there is not stored again.
    /// </summary>
    /// <returns>Per record its id and whether it was there before.</returns>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public IReadOnlyList<(long Id, bool IsDuplicate)> Add(IReadOnlyList<WorkflowRecord> records) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var ids = records.Select(record => Add(connection, record)).ToArray();
        transaction.Commit();
        return ids;
    });

    /// <summary>Moves the workflows <paramref name="ids"/> to <paramref name="status"/>.</summary>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public void UpdateStatus(IReadOnlyList<long> ids, WorkflowStatus status) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var id in ids)
        {
            Execute(connection, "UPDATE workflows SET status = $status WHERE id = $id", ("$status", Text(status)), ("$id", id));
        }

        transaction.Commit();
        return 0;
    });

    /// <summary>At most <paramref name="limit"/> workflows, newest first.</summary>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public IReadOnlyList<WorkflowRecord> Fetch(int limit = 20) => Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM workflows ORDER BY id DESC LIMIT $limit";
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = command.ExecuteReader();
        List<WorkflowRecord> records = [];
        while (reader.Read())
        {
            records.Add(ReadRecord(reader));
        }

        return records;
    });

    /// <summary>Begins a run of the package with the hash <paramref name="packageHash"/>; its workflows are pending.</summary>
    /// <returns>The run's id.</returns>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public long StartRun(string packageHash, IReadOnlyList<long> workflowIds) => Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO run (package_hash, workflow_ids, status, started) VALUES ($hash, $ids, $status, $at) RETURNING id";
        command.Parameters.AddWithValue("$hash", packageHash);
        command.Parameters.AddWithValue("$ids", JsonSerializer.Serialize(workflowIds));
        command.Parameters.AddWithValue("$status", Text(WorkflowStatus.Pending));
        command.Parameters.AddWithValue("$at", Now());
        return (long)command.ExecuteScalar()!;
    });

    /// <summary>Moves the run <paramref name="runId"/> and its workflows to <paramref name="status"/>.</summary>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public void UpdateRun(long runId, WorkflowStatus status) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var finished = status is WorkflowStatus.Done or WorkflowStatus.Failed ? (object)Now() : DBNull.Value;
        Execute(connection, "UPDATE run SET status = $status, finished = $finished WHERE id = $id", ("$status", Text(status)), ("$finished", finished), ("$id", runId));
        Execute(connection, "UPDATE workflows SET status = $status WHERE id IN (SELECT value FROM run, json_each(run.workflow_ids) WHERE run.id = $id)", ("$status", Text(status)), ("$id", runId));
        transaction.Commit();
        return 0;
    });

    /// <summary>Records what became of each bot at a stage of the run; a later word on the same bot and stage replaces the earlier.</summary>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public void RecordActions(long runId, string stage, IReadOnlyList<(string Bot, string Outcome, string Detail)> actions) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var (bot, outcome, detail) in actions)
        {
            Execute(connection, "INSERT OR REPLACE INTO action (run_id, bot, stage, outcome, detail, at) VALUES ($run, $bot, $stage, $outcome, $detail, $at)",
                ("$run", runId), ("$bot", bot), ("$stage", stage), ("$outcome", outcome), ("$detail", detail), ("$at", Now()));
        }

        transaction.Commit();
        return 0;
    });

    /// <summary>What became of each bot at each stage of the run <paramref name="runId"/>, in the order it was recorded.</summary>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public IReadOnlyList<(string Bot, string Stage, string Outcome, string Detail)> Actions(long runId) => Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT bot, stage, outcome, detail FROM action WHERE run_id = $run ORDER BY rowid";
        command.Parameters.AddWithValue("$run", runId);
        using var reader = command.ExecuteReader();
        List<(string, string, string, string)> actions = [];
        while (reader.Read())
        {
            actions.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        }

        return actions;
    });

    /// <summary>The status of the run <paramref name="runId"/>, or null where there is no such run.</summary>
    /// <exception cref="WorkflowDbException">The file cannot be used.</exception>
    public WorkflowStatus? RunStatus(long runId) => Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status FROM run WHERE id = $id";
        command.Parameters.AddWithValue("$id", runId);
        return command.ExecuteScalar() is string status ? Enum.Parse<WorkflowStatus>(status, ignoreCase: true) : (WorkflowStatus?)null;
    });

    /// <summary>
    /// SHA-256 over action chains, argument strings, description and workflow, lists comma-joined, as sorted JSON
    /// (behaviour inventory, section 3). The title is not part of it.
    /// </summary>
    internal static string ContentHash(WorkflowRecord record)
    {
        // The separators are those of the older system's JSON writer, so that its files deduplicate against ours.
        var text = $"{{\"action_chains\": {Quote(record.ActionChains)}, \"argument_strings\": {Quote(record.ArgumentStrings)}, "
            + $"\"description\": {QuoteAscii(record.Description)}, \"workflow\": {Quote(record.Workflow)}}}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        static string Quote(IReadOnlyList<string> items) => QuoteAscii(string.Join(',', items));
    }

    /// <summary>A JSON string in ASCII, as Python's json.dumps writes it.</summary>
    private static string QuoteAscii(string value)
    {
        var text = new StringBuilder();
        foreach (var c in CanonicalJson.Quote(value))
        {
            _ = c < 0x7f ? text.Append(c) : text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return text.ToString();
    }

    private (long Id, bool IsDuplicate) Add(SqliteConnection connection, WorkflowRecord record)
    {
        var hash = ContentHash(record);
        using var find = connection.CreateCommand();
        find.CommandText = "SELECT id FROM workflows WHERE content_hash = $hash";
        find.Parameters.AddWithValue("$hash", hash);
        if (find.ExecuteScalar() is long existing)
        {
            return (existing, true);
        }

        using var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO workflows (workflow, action_chains, argument_strings, assigned_bots, enhancements, title, description, task_sequence,
                tags, dependencies, reasons, category, type, status, rejection_reason, workflow_duration, performance_data,
                estimated_profit_per_bot, timestamp, source_menace_id, content_hash)
            VALUES ($workflow, $chains, $arguments, $bots, $enhancements, $title, $description, $sequence,
                $tags, $dependencies, $reasons, $category, $type, $status, $rejection, $duration, $performance,
                $profit, $timestamp, $source, $hash)
            RETURNING id
            """;
        insert.Parameters.AddWithValue("$workflow", List(record.Workflow));
        insert.Parameters.AddWithValue("$chains", List(record.ActionChains));
        insert.Parameters.AddWithValue("$arguments", List(record.ArgumentStrings));
        insert.Parameters.AddWithValue("$bots", List(record.AssignedBots));
        insert.Parameters.AddWithValue("$enhancements", List(record.Enhancements));
        insert.Parameters.AddWithValue("$title", record.Title);
        insert.Parameters.AddWithValue("$description", record.Description);
        insert.Parameters.AddWithValue("$sequence", List(record.TaskSequence));
        insert.Parameters.AddWithValue("$tags", List(record.Tags));
        insert.Parameters.AddWithValue("$dependencies", List(record.Dependencies));
        insert.Parameters.AddWithValue("$reasons", List(record.Reasons));
        insert.Parameters.AddWithValue("$category", record.Category);
        insert.Parameters.AddWithValue("$type", record.Type);
        insert.Parameters.AddWithValue("$status", Text(record.Status));
        insert.Parameters.AddWithValue("$rejection", record.RejectionReason);
        insert.Parameters.AddWithValue("$duration", record.Duration);
        insert.Parameters.AddWithValue("$performance", record.PerformanceData);
        insert.Parameters.AddWithValue("$profit", record.EstimatedProfitPerBot);
        insert.Parameters.AddWithValue("$timestamp", Now());
        insert.Parameters.AddWithValue("$source", record.SourceMenaceId);
        insert.Parameters.AddWithValue("$hash", hash);
        return ((long)insert.ExecuteScalar()!, false);
    }

    private static WorkflowRecord ReadRecord(SqliteDataReader reader)
    {
        return new WorkflowRecord
        {
            Id = reader.GetInt64(reader.GetOrdinal("id")),
            Workflow = Items("workflow"),
            ActionChains = Items("action_chains"),
            ArgumentStrings = Items("argument_strings"),
            AssignedBots = Items("assigned_bots"),
            Enhancements = Items("enhancements"),
            Title = Value("title"),
            Description = Value("description"),
            TaskSequence = Items("task_sequence"),
            Tags = Items("tags"),
            Dependencies = Items("dependencies"),
            Reasons = Items("reasons"),
            Category = Value("category"),
            Type = Value("type"),
            Status = Enum.Parse<WorkflowStatus>(Value("status"), ignoreCase: true),
            RejectionReason = Value("rejection_reason"),
            Duration = reader.GetDouble(reader.GetOrdinal("workflow_duration")),
            PerformanceData = Value("performance_data"),
            EstimatedProfitPerBot = reader.GetDouble(reader.GetOrdinal("estimated_profit_per_bot")),
            Timestamp = DateTimeOffset.Parse(Value("timestamp"), CultureInfo.InvariantCulture),
            SourceMenaceId = Value("source_menace_id"),
        };

        string Value(string column) => reader.GetString(reader.GetOrdinal(column));
        IReadOnlyList<string> Items(string column) => JsonSerializer.Deserialize<string[]>(Value(column)) ?? [];
    }

    private static void Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this file; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private T Use<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_path)!);

            // No pool: a reused MSBuild node would hold the file open after the build.
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = 30 }.ToString());
            connection.Open();
            WorkflowSchema.Migrate(connection);
            return work(connection);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new WorkflowDbException(_path, exception.Message, exception);
        }
    }

    private string Now() => _clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<string> items) => JsonSerializer.Serialize(items);

    private static string Text(WorkflowStatus status) => status.ToString().ToLowerInvariant();
}
