using LibGit2Sharp;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Repositories;

/// <summary>The commit that the verify stage has tested.</summary>
internal static class TestedCommit
{
    /// <summary>
    /// Id of the candidate of <paramref name="repository"/>, else of the commit that is checked out; empty if it cannot be read.
    /// </summary>
    public static string Of(BotRepository repository)
    {
        if (repository.Candidate is { } candidate)
        {
            return candidate;
        }

        try
        {
            using var opened = Commits.Open(repository.Path);
            return opened.Head.Tip?.Sha ?? "";
        }
        catch (LibGit2SharpException)
        {
            return "";
        }
    }
}
