using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>The remote's commits that a repository has fetched (<see cref="OriginRepository.FetchAsync"/>) and its branches lack.</summary>
/// <param name="Main">That of the remote's main, or null.</param>
/// <param name="Generated">The remote's newest generated commit, or null.</param>
internal sealed record IncomingCommits(Commit? Main, GeneratedCommit? Generated)
{
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

    private static bool IsIn(Repository repository, Commit commit, Commit? tip) =>
        tip is not null && repository.ObjectDatabase.FindMergeBase(commit, tip) == commit;

    private static Commit? Tip(Repository repository, string branch) =>
        repository.Refs[branch]?.ResolveToDirectReference() is { } found ? repository.Lookup<Commit>(found.TargetIdentifier) : null;
}
