using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Moves main, its index and its files to another commit, if nothing of the user's would be lost. The branch moves last, so that whatever
/// ends the process leaves the old commit or the new one.
/// </summary>
internal static class BranchUpdate
{
    /// <summary>
    /// Names the trees of updates that ended early, one a line, until the commit of a later one is on the branch: the files of these trees
    /// are not edits of the user.
    /// </summary>
    public const string PendingFile = "menace.pending";

    /// <summary>Exists while an update changes files, index and branch.</summary>
    private const string UpdateMark = "menace.update";

    private const string DraftedFile = "menace.tmp";

    /// <summary>What an update writes under a lock of git.</summary>
    private static readonly string[] Locked =
    [
        "index", "HEAD", "packed-refs", BotBranches.Main, BotBranches.Generated, BotBranches.Candidate, BotBranches.Merge,
        BotBranches.SelfCoding,
    ];

    /// <summary>The same for the repository at <paramref name="path"/>; without such locks it is not opened.</summary>
    public static void RemoveLeftovers(string path)
    {
        if (File.Exists(Path.Combine(path, ".git", UpdateMark)))
        {
            using var repository = Commits.Open(path);
            RemoveLeftovers(repository);
        }
    }

    /// <summary>Deletes the locks of an interrupted update, which no process holds any more.</summary>
    public static void RemoveLeftovers(Repository repository)
    {
        var git = repository.Info.Path;
        if (File.Exists(Path.Combine(git, UpdateMark)))
        {
            foreach (var file in Locked)
            {
                File.Delete(Path.Combine(git, file + ".lock"));
            }

            File.Delete(Path.Combine(git, DraftedFile));
            File.Delete(Path.Combine(git, UpdateMark));
        }
    }

    /// <summary>
    /// Runs <paramref name="write"/>, which changes branches, index or files: if it is killed, the locks that it leaves are known as ours.
    /// </summary>
    public static T Marked<T>(Repository repository, Func<T> write)
    {
        var mark = Path.Combine(repository.Info.Path, UpdateMark);
        if (File.Exists(mark))
        {
            return write();
        }

        AtomicFile.WriteNew(mark, []);
        try
        {
            return write();
        }
        finally
        {
            File.Delete(mark);
        }
    }

    /// <summary>Why no update of Menace may touch the repository, whatever it changes, or null.</summary>
    public static RepositoryRefusal? StateOf(Repository repository)
    {
        var path = repository.Info.WorkingDirectory;
        return repository.Info.IsBare ? new("it is a bare repository", repository.Info.Path, "Set core.bare to false, or move it away")
            : repository.Info.CurrentOperation is not CurrentOperation.None and var operation
                ? new("an operation of git is not finished", Word(operation), $"Finish it or give it up: git -C '{path}' status says how")
            : repository.Head.CanonicalName != BotBranches.Main && !IsNew(repository)
                ? new("another branch than main is checked out", repository.Head.FriendlyName, "Check out main")
            : repository.Info.IsShallow
                ? new("it is a shallow clone, whose history is not complete", path, $"Run git -C '{path}' fetch --unshallow")
            : SubmoduleIn(repository.Head.Tip.Tree) is { } submodule
                ? new("it has a submodule", submodule, "Remove it, or move the repository away")
            : null;
    }

    /// <summary>The uncommitted work that moving main to <paramref name="target"/> would lose, or null.</summary>
    public static RepositoryRefusal? WorkIn(Repository repository, Tree target) =>
        Edited(repository, Compare(repository, target).Blocking());

    /// <summary>
    /// Moves main to <paramref name="target"/>. Each path is compared once more right before it is changed: a user who edits a file
    /// meanwhile keeps the edit, and the update goes on when it is gone.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="head">The commit that main was at when the target was made.</param>
    /// <param name="target">The commit.</param>
    /// <returns>Why it was not moved, or null.</returns>
    public static RepositoryRefusal? Move(Repository repository, Commit head, Commit target)
    {
        var git = repository.Info.Path;
        var working = Compare(repository, target.Tree);
        if (working.Changed.FirstOrDefault(file => file.Mode is not (Mode.ExecutableFile or Mode.NonExecutableFile)) is { Path: { } link })
        {
            return new("a link would have to be written", link,
                $"Merge it yourself: git -C '{repository.Info.WorkingDirectory}' merge menace/candidate. Then build again");
        }

        if ((Moved(repository, head) ?? Edited(repository, working.Blocking())) is { } refusal)
        {
            return refusal;
        }

        AtomicFile.WriteText(
            Path.Combine(git, PendingFile),
            string.Concat(Pending(repository).Append(target.Tree).Select(tree => tree.Sha + "\n").Distinct()));
        return Marked(repository, () =>
        {
            if ((Checkout(repository, working, Path.Combine(git, DraftedFile)) ?? Moved(repository, head)) is { } late)
            {
                return late;
            }

            repository.Index.Replace(target);
            repository.Index.Write();
            Fault.Reached(Boundary.UpdateIndexed);
            repository.Refs.UpdateTarget(repository.Refs[repository.Head.CanonicalName], target.Id);
            File.Delete(Path.Combine(git, PendingFile));
            return null;
        });
    }

    /// <summary>The refusal for uncommitted work at <paramref name="edited"/>, or null if there is none.</summary>
    public static RepositoryRefusal? Edited(Repository repository, IReadOnlyList<string> edited)
    {
        var path = repository.Info.WorkingDirectory;
        return edited.Count == 0 ? null
            : GitFailure.IsSparse(repository) && edited.All(file => !Path.Exists(Path.Combine(path, file)))
                ? new("it is a sparse checkout, in which files are missing", Some(edited), $"Run git -C '{path}' sparse-checkout disable")
                : new("it has changes that are not committed", Some(edited),
                    $"Commit them: git -C '{path}' add -A && git -C '{path}' commit -m 'My changes'. Then build again");
    }

    private static WorkingTree Compare(Repository repository, Tree target) =>
        new(repository, target, [repository.Head.Tip.Tree, .. Pending(repository)]);

    private static Tree[] Pending(Repository repository) =>
        Path.Combine(repository.Info.Path, PendingFile) is var file && File.Exists(file)
            ? [.. File.ReadLines(file).Select(line => ObjectId.TryParse(line.Trim(), out var id) ? repository.Lookup<Tree>(id) : null)
                .OfType<Tree>()]
            : [];

    /// <summary>Makes the files those of the target, the lock file last.</summary>
    private static RepositoryRefusal? Checkout(Repository repository, WorkingTree working, string draft)
    {
        foreach (var path in working.Surplus)
        {
            if (working.Delete(path) is { } edited)
            {
                return Edited(repository, [edited]);
            }
        }

        foreach (var (path, id, mode) in working.Changed.OrderBy(file => file.Path == Regeneration.LockFile))
        {
            var file = new RepositoryFile(path, GitTrees.Read(repository, id), mode == Mode.ExecutableFile);
            if (working.Write(file, draft) is { } edited)
            {
                return Edited(repository, [edited]);
            }
        }

        return null;
    }

    /// <summary>The refusal for a branch that the user moved to <paramref name="commit"/> meanwhile.</summary>
    public static RepositoryRefusal HasMoved(string commit) => new("its branch moved while it was written", commit, "Build again");

    private static RepositoryRefusal? Moved(Repository repository, Commit head) =>
        repository.Head.Tip.Sha is var now && now == head.Sha ? null : HasMoved(now);

    /// <summary>True if the candidate is checked out because no output has passed its tests yet.</summary>
    private static bool IsNew(Repository repository) =>
        repository.Head.CanonicalName == BotBranches.Candidate
            && (repository.Refs[BotBranches.Main] is not { } main
                || main.ResolveToDirectReference().TargetIdentifier == repository.Head.Tip.Sha);

    /// <summary>The path of a submodule in <paramref name="tree"/>, or null.</summary>
    public static string? SubmoduleIn(Tree tree) =>
        GitTrees.Files(tree).Where(file => file.Mode == Mode.GitLink).Select(file => file.Path).FirstOrDefault();

    private static string Word(CurrentOperation operation) => operation switch
    {
        CurrentOperation.Merge => "merge",
        CurrentOperation.Revert or CurrentOperation.RevertSequence => "revert",
        CurrentOperation.CherryPick or CurrentOperation.CherryPickSequence => "cherry-pick",
        CurrentOperation.Bisect => "bisect",
        CurrentOperation.ApplyMailbox or CurrentOperation.ApplyMailboxOrRebase => "am",
        _ => "rebase",
    };

    private static string Some(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(3)) + (paths.Count > 3 ? $" and {paths.Count - 3} more" : "");
}
