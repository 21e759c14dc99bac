using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Brings new generated output into a repository. The output becomes a commit on <see cref="BotBranches.Generated"/>, which is merged into
/// the user's branch as a vendor branch is: without commits of the user by moving the branch, else by a merge commit, or by a working tree
/// of its own in which the user decides (<see cref="MergeWork"/>).
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="settings">How commits of the user are merged; null: a repository with such commits is refused.</param>
/// <param name="signer">Signs the commits, or null.</param>
internal sealed class Regeneration(Repository repository, MergeSettings? settings, CommitSigner? signer = null)
{
    public const string LockFile = "menace.lock.json";

    private static readonly ConflictLabels Labels = new("main", "generated before", "menace/generated");

    private static readonly HashSet<string> AlwaysTheirs = new(StringComparer.Ordinal) { LockFile };

    /// <summary>Brings <paramref name="files"/> in.</summary>
    /// <param name="files">All generated files.</param>
    /// <param name="message">Makes the message of the generated commit from the id of its tree.</param>
    /// <param name="time">The time of that commit.</param>
    public RepositoryUpdate Run(IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time)
    {
        BranchUpdate.RemoveLeftovers(repository);
        var head = repository.Head.Tip;
        if (BranchUpdate.StateOf(repository) is { } state)
        {
            return Refused(state);
        }

        // A repository that is taken over has none.
        var local = GeneratedBranch.Of(repository)?.Last;
        var incoming = settings is { TakesRemote: true } && local is not null ? IncomingCommits.Of(repository) : IncomingCommits.None;
        var last = local is null ? null : incoming.Continue(repository, local).Commit;
        var tree = GitTrees.Create(repository, files);
        if (settings is null && (UserCommit(head) ?? BranchUpdate.WorkIn(repository, tree)) is { } refusal)
        {
            return Refused(refusal);
        }

        var generated = last?.Tree.Sha == tree.Sha ? last
            : Commits.Create(repository, tree, message(tree.Sha), time, last is null ? [] : [last], signer);
        Fault.Reached(Boundary.UpdateCommitted);
        GeneratedBranch.Set(repository, generated);
        Fault.Reached(Boundary.UpdateGenerated);
        return Merge(head, generated, incoming, local);

        RepositoryUpdate Refused(RepositoryRefusal refusal) => new(head.Sha, head.Tree.Sha, refusal);
    }

    /// <summary>The refusal for a last commit of the user, or null.</summary>
    public static RepositoryRefusal? UserCommit(Commit head) => GeneratedCommit.Of(head) is not null ? null :
        new("its last commit was not made by Menace", $"{head.Sha[..10]} {head.MessageShort}",
            "Move the change into the task list and reset the repository to its last generated commit, or move the repository away");

    private RepositoryUpdate Merge(Commit head, Commit generated, IncomingCommits incoming, GeneratedCommit? local)
    {
        var work = MergeWork.Of(repository);
        var ours = head;
        if (work is { IsFinished: true })
        {
            if (JoinFinished(head, work) is not { } finished)
            {
                return Unfinished(generated, work, $"main has moved on, and its new commits conflict with the merge there. Merge them: "
                    + $"git -C '{work.Path}' merge main");
            }

            ours = finished;
        }
        else if (work is not null && (work.Ours != head.Sha || (work.Theirs != generated.Sha && work.Theirs != incoming.Main?.Sha)))
        {
            if (!work.IsUntouched())
            {
                return Unfinished(
                    generated, work, $"main or the new output has moved on since it began. Commit it: git -C '{work.Path}' commit -a, or "
                    + $"give it up: git -C '{repository.Info.WorkingDirectory}' worktree remove --force '{work.Path}'");
            }

            work.Remove(repository);
            work = null;
        }

        // One merge at a time: the user is deciding another one.
        var isBusy = work is { IsFinished: false } && work.Theirs != incoming.Main?.Sha;
        if (incoming.Main is { } remote && !isBusy && !Contains(ours, remote))
        {
            if (Contains(remote, ours))
            {
                ours = remote;
            }
            else
            {
                var joined = incoming.Merge(repository, ours, remote, local!, settings!.Mergers);
                if (joined.Conflicts.Count > 0)
                {
                    return Conflicts(ours, generated, remote, work, joined, IncomingCommits.Message);
                }

                ours = Commits.Create(
                    repository, GitTrees.Create(repository, joined), IncomingCommits.Message, TimeOf(ours, remote), [ours, remote], signer);
            }
        }

        IReadOnlyList<string> notes = [];
        if (Contains(generated, ours))
        {
            // Nothing of the user's.
            ours = generated;
        }
        else if (!Contains(ours, generated))
        {
            var merged = TreesOf(ours, generated);
            if (merged.Conflicts.Count > 0)
            {
                return Conflicts(ours, generated, generated, work, merged, MessageOf(generated));
            }

            notes = merged.Notes;
            ours = Commits.Create(
                repository, GitTrees.Create(repository, merged), MessageOf(generated), TimeOf(ours, generated), [ours, generated],
                signer);
        }

        Fault.Reached(Boundary.UpdateMerged);
        if (ours == head)
        {
            Candidate.Remove(repository);
        }
        else if (Bring(head, ours) is { } refusal)
        {
            return new(generated.Sha, generated.Tree.Sha, refusal) { IsRecorded = true };
        }

        return new(generated.Sha, generated.Tree.Sha, null)
        {
            IsMerged = true,
            ChangedFiles = WorkingTree.CountChanges(head.Tree, ours.Tree),
            Notes = notes,
        };
    }

    /// <summary>Moves the user's branch to <paramref name="commit"/>, or makes it the candidate that the tests decide about.</summary>
    private RepositoryRefusal? Bring(Commit head, Commit commit)
    {
        if (repository.Head.CanonicalName == BotBranches.Candidate)
        {
            // No output has passed its tests yet: there is nothing to protect from this one but the work of the user.
            return BranchUpdate.Move(repository, head, commit);
        }

        if (BranchUpdate.WorkIn(repository, commit.Tree) is { } work)
        {
            Candidate.Remove(repository);
            return work;
        }

        Candidate.Set(repository, commit);
        Fault.Reached(Boundary.UpdateWaiting);
        return null;
    }

    /// <summary>The merge that the user committed, with the commits that main has got meanwhile; null if they conflict.</summary>
    private Commit? JoinFinished(Commit head, MergeWork work)
    {
        if (Contains(work.Tip, head))
        {
            return work.Tip;
        }

        if (Contains(head, work.Tip))
        {
            return head;
        }

        var merged = TreesOf(head, work.Tip);
        return merged.Conflicts.Count > 0 ? null
            : Commits.Create(
                repository, GitTrees.Create(repository, merged), "Merge branch 'menace/merge'\n", TimeOf(head, work.Tip), [head, work.Tip],
                signer);
    }

    private RepositoryUpdate Conflicts(
        Commit ours, Commit generated, Commit theirs, MergeWork? work, TreeMergeResult merged, string message)
    {
        if (work is null || work.IsFinished)
        {
            MergeWork.Create(repository, settings!.WorkPath, ours, theirs, merged, message);
            return Open(merged.Conflicts, settings.WorkPath);
        }

        MergeConflict[] open = [.. merged.Conflicts.Where(conflict => work.IsOpen(conflict.Path))];
        return open.Length > 0 ? Open(open, work.Path)
            : Unfinished(generated, work, $"every conflict is decided, but not committed. Commit the merge: git -C '{work.Path}' commit");

        RepositoryUpdate Open(IReadOnlyList<MergeConflict> conflicts, string path) =>
            new(generated.Sha, generated.Tree.Sha, null) { Conflicts = conflicts, WorkPath = path, IsRecorded = true };
    }

    private static RepositoryUpdate Unfinished(Commit generated, MergeWork work, string reason) =>
        new(generated.Sha, generated.Tree.Sha, null) { Unfinished = reason, WorkPath = work.Path, IsRecorded = true };

    private TreeMergeResult TreesOf(Commit ours, Commit theirs)
    {
        var ancestor = repository.ObjectDatabase.FindMergeBase(ours, theirs)?.Tree ?? BaseOf(theirs);
        return TreeMerge.Merge(
            GitTrees.ToMerge(repository, ancestor), GitTrees.ToMerge(repository, ours.Tree), GitTrees.ToMerge(repository, theirs.Tree),
            new TreeMergeOptions(settings!.Mergers, AlwaysTheirs, Labels));
    }

    /// <summary>
    /// What a generated commit is compared with if it has no ancestor in common with the user's branch: nothing if that branch had another
    /// origin, else the output before, of which the user has amended the commit.
    /// </summary>
    private Tree BaseOf(Commit generated)
    {
        var first = generated;
        while (first.Parents.FirstOrDefault() is { } parent)
        {
            first = parent;
        }

        return GeneratedCommit.Of(first) is not { Reason: not GeneratedCommit.TakenOver }
            ? repository.ObjectDatabase.CreateTree(new TreeDefinition())
            : (generated.Parents.FirstOrDefault() ?? generated).Tree;
    }

    private bool Contains(Commit commit, Commit ancestor) => repository.ObjectDatabase.FindMergeBase(commit, ancestor) == ancestor;

    private static string MessageOf(Commit generated) => $"Merge branch 'menace/generated': {generated.MessageShort}\n";

    /// <summary>Never before its parents, and the same on every machine.</summary>
    private static DateTimeOffset TimeOf(Commit ours, Commit theirs) =>
        ours.Committer.When > theirs.Committer.When ? ours.Committer.When : theirs.Committer.When;
}

/// <summary>How commits of the user are merged with new output.</summary>
/// <param name="Mergers">Merge files by their syntax.</param>
/// <param name="WorkPath">Absolute path of the working tree in which conflicts are decided.</param>
internal sealed record MergeSettings(IReadOnlyList<IFileMerger> Mergers, string WorkPath)
{
    /// <summary>True to take in the remote's commits that were fetched (<see cref="IncomingCommits"/>).</summary>
    public bool TakesRemote { get; init; }
}
