using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>Marks the repositories of removed tasks by a tag, <see cref="BotBranches.Archived"/>. Nothing else of them changes.</summary>
internal static class RepositoryArchive
{
    /// <summary>Tags the repositories that have no task any more, and takes the tag back where the task has come again.</summary>
    /// <param name="config">The folders.</param>
    /// <param name="orphans">Names of the repositories without a task.</param>
    /// <param name="current">The repositories of the list.</param>
    public static void Mark(BotDevConfig config, IEnumerable<string> orphans, IEnumerable<BotRepository> current)
    {
        foreach (var path in orphans.Select(name => Path.Combine(config.RepositoryBasePath, name)))
        {
            Change(path, repository =>
            {
                if (repository.Head.Tip is { } tip && repository.Refs[BotBranches.Archived]?.TargetIdentifier != tip.Sha)
                {
                    repository.Refs.Add(BotBranches.Archived, tip.Id, allowOverwrite: true);
                }
            });
        }

        foreach (var path in current.Select(repository => repository.Path)
            .Where(path => File.Exists(Path.Combine(path, ".git", BotBranches.Archived))))
        {
            Change(path, repository => repository.Refs.Remove(BotBranches.Archived));
        }
    }

    private static void Change(string path, Action<Repository> change)
    {
        try
        {
            using var repository = Commits.Open(path);
            change(repository);
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            // The mark is a service: a repository that git cannot read is reported where it is used.
        }
    }
}
