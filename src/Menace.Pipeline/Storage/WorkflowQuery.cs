namespace Menace.Pipeline.Storage;

/// <summary>Which workflows are wanted, and in which order (behaviour inventory, section 3).</summary>
public sealed record WorkflowQuery
{
    /// <summary>Whose workflows.</summary>
    public WorkflowScope Scope { get; init; } = WorkflowScope.All;

    /// <summary>Only those with this status, or null for any.</summary>
    public WorkflowStatus? Status { get; init; }

    /// <summary>What they are sorted by; equal ones by id, in the same direction.</summary>
    public WorkflowOrder SortBy { get; init; } = WorkflowOrder.Timestamp;

    /// <summary>True: the greatest, or newest, first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Whose workflows: <see cref="WorkflowRecord.SourceMenaceId"/> beside the store's own id.</summary>
public enum WorkflowScope
{
    /// <summary>Those of this installation.</summary>
    Local,

    /// <summary>Those of all others.</summary>
    Global,

    /// <summary>All.</summary>
    All,
}

/// <summary>What workflows can be sorted by.</summary>
public enum WorkflowOrder
{
    /// <summary><see cref="WorkflowRecord.Timestamp"/>.</summary>
    Timestamp,

    /// <summary><see cref="WorkflowRecord.Confidence"/>.</summary>
    Confidence,

    /// <summary><see cref="WorkflowRecord.OutcomeScore"/>.</summary>
    OutcomeScore,
}
