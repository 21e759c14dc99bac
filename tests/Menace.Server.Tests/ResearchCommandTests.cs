using System.Text;
using System.Text.Json.Nodes;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;
using HttpServer = Menace.Pipeline.Tests.Research.LocalServer;

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

    [Fact]
    public async Task Outbox_shows_why_a_finding_waits_and_the_others_are_sent()
    {
        await using var stage3 = new HttpServer((request, stream, cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(
            request.Contains("Round half", StringComparison.Ordinal) ? HttpServer.Json("""{"ok":false}""") : HttpServer.Json("""{"ok":true}""")), cancellationToken).AsTask());
        var database = new WorkflowDb(_folder["workflows.db"]);
        database.StartRun("0123456789abcdef", []);
        ResearchFinding finding = new("wiki", "https://wiki/a", "Round half to even.") { Task = "slugs", Topic = "rounding" };
        new FindingDelivery(database, new() { Stage3Url = stage3.Url }).Record([finding, finding with { Text = "Another text." }]);

        var (flushed, output, error) = await MenaceCommand.RunAsync(_folder.Path, ["outbox", "flush", "--state", ".", "--stage3", stage3.Url]);
        var (_, list, _) = await MenaceCommand.RunAsync(_folder.Path, ["outbox", "list", "--state", "."]);

        Assert.Equal(1, flushed);
        Assert.Contains("1 sent, 0 rejected, 1 waiting", output, StringComparison.Ordinal);
        Assert.Contains("MENACE2004: 1 packages or findings", error, StringComparison.Ordinal);
        var line = Assert.Single(list.Trim().Split('\n'));
        Assert.Contains($"  finding  {finding.Id[..12]}  1 attempts, due ", line, StringComparison.Ordinal);
        Assert.EndsWith("  it could not store the finding", line, StringComparison.Ordinal);
    }
}
