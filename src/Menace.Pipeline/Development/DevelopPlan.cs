using LibGit2Sharp;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>
/// Which bots have to be written: those whose input is not what their repository holds, and all that depend on them. Everything
/// costly (reading code, rendering files, opening repositories) is done for these alone.
/// </summary>
internal sealed class DevelopPlan
{
    private readonly Dictionary<string, string> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BotRepository> _unchanged = new(StringComparer.Ordinal);

    private DevelopPlan(IReadOnlyList<BotSpec> bots, RepositoryOwner owner)
    {
        Bots = bots.ToDictionary(bot => bot.Name);
        Owner = owner;
    }

    /// <summary>The metadata of every task of the list, by name: what is no matter of the bot's files.</summary>
    public required IReadOnlyDictionary<string, TaskMetadata> Tasks { get; init; }

    /// <summary>Every bot by its name.</summary>
    public IReadOnlyDictionary<string, BotSpec> Bots { get; }

    /// <summary>The project whose bots they are.</summary>
    public RepositoryOwner Owner { get; }

    /// <summary>What remote repositories gave.</summary>
    public RemoteArrival Arrival { get; private init; } = RemoteArrival.None;

    /// <summary>True if nothing of an earlier run is here: what a task says of its repository is no matter of this machine.</summary>
    public bool IsForOneRun { get; private init; }

    /// <summary>The bots to write, in the order of the list.</summary>
    public IEnumerable<string> Open => Bots.Keys.Where(_open.ContainsKey);

    /// <summary>Why a bot is written, if its input is not the reason or not the only one; else empty.</summary>
    public string ReasonOf(string name) => _open.GetValueOrDefault(name, "");

    /// <summary>The repositories that hold their bot's input already, by name.</summary>
    public IReadOnlyDictionary<string, BotRepository> Unchanged => _unchanged;

    /// <summary>Compares every bot with its repository.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="source">Where the files of the bots come from.</param>
    /// <param name="optimised">The bots and their tasks.</param>
    /// <param name="previous">The record of an earlier run, or null: then each repository is opened once.</param>
    /// <param name="arrival">What remote repositories gave.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public static DevelopPlan Make(
        BotDevConfig config, IOutputSource source, OptimiseRecord optimised, BuildRecord? previous, RemoteArrival arrival,
        CancellationToken cancellationToken)
    {
        var plan = new DevelopPlan(optimised.Bots, new RepositoryOwner(config.SourceDirectory))
        {
            Arrival = arrival,
            IsForOneRun = config.BuildsForOneRun,
            Tasks = optimised.Package.Tasks.ToDictionary(task => task.Name, task => task.Metadata, StringComparer.Ordinal),
        };
        var known = previous?.Repositories.ToDictionary(repository => repository.Spec.Name) ?? [];
        foreach (var name in DependencyOrder.TopologicalOrder([.. plan.Bots.Keys], plan.DependenciesOf))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bot = plan.Bots[name];
            var path = Path.Combine(config.RepositoryBasePath, name);
            if (arrival.IsAbout(name))
            {
                plan._open.Add(name, "its remote repository has commits");
                continue;
            }

            if (IsToBeMoved(config.RepositoryBasePath, plan.Tasks.GetValueOrDefault(name)))
            {
                plan._open.Add(name, "its task was renamed");
                continue;
            }

            if (!plan.TryGetTrees(bot, out var trees))
            {
                plan._open.Add(name, "");
                continue;
            }

            if (MergeWork.IsIn(path))
            {
                plan._open.Add(name, "a merge of yours is open, or is finished and not removed yet");
                continue;
            }

            if (plan.Held(path, known.GetValueOrDefault(name)) is not { } held)
            {
                plan._open.Add(name, "there is no repository with the last output of the project");
                continue;
            }

            if (held.Input != source.InputOf(bot, trees) && plan.IsManaged(name))
            {
                plan._open.Add(name, "");
                continue;
            }

            var main = Path.Combine(path, source.MainFileOf(bot));
            plan._unchanged[name] = new(bot, path, main, held.Commit, held.Tree, RepositoryChange.Unchanged)
            {
                Input = held.Input,
                Documents = held.Documents,
            };
        }

        return plan;
    }

    /// <summary>False if the repository is its people's: it is never written again.</summary>
    public bool IsManaged(string name) => IsForOneRun || Tasks.GetValueOrDefault(name)?.Managed != false;

    /// <summary>True if the task was renamed and its repository still has the old name.</summary>
    public static bool IsToBeMoved(string repositoryBase, TaskMetadata? task) =>
        task?.RenamedFrom is { } before && RepositoryRename.IsIn(repositoryBase, before);

    /// <summary>The names that <paramref name="name"/> depends on.</summary>
    public IReadOnlyList<string> DependenciesOf(string name) => Bots.TryGetValue(name, out var bot) ? bot.Dependencies : [];

    /// <summary>The trees of the dependencies; false if one has to be written first, or is missing.</summary>
    private bool TryGetTrees(BotSpec bot, out Dictionary<string, string> trees)
    {
        trees = new(StringComparer.Ordinal);
        foreach (var dependency in bot.Dependencies)
        {
            if (!_unchanged.TryGetValue(dependency, out var repository))
            {
                return false;
            }

            trees[dependency] = repository.Tree;
        }

        return true;
    }

    /// <summary>
    /// The generated commit that the repository holds, if it is this project's. One whose main is where the earlier run left it need not be
    /// opened: two small files tell.
    /// </summary>
    private (string Commit, string Tree, string Input, string Documents)? Held(string path, BotRepository? known)
    {
        var repository = new BotGitRepository(path);
        if (known is { Input.Length: > 0 } && repository.IsAt(known.Commit))
        {
            return (known.Commit, known.Tree, known.Input, known.Documents);
        }

        try
        {
            return Owner.OtherOwnerOf(path) is null
                && repository.Inspect() is { Commit: { } commit, Tree: { } tree, Input: { } input, IsMerged: true, HasMerge: false } held
                ? (commit, tree, input, held.Documents) : null;
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            // Writing it will meet the same, and says what it is.
            return null;
        }
    }
}
