using Menace.Model.Text;

namespace Menace.Model.Checks;

/// <summary>A step of a cycle: from which task, and the token of the dependency.</summary>
internal readonly record struct CycleStep(int From, TextSpan Span);

/// <summary>
/// One cycle for each group of tasks that depend on each other, through the first task of the group and as short as possible.
/// R. Tarjan, "Depth-first search and linear graph algorithms", 1972, without recursion: a chain may be as long as the file.
/// </summary>
internal static class DependencyCycles
{
    public static IEnumerable<IReadOnlyList<CycleStep>> Find(List<Edge>[] graph)
    {
        var group = Groups(graph, out var sizes);
        var done = new bool[sizes.Count];
        for (var i = 0; i < graph.Length; i++)
        {
            if (sizes[group[i]] > 1 && !done[group[i]])
            {
                done[group[i]] = true;
                yield return ShortestThrough(i, graph, group);
            }
        }
    }

    /// <summary>The strongly connected component of each task.</summary>
    private static int[] Groups(List<Edge>[] graph, out List<int> sizes)
    {
        var group = new int[graph.Length];
        var number = new int[graph.Length];
        var low = new int[graph.Length];
        var next = new int[graph.Length];
        var open = new Stack<int>();
        var path = new Stack<int>();
        var count = 0;
        sizes = [];
        for (var root = 0; root < graph.Length; root++)
        {
            if (number[root] != 0)
            {
                continue;
            }

            Enter(root);
            while (path.Count > 0)
            {
                var node = path.Peek();
                if (next[node] < graph[node].Count)
                {
                    var target = graph[node][next[node]++].To;
                    if (number[target] == 0)
                    {
                        Enter(target);
                    }
                    else if (group[target] == -1)
                    {
                        low[node] = Math.Min(low[node], number[target]);
                    }

                    continue;
                }

                path.Pop();
                if (path.Count > 0)
                {
                    low[path.Peek()] = Math.Min(low[path.Peek()], low[node]);
                }

                if (low[node] == number[node])
                {
                    sizes.Add(Close(node, sizes.Count));
                }
            }
        }

        return group;

        void Enter(int node)
        {
            number[node] = low[node] = ++count;
            group[node] = -1;
            open.Push(node);
            path.Push(node);
        }

        int Close(int node, int id)
        {
            var size = 0;
            int member;
            do
            {
                member = open.Pop();
                group[member] = id;
                size++;
            }
            while (member != node);
            return size;
        }
    }

    private static List<CycleStep> ShortestThrough(int start, List<Edge>[] graph, int[] group)
    {
        var reachedBy = new Dictionary<int, CycleStep>();
        var queue = new Queue<int>();
        queue.Enqueue(start);
        while (!reachedBy.ContainsKey(start))
        {
            var node = queue.Dequeue();
            foreach (var edge in graph[node])
            {
                if (group[edge.To] == group[start] && !reachedBy.ContainsKey(edge.To))
                {
                    reachedBy.Add(edge.To, new(node, edge.Span));
                    queue.Enqueue(edge.To);
                }
            }
        }

        var steps = new List<CycleStep>();
        var at = start;
        do
        {
            steps.Add(reachedBy[at]);
            at = reachedBy[at].From;
        }
        while (at != start);
        steps.Reverse();
        return steps;
    }
}
