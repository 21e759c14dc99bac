using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>The state of a repository's path before the develop stage changes it.</summary>
internal sealed record RepositoryState
{
    /// <summary>Nothing, or an empty folder.</summary>
    public static RepositoryState Absent { get; } = new();

    /// <summary>Gets the reason why Menace must not write it, or null.</summary>
    public string? ForeignReason { get; private init; }

    /// <summary>The remedy for a folder that Menace did not create.</summary>
    public string ForeignRemedy { get; private init; } = "Move it away, or rename the task";

    /// <summary>Input of the newest generated commit, or null.</summary>
    public string? Input { get; private init; }

    /// <summary>Parts of that input, or null.</summary>
    public InputParts? Parts { get; private init; }

    /// <summary>Id of the newest generated commit, or null.</summary>
    public string? Commit { get; private init; }

    /// <summary>Its tree, or null.</summary>
    public string? Tree { get; private init; }

    /// <summary>The digest of the documents of that commit; empty if unknown.</summary>
    public string Documents { get; private init; } = "";

    /// <summary>The same of the newest generated commit that the checked out branch has; null if it has none.</summary>
    public RepositoryState? Merged { get; private init; }

    /// <summary>False if the checked out branch does not have the newest generated commit yet.</summary>
    public bool IsMerged => Commit == Merged?.Commit;

    /// <summary>True if a merge of the user's is open, or is finished and not removed (<see cref="MergeWork"/>).</summary>
    public bool HasMerge { get; init; }

    /// <summary>The name of the bot in that commit; empty if unknown.</summary>
    public string Bot { get; private init; } = "";

    /// <summary>Why that commit was made (<see cref="GeneratedCommit.Reason"/>).</summary>
    public string Reason { get; private init; } = "";

    /// <summary>True for a repository of the user's with commits, which Menace can take over on request.</summary>
    public bool IsAdoptable { get; private init; }

    /// <summary>Something that Menace did not make.</summary>
    public static RepositoryState Foreign(string reason) => new() { ForeignReason = reason };

    /// <summary>A repository without a commit that Menace made.</summary>
    /// <param name="hasCommits">True if it has commits.</param>
    public static RepositoryState Unmade(bool hasCommits) => Foreign("its git repository has no commit that Menace made") with
    {
        IsAdoptable = hasCommits,
        ForeignRemedy = hasCommits ? "Move it away, rename the task, or take it over with -p:MenaceAdopt=true"
            : "Move it away, or rename the task",
    };

    /// <summary>A folder whose <c>.git</c> is a file: a working tree of another repository, or a submodule.</summary>
    public static RepositoryState Linked(string path) =>
        File.ReadAllText(Path.Combine(path, ".git")).Replace('\\', '/').Contains("/modules/", StringComparison.Ordinal)
            ? Foreign("it is a submodule of another repository") with
            {
                ForeignRemedy = $"Remove it there (git rm '{Path.GetFileName(path)}'), or rename the task",
            }
            : Foreign("it is a working tree of another repository") with
            {
                ForeignRemedy = $"Remove it (git worktree remove '{path}'), " +
                $"or rename the task"
            };

    /// <summary>A repository with generated commits.</summary>
    public static RepositoryState Generated(GeneratedBranch generated) =>
        Of(generated.Last) with { Merged = generated.Merged is { } merged ? Of(merged) : null };

    private static RepositoryState Of(GeneratedCommit commit) => new()
    {
        Input = commit.Input,
        Parts = commit.Parts,
        Commit = commit.Commit.Sha,
        Tree = commit.Commit.Tree.Sha,
        Documents = commit.Documents,
        Reason = commit.Reason,
        Bot = commit.Bot,
    };
}

/// <summary>The reason why a repository was left untouched.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Evidence">Where it can be seen.</param>
/// <param name="Remedy">The remedy.</param>
internal sealed record RepositoryRefusal(string Reason, string Evidence, string Remedy);

/// <summary>The outcome of an update.</summary>
/// <param name="Commit">Id of the generated commit, or of HEAD if there is none.</param>
/// <param name="Tree">Id of its tree.</param>
/// <param name="Refusal">Why the user's branch was not moved, or null.</param>
internal sealed record RepositoryUpdate(string Commit, string Tree, RepositoryRefusal? Refusal)
{
    /// <summary>Gets the number of files that the commit adds, changes or removes.</summary>
    public int ChangedFiles { get; init; }

    /// <summary>Id of the commit that waits for its tests (<see cref="Candidate"/>), or null.</summary>
    public string? Candidate { get; init; }

    /// <summary>Places that both the user and the new output changed: the user's branch was not moved.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; init; } = [];

    /// <summary>What keeps the merge in <see cref="WorkPath"/> from being finished, with the command that helps; or null.</summary>
    public string? Unfinished { get; init; }

    /// <summary>Absolute path of the working tree in which the user decides the conflicts.</summary>
    public string WorkPath { get; init; } = "";

    /// <summary>What the merge decided without the user: sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True if the user's branch has the new output, or will have it when the tests of the candidate have passed.</summary>
    public bool IsMerged { get; init; }

    /// <summary>True if the new output is on <see cref="BotBranches.Generated"/> although the user's branch was not moved.</summary>
    public bool IsRecorded { get; init; }
}
