namespace Menace.Pipeline.Contracts;

/// <summary>The names of the topics that WorkflowDb raises.</summary>
public static class EventTopics
{
    /// <summary>A workflow was stored; not for one that was there already.</summary>
    public const string WorkflowsNew = "workflows:new";

    /// <summary>The status of a workflow changed: <c>{workflow_id, status}</c>.</summary>
    public const string WorkflowsUpdate = "workflows:update";

    /// <summary>A table changed: <c>{db}</c>, once per change that was committed.</summary>
    public const string RecordChanged = "db.record_changed";
}
