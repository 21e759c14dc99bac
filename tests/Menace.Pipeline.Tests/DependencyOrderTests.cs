using System.Collections.Concurrent;
using CsCheck;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests;

public sealed class DependencyOrderTests
{
    [Fact]
    public void Every_item_comes_after_its_dependencies_and_once() =>
        Graphs.Sample(graph =>
        {
            var order = DependencyOrder.TopologicalOrder([.. graph.Keys], name => graph[name]);
            Assert.Equal(graph.Keys.Order(), order.Order());
            Assert.All(graph, node => Assert.All(node.Value, dependency => Assert.True(Position(dependency) < Position(node.Key))));

            int Position(string name) => order.ToList().IndexOf(name);
        });

    [Fact]
    public async Task Work_starts_only_when_its_dependencies_are_done_and_results_keep_the_lists_order() =>
        await Graphs.SampleAsync(async graph =>
        {
            var done = new ConcurrentDictionary<string, bool>();
            string[] items = [.. graph.Keys.Reverse()];
            var results = await DependencyOrder.RunAsync(items, name => graph[name], async (name, _) =>
            {
                Assert.All(graph[name], dependency => Assert.True(done.ContainsKey(dependency)));
                await Task.Yield();
                done[name] = true;
                return name;
            }, concurrency: 3, default);
            Assert.Equal(items, results);
        }, iter: 50);

    [Fact]
    public async Task Item_follows_its_dependency_before_later_ones_begin()
    {
        List<string> begun = [];

        await DependencyOrder.RunAsync(["a", "on a", "b", "c"], name => name == "on a" ? ["a"] : [], async (name, _) =>
        {
            begun.Add(name);
            await Task.Yield();
            return name;
        }, concurrency: 1, default);

        Assert.Equal(["a", "on a", "b", "c"], begun);
    }

    [Fact]
    public async Task A_failure_of_the_work_itself_is_thrown() =>
        await Assert.ThrowsAnyAsync<Exception>(() => DependencyOrder.RunAsync<int>(
            ["a", "b"], _ => [], (name, _) => name == "a" ? throw new InvalidOperationException() : Task.FromResult(1), 1, default));

    [Fact]
    public void A_chain_of_a_hundred_thousand_does_not_overflow() =>
        Assert.Equal(100_000, DependencyOrder.TopologicalOrder(
            [.. Enumerable.Range(0, 100_000).Select(i => $"{i}")],
            name => int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) is var i && i + 1 < 100_000 ? [$"{i + 1}"] : []).Count);

    private static Gen<Dictionary<string, string[]>> Graphs { get; } =
        Gen.Int[0, 12].SelectMany(count => Gen.Bool.Array[count * count].Select(edges =>
            Enumerable.Range(0, count).ToDictionary(
                i => $"n{i}",
                i => Enumerable.Range(0, i).Where(j => edges[(i * count) + j]).Select(j => $"n{j}").ToArray())));
}
