using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.Storage;

namespace Menace.Server.Stage4;

/// <summary>Turns the runs of the database into records of the wire.</summary>
internal static class RunViews
{
    public static RunSummary SummaryOf(RunRecord run) =>
        new(run.Id, StatusOf(run), run.Execute, run.PackageDigest, run.Started, run.Changed, run.Finished);

    /// <summary>True if nothing more happens with it.</summary>
    public static bool HasEnded(RunRecord run) => !run.Execute || run.Status is not (WorkflowStatus.Pending or WorkflowStatus.Active);

    public static string StatusOf(RunRecord run) =>
        run.Execute || run.Status == WorkflowStatus.Cancelled ? SqlText.Word(run.Status) : "recorded";

    /// <summary>Reads a run from <paramref name="database"/>; null where there is no such run.</summary>
    public static RunDetails? Details(WorkflowDb database, long id)
    {
        if (database.Run(id) is not { } run)
        {
            return null;
        }

        var actions = database.Actions(id);
        var results = database.Results(id);
        var outcome = results.Count == 0 ? null : Stage4Json.Read<RunOutcome>(results[0].Content);
        return new(
            SummaryOf(run),
            run.Reason.Length > 0 ? run.Reason : ReasonOf(database, id, actions),
            actions.Sum(action => action.Attempt),
            outcome is null ? null : SqlText.Word(outcome.Outcome),
            outcome?.Bots ?? Progress(database.LastEntries(id)),
            outcome?.Findings ?? [],
            RunEndpoints.PathOf(id) + "/events")
        { Records = outcome?.Records, Histories = outcome?.Histories };
    }

    private static string? ReasonOf(WorkflowDb database, long id, IReadOnlyList<ActionRecord> actions) =>
        actions.Any(action => action.State == ActionState.Quarantined)
            ? database.Journal(id).LastOrDefault(entry => entry.Outcome == "quarantined")?.Reason
            : null;

    /// <summary>The last word on each bot of a run that has not ended.</summary>
    private static List<BotOutcome> Progress(IReadOnlyList<JournalEntry> entries) =>
    [
        .. entries.Where(entry => entry.Bot.Length > 0).GroupBy(entry => entry.Bot).Select(bot => bot.MaxBy(entry => entry.Id)!)
            .Select(last => new BotOutcome(last.Bot, last.Outcome, last.Stage)),
    ];
}
