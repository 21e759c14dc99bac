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

    /// <summary>The refusal for a branch whose last commit is the user's, or null.</summary>
    private static RepositoryRefusal? WorkIn(Repository repository) =>
        repository.Refs[BotBranches.SelfCoding]?.ResolveToDirectReference() is { } branch
            && repository.Lookup<Commit>(branch.TargetIdentifier) is { } tip && tip.Committer.Email != Commits.Author.Email
            ? new("menace/self-coding has a commit of yours, which a patch would replace", $"{tip.Sha[..10]} {tip.MessageShort}",
                $"Merge it, or delete the branch: git -C '{repository.Info.WorkingDirectory}' branch -D menace/self-coding")
            : null;
}
