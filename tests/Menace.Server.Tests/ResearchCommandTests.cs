using System.Text.Json.Nodes;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>The command <c>menace research</c>.</summary>
public sealed class ResearchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Findings_are_listed_shown_and_searched_and_answers_are_not()
    {
        var store = new KnowledgeFolder(_folder["k"]).Open(KnowledgeFolder.Information);
        var memory = new ResearchMemory(store, TimeProvider.System);
        memory.Keep([new("wiki", "https://wiki/a", "Round half to even.") { Task = "slugs", Topic = "rounding" }]);
        var source = new HttpSource(new ResearchSettings { Url = "https://inventory.example/" });
        memory.Keep(source, new(new() { Name = "slugs" }, "metadata.purpose", ""), []);

        var (_, list, _) = await MenaceCommand.RunAsync(_folder.Path, ["research", "list", "--knowledge", "k"]);
        var (_, shown, _) = await MenaceCommand.RunAsync(_folder.Path, ["research", "show", "slugs", "--knowledge", "k"]);
        var (_, json, _) = await MenaceCommand.RunAsync(_folder.Path, ["research", "show", "slugs", "--knowledge", "k", "--json"]);
        var (_, found, _) = await MenaceCommand.RunAsync(_folder.Path, ["research", "search", "half", "--knowledge", "k"]);

        Assert.Equal("information   slugs: Round half to even.", list.Trim());
        Assert.Contains("  slugs  rounding  wiki: https://wiki/a  ", shown, StringComparison.Ordinal);
        Assert.EndsWith("  > Round half to even.\n", shown, StringComparison.Ordinal);
        Assert.Equal("https://wiki/a", (string)JsonNode.Parse(json)!.AsArray().Single()!["source_url"]!);
        Assert.Contains("slugs: Round half to even.", found, StringComparison.Ordinal);
    }
}
