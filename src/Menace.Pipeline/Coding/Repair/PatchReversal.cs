using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>Takes patches back (docs/self-repair.md).</summary>
/// <param name="patches">The patches.</param>
internal sealed class PatchReversal(PatchesDb patches)
{
    /// <summary>The patch of <paramref name="repository"/> that its main branch has and that was not taken back, the newest; or
    /// null.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    /// <exception cref="LibGit2SharpException">Git cannot read the repository.</exception>
    public PatchRecord? AppliedTo(string repository) => patches.All().FirstOrDefault(patch =>
        patch.Repository == repository && patch.TakenBack.Length == 0 && PatchBranch.IsApplied(repository, patch.Commit));

    /// <summary>Takes a patch back, and records it.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <returns>What became of it, as a clause; or why it stays.</returns>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public (string? TakenBack, RepositoryRefusal? Refusal) Revert(PatchRecord patch, string reason)
    {
        if (patch.TakenBack.Length > 0)
        {
            return (null, new("it was taken back before", patch.TakenBack, "There is nothing to do"));
        }

        try
        {
            var (commit, refusal) = PatchBranch.Revert(
                patch.Repository, patch.Commit, Redaction.Redact($"Take back the repair {patch.Id} of {patch.Bot}\n\n{reason}\n"));
            if (refusal is not null)
            {
                return (null, refusal);
            }

            var outcome = commit is null ? "its branch was removed" : $"by commit {commit}";
            patches.Record(patch with { TakenBack = outcome });
            return (outcome, null);
        }
        catch (LibGit2SharpException exception)
        {
            return (null, new("git cannot write its repository", exception.Message, "Repair the repository"));
        }
    }
}
