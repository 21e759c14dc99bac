namespace Menace.Pipeline.Storage;

/// <summary>A row of the table <c>workflows</c> (behaviour inventory, section 3).</summary>
public sealed record WorkflowRecord
{
    /// <summary>Row id; 0 before the record is stored.</summary>
    public long Id { get; init; }

    /// <summary>Names of the tasks, in order.</summary>
    public IReadOnlyList<string> Workflow { get; init; } = [];

    /// <summary>What each task does.</summary>
    public IReadOnlyList<string> ActionChains { get; init; } = [];

    /// <summary>Arguments of the actions.</summary>
    public IReadOnlyList<string> ArgumentStrings { get; init; } = [];

    /// <summary>Bots assigned to the workflow.</summary>
    public IReadOnlyList<string> AssignedBots { get; init; } = [];

    /// <summary>Enhancements asked for.</summary>
    public IReadOnlyList<string> Enhancements { get; init; } = [];

    /// <summary>Title for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The same tasks in the order in which they run.</summary>
    public IReadOnlyList<string> TaskSequence { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Dependencies between the tasks, as <c>task:dependency</c>.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Reasons for the plan.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Category.</summary>
    public string Category { get; init; } = "";

    /// <summary>Type.</summary>
    public string Type { get; init; } = "";

    /// <summary>Where the workflow is in its life.</summary>
    public WorkflowStatus Status { get; init; } = WorkflowStatus.Pending;

    /// <summary>Why it was rejected, or empty.</summary>
    public string RejectionReason { get; init; } = "";

    /// <summary>Duration in seconds.</summary>
    public double Duration { get; init; }

    /// <summary>Free text.</summary>
    public string PerformanceData { get; init; } = "";

    /// <summary>Estimated profit per bot.</summary>
    public double EstimatedProfitPerBot { get; init; }

    /// <summary>When it was stored, UTC.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The installation that stored it; the store's own id where it is empty.</summary>
    public string SourceMenaceId { get; init; } = "";

    /// <summary>By what the older system called confidence: <see cref="EstimatedProfitPerBot"/>.</summary>
    public double Confidence => EstimatedProfitPerBot;

    /// <summary>By what the older system called outcome score: <see cref="Duration"/>.</summary>
    public double OutcomeScore => Duration;
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
