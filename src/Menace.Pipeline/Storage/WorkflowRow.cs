using System.Data.Common;
using Menace.Model.Json;

namespace Menace.Pipeline.Storage;

/// <summary>A workflow as a row of its table, and as the payload of an event. The names are the older system's.</summary>
internal static class WorkflowRow
{
    /// <summary>Stores a row, under its own id where it has one.</summary>
    /// <returns>Its id; null where the content is there already.</returns>
    public static long? Insert(SqlSession sql, WorkflowRecord record, string hash)
    {
        var (idColumn, idValue) = record.Id == 0 ? ("", "") : ("id, ", "@id, ");
        return sql.Number($"""
            INSERT INTO workflows ({idColumn}workflow, action_chains, argument_strings, assigned_bots, enhancements, title, description, task_sequence,
                tags, dependencies, reasons, category, type, status, rejection_reason, workflow_duration, performance_data,
                estimated_profit_per_bot, timestamp, source_menace_id, content_hash)
            VALUES ({idValue}@workflow, @chains, @arguments, @bots, @enhancements, @title, @description, @sequence,
                @tags, @dependencies, @reasons, @category, @type, @status, @rejection, @duration, @performance,
                @profit, @timestamp, @source, @hash)
            ON CONFLICT (content_hash) DO NOTHING RETURNING id
            """,
            ("id", record.Id),
            ("workflow", SqlText.List(record.Workflow)),
            ("chains", SqlText.List(record.ActionChains)),
            ("arguments", SqlText.List(record.ArgumentStrings)),
            ("bots", SqlText.List(record.AssignedBots)),
            ("enhancements", SqlText.List(record.Enhancements)),
            ("title", record.Title),
            ("description", record.Description),
            ("sequence", SqlText.List(record.TaskSequence)),
            ("tags", SqlText.List(record.Tags)),
            ("dependencies", SqlText.List(record.Dependencies)),
            ("reasons", SqlText.List(record.Reasons)),
            ("category", record.Category),
            ("type", record.Type),
            ("status", SqlText.Word(record.Status)),
            ("rejection", record.RejectionReason),
            ("duration", record.Duration),
            ("performance", record.PerformanceData),
            ("profit", record.EstimatedProfitPerBot),
            ("timestamp", SqlText.Time(record.Timestamp)),
            ("source", record.SourceMenaceId),
            ("hash", hash));
    }

    /// <summary>The record in a row.</summary>
    public static WorkflowRecord Read(DbDataReader row) => new()
    {
        Id = row.Number("id"),
        Workflow = row.Items("workflow"),
        ActionChains = row.Items("action_chains"),
        ArgumentStrings = row.Items("argument_strings"),
        AssignedBots = row.Items("assigned_bots"),
        Enhancements = row.Items("enhancements"),
        Title = row.Text("title"),
        Description = row.Text("description"),
        TaskSequence = row.Items("task_sequence"),
        Tags = row.Items("tags"),
        Dependencies = row.Items("dependencies"),
        Reasons = row.Items("reasons"),
        Category = row.Text("category"),
        Type = row.Text("type"),
        Status = row.Word<WorkflowStatus>("status"),
        RejectionReason = row.Text("rejection_reason"),
        Duration = row.Real("workflow_duration"),
        PerformanceData = row.Text("performance_data"),
        EstimatedProfitPerBot = row.Real("estimated_profit_per_bot"),
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
            new("action_chains", Items(record.ActionChains)),
            new("argument_strings", Items(record.ArgumentStrings)),
            new("assigned_bots", Items(record.AssignedBots)),
            new("enhancements", Items(record.Enhancements)),
            new("title", record.Title),
            new("description", record.Description),
            new("task_sequence", Items(record.TaskSequence)),
            new("tags", Items(record.Tags)),
            new("dependencies", Items(record.Dependencies)),
            new("reasons", Items(record.Reasons)),
            new("category", record.Category),
            new("type", record.Type),
            new("status", SqlText.Word(record.Status)),
            new("rejection_reason", record.RejectionReason),
            new("workflow_duration", record.Duration),
            new("performance_data", record.PerformanceData),
            new("estimated_profit_per_bot", record.EstimatedProfitPerBot),
            new("timestamp", SqlText.Time(record.Timestamp)),
            new("source_menace_id", record.SourceMenaceId),
        ]);

        static JsonValue Items(IReadOnlyList<string> items) => JsonValue.FromItems([.. items.Select(JsonValue.FromString)]);
    }
}
