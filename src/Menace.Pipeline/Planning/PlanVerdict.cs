using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Planning;

/// <summary>What becomes of a task.</summary>
public enum PlanAction
{
    /// <summary>It is built anew.</summary>
    Build,

    /// <summary>A candidate is the start; what is missing is filled.</summary>
    Fork,

    /// <summary>A candidate seems to do it, which is not proved: a person decides.</summary>
    Suggested,

    /// <summary>A candidate does it, which was proved.</summary>
    Reuse,
}

/// <summary>The verdict on one task, with what a person needs to check it.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Action">The verdict.</param>
/// <param name="Score">From 0 to 100: how much of the task the candidate does, or the nearest one of a task that is built.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record PlanVerdict(string Task, PlanAction Action, double Score, string Reason)
{
    /// <summary>Gets the candidate; null for <see cref="PlanAction.Build"/>.</summary>
    public KnownBot? Candidate { get; init; }

    /// <summary>Gets the candidate that comes closest to a task that is built, or null.</summary>
    public KnownBot? Nearest { get; init; }

    /// <summary>Gets what was run, or why nothing was; null if there was nothing to compare.</summary>
    public ReuseProof? Proof { get; init; }

    /// <summary>Gets the functions of the task that the candidate has, under their names, and that no example refutes.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Gets the functions of the task that have to be written.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Gets the functions that have another name in the candidate, by their name in the task.</summary>
    public IReadOnlyDictionary<string, string> Renamed { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the next best candidate, or null.</summary>
    public RunnerUp? RunnerUp { get; init; }

    /// <summary>Gets the changes that would lead to another verdict, each as a sentence.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}

/// <summary>The next best candidate.</summary>
/// <param name="Bot">The candidate.</param>
/// <param name="Score">Its score, from 0 to 100.</param>
/// <param name="Action">The verdict if it were the only one.</param>
public sealed record RunnerUp(KnownBot Bot, double Score, PlanAction Action);
