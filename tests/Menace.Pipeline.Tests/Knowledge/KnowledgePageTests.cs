using System.Runtime.CompilerServices;
using Menace.Model.Tasks;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>What docs/knowledge.md shows is what runs here.</summary>
[Collection("Knowledge variables")]
public sealed class KnowledgePageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Example_of_the_page_runs()
    {
        // Names without a folder depend on it; the tests that use such names are in one collection.
        Environment.SetEnvironmentVariable("MenaceKnowledge", _folder.Path);
        var before = Console.Out;
        await using var output = new StringWriter();
        try
        {
            Console.SetOut(output);

            // <docs/knowledge.md>
            var builder = new ContextBuilder("bots.db", "code.db", "errors.db", "workflows.db");
            var code = new CodeDb("code.db");
            var memory = new MenaceMemoryManager();

            var record = code.Add(new() { Code = "def gross(net): return net * 1.19", Summary = "Adds the tax to a price", Language = BotLanguage.Python });
            code.Update(record with { Summary = "Adds the tax of 19 % to a price" }, expectedRevision: record.Revision);
            memory.Store("prices", "Prices are net. The tax is added at the end.", tags: "prices,tax");
            memory.SummariseMemory("prices");

            ContextResult context = builder.Build("tax of a price", new() { MaxTokens = 400 });
            Console.WriteLine(context.Text);
            // </docs/knowledge.md>

            Assert.Equal("Adds the tax of 19 % to a price", Assert.Single(context.Excerpts).Name);
            Assert.Equal("Prices are net.", memory.Query("prices:summary")[0].Data);
            Assert.Contains("> def gross(net)", output.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Console.SetOut(before);
            Environment.SetEnvironmentVariable("MenaceKnowledge", null);
        }
    }

    [Fact]
    public void Page_shows_the_example()
    {
        var source = File.ReadAllText(ThisFile());
        var start = source.IndexOf("// <docs/knowledge.md>\n", StringComparison.Ordinal) + "// <docs/knowledge.md>\n".Length;
        var snippet = source[start..source.IndexOf("            // </docs/knowledge.md>", StringComparison.Ordinal)]
            .Replace("\n            ", "\n", StringComparison.Ordinal).Trim();

        Assert.Contains($"```csharp\n{snippet}\n```", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_names_every_file_and_every_licence()
    {
        Assert.All(KnowledgeFolder.Files, file => Assert.Contains($"`{file}`", Page(), StringComparison.Ordinal));
        Assert.Contains(string.Join(", ", LicenseText.Reusable), Page(), StringComparison.Ordinal);
    }

    private static string Page() => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "knowledge.md"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
