using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>Writes down what the develop stage produced, and finds what it says about the folder of the repositories as a whole.</summary>
internal static class RepositoryStates
{
    private const int NamedOrphans = 5;

    /// <summary>The result with the orphans: repositories of removed and renamed tasks.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="result">The result of the stage.</param>
    /// <param name="areDated">True if the commits already had a date, for example that of Stage 4.</param>
    public static StageResult<BuildRecord> Enter(BotDevConfig config, StageResult<BuildRecord> result, bool areDated = false)
    {
        var produced = ProducedRepositories.Read(config);
        var isFirst = produced.IsEmpty;
        var record = result.Record;
        produced.Add(record.Repositories);
        var tasks = record.Tasks.Select(task => task.Name).Concat(record.Repositories.Select(repository => repository.Spec.Name))
            .ToHashSet(StringComparer.Ordinal);
        var orphans = RepositoryCleaner.Orphans(config, new RepositoryOwner(config.SourceDirectory), tasks, produced);
        RepositoryArchive.Mark(config, orphans, record.Repositories);
        return result with
        {
            Record = record with { Orphans = orphans, BeganUndated = isFirst && !areDated && IsUndated(config, record) },
            Diagnostics = [.. result.Diagnostics, .. Finding(orphans, config.RepositoryBasePath)],
        };
    }

    /// <summary>MENACE3021 for <paramref name="orphans"/> in <paramref name="repositoryBase"/>; nothing if there are none.</summary>
    public static IReadOnlyList<PipelineDiagnostic> Finding(IReadOnlyList<string> orphans, string repositoryBase) =>
        orphans.Count == 0 ? [] :
    [
        new PipelineDiagnostic(Rules.RepositoriesOrphaned,
        [
            orphans.Count == 1 ? "1 repository" : orphans.Count.ToString(CultureInfo.InvariantCulture) + " repositories",
            repositoryBase,
            string.Join(", ", orphans.Take(NamedOrphans))
                + (orphans.Count > NamedOrphans ? $" and {orphans.Count - NamedOrphans} more" : ""),
        ]),
    ];

    private static bool IsUndated(BotDevConfig config, BuildRecord record) =>
        record.Repositories.Any(repository => repository.Change == RepositoryChange.Created)
        && CommitClock.For(config.SourceDirectory) == CommitClock.Fallback;
}
