using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;

namespace Menace.Model.Checking;

/// <summary>The rules on dependencies: they exist, once, and form no cycle. Linear in tasks and dependencies, and without recursion.</summary>
internal sealed class DependencyRules(IReadOnlyList<ReadTask> tasks, FindingList report)
{
    private readonly Dictionary<string, ReadTask> _byName = tasks
        .GroupBy(task => task.Info.Name, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>Reports every broken rule.</summary>
    public void Check()
    {
        foreach (var task in tasks)
        {
            CheckEach(task);
        }

        FindCycles();
    }

    private void CheckEach(ReadTask task)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, place) in Places(task))
        {
            if (name == task.Info.Name)
            {
                report.Add(Rules.SelfDependency, place, name);
            }
            else if (!_byName.ContainsKey(name))
            {
                report.Add(Rules.UnknownDependency, place, task.Info.Name, name, Nearest.Hint(Nearest.Of(name, _byName.Keys.Where(known => known != task.Info.Name))));
            }
            else if (!seen.Add(name))
            {
                report.Add(Rules.RepeatedDependency, place, task.Info.Name, name);
            }
        }
    }

    /// <summary>Depth-first search with an explicit stack; each cycle is reported once, at the edge that closes it.</summary>
    private void FindCycles()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in tasks)
        {
            var path = new List<string>();
            var onPath = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<(string Name, bool Leave)>();
            open.Push((root.Info.Name, false));
            while (open.Count > 0)
            {
                var (name, leave) = open.Pop();
                if (leave)
                {
                    path.RemoveAt(path.Count - 1);
                    onPath.Remove(name);
                    done.Add(name);
                    continue;
                }

                if (onPath.Contains(name) || done.Contains(name))
                {
                    continue;
                }

                path.Add(name);
                onPath.Add(name);
                open.Push((name, true));
                foreach (var (next, place) in Places(_byName[name]).Where(edge => edge.Name != name && _byName.ContainsKey(edge.Name)).Reverse())
                {
                    if (onPath.Contains(next))
                    {
                        ReportCycle(path, next, place);
                    }
                    else
                    {
                        open.Push((next, false));
                    }
                }
            }
        }
    }

    private void ReportCycle(List<string> path, string first, TextSpan place)
    {
        string[] cycle = [.. path.Skip(path.IndexOf(first)), first];
        var edges = cycle.Take(cycle.Length - 1).Select((name, i) => Places(_byName[name]).First(edge => edge.Name == cycle[i + 1]).Place);
        report.Add(Rules.DependencyCycle, place, [.. edges], string.Join(" -> ", cycle));
    }

    /// <summary>The dependencies of a task with their places; inherited ones are at the task's name.</summary>
    private static IEnumerable<(string Name, TextSpan Place)> Places(ReadTask task) => task.Syntax["dependencies"] is { Kind: JsonKind.Array } own
        ? own.Items.Where(item => item.Kind == JsonKind.String).Select(item => (item.Text, item.Span))
        : task.Info.Dependencies.Where(name => name != task.Info.Name).Select(name => (name, task.Syntax["name"]!.Span));
}
