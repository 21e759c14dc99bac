using System.Globalization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Reporting;

/// <summary>The whole of a build in one line, and the counts behind it.</summary>
/// <param name="Build">The repositories.</param>
/// <param name="Verify">The verdicts.</param>
internal sealed record BuildSummary(BuildRecord Build, VerifyRecord Verify)
{
    private readonly Dictionary<string, VerificationResult> _verdicts = Verify.Results.ToDictionary(
        result => result.Bot, StringComparer.Ordinal);

    /// <summary>Gets the wall time of the verification, or null if it did not run in this build.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>How many bots the task list has.</summary>
    public int Bots => Build.Tasks.Count;

    /// <summary>Functions that no test calls.</summary>
    public int NotExercised => Build.Repositories.Sum(repository => repository.Spec.NotExercised.Count);

    /// <summary>Tests of this build that passed. Tests of stubs do not count: they assert nothing that the bot is meant to do.</summary>
    public int TestsPassed => Ran.Where(result => result.Outcome != VerificationOutcome.Stub).Sum(result => result.Passed);

    /// <summary>Tests of this build that failed.</summary>
    public int TestsFailed => Ran.Sum(result => result.Failed);

    /// <summary>Tests of this build that were skipped.</summary>
    public int TestsSkipped => Ran.Sum(result => result.Skipped);

    /// <summary>Returns the summary for a next build without changes: no repository was changed and no test ran.</summary>
    public BuildSummary Next => new(
        Unchanged(Build), Verify with { Results = [.. Verify.Results.Select(result => result with { IsReused = true })] });

    /// <summary>True if no repository changed and every verdict is green and that of an earlier build.</summary>
    public bool IsUpToDate =>
        Build.Repositories.Count == Bots
        && Build.Repositories.All(
            repository => repository.Change == RepositoryChange.Unchanged
            && _verdicts.GetValueOrDefault(repository.Spec.Name) is { IsGreen: true, IsReused: true });

    private IEnumerable<VerificationResult> Ran => Verify.Results.Where(result => !result.IsReused);

    /// <summary>The record as a build sees it that did not run the develop stage.</summary>
    public static BuildRecord Unchanged(BuildRecord build) =>
        build with { Repositories = [.. build.Repositories.Select(repository => repository with { Change = RepositoryChange.Unchanged })] };

    /// <summary>The outcome of a verdict in words.</summary>
    public string OutcomeOf(VerificationResult verdict) =>
        BotLine.Outcome(verdict, Build.Repositories.FirstOrDefault(repository => repository.Spec.Name == verdict.Bot));

    /// <summary>The verdict on a bot, or null if it has none.</summary>
    public VerificationResult? VerdictOf(string bot) => _verdicts.GetValueOrDefault(bot);

    /// <summary>
    /// <c>12 bots: 4 updated, 8 unchanged, 1 stub, 8 reused, 21 tests passed, verified in 3.2 s</c>, or <c>12 bots up to date, 1 stub</c>.
    /// </summary>
    public string Counts => IsUpToDate
        ? string.Join(", ", [BotLine.Count(Bots, "bot") + " up to date", .. Edited, .. Verdicts, .. Notes])
        : $"{BotLine.Count(Bots, "bot")}: {string.Join(", ", [.. States, .. Verdicts, .. Reused, .. Tests, .. Notes, .. Time])}";

    private IEnumerable<string> States =>
        new[] { "created", "updated", "unchanged", "edited" }
            .Select(state => (State: state,
                Count: Build.Repositories.Count(repository => BotLine.State(repository, VerdictOf(repository.Spec.Name)) == state)))
            .Append(("not built", Bots - Build.Repositories.Count))
            .Where(entry => entry.Item2 > 0)
            .Select(entry => Number(entry.Item2, entry.Item1));

    private IEnumerable<string> Edited => States.Where(state => state.EndsWith(" edited", StringComparison.Ordinal));

    private IEnumerable<string> Verdicts
    {
        get
        {
            foreach (var (outcome, words) in Apart)
            {
                var count = Verify.Results.Count(result => result.Outcome == outcome);
                if (count > 0)
                {
                    yield return outcome == VerificationOutcome.Stub ? BotLine.Count(count, words) : Number(count, words);
                }
            }
        }
    }

    private IEnumerable<string> Reused =>
        Verify.Results.Count(result => result is { IsReused: true, IsGreen: true }) is > 0 and var count ? [Number(count, "reused")] : [];

    private IEnumerable<string> Time =>
        Elapsed is { } time ? [string.Create(CultureInfo.InvariantCulture, $"verified in {time.TotalSeconds:0.0} s")] : [];

    private IEnumerable<string> Tests
    {
        get
        {
            if (TestsPassed > 0 || TestsFailed > 0)
            {
                yield return BotLine.Count(TestsPassed, "test") + " passed";
            }

            if (TestsFailed > 0)
            {
                yield return BotLine.Count(TestsFailed, "test") + " failed";
            }

            if (TestsSkipped > 0)
            {
                yield return BotLine.Count(TestsSkipped, "test") + " skipped";
            }
        }
    }

    private IEnumerable<string> Notes => NotExercised > 0 ? [BotLine.Count(NotExercised, "function") + " not exercised"] : [];

    /// <summary>The outcomes that are counted apart, with their words.</summary>
    private static (VerificationOutcome Outcome, string Words)[] Apart { get; } =
    [
        (VerificationOutcome.Failed, "failed"),
        (VerificationOutcome.Flaky, "flaky"),
        (VerificationOutcome.Blocked, "blocked"),
        (VerificationOutcome.Stub, "stub"),
        (VerificationOutcome.PassedAgainstStub, "verified against a stub"),
        (VerificationOutcome.NotRun, "not verified"),
    ];

    private static string Number(int count, string words) => string.Create(CultureInfo.InvariantCulture, $"{count} {words}");
}
