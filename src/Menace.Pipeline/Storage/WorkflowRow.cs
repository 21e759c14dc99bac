using System.Data.Common;
using Menace.Model.Json;

namespace Menace.Pipeline.Storage;

/// <summary>A workflow as a row of its table, and as the payload of an event.</summary>
internal static class WorkflowRow
{
    /// <summary>Stores a row.</summary>
    /// <returns>Its id; null if the content is there already.</returns>
    public static long? Insert(SqlSession sql, WorkflowRecord record, string hash)
    {
        return sql.Number("""
            INSERT INTO workflows (workflow, title, description, task_sequence,
                dependencies, status, timestamp, source_menace_id, content_hash)
            VALUES (@workflow, @title, @description, @sequence, @dependencies, @status, @timestamp, @source, @hash)
            ON CONFLICT (content_hash) DO NOTHING RETURNING id
            """,
            ("workflow", SqlText.List(record.Workflow)),
            ("title", record.Title),
            ("description", record.Description),
            ("sequence", SqlText.List(record.TaskSequence)),
            ("dependencies", SqlText.List(record.Dependencies)),
            ("status", SqlText.Word(record.Status)),
            ("timestamp", SqlText.Time(record.Timestamp)),
            ("source", record.SourceMenaceId),
            ("hash", hash));
    }

    /// <summary>The record in a row.</summary>
    public static WorkflowRecord Read(DbDataReader row) => new()
    {
        Id = row.Number("id"),
        Workflow = row.Items("workflow"),
        Title = row.Text("title"),
        Description = row.Text("description"),
        TaskSequence = row.Items("task_sequence"),
        Dependencies = row.Items("dependencies"),
        Status = row.Word<WorkflowStatus>("status"),
        Timestamp = row.Time("timestamp"),
        SourceMenaceId = row.Text("source_menace_id"),
    };

    /// <summary>The payload of <c>workflows:new</c>.</summary>
    public static JsonValue ToPayload(WorkflowRecord record)
    {
        return JsonValue.FromMembers(
        [
            new("workflow_id", record.Id),
            new("workflow", Items(record.Workflow)),
            new("title", record.Title),
            new("description", record.Description),
            new("task_sequence", Items(record.TaskSequence)),
            new("dependencies", Items(record.Dependencies)),
            new("status", SqlText.Word(record.Status)),
            new("timestamp", SqlText.Time(record.Timestamp)),
            new("source_menace_id", record.SourceMenaceId),
        ]);

        static JsonValue Items(IReadOnlyList<string> items) => JsonValue.FromItems([.. items.Select(JsonValue.FromString)]);
    }
}
