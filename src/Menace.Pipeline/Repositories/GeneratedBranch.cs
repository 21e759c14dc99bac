using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The generated commits of a repository. Their branch is <see cref="BotBranches.Generated"/>; a clone lacks it, and then the history of
/// HEAD shows them.
/// </summary>
/// <param name="Last">The newest one.</param>
/// <param name="Merged">The newest one that HEAD has, or null.</param>
internal sealed record GeneratedBranch(GeneratedCommit Last, GeneratedCommit? Merged)
{
    /// <summary>The generated commits of <paramref name="repository"/>, or null if it has none.</summary>
    public static GeneratedBranch? Of(Repository repository)
    {
        var merged = repository.Head.Tip is { } tip ? LastIn(repository, tip) : null;
        var own = repository.Refs[BotBranches.Generated]?.ResolveToDirectReference() is { } branch
            && repository.Lookup<Commit>(branch.TargetIdentifier) is { } commit ? GeneratedCommit.Of(commit) : null;
        return own is not null && own.Commit != merged?.Commit && IsAhead(repository, own, merged) ? new(own, merged)

            // Two machines had generated, and both commits are merged: the branch is the one that is continued.
            : own is not null && merged is not null && !IsAhead(repository, merged, own) && IsIn(repository, own) ? new(own, own)
            : merged is not null ? new(merged, merged)
            : null;
    }

    /// <summary>Moves the branch to <paramref name="commit"/>.</summary>
    public static void Set(Repository repository, Commit commit)
    {
        if (repository.Refs[BotBranches.Generated]?.ResolveToDirectReference().TargetIdentifier != commit.Sha)
        {
            repository.Refs.Add(BotBranches.Generated, commit.Id, allowOverwrite: true);
        }
    }

    /// <summary>The newest generated commit in the history of <paramref name="tip"/>, or null.</summary>
    public static GeneratedCommit? LastIn(Repository repository, Commit tip) => repository.Commits
        .QueryBy(new CommitFilter { IncludeReachableFrom = tip, SortBy = CommitSortStrategies.Topological })
        .Select(GeneratedCommit.Of)
        .FirstOrDefault(commit => commit is not null);

    private static bool IsIn(Repository repository, GeneratedCommit own) =>
        repository.ObjectDatabase.FindMergeBase(own.Commit, repository.Head.Tip) == own.Commit;

    private static bool IsAhead(Repository repository, GeneratedCommit own, GeneratedCommit? merged) =>
        merged is null || repository.ObjectDatabase.FindMergeBase(own.Commit, merged.Commit) == merged.Commit;
}
