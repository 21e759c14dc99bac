using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// Reports, in the build that removes them, that bots without a schedule have no deployment files any more: an earlier version counted a
/// task without a schedule as <c>once</c>.
/// </summary>
internal static class LibraryNotice
{
    /// <summary>Names in the message.</summary>
    private const int MostNames = 10;

    /// <summary>True if Menace wrote deployment files into the repository at <paramref name="path"/>, and the next output has
    /// none.</summary>
    public static bool IsDue(BotSpec bot, IReadOnlyList<DeploymentTarget> targets, string path)
    {
        if (targets.Count == 0 || bot.Schedule is not null)
        {
            return false;
        }

        using var repository = Commits.Open(path);
        return GeneratedBranch.Of(repository)?.Last.Commit is { } last && Deployment.OptionalFiles(bot).Any(file => last[file] is not null);
    }

    /// <summary>The message about <paramref name="bots"/>, or nothing.</summary>
    public static IEnumerable<PipelineDiagnostic> Of(IReadOnlyList<string> bots, IReadOnlyList<DeploymentTarget> targets) =>
        bots.Count == 0 ? []
        : [new(Rules.LibrariesNotDeployed, [
            bots.Count == 1 ? "1 bot is" : $"{bots.Count} bots are",
            string.Join(", ", bots.Take(MostNames)) + (bots.Count > MostNames ? " and others" : ""),
            string.Join(", ", targets.Select(target => target.ToName()))])];
}
