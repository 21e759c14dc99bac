using Menace.Pipeline.Storage;
using Menace.Server.Storage;

namespace Menace.Server.Tests.Storage;

/// <summary>How far a run is: its actions by state.</summary>
/// <param name="Run">The run.</param>
/// <param name="Queued">Actions that wait.</param>
/// <param name="Leased">Actions at work.</param>
/// <param name="Done">Actions whose bot passed.</param>
/// <param name="Failed">Actions with any other result.</param>
/// <param name="Quarantined">Actions that were given up.</param>
/// <param name="Cancelled">Actions called off.</param>
internal sealed record RunProgress(RunRecord Run, int Queued, int Leased, int Done, int Failed, int Quarantined, int Cancelled)
{
    /// <summary>All of its actions.</summary>
    public int Total => Queued + Leased + Done + Failed + Quarantined + Cancelled;

    /// <summary>Actions with which nothing more happens by itself.</summary>
    public int Ended => Total - Queued - Leased;
}

/// <summary>Counts the actions of a run.</summary>
internal static class RunProgressReader
{
    /// <summary>How far the run <paramref name="runId"/> is, or null where there is no such run.</summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static RunProgress? Progress(this WorkflowDb database, long runId) => database.Read(sql =>
    {
        if (WorkflowDb.FindRun(sql, runId) is not { } run)
        {
            return null;
        }

        var counts = sql.Query(
            "SELECT state, COUNT(*) AS actions FROM action WHERE run_id = @run GROUP BY state",
            row => (State: row.Word<ActionState>("state"), Count: (int)row.Number("actions")),
            ("run", runId)).ToDictionary(row => row.State, row => row.Count);
        return new RunProgress(run, Count(ActionState.Queued), Count(ActionState.Leased), Count(ActionState.Done), Count(ActionState.Failed),
            Count(ActionState.Quarantined), Count(ActionState.Cancelled));

        int Count(ActionState state) => counts.GetValueOrDefault(state);
    });
}
