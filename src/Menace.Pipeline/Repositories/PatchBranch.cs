using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The branch <see cref="BotBranches.SelfCoding"/> of a bot's repository: one commit on top of what was tested. No other branch, no index
/// and no file is changed.
/// </summary>
internal static class PatchBranch
{
    /// <summary>Makes a patch the tip of the branch.</summary>
    /// <param name="path">Absolute path of the repository.</param>
    /// <param name="onto">Id of the commit that the patch changes; its committer's time is that of the patch.</param>
    /// <param name="file">The changed file.</param>
    /// <param name="before">The content that the file has to have there.</param>
    /// <param name="after">Its content with the patch.</param>
    /// <param name="message">The message of the commit.</param>
    /// <returns>Id of the commit, or why there is none.</returns>
    /// <exception cref="LibGit2SharpException">Git cannot read or write the repository.</exception>
    public static (string? Commit, RepositoryRefusal? Refusal) Add(
        string path, string onto, string file, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string message)
    {
        using var repository = Commits.Open(path);
        BranchUpdate.RemoveLeftovers(repository);
        if (repository.Lookup<Commit>(onto) is not { } parent)
        {
            return (null, BranchUpdate.HasMoved(onto));
        }

        if ((BranchUpdate.StateOf(repository) ?? WorkIn(repository)) is { } refusal)
        {
            return (null, refusal);
        }

        if (parent[file] is not { Target: Blob blob } entry || !GitTrees.Read(repository, blob.Sha).Span.SequenceEqual(before.Span))
        {
            return (null, new("it has changes of yours in its code", file, "Repair it yourself, or take them back"));
        }

        using var content = new MemoryStream(after.ToArray());
        var tree = repository.ObjectDatabase.CreateTree(
            TreeDefinition.From(parent.Tree).Add(file, repository.ObjectDatabase.CreateBlob(content), entry.Mode));
        var commit = Commits.Create(repository, tree, message, parent.Committer.When, [parent], signer: null);
        return BranchUpdate.Marked(repository, () =>
        {
            repository.Refs.Add(BotBranches.SelfCoding, commit.Id, allowOverwrite: true);
            return (commit.Sha, (RepositoryRefusal?)null);
        });
    }

    /// <summary>Moves main, with index and files, to the patch that was made on top of it.</summary>
    /// <param name="path">Absolute path of the repository.</param>
    /// <param name="patch">Id of the patch.</param>
    /// <returns>Why it was not moved, or null.</returns>
    /// <exception cref="LibGit2SharpException">Git cannot read or write the repository.</exception>
    public static RepositoryRefusal? Apply(string path, string patch)
    {
        using var repository = Commits.Open(path);
        BranchUpdate.RemoveLeftovers(repository);
        if (BranchUpdate.StateOf(repository) is { } refusal)
        {
            return refusal;
        }

        var head = repository.Head.Tip;
        return repository.Lookup<Commit>(patch) is { } commit && commit.Parents.FirstOrDefault()?.Sha == head.Sha
            ? BranchUpdate.Move(repository, head, commit)
            : new("main does not have the code that it changes", head.Sha[..10], "Merge menace/self-coding if you want it");
    }

    /// <summary>True if main has the patch.</summary>
    /// <exception cref="LibGit2SharpException">Git cannot read the repository.</exception>
    public static bool IsApplied(string path, string patch)
    {
        using var repository = Commits.Open(path);
        return repository.Lookup<Commit>(patch) is { } commit && repository.Head.Tip is { } head
            && repository.ObjectDatabase.FindMergeBase(commit, head)?.Sha == commit.Sha;
    }

    /// <summary>Takes a patch back: by a commit on main if main has it, else by removing its branch.</summary>
    /// <param name="path">Absolute path of the repository.</param>
    /// <param name="patch">Id of the patch.</param>
    /// <param name="message">The message of the commit.</param>
    /// <returns>Id of the commit, null if there was only the branch to remove; or why it was not taken back.</returns>
    /// <exception cref="LibGit2SharpException">Git cannot read or write the repository.</exception>
    public static (string? Commit, RepositoryRefusal? Refusal) Revert(string path, string patch, string message)
    {
        using var repository = Commits.Open(path);
        BranchUpdate.RemoveLeftovers(repository);
        if (BranchUpdate.StateOf(repository) is { } refusal)
        {
            return (null, refusal);
        }

        var head = repository.Head.Tip;
        if (repository.Lookup<Commit>(patch) is not { } commit)
        {
            return (null, new("its commit is not there any more", patch, "It cannot be taken back"));
        }

        if (repository.ObjectDatabase.FindMergeBase(commit, head)?.Sha != commit.Sha)
        {
            return BranchUpdate.Marked(repository, () =>
            {
                if (repository.Refs[BotBranches.SelfCoding]?.ResolveToDirectReference().TargetIdentifier == patch)
                {
                    repository.Refs.Remove(BotBranches.SelfCoding);
                }

                return ((string?)null, (RepositoryRefusal?)null);
            });
        }

        var reverted = repository.ObjectDatabase.RevertCommit(commit, head, 0, null);
        if (reverted.Status == MergeTreeStatus.Conflicts)
        {
            return (null, new(
                "the same lines were changed since", string.Join(", ", reverted.Conflicts.Select(one => (one.Ours ?? one.Ancestor).Path)),
                $"Take it back yourself: git -C '{repository.Info.WorkingDirectory}' revert {patch}"));
        }

        var target = Commits.Create(repository, reverted.Tree, message, head.Committer.When, [head], signer: null);
        return BranchUpdate.Move(repository, head, target) is { } late ? (null, late) : (target.Sha, null);
    }

    /// <summary>The refusal for a branch whose last commit is the user's, or null.</summary>
    private static RepositoryRefusal? WorkIn(Repository repository) =>
        repository.Refs[BotBranches.SelfCoding]?.ResolveToDirectReference() is { } branch
            && repository.Lookup<Commit>(branch.TargetIdentifier) is { } tip && tip.Committer.Email != Commits.Author.Email
            ? new("menace/self-coding has a commit of yours, which a patch would replace", $"{tip.Sha[..10]} {tip.MessageShort}",
                $"Merge it, or delete the branch: git -C '{repository.Info.WorkingDirectory}' branch -D menace/self-coding")
            : null;
}
