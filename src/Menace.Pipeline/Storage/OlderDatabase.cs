using System.Data.Common;
using System.Globalization;

namespace Menace.Pipeline.Storage;

/// <summary>
/// SQLite files of older versions: their tables are renamed, the current ones made, the rows copied, and the old tables dropped.
/// Other tables of the file are not touched.
/// </summary>
internal static class OlderDatabase
{
    /// <summary>Makes room for the tables that version 1 had in another form.</summary>
    public static void TakeAsideVersion1(SqlSession sql) => sql.Execute("""
        ALTER TABLE run RENAME TO older_run;
        ALTER TABLE action RENAME TO older_action;
        """);

    /// <summary>Version 1 called its journal <c>action</c>, and kept a run's workflows as a list in its row.</summary>
    public static void CopyVersion1(SqlSession sql) => sql.Execute("""
        INSERT INTO run (id, package_digest, execute, status, reason, started, changed, finished)
            SELECT id, package_hash, 1, status, '', started, COALESCE(finished, started), finished FROM older_run ORDER BY id;
        INSERT OR IGNORE INTO run_workflow (run_id, workflow_id)
            SELECT older_run.id, value FROM older_run, json_each(older_run.workflow_ids);
        INSERT INTO attempt_log (run_id, stage, bot, input_hash, attempt, outcome, reason, at)
            SELECT run_id, stage, bot, '', 0, outcome, detail, at FROM older_action ORDER BY rowid;
        DROP TABLE older_action;
        DROP TABLE older_run;
        """);

    /// <summary>Makes room for the table of the Python system.</summary>
    public static void TakeAsidePython(SqlSession sql) => sql.Execute("""
        ALTER TABLE workflows RENAME TO older_workflows;
        DROP INDEX IF EXISTS idx_workflows_content_hash;
        DROP INDEX IF EXISTS idx_workflows_source_menace_id;
        """);

    /// <summary>
    /// The Python system joined lists with commas, and its older files lack columns (behaviour inventory, section 3). Rows keep their ids.
    /// A row whose content an earlier one has is one workflow with it, as it would be there.
    /// </summary>
    public static void CopyPython(SqlSession sql)
    {
        foreach (var record in sql.Query("SELECT * FROM older_workflows ORDER BY id", ToRecord))
        {
            WorkflowRow.Insert(sql, record, WorkflowHash.Of(record));
        }

        sql.Execute("DROP TABLE older_workflows");
    }

    private static WorkflowRecord ToRecord(DbDataReader row)
    {
        return new WorkflowRecord
        {
            Id = Convert.ToInt64(row["id"], CultureInfo.InvariantCulture),
            Workflow = Items("workflow"),
            ActionChains = Items("action_chains"),
            ArgumentStrings = Items("argument_strings"),
            AssignedBots = Items("assigned_bots"),
            Enhancements = Items("enhancements"),
            Title = Text("title"),
            Description = Text("description"),
            TaskSequence = Items("task_sequence"),
            Tags = Items("tags"),
            Dependencies = Items("dependencies"),
            Reasons = Items("reasons"),
            Category = Text("category"),
            Type = Text("type"),
            Status = ToStatus(Text("status")),
            RejectionReason = Text("rejection_reason"),
            Duration = Number("workflow_duration"),
            PerformanceData = Text("performance_data"),
            EstimatedProfitPerBot = Number("estimated_profit_per_bot"),
            Timestamp = ToTime(Text("timestamp")),
            SourceMenaceId = Text("source_menace_id"),
        };

        object? Value(string column)
        {
            for (var i = 0; i < row.FieldCount; i++)
            {
                if (row.GetName(i) == column && !row.IsDBNull(i))
                {
                    return row.GetValue(i);
                }
            }

            return null;
        }

        string Text(string column) => Convert.ToString(Value(column), CultureInfo.InvariantCulture) ?? "";
        IReadOnlyList<string> Items(string column) => Text(column) is { Length: > 0 } joined ? joined.Split(',') : [];

        // SQLite stores whatever it is given: a column of numbers may hold text.
        double Number(string column) => double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The Python system's status was free text.</summary>
    private static WorkflowStatus ToStatus(string status) => status.ToLowerInvariant() switch
    {
        "active" or "running" => WorkflowStatus.Active,
        "done" or "completed" or "success" => WorkflowStatus.Done,
        "failed" or "rejected" or "error" => WorkflowStatus.Failed,
        "cancelled" => WorkflowStatus.Cancelled,
        _ => WorkflowStatus.Pending,
    };

    /// <summary>Its times were UTC without saying so; one that cannot be read is the beginning of time.</summary>
    private static DateTimeOffset ToTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;
}
