namespace Menace.Pipeline.Storage;

/// <summary>A row of the table <c>workflows</c> (docs/workflow-db.md).</summary>
public sealed record WorkflowRecord
{
    /// <summary>Row id; 0 before the record is stored.</summary>
    public long Id { get; init; }

    /// <summary>Names of the tasks, in order.</summary>
    public IReadOnlyList<string> Workflow { get; init; } = [];

    /// <summary>Title for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The same tasks in the order in which they run.</summary>
    public IReadOnlyList<string> TaskSequence { get; init; } = [];

    /// <summary>Dependencies between the tasks, as <c>task:dependency</c>.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Gets the status of the workflow.</summary>
    public WorkflowStatus Status { get; init; } = WorkflowStatus.Pending;

    /// <summary>When it was stored, UTC.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The installation that stored it; the store's own id where it is empty.</summary>
    public string SourceMenaceId { get; init; } = "";
}

/// <summary>The life of a workflow, and of a run.</summary>
public enum WorkflowStatus
{
    /// <summary>Recorded, not begun.</summary>
    Pending,

    /// <summary>Being built.</summary>
    Active,

    /// <summary>All of its bots are built and verified.</summary>
    Done,

    /// <summary>At least one bot failed.</summary>
    Failed,

    /// <summary>Called off before it ended.</summary>
    Cancelled,
}
