using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The commits of a repository without those of another bot, with which it may have begun. That they are the other bot's is decided by the
/// generated commit on top of them, which names its parent: a commit of the user's below it would have changed that parent.
/// </summary>
internal static class OwnHistory
{
    /// <summary>The commits that can be reached from HEAD, each before its parents.</summary>
    public static IEnumerable<Commit> Of(Repository repository)
    {
        var foreign = Foreign(repository);
        return All(repository).Where(commit => !foreign.Contains(commit.Id));
    }

    /// <summary>The ids of the other bot's commits; none for a bot that was built new.</summary>
    public static IReadOnlySet<ObjectId> Foreign(Repository repository)
    {
        var found = new HashSet<ObjectId>();
        if (All(repository).Select(commit => GeneratedCommit.Of(commit)?.Origin).FirstOrDefault(origin => origin is not null) is { } origin)
        {
            var open = new Stack<Commit>([origin]);
            while (open.TryPop(out var commit))
            {
                if (found.Add(commit.Id))
                {
                    foreach (var parent in commit.Parents)
                    {
                        open.Push(parent);
                    }
                }
            }
        }

        return found;
    }

    private static IEnumerable<Commit> All(Repository repository) => repository.Head.Tip is not { } tip ? []
        : repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = tip, SortBy = CommitSortStrategies.Topological });
}
