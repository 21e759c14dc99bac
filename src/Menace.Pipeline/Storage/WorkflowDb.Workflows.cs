using System.Data.Common;
using Menace.Model.Json;
using Menace.Pipeline.Events;

namespace Menace.Pipeline.Storage;

// The table workflows (behaviour inventory, section 3).
public sealed partial class WorkflowDb
{
    private const int PageSize = 500;

    /// <summary>
    /// Stores <paramref name="records"/> in one transaction. A record whose content is already there is not stored again
    /// (its title, tags and enhancements do not count).
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

    /// <summary>Moves the workflow <paramref name="id"/> to <paramref name="status"/>.</summary>
    /// <returns>False where there is no such workflow.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was moved.</exception>
    public bool UpdateStatus(long id, WorkflowStatus status) => UpdateStatuses([id], status) > 0;

    /// <summary>Moves the workflows <paramref name="ids"/> to <paramref name="status"/>, in one transaction.</summary>
    /// <returns>How many of them there are.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was moved.</exception>
    public int UpdateStatuses(IReadOnlyList<long> ids, WorkflowStatus status) => Write(sql => MoveWorkflows(sql, ids, status));

    /// <summary>The workflow <paramref name="id"/>, or null.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public WorkflowRecord? Workflow(long id) => Read(sql => FindWorkflow(sql, id));

    /// <summary>At most <paramref name="limit"/> workflows, newest first.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<WorkflowRecord> Fetch(int limit = 20) =>
        Read(sql => sql.Query("SELECT * FROM workflows ORDER BY id DESC LIMIT @limit", ToWorkflow, ("limit", (long)limit)));

    /// <summary>The workflows that <paramref name="query"/> asks for, in its order.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IReadOnlyList<WorkflowRecord> Query(WorkflowQuery query) => Read(sql =>
    {
        var column = query.SortBy switch
        {
            WorkflowOrder.Confidence => "estimated_profit_per_bot",
            WorkflowOrder.OutcomeScore => "workflow_duration",
            _ => "timestamp",
        };
        var direction = query.Descending ? "DESC" : "ASC";
        var status = query.Status is null ? "" : "AND status = @status";
        return sql.Query(
            $"SELECT * FROM workflows WHERE {InScope(query.Scope)} {status} ORDER BY {column} {direction}, id {direction} LIMIT @limit",
            ToWorkflow,
            ("source", _menaceId), ("status", query.Status is { } wanted ? SqlText.Word(wanted) : ""), ("limit", (long)query.Limit));
    });

    /// <summary>
    /// Every workflow of <paramref name="scope"/>, oldest first, read in pages: nothing is locked while the caller works, and what is stored
    /// meanwhile comes too.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public IEnumerable<WorkflowRecord> Records(WorkflowScope scope = WorkflowScope.All)
    {
        var last = 0L;
        while (true)
        {
            var page = Read(sql => sql.Query(
                $"SELECT * FROM workflows WHERE id > @last AND {InScope(scope)} ORDER BY id LIMIT @size", ToWorkflow,
                ("last", last), ("source", _menaceId), ("size", (long)PageSize)));
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1].Id;
        }
    }

    /// <summary>Removes the workflow <paramref name="id"/>; its runs stay.</summary>
    /// <returns>False where there is no such workflow.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was removed.</exception>
    public bool Remove(long id) => Write(sql =>
    {
        var isRemoved = Remove(sql, id);
        TellChange(sql);
        return isRemoved;
    });

    /// <summary>Stores <paramref name="record"/> in place of the workflow <paramref name="id"/>, in one transaction.</summary>
    /// <returns>The new id, and whether the content was there already, in another row.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used; nothing was replaced.</exception>
    public (long Id, bool IsDuplicate) Replace(long id, WorkflowRecord record) => Write(sql =>
    {
        Remove(sql, id);
        var added = Add(sql, record);
        TellChange(sql);
        return added;
    });

    /// <summary>How many bots use the workflow <paramref name="id"/>: those assigned to it, else those that its runs tell of, else 0.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public int UsageRate(long id) => Read(sql => FindWorkflow(sql, id)?.AssignedBots.Distinct().Count() is { } assigned and > 0
        ? assigned
        : (int)sql.Number("""
            SELECT COUNT(DISTINCT bot) FROM attempt_log JOIN run_workflow ON run_workflow.run_id = attempt_log.run_id
            WHERE run_workflow.workflow_id = @id AND bot <> ''
            """, ("id", id))!.Value);

    private static WorkflowRecord? FindWorkflow(SqlSession sql, long id) => sql.First("SELECT * FROM workflows WHERE id = @id", ToWorkflow, ("id", id));

    private static string InScope(WorkflowScope scope) => scope switch
    {
        WorkflowScope.Local => "source_menace_id = @source",
        WorkflowScope.Global => "source_menace_id <> @source",
        _ => "@source = @source",
    };

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

    private static bool Remove(SqlSession sql, long id)
    {
        sql.Execute("DELETE FROM run_workflow WHERE workflow_id = @id", ("id", id));
        if (sql.Execute("DELETE FROM workflows WHERE id = @id", ("id", id)) == 0)
        {
            return false;
        }

        sql.Events.Add((EventTopics.WorkflowsDeleted, JsonValue.FromMembers([new("workflow_id", id)])));
        return true;
    }

    private static int MoveWorkflows(SqlSession sql, IReadOnlyList<long> ids, WorkflowStatus status)
    {
        var moved = 0;
        foreach (var id in ids.Distinct().Order())
        {
            if (sql.Execute("UPDATE workflows SET status = @status WHERE id = @id", ("status", SqlText.Word(status)), ("id", id)) > 0)
            {
                moved++;
                sql.Events.Add((EventTopics.WorkflowsUpdate, JsonValue.FromMembers([new("workflow_id", id), new("status", SqlText.Word(status))])));
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
