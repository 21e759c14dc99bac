using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>
/// Removes repositories without a task, if they contain nothing but the one commit that the list produced last. On request also those that
/// have a task or more generated commits. What holds anything of the user's (<see cref="UserChanges"/>) is kept and reported with the
/// reason.
/// </summary>
/// <param name="config">The folders.</param>
/// <param name="tasks">Names of the tasks of the list.</param>
/// <param name="all">Also repositories that have a task, and histories of several generated commits.</param>
internal sealed class RepositoryCleaner(BotDevConfig config, IReadOnlySet<string> tasks, bool all)
{
    private const string RemovedPrefix = BotGitRepository.TemporaryPrefix + "old-";
    private const string Switch = "with MenaceCleanAll=true it is removed too";

    private readonly RepositoryOwner _owner = new(config.SourceDirectory);
    private readonly ProducedRepositories _produced = ProducedRepositories.Read(config);

    /// <summary>Cleans the folder of the repositories.</summary>
    /// <returns>The names of what was removed, of what was kept only because its task is in the list, and one MENACE4003 for each other
    /// folder.</returns>
    public StageResult<CleanRecord> Clean(CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        var current = new List<string>();
        var kept = new List<PipelineDiagnostic>();
        foreach (var folder in Folders(config.RepositoryBasePath))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Remove(folder) is { } reason)
            {
                kept.Add(new PipelineDiagnostic(Rules.RepositoryKept, [folder.FullName, reason]) { Bot = folder.Name });
            }
            else
            {
                (IsCurrent(folder) ? current : removed).Add(folder.Name);
            }
        }

        if (removed.Count > 0)
        {
            _produced.Remove(removed);
        }

        return new(new CleanRecord(removed) { Current = current }, kept);
    }

    /// <summary>
    /// Names of the repositories that the list has no task for any more: those of this project that no other list beside it produces.
    /// </summary>
    public static IReadOnlyList<string> Orphans(
        BotDevConfig config, RepositoryOwner owner, IReadOnlySet<string> tasks, ProducedRepositories produced) =>
    [
        .. Folders(config.RepositoryBasePath)
            .Where(folder => !tasks.Contains(folder.Name) && folder.LinkTarget is null && owner.Owns(folder.FullName)
                && produced.OtherListOf(folder.Name) is null)
            .Select(folder => folder.Name),
    ];

    /// <summary>Everything that can be a repository; names that begin with a dot are drafts of Menace or not related to bots.</summary>
    private static IEnumerable<DirectoryInfo> Folders(string repositoryBase) =>
        Directory.Exists(repositoryBase)
            ? new DirectoryInfo(repositoryBase).GetDirectories().Where(folder => !folder.Name.StartsWith('.'))
                .OrderBy(folder => folder.Name, StringComparer.Ordinal)
            : [];

    /// <summary>True if the repository has a task and no switch extends the clean-up to it.</summary>
    private bool IsCurrent(DirectoryInfo folder) => !all && tasks.Contains(folder.Name);

    /// <summary>
    /// Removes the repository unless it is current, or says what else keeps it. It leaves its place in one step, so that half of one is
    /// never seen.
    /// </summary>
    private string? Remove(DirectoryInfo folder)
    {
        try
        {
            if (ReasonToKeep(folder) is { } reason)
            {
                return reason;
            }

            if (IsCurrent(folder))
            {
                return null;
            }

            var doomed = Path.Combine(folder.Parent!.FullName, RemovedPrefix + folder.Name);
            BotGitRepository.DeleteTree(doomed);
            Directory.Move(folder.FullName, doomed);
            BotGitRepository.DeleteTree(doomed);
            return null;
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read or removed: {GitFailure.Explain(folder.FullName, exception)}";
        }
    }

    private string? ReasonToKeep(DirectoryInfo folder)
    {
        if (folder.LinkTarget is not null)
        {
            return "it is a link to another folder";
        }

        if (!Directory.Exists(Path.Combine(folder.FullName, ".git")))
        {
            return "it is not a git repository that Menace made";
        }

        if (_owner.OtherOwnerOf(folder.FullName) is { } other)
        {
            return $"it belongs to the project in '{other}'";
        }

        if (_produced.OtherListOf(folder.Name) is { } list)
        {
            return $"it belongs to the task list '{list}'";
        }

        using var repository = new Repository(folder.FullName);
        return UserChanges.In(repository) ?? (all || IsCurrent(folder) ? null : ReasonToKeepGenerated(repository, folder.Name));
    }

    private string? ReasonToKeepGenerated(Repository repository, string name)
    {
        var head = repository.Head.Tip;
        return head.Parents.Any() && GeneratedCommit.Of(head)?.Origin is null
            ? $"it has a history of more than one generated commit; {Switch}"
            : _produced.CommitOf(name) != head.Sha ? $"its commit is not known as the last one of this task list; {Switch}"
            : null;
    }
}
