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

    /// <summary>Something that Menace did not make.</summary>
    public static RepositoryState Foreign(string reason) => new() { ForeignReason = reason };

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

    /// <summary>A repository with a generated commit in its history.</summary>
    public static RepositoryState Generated(GeneratedCommit last) =>
        new()
        {
            Input = last.Input,
            Parts = last.Parts,
            Commit = last.Commit.Sha,
            Tree = last.Commit.Tree.Sha,
            Documents = last.Documents,
        };
}

/// <summary>The reason why a repository was left untouched.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Evidence">Where it can be seen.</param>
/// <param name="Remedy">The remedy.</param>
internal sealed record RepositoryRefusal(string Reason, string Evidence, string Remedy);

/// <summary>The outcome of an update.</summary>
/// <param name="Commit">Id of the new commit, or of HEAD if the update was rejected.</param>
/// <param name="Tree">Id of its tree.</param>
/// <param name="Refusal">Why nothing was committed, or null.</param>
internal sealed record RepositoryUpdate(string Commit, string Tree, RepositoryRefusal? Refusal)
{
    /// <summary>Gets the number of files that the commit adds, changes or removes.</summary>
    public int ChangedFiles { get; init; }
}
