using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Remote;

/// <summary>
/// The verdicts of a Stage 4 that hold here. A repository may have other files than those that were tested there: commits of the user
/// that the output was merged with, or edits.
/// </summary>
internal static class RemoteVerdicts
{
    /// <summary>The verdicts on the bots whose files, and those of all that they depend on, are what Stage 4 tested; by name.</summary>
    public static IReadOnlyDictionary<string, VerificationResult> Of(BuildRecord build)
    {
        var remote = build.Remote!;
        var made = remote.Repositories.ToDictionary(repository => repository.Bot, repository => repository.Tree, StringComparer.Ordinal);
        var verdicts = remote.Verdicts.ToDictionary(verdict => verdict.Bot, StringComparer.Ordinal);
        var byName = build.Repositories.ToDictionary(repository => repository.Spec.Name, StringComparer.Ordinal);
        var same = byName.Values.Where(repository => IsSame(repository, made.GetValueOrDefault(repository.Spec.Name, "")))
            .Select(repository => repository.Spec.Name).ToHashSet(StringComparer.Ordinal);
        return byName.Keys
            .Where(name => verdicts.ContainsKey(name) && DependencyOrder.Closure(name, DependenciesOf).Append(name).All(IsSameOrMissing))
            .ToDictionary(name => name, name => verdicts[name], StringComparer.Ordinal);

        // One without a repository failed, and is no difference: what depends on it has no verdict that is green.
        bool IsSameOrMissing(string name) => same.Contains(name) || !byName.ContainsKey(name);

        IReadOnlyList<string> DependenciesOf(string name) =>
            byName.TryGetValue(name, out var repository) ? repository.Spec.Dependencies : [];
    }

    private static bool IsSame(BotRepository repository, string tree)
    {
        try
        {
            return repository.Candidate is not null && Candidate.Of(repository.Path) is { IsCheckedOut: false } candidate
                ? candidate.IsExactly(tree) : !new BotGitRepository(repository.Path).DiffersFrom(tree);
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read is tested here, which says why it cannot.
            return false;
        }
    }
}
