using Menace.Pipeline.Incremental;
using Menace.Pipeline.Languages.CSharp;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks;

/// <summary>The items @(MenaceRepository): the identity is the path; metadata Bot, Language, Commit, Tree.</summary>
internal static class RepositoryItems
{
    /// <summary>An item for each of <paramref name="repositories"/>.</summary>
    public static ITaskItem[] Of(IEnumerable<KnownRepository> repositories) => [.. repositories.Select(repository =>
        new TaskItem(MSBuildText.Escape(repository.Path), new Dictionary<string, string>
        {
            ["Bot"] = repository.Bot,
            ["Language"] = repository.Language,
            ["Commit"] = repository.Commit,
            ["Tree"] = repository.Tree,
        }))];
}
