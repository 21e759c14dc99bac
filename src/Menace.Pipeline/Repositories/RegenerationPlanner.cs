using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Decides what new output makes of a repository. It stores objects and nothing else: no branch, no file and no working tree is changed,
/// so that a preview (<see cref="MemoryObjects"/>) decides by the same code as a build.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="settings">How commits of the user are merged; null: a repository with such commits is refused.</param>
internal sealed class RegenerationPlanner(Repository repository, MergeSettings? settings)
{
    private const string LockFile = "menace.lock.json";

    private static readonly ConflictLabels Labels = new("main", "generated before", "menace/generated");
    private static readonly HashSet<string> AlwaysTheirs = new(StringComparer.Ordinal) { LockFile };

    /// <summary>Decides; the arguments are those of <see cref="Regeneration.Run"/>.</summary>
    public RegenerationPlan Plan(IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time)
    {
        var plan = new RegenerationPlan(repository.Head.Tip);
        if (BranchUpdate.StateOf(repository) is { } state)
        {
            return plan with { Refusal = state };
        }

        // A repository that is taken over has none.
        var last = GeneratedBranch.Of(repository)?.Last.Commit;
        var tree = GitTrees.Create(repository, files);
        if (settings is null && (Regeneration.UserCommit(plan.Head) ?? BranchUpdate.WorkIn(repository, tree)) is { } refusal)
        {
            return plan with { Refusal = refusal };
        }

        var generated = last?.Tree.Sha == tree.Sha ? last
            : Commits.Create(repository, tree, message(tree.Sha), time, last is null ? [] : [last]);
        return Merge(plan with { Generated = generated }, generated, MergeWork.Of(repository));
    }

    /// <summary>The message of a merge of <paramref name="generated"/>.</summary>
    public static string MessageOf(Commit generated) => $"Merge branch 'menace/generated': {generated.MessageShort}\n";

    private RegenerationPlan Merge(RegenerationPlan plan, Commit generated, MergeWork? work)
    {
        var (head, ours) = (plan.Head, plan.Head);
        if (work is { IsFinished: true })
        {
            if (JoinFinished(head, work) is not { } joined)
            {
                return Unfinished(plan, work, $"main has moved on, and its new commits conflict with the merge there. Merge them: "
                    + $"git -C '{work.Path}' merge main");
            }

            ours = joined;
        }
        else if (work is not null && (work.Ours != head.Sha || work.Theirs != generated.Sha))
        {
            if (!work.IsUntouched())
            {
                return Unfinished(
                    plan, work, $"main or the new output has moved on since it began. Commit it: git -C '{work.Path}' commit -a, or "
                    + $"give it up: git -C '{repository.Info.WorkingDirectory}' worktree remove --force '{work.Path}'");
            }

            plan = plan with { Outdated = work };
            work = null;
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
        return merged.Conflicts.Count > 0 ? Conflicts(plan, ours, work, merged)
            : Bring(plan with { Notes = merged.Notes }, Commits.Create(
                repository, GitTrees.Create(repository, merged), MessageOf(generated), TimeOf(ours, generated), [ours, generated]));
    }

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
            : Commits.Create(
                repository, GitTrees.Create(repository, merged), "Merge branch 'menace/merge'\n", TimeOf(head, work.Tip), [head, work.Tip]);
    }

    private RegenerationPlan Conflicts(RegenerationPlan plan, Commit ours, MergeWork? work, TreeMergeResult merged)
    {
        if (work is null || work.IsFinished)
        {
            return plan with { NewWork = new(ours, merged), Conflicts = merged.Conflicts, WorkPath = settings!.WorkPath };
        }

        MergeConflict[] open = [.. merged.Conflicts.Where(conflict => work.IsOpen(conflict.Path))];
        return open.Length > 0 ? plan with { Conflicts = open, WorkPath = work.Path }
            : Unfinished(plan, work, $"every conflict is decided, but not committed. Commit the merge: git -C '{work.Path}' commit");
    }

    private static RegenerationPlan Unfinished(RegenerationPlan plan, MergeWork work, string reason) =>
        plan with { Unfinished = reason, WorkPath = work.Path };

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

    /// <summary>Never before its parents, and the same on every machine.</summary>
    private static DateTimeOffset TimeOf(Commit ours, Commit theirs) =>
        ours.Committer.When > theirs.Committer.When ? ours.Committer.When : theirs.Committer.When;
}
