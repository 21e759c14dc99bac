namespace Menace.Pipeline.Contracts;

/// <summary>Runs work on bots so that each comes after what it depends on and independent ones run side by side.</summary>
internal static class DependencyOrder
{
    /// <summary>
    /// Calls <paramref name="work"/> once per item with the results of its dependencies, at most <paramref name="concurrency"/> at
    /// a time.
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
        using var slots = new SemaphoreSlim(Math.Max(1, concurrency));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = new Dictionary<string, Task<T>>(StringComparer.Ordinal);
        foreach (var item in TopologicalOrder(items, dependencies))
        {
            var before = dependencies(item).Where(started.ContainsKey).Select(name => started[name]).ToArray();
            started[item] = RunOneAsync(item, before);
        }

        await Task.WhenAll(started.Values);
        return [.. items.Select(item => started[item].Result)];

        async Task<T> RunOneAsync(string item, Task<T>[] before)
        {
            await Task.WhenAll(before);
            await slots.WaitAsync(stop.Token);
            try
            {
                return await Task.Run(() => work(item, stop.Token), stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
            finally
            {
                slots.Release();
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
