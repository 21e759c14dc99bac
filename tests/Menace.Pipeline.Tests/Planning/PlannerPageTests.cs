using System.Runtime.CompilerServices;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Planning;

namespace Menace.Pipeline.Tests.Planning;

/// <summary>What docs/planner.md shows is what runs here.</summary>
[Collection("Knowledge variables")]
public sealed class PlannerPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Example_of_the_page_runs()
    {
        // Names without a folder depend on it; the tests that use such names are in one collection.
        Environment.SetEnvironmentVariable("MenaceKnowledge", _folder["knowledge"]);
        new KnowledgeFolder(_folder["knowledge"]).OpenBots().Register(Known);
        var before = Console.Out;
        await using var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            var folder = _folder.Path;

            // <docs/planner.md>
            var builder = new ContextBuilder();
            var ipo = new IpoBot("models.db", "enhancements.db", builder, new BotDevConfig { SourceDirectory = folder });

            TaskInfo task = new()
            {
                Name = "vat-letters",
                Metadata = new()
                {
                    Purpose = "Adds the tax to a price",
                    Examples =
                    [
                        new() { Function = "gross", Args = [100], Returns = 119 },
                        new() { Function = "gross", Args = [200], Returns = 238 },
                    ],
                },
            };
            ExecutionPlan plan = await ipo.GeneratePlanAsync([task], [new("bots.md", "`vat-letters` needs the `price-list` bot.")]);

            foreach (var verdict in plan.Verdicts)
            {
                Console.WriteLine($"{verdict.Task}: {verdict.Action} {verdict.Candidate?.Name}, {verdict.Proof?.Passed} examples passed");
            }

            Console.Write(plan.ToMermaid());
            // </docs/planner.md>

            Assert.Empty(plan.Warnings);
            Assert.Equal(
                """
                vat-letters: Reuse vat-calc, 2 examples passed
                flowchart LR
                    n0["vat-letters<br>reuse vat-calc"]
                    n1["price-list"]
                    n1 --> n0

                """,
                output.ToString());
            var decision = Assert.Single(new KnowledgeFolder(_folder["knowledge"]).Open(KnowledgeFolder.Enhancements).List());
            Assert.Equal(
                ("reuse", "vat-calc@" + Known.Commit, "2 of 2 examples passed", "100.0"),
                (decision.Tags[0], decision.Content["candidate"]?.Text, decision.Content["proof"]?.Text, decision.Content["score"]?.Text));
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
        var start = source.IndexOf("// <docs/planner.md>\n", StringComparison.Ordinal) + "// <docs/planner.md>\n".Length;
        var snippet = source[start..source.IndexOf("            // </docs/planner.md>", StringComparison.Ordinal)]
            .Replace("\n            ", "\n", StringComparison.Ordinal).Trim();

        Assert.Contains($"```csharp\n{snippet}\n```", File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "planner.md")), StringComparison.Ordinal);
    }

    private static KnownBot Known { get; } = new()
    {
        Name = "vat-calc",
        Purpose = "Adds the tax to a price",
        Language = BotLanguage.Python,
        License = "MIT",
        Origin = KnownOrigin.Verified,
        Functions = [new("gross", "gross(net: int) -> int", "The price with tax.")],
        Code = "def gross(net: int) -> int:\n    \"\"\"The price with tax.\"\"\"\n    return net * 119 // 100\n",
        Repository = "/repos/vat-calc",
        Commit = "3f2a9c41d0be3f2a9c41d0be3f2a9c41d0be3f2a",
    };

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
