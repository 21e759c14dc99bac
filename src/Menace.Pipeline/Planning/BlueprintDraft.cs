using System.Globalization;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Planning;

/// <summary>A blueprint while it is read.</summary>
internal sealed class BlueprintDraft
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tasks = new(StringComparer.Ordinal);
    private readonly List<BlueprintEdge> _edges = [];
    private readonly HashSet<(string, string)> _known = [];

    /// <summary>Starts with the task list.</summary>
    public BlueprintDraft(IReadOnlyList<TaskInfo> tasks)
    {
        foreach (var task in tasks.Where(task => _tasks.Add(task.Name)))
        {
            _names.Add(task.Name);
        }

        foreach (var task in tasks)
        {
            foreach (var dependency in task.Dependencies.Where(_tasks.Contains))
            {
                Connect(task.Name, dependency, "");
            }
        }
    }

    /// <summary>True if <paramref name="name"/> is the name of a bot, as far as pages were read.</summary>
    public bool IsKnown(string name) => _tasks.Contains(name) || _places.ContainsKey(name);

    /// <summary>Adds a name, or the place of a task's.</summary>
    public void Add(string name, string path, int line)
    {
        if (_places.ContainsKey(name) || (!_tasks.Contains(name) && _names.Count >= Blueprint.MostBots))
        {
            return;
        }

        _places.Add(name, PlaceOf(path, line));
        if (!_tasks.Contains(name))
        {
            _names.Add(name);
        }
    }

    /// <summary>Adds a dependency, once.</summary>
    public void Connect(string bot, string needs, string path, int line) => Connect(bot, needs, PlaceOf(path, line));

    /// <summary>The blueprint.</summary>
    public Blueprint ToBlueprint() =>
        new([.. _names.Select(name => new BlueprintBot(name, _tasks.Contains(name), _places.GetValueOrDefault(name, "")))], _edges);

    private void Connect(string bot, string needs, string place)
    {
        if (bot != needs && _known.Add((bot, needs)))
        {
            _edges.Add(new BlueprintEdge(bot, needs, place));
        }
    }

    private static string PlaceOf(string path, int line) => $"{path}:{line.ToString(CultureInfo.InvariantCulture)}";
}
