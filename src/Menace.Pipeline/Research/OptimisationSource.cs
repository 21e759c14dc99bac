using System.Globalization;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>
/// What earlier builds of the same bot cost: how long its tests took, how its runs ended, and failures with their cause. Each number is
/// one that was recorded; what a build does not record, such as memory, has none.
/// </summary>
/// <param name="context">The durations and the failures, or null.</param>
/// <param name="workflows">The runs of this project, or null.</param>
internal sealed class OptimisationSource(ContextBuilder? context, WorkflowDb? workflows) : IResearchSource
{
    /// <summary>The titles of the findings, one for each part of the topic.</summary>
    public static readonly string[] Parts = ["cost"];

    /// <summary>A run is slower than before from this multiple of the median of the earlier ones.</summary>
    public const double SlowFactor = 1.5;

    /// <summary>Seconds by which a run has to be slower: less is noise of the machine.</summary>
    private const double LeastDifference = 0.5;

    private const int FewestEarlier = 3;
    private const int SmallestFleet = 10;
    private const int SlowestOf = 10;
    private const int MostRuns = 20;

    public string Name => "builds";

    public bool IsRemote => false;

    public Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResearchFinding>>(
            !question.Topic.Equals(TopicCheck.Optimisation, StringComparison.OrdinalIgnoreCase) ? []
            : [.. Durations(question.Task.Name), .. Runs(question.Task.Name), .. Failures(question.Task.Name)]);

    private IEnumerable<ResearchFinding> Durations(string bot)
    {
        var known = context?.Durations.Of(bot).Where(one => one.Seconds.Count > 0).ToList() ?? [];
        if (known.Count == 0)
        {
            return [];
        }

        var all = context!.Durations.All();
        return known.Select(one => Finding(
            bot, $"{KnowledgeFolder.Durations} {bot}{(known.Count == 1 ? "" : $" in {Path.GetFileName(one.Fleet)}")}",
            [Past(one), .. Slower(one), .. Slowest(one, [.. all.Where(other => other.Fleet == one.Fleet && other.Seconds.Count > 0)])]));
    }

    private static string Past(BotDurations one) => one.Seconds is [var only] ? Text($"Its one recorded test run took {only:0.0} s.")
        : Text($"Its last {one.Seconds.Count} test runs took {one.Seconds.Min():0.0} to {one.Seconds.Max():0.0} s, ")
            + Text($"the median is {one.Median:0.0} s.");

    private static IEnumerable<string> Slower(BotDurations one)
    {
        var (earlier, last) = (one.Seconds.SkipLast(1).ToList(), one.Seconds[^1]);
        var median = BotDurations.MedianOf(earlier);
        return earlier.Count < FewestEarlier || last < median * SlowFactor || last - median < LeastDifference ? []
            : [Text($"It became slower: the last run took {last:0.0} s, the median of the {earlier.Count} runs before is {median:0.0} s.")];
    }

    private static IEnumerable<string> Slowest(BotDurations one, IReadOnlyList<BotDurations> fleet)
    {
        var rank = fleet.Count(other => other.Median > one.Median) + 1;
        var median = BotDurations.MedianOf([.. fleet.Select(other => other.Median)]);
        return fleet.Count < SmallestFleet || rank > fleet.Count / SlowestOf ? []
            : [Text($"Only {rank - 1} of the {fleet.Count} bots of its fleet take longer; their median is {median:0.0} s.")];
    }

    private IEnumerable<ResearchFinding> Runs(string bot)
    {
        var verdicts = workflows?.Verdicts(bot, MostRuns) ?? [];
        var outcomes = verdicts.CountBy(run => run.Entry.Outcome).Select(outcome => Text($"{outcome.Value} {outcome.Key}"));
        return verdicts.Count == 0 ? []
            : [Finding(bot, $"{WorkflowDb.FileName} {bot}", [Text($"Its last {verdicts.Count} verdicts: {string.Join(", ", outcomes)}.")])];
    }

    private IEnumerable<ResearchFinding> Failures(string bot)
    {
        string[] failures = context is null ? [] : [.. new ErrorsDb(context.Errors).OfBot(bot).Where(error => error.Bot == bot)
            .GroupBy(error => error.Rule, StringComparer.Ordinal).OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(rule => Text($"{rule.Key} failed {rule.Sum(error => error.Count)} times, last: {rule.First().Message}"))];
        return failures.Length == 0 ? [] : [Finding(bot, $"{KnowledgeFolder.Errors} {bot}", failures)];
    }

    private ResearchFinding Finding(string bot, string place, IReadOnlyList<string> lines) =>
        new(Name, place, string.Join('\n', lines)) { Title = Parts[0], Bot = bot };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
