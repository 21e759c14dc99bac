using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Decides what new output makes of a repository. It stores objects and nothing else: no branch, no file and no working tree is changed,
/// so that a preview (<see cref="MemoryObjects"/>) decides by the same code as a build.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="settings">How commits of the user are merged.</param>
/// <param name="signer">Signs the commits, or null.</param>
internal sealed class RegenerationPlanner(Repository repository, MergeSettings settings, CommitSigner? signer = null)
{
    private static readonly ConflictLabels Labels = new("main", "generated before", "menace/generated");
    private static readonly HashSet<string> AlwaysTheirs = new(StringComparer.Ordinal) { Regeneration.LockFile };

    /// <summary>Decides; the arguments are those of <see cref="Regeneration.Run"/>.</summary>
    public RegenerationPlan Plan(IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time)
    {
        var plan = new RegenerationPlan(repository.Head.Tip);
        if ((BranchUpdate.StateOf(repository) ?? Candidate.WorkIn(repository)) is { } state)
        {
            return plan with { Refusal = state };
        }

        // A repository that is taken over has none.
        var local = GeneratedBranch.Of(repository)?.Last;
        var incoming = settings.TakesRemote && local is not null ? IncomingCommits.Of(repository) : IncomingCommits.None;
        if (incoming.Main is { } remote && BranchUpdate.SubmoduleIn(remote.Tree) is { } submodule)
        {
            return plan with
            {
                Refusal = new("the remote's main has a submodule", submodule, "Remove it there, or build without MenacePull"),
            };
        }

        var last = local is null ? null : incoming.Continue(repository, local).Commit;
        var tree = GitTrees.Create(repository, files);
        var generated = last?.Tree.Sha == tree.Sha ? last
            : Commits.Create(repository, tree, message(tree.Sha), time, last is null ? [] : [last], signer);
        return Merge(plan with { Generated = generated }, generated, MergeWork.Of(repository), incoming, local);
    }

    private RegenerationPlan Merge(
        RegenerationPlan plan, Commit generated, MergeWork? work, IncomingCommits incoming, GeneratedCommit? local)
    {
        var (head, ours) = (plan.Head, plan.Head);
        if (work is { IsFinished: true })
        {
            if (JoinFinished(head, work) is not { } joined)
            {
                return Unfinished(plan, work, "main has moved on, and its new commits conflict with the merge there. Merge them: "
                    + (work.Path.Length > 0 ? $"git -C '{work.Path}' merge main"
                        : $"git -C '{repository.Info.WorkingDirectory}' merge menace/merge"));
            }

            plan = joined == head ? plan with { Outdated = work } : plan;
            ours = joined;
        }
        else if (work is not null && (work.IsGivenUp || work.Ours != head.Sha
            || (work.Theirs != generated.Sha && work.Theirs != incoming.Main?.Sha)))
        {
            if (!work.IsGivenUp && !work.IsUntouched())
            {
                return Unfinished(
                    plan, work, $"main or the new output has moved on since it began. Commit it: git -C '{work.Path}' commit -a, or "
                    + $"give it up: git -C '{repository.Info.WorkingDirectory}' worktree remove --force '{work.Path}'");
            }

            plan = plan with { Outdated = work };
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
                var joined = incoming.Merge(repository, ours, remote, local!, settings.Mergers);
                if (joined.Conflicts.Count > 0)
                {
                    return Conflicts(plan, new(ours, remote, IncomingCommits.Message, joined), work);
                }

                ours = MergeCommit(joined, IncomingCommits.Message, ours, remote);
            }
        }

        if (Contains(generated, ours))
        {
            // Nothing of the user's.
            return Bring(plan, generated);
        }

        if (Contains(ours, generated))
        {
            return Bring(plan, ours);
        }

        var merged = TreesOf(ours, generated);
        var message = $"Merge branch 'menace/generated': {generated.MessageShort}\n";
        return merged.Conflicts.Count > 0 ? Conflicts(plan, new(ours, generated, message, merged), work)
            : Bring(plan with { Notes = merged.Notes }, MergeCommit(merged, message, ours, generated));
    }

    private Commit MergeCommit(TreeMergeResult merged, string message, Commit ours, Commit theirs) =>
        Commits.Create(repository, GitTrees.Create(repository, merged), message, TimeOf(ours, theirs), [ours, theirs], signer);

    private RegenerationPlan Bring(RegenerationPlan plan, Commit main) => plan with
    {
        Main = main,
        Blocked = main == plan.Head ? null : BranchUpdate.WorkIn(repository, main.Tree),
    };

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
            : MergeCommit(merged, "Merge branch 'menace/merge'\n", head, work.Tip);
    }

    private RegenerationPlan Conflicts(RegenerationPlan plan, OpenMerge merge, MergeWork? work)
    {
        if (work is null || work.IsFinished)
        {
            return plan with { NewWork = merge, Conflicts = merge.Result.Conflicts, WorkPath = settings.WorkPath };
        }

        MergeConflict[] open = [.. merge.Result.Conflicts.Where(conflict => work.IsOpen(conflict.Path))];
        return open.Length > 0 ? plan with { Conflicts = open, WorkPath = work.Path }
            : Unfinished(plan, work, $"every conflict is decided, but not committed. Commit the merge: git -C '{work.Path}' commit");
    }

    private static RegenerationPlan Unfinished(RegenerationPlan plan, MergeWork work, string reason) =>
        plan with { Unfinished = reason, WorkPath = work.Path };

    private TreeMergeResult TreesOf(Commit ours, Commit theirs)
    {
        var ancestor = repository.ObjectDatabase.FindMergeBase(ours, theirs) ?? BaseOf(theirs);
        var before = ancestor?.Tree ?? repository.ObjectDatabase.CreateTree(new TreeDefinition());
        var versions = ancestor is null ? null : GeneratedCommit.Of(ancestor)?.Templates;
        return TreeMerge.Merge(
            GitTrees.ToMerge(repository, before), GitTrees.ToMerge(repository, ours.Tree), GitTrees.ToMerge(repository, theirs.Tree),
            new TreeMergeOptions(settings.Mergers, AlwaysTheirs, Labels)
            {
                TheirRenames = versions?.NewPaths(settings.Renames) ?? TreeMergeOptions.NoRenames,
            });
    }

    /// <summary>
    /// What a generated commit is compared with if it has no ancestor in common with the user's branch: null, for nothing, if that branch
    /// had another origin, else the output before, of which the user has amended the commit.
    /// </summary>
    private static Commit? BaseOf(Commit generated)
    {
        var first = generated;
        while (first.Parents.FirstOrDefault() is { } parent)
        {
            first = parent;
        }

        return GeneratedCommit.Of(first) is not { Reason: not GeneratedCommit.TakenOver }
            ? null : generated.Parents.FirstOrDefault() ?? generated;
    }

    private bool Contains(Commit commit, Commit ancestor) => repository.ObjectDatabase.FindMergeBase(commit, ancestor) == ancestor;

    /// <summary>Never before its parents, and the same on every machine.</summary>
    private static DateTimeOffset TimeOf(Commit ours, Commit theirs) =>
        ours.Committer.When > theirs.Committer.When ? ours.Committer.When : theirs.Committer.When;
}
