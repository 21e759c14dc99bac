using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Development;

/// <summary>
/// Removes repositories that hold nothing but what a build would make again, also those of tasks that are no longer in the list. Every
/// other folder is kept and reported with the reason.
/// </summary>
internal static class RepositoryCleaner
{
    private const string Branch = "refs/heads/main";
    private const string RemovedPrefix = BotGitRepository.TemporaryPrefix + "old-";

    /// <summary>Cleans the folder <paramref name="repositoryBase"/> of what belongs to <paramref name="owner"/>, or to nobody.</summary>
    /// <returns>The names of the removed repositories, and one MENACE4003 per folder that was kept.</returns>
    public static StageResult<CleanRecord> Clean(string repositoryBase, RepositoryOwner owner, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        var kept = new List<PipelineDiagnostic>();
        foreach (var folder in Folders(repositoryBase))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Remove(folder, owner) is { } reason)
            {
                kept.Add(new PipelineDiagnostic(Rules.RepositoryKept, [folder.FullName, reason]) { Bot = folder.Name });
            }
            else
            {
                removed.Add(folder.Name);
            }
        }

        return new(new CleanRecord(removed), kept);
    }

    /// <summary>Everything that can be a repository; names with a dot at the start are drafts of ours or nothing to do with bots.</summary>
    private static IEnumerable<DirectoryInfo> Folders(string repositoryBase) =>
        Directory.Exists(repositoryBase)
            ? new DirectoryInfo(repositoryBase).GetDirectories().Where(folder => !folder.Name.StartsWith('.')).OrderBy(folder => folder.Name, StringComparer.Ordinal)
            : [];

    /// <summary>Removes the repository, or says why not. It leaves its place in one step, so that half of one is never seen.</summary>
    private static string? Remove(DirectoryInfo folder, RepositoryOwner owner)
    {
        try
        {
            if (ReasonToKeep(folder, owner) is { } reason)
            {
                return reason;
            }

            var doomed = Path.Combine(folder.Parent!.FullName, RemovedPrefix + folder.Name);
            BotGitRepository.DeleteTree(doomed);
            Directory.Move(folder.FullName, doomed);
            BotGitRepository.DeleteTree(doomed);
            return null;
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read or removed: {exception.Message}";
        }
    }

    private static string? ReasonToKeep(DirectoryInfo folder, RepositoryOwner owner)
    {
        if (folder.LinkTarget is not null)
        {
            return "it is a link to another folder";
        }

        if (!Directory.Exists(Path.Combine(folder.FullName, ".git")))
        {
            return "it is no git repository that Menace made";
        }

        if (owner.OtherOwnerOf(folder.FullName) is { } other)
        {
            return $"it belongs to the project in '{other}'";
        }

        using var repository = new Repository(folder.FullName);
        return repository.Head.Tip is not { } head ? "its git repository has no commit"
            : GeneratedCommit.Of(head) is null ? $"its last commit was not made by Menace: {head.Sha[..10]} {head.MessageShort}"
            : repository.Head.CanonicalName != Branch ? $"another branch than main is checked out: {repository.Head.FriendlyName}"
            : OwnRefs(repository) is { Count: > 0 } refs ? $"it has other branches, tags or stashes: {Some(refs)}"
            : OwnCommits(repository, head) is { } commit ? $"its history has a commit of yours that no remote has: {commit}"
            : repository.Info.CurrentOperation != CurrentOperation.None ? $"an operation of git is not finished: {repository.Info.CurrentOperation}"
            : repository.Worktrees.Any() ? "other working trees belong to it"
            : OwnFiles(repository, folder, head) is { Count: > 0 } files ? $"it has files that are not committed: {Some(files)}"
            : null;
    }

    /// <summary>Refs a build would not make again. What a remote sent is no work of the user's.</summary>
    private static List<string> OwnRefs(Repository repository) =>
        [.. repository.Refs.Select(reference => reference.CanonicalName).Where(name => name != Branch && name != "HEAD" && !name.StartsWith("refs/remotes/", StringComparison.Ordinal))];

    private static string? OwnCommits(Repository repository, Commit head) =>
        repository.Commits
            .QueryBy(new CommitFilter
            {
                IncludeReachableFrom = head,
                ExcludeReachableFrom = repository.Refs.Where(reference => reference.CanonicalName.StartsWith("refs/remotes/", StringComparison.Ordinal)).ToArray(),
            })
            .Where(commit => GeneratedCommit.Of(commit) is null)
            .Select(commit => $"{commit.Sha[..10]} {commit.MessageShort}")
            .FirstOrDefault();

    /// <summary>Edited, added or staged files; ignored ones too (a user's own excludes may hide work), except what builds and tests leave behind.</summary>
    private static SortedSet<string> OwnFiles(Repository repository, DirectoryInfo folder, Commit head)
    {
        var files = new SortedSet<string>(new WorkingTree(repository, head.Tree).Differences(), StringComparer.Ordinal);
        files.UnionWith(RepositoryFiles.Of(folder.FullName).Where(path => repository.Index[path] is null));
        return files;
    }

    private static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(3)) + (names.Count > 3 ? $" and {names.Count - 3} more" : "");
}
