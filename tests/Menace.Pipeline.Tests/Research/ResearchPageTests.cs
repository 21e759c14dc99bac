using System.Runtime.CompilerServices;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;

namespace Menace.Pipeline.Tests.Research;

/// <summary>The example of the older program runs, and what docs/research.md shows is what runs here.</summary>
[Collection("Knowledge variables")]
public sealed class ResearchPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ResearchPageTests() => Environment.SetEnvironmentVariable("MenaceKnowledge", _folder["knowledge"]);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MenaceKnowledge", null);
        Environment.SetEnvironmentVariable("STAGE3_URL", null);
        _folder.Dispose();
    }

    [Fact]
    public async Task Example_of_the_page_runs()
    {
        await using var stage3 = new LocalServer(LocalServer.Json("""{"ok":true,"received":1}"""));
        Environment.SetEnvironmentVariable("STAGE3_URL", stage3.Url + "/stage3");
        new KnowledgeFolder(_folder["knowledge"]).OpenBots().Register(new KnownBot
        {
            Name = "DemoBot",
            Purpose = "Greets the readers of a page",
            Language = Menace.Model.Tasks.BotLanguage.Python,
            Origin = KnownOrigin.Trusted,
            Functions = [new("greet", "greet(name)", "")],
            Repository = "/repos/demo",
            Commit = new string('a', 40),
        });
        var folder = _folder.Path;

        // <docs/research.md>
        var ctx = new ContextBuilder("bots.db", "code.db", "errors.db", "workflows.db");
        var researcher = new ResearchAggregatorBot(["security", "optimisation"], contextBuilder: ctx);
        var pipeline = new ImplementationPipeline(
            researcher: researcher, config: new BotDevConfig { SourceDirectory = folder, VerifyEnabled = false });

        var result = await pipeline.RunAsync([new() { Name = "DemoBot", Code = "def greet(name):\n    return 'Hello ' + name\n" }]);
        // </docs/research.md>

        Assert.Equal("Greets the readers of a page", result.Package.Tasks[0].Metadata.Purpose);
        Assert.Contains("finding knowledge: DemoBot@aaaa", await File.ReadAllTextAsync(_folder["dev_repos/DemoBot/README.md"]), StringComparison.Ordinal);
        Assert.Contains(stage3.Requests, request => request.Contains("Greets the readers of a page", StringComparison.Ordinal));

        // The value is pinned: the next run asks for nothing and sends nothing.
        var sent = stage3.Requests.Count;
        await pipeline.RunAsync([new() { Name = "DemoBot", Code = "def greet(name):\n    return 'Hello ' + name\n" }]);
        Assert.Equal(sent, stage3.Requests.Count);
    }

    [Fact]
    public void Page_shows_the_example()
    {
        var source = File.ReadAllText(ThisFile());
        var start = source.IndexOf("// <docs/research.md>\n", StringComparison.Ordinal) + "// <docs/research.md>\n".Length;
        var snippet = source[start..source.IndexOf("        // </docs/research.md>", StringComparison.Ordinal)]
            .Replace("\n        ", "\n", StringComparison.Ordinal).Trim();

        Assert.Contains($"```csharp\n{snippet}\n```", File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "research.md")), StringComparison.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [Fact]
    public async Task Error_about_missing_fields_names_the_skipped_sources()
    {
        var down = new LocalServer("");
        await down.DisposeAsync();
        var config = new BotDevConfig
        {
            SourceDirectory = _folder.Path,
            Research = new() { Topics = ["rounding"], SearchUrl = down.Url },
        };

        var exception = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: config)
            .RunAsync([new() { Name = "DemoBot", Code = "def greet(name):\n    return 'Hello ' + name\n" }]));

        var error = Assert.Single(exception.Diagnostics, finding => finding.Rule.Id == "MENACE3001");
        Assert.Contains("research in knowledge", error.Message, StringComparison.Ordinal);
        Assert.Contains("without search bots (Connection refused)", error.Message, StringComparison.Ordinal);
        Assert.Single(exception.Diagnostics, finding => finding.Rule.Id == "MENACE3082");
    }
}
