using System.Data.Common;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Storage;

public sealed partial class WorkflowDb
{
    /// <summary>
    /// Stores <paramref name="records"/> in one transaction. A record whose content is already there is not stored again
    /// (its title does not count).
    /// </summary>
    /// <returns>Per record its id and whether it was there before.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was stored.</exception>
    public IReadOnlyList<(long Id, bool IsDuplicate)> Add(IReadOnlyList<WorkflowRecord> records) => Write(sql =>
    {
        // Two that store the same records in another order would wait for each other.
        sql.Lock("workflows");
        var added = records.Select(record => Add(sql, record)).ToArray();
        TellChange(sql);
        return added;
    });

    /// <summary>The workflow <paramref name="id"/>, or null.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public WorkflowRecord? Workflow(long id) => Read(sql => FindWorkflow(sql, id));

    /// <summary>At most <paramref name="limit"/> workflows, newest first.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<WorkflowRecord> Fetch(int limit = 20) =>
        Read(sql => sql.Query("SELECT * FROM workflows ORDER BY id DESC LIMIT @limit", ToWorkflow, ("limit", (long)limit)));

    private static WorkflowRecord? FindWorkflow(SqlSession sql, long id) =>
        sql.First("SELECT * FROM workflows WHERE id = @id", ToWorkflow, ("id", id));

    private (long Id, bool IsDuplicate) Add(SqlSession sql, WorkflowRecord record)
    {
        var stored = record with
        {
            SourceMenaceId = record.SourceMenaceId.Length > 0 ? record.SourceMenaceId : _menaceId,
            Timestamp = record.Timestamp == default ? _clock.GetUtcNow() : record.Timestamp,
        };
        var hash = WorkflowHash.Of(record);
        if (WorkflowRow.Insert(sql, stored, hash) is { } id)
        {
            sql.Events.Add((EventTopics.WorkflowsNew, WorkflowRow.ToPayload(stored with { Id = id })));
            return (id, false);
        }

        return (sql.Number("SELECT id FROM workflows WHERE content_hash = @hash", ("hash", hash))!.Value, true);
    }

    private static int MoveWorkflows(SqlSession sql, IReadOnlyList<long> ids, WorkflowStatus status)
    {
        var moved = 0;
        foreach (var id in ids.Distinct().Order())
        {
            if (sql.Execute("UPDATE workflows SET status = @status WHERE id = @id", ("status", SqlText.Word(status)), ("id", id)) > 0)
            {
                moved++;
                sql.Events.Add((EventTopics.WorkflowsUpdate,
                    JsonValue.FromMembers([new("workflow_id", id), new("status", SqlText.Word(status))])));
            }
        }

        TellChange(sql);
        return moved;
    }

    private static void TellChange(SqlSession sql)
    {
        if (sql.Events.Count > 0)
        {
            sql.Events.Add((EventTopics.RecordChanged, JsonValue.FromMembers([new("db", "workflow")])));
        }
    }

    private static WorkflowRecord ToWorkflow(DbDataReader row) => WorkflowRow.Read(row);
}
