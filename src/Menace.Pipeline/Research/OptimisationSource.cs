using System.Globalization;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>What earlier builds of the same bot cost: failures with their cause, and how its runs ended.</summary>
/// <param name="context">The failures, or null.</param>
/// <param name="workflows">The runs of this project, or null.</param>
internal sealed class OptimisationSource(ContextBuilder? context, WorkflowDb? workflows) : IResearchSource
{
    /// <summary>The titles of the findings, one for each part of the topic.</summary>
    public static readonly string[] Parts = ["cost"];

    private const int MostRuns = 20;

    public string Name => "builds";

    public bool IsRemote => false;

    public Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        if (!question.Topic.Equals(TopicCheck.Optimisation, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult<IReadOnlyList<ResearchFinding>>([]);
        }

        var bot = question.Task.Name;
        string[] failures = context is null ? [] : [.. new ErrorsDb(context.Errors).OfBot(bot).Where(error => error.Bot == bot)
            .GroupBy(error => error.Rule, StringComparer.Ordinal).OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(rule => string.Create(
                CultureInfo.InvariantCulture, $"{rule.Key} failed {rule.Sum(error => error.Count)} times, last: {rule.First().Message}"))];
        var verdicts = workflows?.Verdicts(bot, MostRuns) ?? [];
        var outcomes = string.Join(", ", verdicts.CountBy(run => run.Entry.Outcome).Select(outcome => string.Create(
            CultureInfo.InvariantCulture, $"{outcome.Value} {outcome.Key}")));
        string[] runs = verdicts.Count == 0 ? []
            : [string.Create(CultureInfo.InvariantCulture, $"Its last {verdicts.Count} test runs: {outcomes}.")];
        return Task.FromResult<IReadOnlyList<ResearchFinding>>(failures.Length + runs.Length == 0 ? []
            : [new(Name, $"errors.db {bot}", string.Join('\n', [.. runs, .. failures])) { Title = Parts[0], Bot = bot }]);
    }
}
