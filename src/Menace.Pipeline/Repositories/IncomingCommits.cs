using LibGit2Sharp;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>The remote's commits that a repository has fetched (<see cref="OriginRepository.FetchAsync"/>) and its branches lack.</summary>
/// <param name="Main">That of the remote's main, or null.</param>
/// <param name="Generated">The remote's newest generated commit, or null.</param>
internal sealed record IncomingCommits(Commit? Main, GeneratedCommit? Generated)
{
    /// <summary>The message of the commit that merges them.</summary>
    public const string Message = "Merge remote-tracking branch 'origin/main'\n";

    private static readonly ConflictLabels Labels = new("main", "common ancestor", "origin/main");
    private static readonly HashSet<string> LockFile = new(StringComparer.Ordinal) { Regeneration.LockFile };
    private static readonly HashSet<string> NoPaths = [];

    /// <summary>No commits.</summary>
    public static IncomingCommits None { get; } = new(null, null);

    /// <summary>True if there is none.</summary>
    public bool IsEmpty => Main is null && Generated is null;

    /// <summary>Those of <paramref name="repository"/>.</summary>
    public static IncomingCommits Of(Repository repository)
    {
        var own = repository.Refs[BotBranches.Generated] is null ? null : Tip(repository, BotBranches.Generated);
        var generated = Tip(repository, OriginRepository.Generated) is { } commit ? GeneratedCommit.Of(commit) : null;
        return new(
            Tip(repository, OriginRepository.Main) is { } main && !IsIn(repository, main, repository.Head.Tip) ? main : null,
            generated is not null && !IsIn(repository, generated.Commit, own) ? generated : null);
    }

    /// <summary>
    /// The generated commit that the next one continues: the remote's, unless <paramref name="last"/> has it already. Its branch there
    /// is never replaced, so that one of two lines has to be left.
    /// </summary>
    public GeneratedCommit Continue(Repository repository, GeneratedCommit last) =>
        Generated is null || IsIn(repository, Generated.Commit, last.Commit) ? last : Generated;

    /// <summary>
    /// Merges <paramref name="remote"/>, the remote's main. If two machines had generated different output, that is not a conflict: the
    /// user's commits are carried over to the remote's output first, and only those of both sides are merged.
    /// </summary>
    public TreeMergeResult Merge(
        Repository repository, Commit ours, Commit remote, GeneratedCommit local, IReadOnlyList<IFileMerger> mergers)
    {
        if (Generated?.Commit is { } theirs && IsIn(repository, theirs, remote) && IsIn(repository, local.Commit, ours)
            && !IsIn(repository, theirs, local.Commit) && !IsIn(repository, local.Commit, theirs))
        {
            // What both sides had before they parted is carried over as well: it is what their changes are compared with.
            var carried = Trees(repository, local.Commit.Tree, ours.Tree, theirs.Tree, mergers);
            var common = repository.ObjectDatabase.FindMergeBase(ours, remote);
            var before = common is null ? null : GeneratedBranch.LastIn(repository, common)?.Commit;
            var shared = before is null ? null : Trees(repository, before.Tree, common!.Tree, theirs.Tree, mergers);
            if (carried.Conflicts.Count == 0 && shared is { Conflicts.Count: 0 })
            {
                return Trees(
                    repository, GitTrees.Create(repository, shared), GitTrees.Create(repository, carried), remote.Tree, mergers);
            }
        }

        // Without a common commit both sides have added what they have.
        return Trees(repository, repository.ObjectDatabase.FindMergeBase(ours, remote)?.Tree, ours.Tree, remote.Tree, mergers);
    }

    private static TreeMergeResult Trees(Repository repository, Tree? ancestor, Tree ours, Tree theirs, IReadOnlyList<IFileMerger> mergers)
    {
        var before = ancestor is null ? MergeTree.Empty : GitTrees.ToMerge(repository, ancestor);
        var (mine, other) = (GitTrees.ToMerge(repository, ours), GitTrees.ToMerge(repository, theirs));

        // Only a lock file that the remote has changed: else the local one is newer.
        var isNewer = other.Entries.GetValueOrDefault(Regeneration.LockFile) != before.Entries.GetValueOrDefault(Regeneration.LockFile);
        return TreeMerge.Merge(before, mine, other, new TreeMergeOptions(mergers, isNewer ? LockFile : NoPaths, Labels));
    }

    private static bool IsIn(Repository repository, Commit commit, Commit? tip) =>
        tip is not null && repository.ObjectDatabase.FindMergeBase(commit, tip) == commit;

    private static Commit? Tip(Repository repository, string branch) =>
        repository.Refs[branch]?.ResolveToDirectReference() is { } found ? repository.Lookup<Commit>(found.TargetIdentifier) : null;
}
