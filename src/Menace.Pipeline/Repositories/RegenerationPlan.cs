using LibGit2Sharp;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>What new output makes of a repository (<see cref="RegenerationPlanner"/>). Its commits are on no branch yet.</summary>
/// <param name="Head">The commit that is checked out.</param>
internal sealed record RegenerationPlan(Commit Head)
{
    /// <summary>Why the repository must not be touched at all, or null.</summary>
    public RepositoryRefusal? Refusal { get; init; }

    /// <summary>The commit with the new output; null if the repository must not be touched.</summary>
    public Commit? Generated { get; init; }

    /// <summary>The commit that the user's branch gets; <see cref="Head"/> if it is not moved.</summary>
    public Commit Main { get; init; } = Head;

    /// <summary>The uncommitted work that keeps the branch from being moved, or null.</summary>
    public RepositoryRefusal? Blocked { get; init; }

    /// <summary>The merge for which a working tree has to be made, or null.</summary>
    public OpenMerge? NewWork { get; init; }

    /// <summary>A working tree in which the user has decided nothing, and that is outdated, or that main has already; or null.</summary>
    public MergeWork? Outdated { get; init; }

    /// <inheritdoc cref="RepositoryUpdate.Conflicts"/>
    public IReadOnlyList<MergeConflict> Conflicts { get; init; } = [];

    /// <inheritdoc cref="RepositoryUpdate.Unfinished"/>
    public string? Unfinished { get; init; }

    /// <inheritdoc cref="RepositoryUpdate.WorkPath"/>
    public string WorkPath { get; init; } = "";

    /// <inheritdoc cref="RepositoryUpdate.Notes"/>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// True if the user's branch has the output when the plan is carried out, or when the tests of the candidate have passed.
    /// </summary>
    public bool IsMerged => Generated is not null && Blocked is null && Conflicts.Count == 0 && Unfinished is null;

    /// <summary>The outcome of the plan.</summary>
    public RepositoryUpdate ToUpdate() => Generated is null ? new(Head.Sha, Head.Tree.Sha, Refusal)
        : new(Generated.Sha, Generated.Tree.Sha, Blocked)
        {
            Conflicts = Conflicts,
            Unfinished = Unfinished,
            WorkPath = WorkPath,
            Notes = Notes,
            IsMerged = IsMerged,
            IsRecorded = !IsMerged,
            ChangedFiles = IsMerged ? WorkingTree.CountChanges(Head.Tree, Main.Tree) : 0,
        };
}

/// <summary>A merge with conflicts.</summary>
/// <param name="Ours">The user's commit.</param>
/// <param name="Theirs">The commit that is merged into it.</param>
/// <param name="Message">The message that git offers for the merge commit.</param>
/// <param name="Result">The merged tree.</param>
internal sealed record OpenMerge(Commit Ours, Commit Theirs, string Message, TreeMergeResult Result);
