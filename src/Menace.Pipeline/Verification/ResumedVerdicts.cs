using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Verification;

/// <summary>
/// The verdicts of a run that was interrupted. Interference between bots is only detected once all tests have finished, so a bot that was
/// running while a protected file changed is tested again. The time of a deletion is unknown: after one, all bots are tested again.
/// </summary>
internal sealed class ResumedVerdicts
{
    private readonly Dictionary<string, ResumedVerdict> _all;
    private readonly bool _isTrusted;

    private ResumedVerdicts(IEnumerable<ResumedVerdict> kept, IReadOnlyList<FileChange> changes)
    {
        _all = kept.ToDictionary(verdict => verdict.Result.Bot, StringComparer.Ordinal);
        _isTrusted = !changes.Any(change => change.IsGone);
        if (_all.Count > 0)
        {
            var (start, end) = (_all.Values.Min(verdict => verdict.Start), _all.Values.Max(verdict => verdict.End));
            Changes = [.. changes.Where(change => change.MayBeWithin(start, end))];
        }
    }

    /// <summary>The files that changed during tests of the interrupted run.</summary>
    public IReadOnlyList<FileChange> Changes { get; } = [];

    /// <summary>The verdicts of <paramref name="journal"/>.</summary>
    /// <param name="journal">The journal of the stage.</param>
    /// <param name="before">Everything that tests must leave alone, before the first bot of the run was tested; null if it is
    /// unknown.</param>
    /// <param name="look">Looks at the same now; called only if there is a verdict.</param>
    /// <param name="trees">The folder of the trees. They are laid out anew: what became of them is not a change.</param>
    public static ResumedVerdicts Read(StageJournal journal, Func<FolderSnapshot?> before, Func<FolderSnapshot> look, string trees)
    {
        ResumedVerdict[] kept = [.. journal.AllKnown<ResumedVerdict>()];
        return kept.Length > 0 && before() is { } snapshot
            ? new(kept, [.. snapshot.ChangesUntil(look()).Where(change => !change.Path.StartsWith(trees + "/", StringComparison.Ordinal))])
            : new([], []);
    }

    /// <summary>The verdicts of a run in which every bot passed and none disturbed another (<see cref="JudgedRun"/>).</summary>
    public static ResumedVerdicts Judged(StageJournal journal) => new([.. journal.AllKnown<ResumedVerdict>()], []);

    /// <summary>Returns the verdict on <paramref name="bot"/>, which passed in its current state, or null.</summary>
    public VerificationResult? Find(string bot, string key) =>
        _isTrusted && _all.TryGetValue(bot, out var kept) && kept.Result.Key == key
            && !Changes.Any(change => change.MayBeWithin(kept.Start, kept.End))
            ? kept.Result
            : null;

    /// <summary>Returns the time of <paramref name="bot"/> in the interrupted run, or null.</summary>
    public (DateTime Start, DateTime End)? TimeOf(string bot) =>
        _all.TryGetValue(bot, out var kept) ? (kept.Start, kept.End) : null;
}

/// <summary>A bot that passed, with its time.</summary>
/// <param name="Result">The verdict.</param>
/// <param name="Start">When its setup started.</param>
/// <param name="End">When its tests had ended.</param>
internal sealed record ResumedVerdict(VerificationResult Result, DateTime Start, DateTime End)
{
    /// <summary>The verdict of <paramref name="tested"/>; null if it did not pass, or if it has warnings, which would be lost.</summary>
    public static ResumedVerdict? Of(TestedBotResult tested) =>
        tested is { Result.IsGreen: true, Warnings: [], Ran: { } ran } ? new(tested.Result, ran.Start, ran.End) : null;
}
