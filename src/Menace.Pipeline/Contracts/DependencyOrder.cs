using System.Threading.Channels;

namespace Menace.Pipeline.Contracts;

/// <summary>Runs work on bots so that each comes after what it depends on and independent ones run side by side.</summary>
internal static class DependencyOrder
{
    /// <summary>
    /// Calls <paramref name="work"/> once per item with the results of its dependencies, at most <paramref name="concurrency"/> at
    /// a time. Of those that can begin the first in <see cref="TopologicalOrder"/> does: an item follows its dependencies soon.
    /// </summary>
    /// <param name="items">Names, each once.</param>
    /// <param name="dependencies">Names an item depends on; those that are not items are ignored. There is no cycle.</param>
    /// <param name="work">The work; its failure ends the others and is thrown.</param>
    /// <param name="concurrency">At least 1.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    /// <returns>The results in the order of <paramref name="items"/>.</returns>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(
        IReadOnlyList<string> items,
        Func<string, IReadOnlyList<string>> dependencies,
        Func<string, CancellationToken, Task<T>> work,
        int concurrency,
        CancellationToken cancellationToken)
    {
        var order = TopologicalOrder(items, dependencies);
        var places = order.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        var before = order.ToDictionary(item => item, item => dependencies(item)
            .Where(name => places.TryGetValue(name, out var place) && place < places[item]).ToHashSet());
        var after = order.SelectMany(item => before[item], (item, dependency) => (item, dependency))
            .ToLookup(pair => pair.dependency, pair => pair.item);
        var ready = Channel.CreateUnboundedPrioritized(new UnboundedPrioritizedChannelOptions<string>
        {
            Comparer = Comparer<string>.Create((one, other) => places[one].CompareTo(places[other])),
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in order.Where(item => before[item].Count == 0))
        {
            ready.Writer.TryWrite(item);
        }

        if (order.Count > 0)
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Clamp(concurrency, 1, order.Count)).Select(_ => Task.Run(WorkAsync, stop.Token)));
        }

        return [.. items.Select(item => results[item])];

        async Task WorkAsync()
        {
            try
            {
                await foreach (var item in ready.Reader.ReadAllAsync(stop.Token))
                {
                    Finish(item, await work(item, stop.Token));
                }
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }

        void Finish(string item, T result)
        {
            lock (results)
            {
                results[item] = result;
                foreach (var next in after[item])
                {
                    if (before[next].Remove(item) && before[next].Count == 0)
                    {
                        ready.Writer.TryWrite(next);
                    }
                }

                if (results.Count == order.Count)
                {
                    ready.Writer.Complete();
                }
            }
        }
    }

    /// <summary>Every item after its dependencies, otherwise in the order of <paramref name="items"/>.</summary>
    public static IReadOnlyList<string> TopologicalOrder(IReadOnlyList<string> items, Func<string, IReadOnlyList<string>> dependencies)
    {
        var known = items.ToHashSet(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        List<string> order = new(items.Count);
        Stack<(string Item, bool Expanded)> open = new();
        foreach (var root in items)
        {
            open.Push((root, false));
            while (open.TryPop(out var next))
            {
                if (next.Expanded)
                {
                    if (done.Add(next.Item))
                    {
                        order.Add(next.Item);
                    }
                }
                else if (!done.Contains(next.Item))
                {
                    open.Push((next.Item, true));
                    foreach (var dependency in dependencies(next.Item).Reverse())
                    {
                        if (known.Contains(dependency) && !done.Contains(dependency))
                        {
                            open.Push((dependency, false));
                        }
                    }
                }
            }
        }

        return order;
    }

    /// <summary>Everything that <paramref name="item"/> depends on, directly or not, in ordinal order.</summary>
    public static IReadOnlyList<string> Closure(string item, Func<string, IReadOnlyList<string>> dependencies)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Stack<string> open = new([item]);
        while (open.TryPop(out var next))
        {
            foreach (var dependency in dependencies(next))
            {
                if (found.Add(dependency))
                {
                    open.Push(dependency);
                }
            }
        }

        return [.. found];
    }
}
