using System.Collections.Concurrent;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Verification;

/// <summary>The trees in which the bots of one run are tested.</summary>
/// <param name="config">The settings.</param>
/// <param name="repositories">The bots by name; looked at with each use.</param>
/// <param name="dependenciesOf">The dependencies of a bot.</param>
internal sealed class RunTrees(
    BotDevConfig config, IReadOnlyDictionary<string, BotRepository> repositories, Func<string, IReadOnlyList<string>> dependenciesOf)
{
    private readonly Dictionary<string, LaidOutTree> _trees = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _incomplete = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<FileChange> _restored = [];

    /// <summary>The trees that are laid out, by name of the bot.</summary>
    public IReadOnlyDictionary<string, LaidOutTree> LaidOut => _trees;

    /// <summary>The bots whose tree could not be laid out, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Incomplete => _incomplete;

    /// <summary>The changes in trees that were restored.</summary>
    public IEnumerable<FileChange> Restored => _restored;

    /// <summary>Absolute path of the tree of a bot, whether it is laid out or not.</summary>
    public string PathOf(string name) => Path.Combine(config.TreesPath, name);

    /// <summary>Lays out the trees of <paramref name="names"/>.</summary>
    public async Task LayOutAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = config.Concurrency };
        var trees = names.Select(name => new LaidOutTree(repositories[name], PathOf(name))).ToArray();
        await Parallel.ForEachAsync(trees, options, async (tree, _) =>
        {
            // Tests that a killed build left would write into it.
            await ProcessRunner.EndLeftBehindAsync(BotTest.RunFileOf(config, tree.Repository.Spec.Name));
            try
            {
                tree.LayOut(SetupFoldersOf(tree.Repository.Spec.Name));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _incomplete[tree.Repository.Spec.Name] = exception.Message;
            }
        });
        foreach (var tree in trees)
        {
            _trees[tree.Repository.Spec.Name] = tree;
        }
    }

    /// <summary>Replaces what tests made of the tree of a bot by the files of its repository.</summary>
    public void LayOutAnew(string name) => _trees[name].LayOut(SetupFoldersOf(name));

    /// <summary>The same of the bot and of all that it depends on, when nothing else runs.</summary>
    public void LayOutAnewWithDependencies(string name)
    {
        foreach (var tree in DependencyOrder.Closure(name, dependenciesOf).Append(name).Where(_trees.ContainsKey))
        {
            LayOutAnew(tree);
        }
    }

    /// <summary>Takes back what tests changed in the tree of a bot, and remembers it.</summary>
    public void Restore(string name)
    {
        foreach (var change in _trees[name].Restore())
        {
            _restored.Add(change);
        }
    }

    /// <summary>Removes the trees of bots that passed. Those of others stay for a look.</summary>
    public void Remove(IReadOnlyList<TestedBotResult> verified)
    {
        foreach (var bot in verified.Where(bot => bot.Result.IsGreen && _trees.ContainsKey(bot.Result.Bot)))
        {
            _trees[bot.Result.Bot].Remove(SetupFoldersOf(bot.Result.Bot));
        }
    }

    private IReadOnlyList<string> SetupFoldersOf(string name) => LanguageTable.RowOf(repositories[name].Spec.Language).SetupFolders;
}
