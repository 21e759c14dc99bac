using System.Globalization;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Reporting;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks;

/// <summary>
/// The items @(MenaceRepository): the identity is the path; metadata Bot, Language, Commit, Tree, and once it was verified Outcome, Passed,
/// Failed, Skipped, Seconds and Reused.
/// </summary>
internal static class RepositoryItems
{
    /// <summary>An item for each of <paramref name="repositories"/>.</summary>
    public static ITaskItem[] Of(IEnumerable<KnownRepository> repositories) => [.. repositories.Select(repository =>
        new TaskItem(MSBuildText.Escape(repository.Path), Metadata(repository)))];

    /// <summary>The repositories with their verdicts.</summary>
    /// <param name="repositories">The repositories as the develop stage left them.</param>
    /// <param name="summary">The verdicts.</param>
    public static IReadOnlyList<KnownRepository> Verified(IReadOnlyList<KnownRepository> repositories, BuildSummary summary) =>
    [
        .. repositories.Select(known => summary.VerdictOf(known.Bot) is { } verdict
            ? known with
            {
                Verdict = new(
                    summary.OutcomeOf(verdict), verdict.Passed, verdict.Failed, verdict.Skipped,
                    verdict.Seconds.ToString("0.000", CultureInfo.InvariantCulture), verdict.IsReused),
            }
            : known),
    ];

    private static Dictionary<string, string> Metadata(KnownRepository repository)
    {
        Dictionary<string, string> metadata = new()
        {
            ["Bot"] = repository.Bot,
            ["Language"] = repository.Language,
            ["Commit"] = repository.Commit,
            ["Tree"] = repository.Tree,
        };
        if (repository.Verdict is var (outcome, passed, failed, skipped, seconds, isReused))
        {
            metadata["Outcome"] = outcome;
            metadata["Passed"] = passed.ToString(CultureInfo.InvariantCulture);
            metadata["Failed"] = failed.ToString(CultureInfo.InvariantCulture);
            metadata["Skipped"] = skipped.ToString(CultureInfo.InvariantCulture);
            metadata["Seconds"] = seconds;
            metadata["Reused"] = isReused ? "true" : "false";
        }

        return metadata;
    }
}
