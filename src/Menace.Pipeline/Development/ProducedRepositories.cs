using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Development;

/// <summary>
/// Which commit of which bot each task list of a folder produced last, also of bots that are no longer in it: the file
/// <c>repositories.txt</c> of the state folder, one line <c>list, bot, commit</c> each, separated by tabs. Without the file nothing is
/// known.
/// </summary>
internal sealed class ProducedRepositories
{
    private const string FileName = "repositories.txt";

    private readonly string _path;
    private readonly string _list;
    private readonly Dictionary<string, (string List, string Commit)> _produced = new(StringComparer.Ordinal);

    private ProducedRepositories(string path, string list) => (_path, _list) = (path, list);

    /// <summary>True before anything was produced.</summary>
    public bool IsEmpty => _produced.Count == 0;

    /// <summary>
    /// Reads what the list of <paramref name="config"/> and others beside it have produced; a damaged line is as if it were not there.
    /// </summary>
    public static ProducedRepositories Read(BotDevConfig config)
    {
        var produced = new ProducedRepositories(Path.Combine(config.StatePath, FileName), config.TaskListName);
        if (File.Exists(produced._path))
        {
            foreach (var parts in File.ReadLines(produced._path, Encoding.UTF8).Select(line => line.Split('\t'))
                .Where(parts => parts.Length == 3))
            {
                produced._produced[parts[1]] = (parts[0], parts[2]);
            }
        }

        return produced;
    }

    /// <summary>The commit that this list produced last for <paramref name="bot"/>, or null.</summary>
    public string? CommitOf(string bot) => _produced.TryGetValue(bot, out var produced) && produced.List == _list ? produced.Commit : null;

    /// <summary>The other list of the folder that produced <paramref name="bot"/> last, or null.</summary>
    public string? OtherListOf(string bot) => _produced.TryGetValue(bot, out var produced) && produced.List != _list ? produced.List : null;

    /// <summary>Adds <paramref name="repositories"/> to what this list has produced.</summary>
    public void Add(IEnumerable<BotRepository> repositories)
    {
        foreach (var repository in repositories)
        {
            _produced[repository.Spec.Name] = (_list, repository.Commit);
        }

        Write();
    }

    /// <summary>Takes away what was removed.</summary>
    public void Remove(IEnumerable<string> bots)
    {
        foreach (var bot in bots)
        {
            _produced.Remove(bot);
        }

        Write();
    }

    private void Write()
    {
        var lines = _produced.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Value.List}\t{entry.Key}\t{entry.Value.Commit}\n");
        AtomicFile.WriteIfDifferent(_path, Encoding.UTF8.GetBytes(string.Concat(lines)));
    }
}
