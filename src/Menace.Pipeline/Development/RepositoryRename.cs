using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>
/// Moves the repository of a task that has another name now. The history goes on, and the next output is merged as any other.
/// </summary>
/// <param name="config">The folders.</param>
/// <param name="owner">The project.</param>
internal sealed class RepositoryRename(BotDevConfig config, RepositoryOwner owner)
{
    /// <summary>
    /// Finds the repository of the task <paramref name="before"/> that has to be moved to the place of <paramref name="bot"/>.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="before">The name that its task had.</param>
    /// <param name="isTask">True if the list still has a task of that name.</param>
    /// <returns>Its path, or null if there is nothing to move; or the reason why it cannot be moved.</returns>
    public (string? From, DevelopOutcome? Failure) Find(BotSpec bot, string before, bool isTask)
    {
        var (from, to) = (Path.Combine(config.RepositoryBasePath, before), Path.Combine(config.RepositoryBasePath, bot.Name));
        if (!IsIn(config.RepositoryBasePath, before))
        {
            return (null, null);
        }

        if (isTask)
        {
            return Refused("its task names another one of the list in renamed_from", before, "Remove that task, or renamed_from");
        }

        if (!owner.Owns(from))
        {
            return Refused("renamed_from names a repository that is not this project's", from, "Remove renamed_from");
        }

        using (var repository = Commits.Open(from))
        {
            if (MergeWork.Of(repository) is { } work)
            {
                var commit = work.IsFinished ? "" : $"commit it (git -C '{work.Path}' commit -a), ";
                return (null, DevelopOutcome.Failed(
                    bot, Rules.MergeUnfinished, work.Path.Length > 0 ? work.Path : from,
                    $"{commit}give the task its old name '{before}', build, and rename it after that"));
            }
        }

        if (Directory.Exists(to) && !IsDisposable(to))
        {
            return Refused("renamed_from names a repository, and there is one of the new name with work in it", from,
                $"Bring what you need from '{to}' into the other one, delete it, and build again");
        }

        return (from, null);

        (string? From, DevelopOutcome? Failure) Refused(string reason, string evidence, string remedy) =>
            (null, DevelopOutcome.Failed(bot, new RepositoryRefusal(reason, evidence, remedy)));
    }

    /// <summary>
    /// Moves the repository at <paramref name="from"/>, which <see cref="Find"/> found, to the place of <paramref name="bot"/>.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be moved.</exception>
    public void Move(string from, BotSpec bot)
    {
        var to = Path.Combine(config.RepositoryBasePath, bot.Name);
        if (Directory.Exists(to))
        {
            var doomed = Path.Combine(config.RepositoryBasePath, $"{BotGitRepository.TemporaryPrefix}old-{bot.Name}");
            BotGitRepository.DeleteTree(doomed);
            Directory.Move(to, doomed);
            BotGitRepository.DeleteTree(doomed);
        }

        Directory.Move(from, to);
    }

    /// <summary>True if the repository at <paramref name="path"/> is ours and has nothing but one generated commit.</summary>
    private bool IsDisposable(string path)
    {
        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            return true;
        }

        if (!Directory.Exists(Path.Combine(path, ".git")) || !owner.Owns(path))
        {
            return false;
        }

        using var repository = Commits.Open(path);
        return UserChanges.In(repository) is null && !repository.Head.Tip.Parents.Any();
    }

    /// <summary>True if there is a repository of the name that a task had before.</summary>
    public static bool IsIn(string repositoryBase, string before) =>
        IsName(before) && Directory.Exists(Path.Combine(repositoryBase, before, ".git"));

    /// <summary>A name is text of the task list: it must not lead out of the folder of the repositories.</summary>
    private static bool IsName(string name) =>
        name.Length > 0 && name[0] != '.' && name.IndexOfAny(['/', '\\', '\0']) < 0;
}
