using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Coding.Repair;

/// <summary>What docs/self-repair.md shows is what runs here.</summary>
[Collection("Knowledge variables")]
public sealed class SelfRepairPageTests : IDisposable
{
    private const string Snippet = """new BotMetrics().Add("Tariff", new() { Roi = 0.42, Errors = 3 });""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Example_of_the_page_adds_a_measurement()
    {
        Environment.SetEnvironmentVariable("MenaceKnowledge", _folder.Path);
        try
        {
            new BotMetrics().Add("Tariff", new() { Roi = 0.42, Errors = 3 });

            var sample = Assert.Single(new BotMetrics().Of("Tariff"));
            Assert.Equal((0.42, 3.0), (sample.Roi, sample.Errors));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MenaceKnowledge", null);
        }
    }

    [Fact]
    public void Page_shows_the_example() => Assert.Contains(
        $"```csharp\n{Snippet}\n```", File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "self-repair.md")), StringComparison.Ordinal);
}
