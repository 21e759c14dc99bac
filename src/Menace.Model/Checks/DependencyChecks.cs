using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE13xx. Time and memory grow with the number of tasks and dependencies, not with their product.</summary>
internal static class DependencyChecks
{
    /// <summary>More names than this on a path are counted instead of listed.</summary>
    private const int LongestShownPath = 10;

    private static readonly List<Edge> NoEdges = [];

    /// <summary>The dependencies of a task, or of the defaults, by themselves.</summary>
    public static void Run(TaskSource source, CheckContext context)
    {
        var items = source.DependencyNodes;
        if (items.Count == 0 || source.IsBroken)
        {
            return;
        }

        var seen = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        foreach (var item in items.Where(i => i.Kind == JsonKind.String))
        {
            if (seen.TryGetValue(item.Text, out var first))
            {
                context.Findings.Add(RuleTable.RepeatedDependency, item.Span, [first], source.Label, Display.Of(item.Text));
                continue;
            }

            seen.Add(item.Text, item.Span);
            if (item.Text == source.Name)
            {
                context.Findings.Add(RuleTable.SelfDependency, item.Span, source.Label);
            }
        }
    }

    /// <summary>The dependencies of all tasks beside each other.</summary>
    public static void Run(BoundFile file, CheckContext context)
    {
        var numbers = file.Numbers;
        var defaults = file.Defaults is { } shared ? shared.DependencyNodes : [];
        if (file.Defaults is { IsBroken: false })
        {
            FindUnknown(file.Defaults, defaults);
        }

        var graph = new List<Edge>[file.Tasks.Count];
        for (var i = 0; i < graph.Length; i++)
        {
            var task = file.Tasks[i];
            graph[i] = NoEdges;
            if (task.IsBroken)
            {
                continue;
            }

            var own = task.DependencyNodes;
            FindUnknown(task, own);
            var (items, owner) = defaults.Count == 0 || task.Given.Has("dependencies") ? (own, task) : (defaults, file.Defaults);
            foreach (var item in items)
            {
                if (item.Kind == JsonKind.String && numbers.TryGetValue(item.Text, out var target) && target != i)
                {
                    graph[i] = graph[i] == NoEdges ? new(items.Count) : graph[i];
                    graph[i].Add(new(target, owner!.Place(item.Span)));
                }
            }
        }

        var hasCycles = false;
        foreach (var cycle in DependencyCycles.Find(graph))
        {
            hasCycles = true;
            var path = cycle.Select(e => Display.Of(file.Tasks[e.From].Name!)).ToList();
            context.Findings.Add(RuleTable.DependencyCycle, cycle[0].Span, [.. cycle.Skip(1).Select(e => e.Span)], Path(path));
        }

        new DependencyAdvice(file, graph, context).Run(hasCycles);

        void FindUnknown(TaskSource source, List<JsonNode> items)
        {
            HashSet<string>? unknown = null;
            foreach (var item in items)
            {
                if (file.NamesComplete && item.Kind == JsonKind.String && !numbers.ContainsKey(item.Text)
                    && (unknown ??= new(StringComparer.Ordinal)).Add(item.Text))
                {
                    context.Findings.AddWithNearest(
                        item.Text, numbers.Keys.Where(n => n != source.Name), RuleTable.UnknownDependency, source.Place(item.Span),
                        source.Label, Display.Of(item.Text), "");
                }
            }
        }
    }

    private static string Path(List<string> names)
    {
        var hidden = names.Count - LongestShownPath;
        var shown = hidden > 0
            ? names.Take(LongestShownPath).Concat(["… (" + hidden.ToString(CultureInfo.InvariantCulture) + " more)"])
            : names;
        return string.Join(" -> ", shown.Concat([names[0]]));
    }
}

/// <summary>A dependency: the index of the task that it names, and its token.</summary>
internal readonly record struct Edge(int To, TextSpan Span);
