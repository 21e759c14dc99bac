using System.Runtime.CompilerServices;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Planning;

namespace Menace.Pipeline.Tests.Completion;

/// <summary>What docs/completion.md shows is what runs here.</summary>
[Collection("Knowledge variables")]
public sealed class CompletionPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Page => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "completion.md"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Section_of_the_page_completes_a_bot()
    {
        var start = Page.IndexOf("```markdown\n", StringComparison.Ordinal) + "```markdown\n".Length;
        _folder.Write("docs/bots.md", Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)]);
        var config = new BotDevConfig { SourceDirectory = _folder.Path, DefaultLanguage = BotLanguage.Shell, Stubs = StubPolicy.Allow, VerifyEnabled = false };

        var result = await new ImplementationPipeline(config: config).RunAsync([new() { Name = "morning-letter" }, new() { Name = "greeter" }]);

        var task = result.Package.Tasks[0];
        Assert.Equal("Writes the letter of the day with a greeting for each reader.", task.Metadata.Purpose);
        Assert.Equal(("30 6 * * 1-5", "greeter", "write_letter"), (task.Schedule!.Expression, Assert.Single(task.Dependencies), Assert.Single(task.Metadata.Functions)));
        Assert.Contains("- `schedule`: `documentation docs/bots.md`", File.ReadAllText(_folder["dev_repos/morning-letter/README.md"]), StringComparison.Ordinal);
        Assert.Contains("\"30 6 * * 1-5\"", File.ReadAllText(_folder["menace.completions.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_of_the_page_reuses_a_bot_of_another_project()
    {
        Environment.SetEnvironmentVariable("MenaceKnowledge", _folder["knowledge"]);
        try
        {
            var known = await new ImplementationPipeline(config: Config(_folder["one"])).RunAsync([Bot("slug-tools", "slug() { echo \"$1\" | tr 'A-Z ' 'a-z-'; }\n")]);
            var folder = Directory.CreateDirectory(_folder["two"]).FullName;

            // <docs/completion.md>
            var builder = new ContextBuilder();
            var ipo = new IpoBot("models.db", "enhancements.db", builder);
            var pipeline = new ImplementationPipeline(ipo: ipo, config: new BotDevConfig { SourceDirectory = folder });
            // </docs/completion.md>

            var result = await pipeline.RunAsync([Bot("title-slugs", "")]);

            Assert.Equal(VerificationOutcome.Passed, Assert.Single(result.Verifications).Outcome);
            var repository = Assert.Single(result.Repositories);
            Assert.Equal((known.Repositories[0].Commit, LineageKind.Reuse), (repository.Spec.Lineage!.Commit, repository.Spec.Lineage.Kind));
            Assert.True(File.Exists(Path.Combine(folder, repository.Spec.Lineage.Bundle)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MenaceKnowledge", null);
        }
    }

    [Fact]
    public void Page_shows_the_example()
    {
        var source = File.ReadAllText(ThisFile());
        var start = source.IndexOf("// <docs/completion.md>\n", StringComparison.Ordinal) + "// <docs/completion.md>\n".Length;
        var snippet = source[start..source.IndexOf("            // </docs/completion.md>", StringComparison.Ordinal)]
            .Replace("\n            ", "\n", StringComparison.Ordinal).Trim();

        Assert.Contains($"```csharp\n{snippet}\n```", Page, StringComparison.Ordinal);
    }

    private BotDevConfig Config(string folder) =>
        new() { SourceDirectory = Directory.CreateDirectory(folder).FullName, Knowledge = _folder["knowledge"] };

    private static TaskInfo Bot(string name, string code) => new()
    {
        Name = name,
        Code = code,
        Metadata = new()
        {
            Language = BotLanguage.Shell,
            Purpose = "Turns titles into slugs",
            License = "MIT",
            Functions = ["slug"],
            Examples = [new() { Function = "slug", Args = ["Big News"], Prints = "big-news" }, new() { Function = "slug", Args = ["A b C"], Prints = "a-b-c" }],
        },
    };

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
