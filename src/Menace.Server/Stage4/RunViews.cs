using System.Text.Json;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Stage4;

/// <summary>A run in a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status"><c>recorded</c> (it is not to be built), <c>pending</c>, <c>active</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Execute">Whether it is built.</param>
/// <param name="PackageDigest">Digest of its package.</param>
/// <param name="Started">When it was accepted, UTC.</param>
/// <param name="Changed">When anything of it changed last, UTC.</param>
/// <param name="Finished">When it ended, UTC.</param>
internal sealed record RunSummary(long Id, string Status, bool Execute, string PackageDigest, DateTimeOffset Started, DateTimeOffset Changed, DateTimeOffset? Finished)
{
    public static RunSummary Of(RunRecord run) => new(run.Id, StatusOf(run), run.Execute, run.PackageDigest, run.Started, run.Changed, run.Finished);

    /// <summary>True if nothing more happens with it.</summary>
    public static bool HasEnded(RunRecord run) => !run.Execute || run.Status is not (WorkflowStatus.Pending or WorkflowStatus.Active);

    public static string StatusOf(RunRecord run) => run.Execute || run.Status == WorkflowStatus.Cancelled ? SqlText.Word(run.Status) : "recorded";
}

/// <summary>Some of the runs.</summary>
/// <param name="Items">The runs, newest first.</param>
/// <param name="Next">The cursor of the next page, or null if this is the last.</param>
internal sealed record RunPage(IReadOnlyList<RunSummary> Items, string? Next);

/// <summary>A run with what became of its bots.</summary>
/// <param name="Run">The run.</param>
/// <param name="Reason">The reason of its cancellation or failure, or null.</param>
/// <param name="Attempt">How often it was begun.</param>
/// <param name="Outcome">How it went; null while it has not ended.</param>
/// <param name="Bots">The known states of its bots.</param>
/// <param name="Findings">The findings of the run, when it has ended.</param>
/// <param name="EventsUrl">The address of its events.</param>
internal sealed record RunDetails(
    RunSummary Run, string? Reason, int Attempt, ActionOutcome? Outcome, IReadOnlyList<BotOutcome> Bots, IReadOnlyList<RunFinding> Findings, string EventsUrl)
{
    /// <summary>Digest of the records of its stages in the content store, for the builds that wait for it.</summary>
    public string? Records { get; init; }

    /// <summary>Reads it from <paramref name="database"/>; null if it does not exist.</summary>
    public static RunDetails? Read(WorkflowDb database, long id)
    {
        if (database.Run(id) is not { } run)
        {
            return null;
        }

        var actions = database.Actions(id);
        var results = database.Results(id);
        var outcome = results.Count == 0 ? null : JsonSerializer.Deserialize<RunOutcome>(results[0].Content, ServiceJson.Options);
        var reason = run.Reason.Length > 0 ? run.Reason
            : actions.Any(action => action.State == ActionState.Quarantined) ? database.Journal(id).LastOrDefault(entry => entry.Outcome == "quarantined")?.Reason
            : null;
        return new(RunSummary.Of(run), reason, actions.Sum(action => action.Attempt), outcome?.Outcome,
            outcome?.Bots ?? Progress(database.LastEntries(id)), outcome?.Findings ?? [], RunEndpoints.PathOf(id) + "/events") { Records = outcome?.Records };
    }

    /// <summary>The last word on each bot of a run that has not ended.</summary>
    private static List<BotOutcome> Progress(IReadOnlyList<JournalEntry> entries) =>
        [.. entries.Where(entry => entry.Bot.Length > 0).GroupBy(entry => entry.Bot).Select(bot => bot.MaxBy(entry => entry.Id)!).Select(last => new BotOutcome(last.Bot, last.Outcome, last.Stage))];
}

/// <summary>The answer to a package.</summary>
/// <param name="RunId">The run that there is for it.</param>
/// <param name="Repeated">True if there was one before.</param>
/// <param name="Url">The address of the run.</param>
internal sealed record AcceptedPackage(long RunId, bool Repeated, string Url);
