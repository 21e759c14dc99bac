using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Brings new generated output into a repository. The output becomes a commit on <see cref="BotBranches.Generated"/>, which is merged into
/// the user's branch as a vendor branch is: without commits of the user by moving the branch, else by a merge commit, or by a working tree
/// of its own in which the user decides (<see cref="MergeWork"/>). <see cref="RegenerationPlanner"/> decides which of them.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="settings">How commits of the user are merged.</param>
/// <param name="signer">Signs the commits, or null.</param>
internal sealed class Regeneration(Repository repository, MergeSettings settings, CommitSigner? signer = null)
{
    /// <summary>The file that describes the output; it is always taken from there.</summary>
    public const string LockFile = "menace.lock.json";

    /// <summary>Brings <paramref name="files"/> in.</summary>
    /// <param name="files">All generated files.</param>
    /// <param name="message">Makes the message of the generated commit from the id of its tree.</param>
    /// <param name="time">The time of that commit.</param>
    public RepositoryUpdate Run(IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time)
    {
        BranchUpdate.RemoveLeftovers(repository);
        MergeWork.RemoveLeftovers(repository);
        var plan = new RegenerationPlanner(repository, settings, signer).Plan(files, message, time);
        if (plan.Generated is not { } generated)
        {
            return plan.ToUpdate();
        }

        Fault.Reached(Boundary.UpdateCommitted);
        return BranchUpdate.Marked(repository, () => Write(plan, generated));
    }

    private RepositoryUpdate Write(RegenerationPlan plan, Commit generated)
    {
        GeneratedBranch.Set(repository, generated);
        Fault.Reached(Boundary.UpdateGenerated);
        plan.Outdated?.Remove(repository);
        if (plan.NewWork is { } work)
        {
            MergeWork.Create(repository, plan.WorkPath, work.Ours, work.Theirs, work.Result, work.Message);
        }

        if (plan.Conflicts.Count > 0 || plan.Unfinished is not null)
        {
            return plan.ToUpdate();
        }

        Fault.Reached(Boundary.UpdateMerged);
        var update = (Bring(plan) is { } refusal ? plan with { Blocked = refusal } : plan).ToUpdate();
        return update with { Candidate = repository.Refs[BotBranches.Candidate]?.ResolveToDirectReference().TargetIdentifier };
    }

    /// <summary>Moves the user's branch as planned, or makes its new commit the candidate that the tests decide about.</summary>
    private RepositoryRefusal? Bring(RegenerationPlan plan)
    {
        if (plan.Main == plan.Head || plan.Blocked is not null)
        {
            Candidate.Remove(repository);
            return plan.Blocked;
        }

        if (repository.Head.CanonicalName == BotBranches.Candidate)
        {
            // No output has passed its tests yet: there is nothing to protect from this one but the work of the user.
            return BranchUpdate.Move(repository, plan.Head, plan.Main);
        }

        Candidate.Set(repository, plan.Main);
        Fault.Reached(Boundary.UpdateWaiting);
        return null;
    }
}

/// <summary>How commits of the user are merged with new output.</summary>
/// <param name="Mergers">Merge files by their syntax.</param>
/// <param name="WorkPath">Absolute path of the working tree in which conflicts are decided.</param>
internal sealed record MergeSettings(IReadOnlyList<IFileMerger> Mergers, string WorkPath)
{
    /// <summary>True to take in the remote's commits that were fetched (<see cref="IncomingCommits"/>).</summary>
    public bool TakesRemote { get; init; }

    /// <summary>The files that versions of the bot's template renamed.</summary>
    public IReadOnlyList<TemplateRename> Renames { get; init; } = [];
}
