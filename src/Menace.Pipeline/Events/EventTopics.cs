namespace Menace.Pipeline.Events;

/// <summary>The names of topics; they are those of the older system (behaviour inventory, sections 3, 8, 11, 12 and 14).</summary>
public static class EventTopics
{
    /// <summary>A workflow was stored; not for one that was there already.</summary>
    public const string WorkflowsNew = "workflows:new";

    /// <summary>The status of a workflow changed: <c>{workflow_id, status}</c>.</summary>
    public const string WorkflowsUpdate = "workflows:update";

    /// <summary>A workflow was removed: <c>{workflow_id}</c>.</summary>
    public const string WorkflowsDeleted = "workflows:deleted";

    /// <summary>A table changed: <c>{db}</c>, once per change that was committed.</summary>
    public const string RecordChanged = "db.record_changed";

    /// <summary>A memory was stored.</summary>
    public const string MemoryNew = "memory:new";

    /// <summary>A research item was stored.</summary>
    public const string InfoNew = "info:new";

    /// <summary>Code was stored.</summary>
    public const string CodeNew = "code:new";

    /// <summary>A bot got worse.</summary>
    public const string BotDegraded = "bot:degraded";
}
