using System.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>The time of the stages before repositories are written grows with the list, not with its square.</summary>
public sealed class ScaleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Thousands_of_tasks_in_one_chain_are_handed_off_and_optimised_in_time()
    {
        var count = Nightly.Choose(5_000, 100_000);
        var package = new TaskPackage([.. Enumerable.Range(0, count).Select(i => new TaskInfo
        {
            Name = "t" + i,
            Dependencies = i == 0 ? [] : ["t" + (i - 1)],
            Code = "def value():\n    return 1\n",
            Metadata = new() { Purpose = "p", Language = BotLanguage.Python },
        })]);
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = _folder.Path });
        var clock = Stopwatch.StartNew();

        var handoff = await pipeline.HandoffAsync(package);
        var optimised = await pipeline.OptimiseAsync(handoff.Record!);

        Assert.Empty(optimised.Diagnostics);
        Assert.Equal(count, optimised.Record.Bots.Count);

        // Work that is quadratic in 100,000 takes hours, so a generous bound tells the two apart on any machine.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(Nightly.Choose(3, 15)), clock.Elapsed.ToString());
    }
}
