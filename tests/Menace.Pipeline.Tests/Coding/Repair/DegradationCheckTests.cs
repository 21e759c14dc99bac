using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Coding.Repair;

/// <summary>What builds report of bots that got worse.</summary>
public sealed class DegradationCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_nth_cycle_reports_bots_that_got_worse()
    {
        Assert.Empty(await RunAsync("1"));
        Assert.Empty(await RunAsync("1"));
        new KnowledgeFolder(_folder[".menace/knowledge"]).OpenMetrics().Add("slugs", new() { Roi = 0.5 });
        new KnowledgeFolder(_folder[".menace/knowledge"]).OpenMetrics().Add("slugs", new() { Roi = 0.1 });

        Assert.Empty(await RunAsync("2"));
        var finding = Assert.Single(await RunAsync("3"));

        Assert.Equal(("MENACE5051", "slugs"), (finding.Rule.Id, finding.Bot));
        Assert.Equal("Bot 'slugs' got worse: its ROI fell from 0.5 to 0.1. There is no patch: Its code passes its examples and tests, and no earlier code of it does.", finding.Message);
        Assert.Equal([0, 0, 0, 0], new KnowledgeFolder(_folder[".menace/knowledge"]).OpenMetrics().Of("slugs")
            .Select(sample => sample.FailedTests).OfType<int>());
        Assert.Empty(await RunAsync("4"));
    }

    [Fact]
    public async Task Patch_is_applied_if_that_is_allowed_and_taken_back_if_the_bot_gets_worse_with_it()
    {
        BotDevConfig config = new() { SourceDirectory = _folder.Path, ResultStore = null, SelfCoding = new() { Interval = 1, Applies = true } };
        var metrics = new KnowledgeFolder(_folder[".menace/knowledge"]).OpenMetrics();
        Assert.Empty(await RunAsync("value() { echo 7; }\n", "7", config));
        metrics.Add("slugs", new() { Roi = 0.5 });
        Assert.Empty(await RunAsync("value() { printf '7\\n'; }\n", "7", config));
        metrics.Add("slugs", new() { Roi = 0.1 });
        var applied = Assert.Single(await RunAsync("value() { printf '%s\\n' 7; }\n", "7", config));
        var repository = _folder["dev_repos/slugs"];
        var patch = Shell.Git(repository, "log", "-1", "--format=%H").Trim();
        metrics.Add("slugs", new() { Roi = -0.9 });
        var takenBack = Assert.Single(await RunAsync("value() { printf '%s\\n' 7; }\n", "7", config));

        Assert.Contains($"A patch was applied: {patch[..12]}, from earlier revision: ", applied.Message, StringComparison.Ordinal);
        Assert.Contains($"Its patch {patch[..12]} was taken back by commit {Shell.Git(repository, "log", "-1", "--format=%H").Trim()}.", takenBack.Message, StringComparison.Ordinal);
        Assert.Contains("printf '%s\\n' 7", await File.ReadAllTextAsync(_folder["dev_repos/slugs/slugs.sh"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_tests_are_measured_with_the_commit_that_was_tested()
    {
        await RunAsync("1");
        await Assert.ThrowsAsync<PipelineException>(() => RunAsync("2", expected: "9"));

        var samples = new KnowledgeFolder(_folder[".menace/knowledge"]).OpenMetrics().Of("slugs");

        Assert.Equal([0, 1], samples.Select(sample => Math.Min(1, sample.FailedTests!.Value)));
        Assert.All(samples, sample => Assert.Matches("^[0-9a-f]{40}$", sample.Commit));
        Assert.NotEqual(samples[0].Commit, samples[1].Commit);
    }

    private Task<IReadOnlyList<PipelineDiagnostic>> RunAsync(string value, string? expected = null) => RunAsync(
        $"value() {{ echo {value}; }}\n", expected ?? value,
        new BotDevConfig { SourceDirectory = _folder.Path, ResultStore = null, SelfCoding = new() { Interval = 2 } });

    private static async Task<IReadOnlyList<PipelineDiagnostic>> RunAsync(string code, string expected, BotDevConfig config)
    {
        var result = await new ImplementationPipeline(config: config).RunAsync(
        [
            new()
            {
                Name = "slugs",
                Code = code,
                Metadata = new()
                {
                    Language = BotLanguage.Shell,
                    Functions = ["value"],
                    Purpose = "Prints a value",
                    Examples = [new() { Function = "value", Args = [], Prints = expected }],
                },
            },
        ]);
        return [.. result.Diagnostics.Where(finding => finding.Rule.Id.StartsWith("MENACE505", StringComparison.Ordinal))];
    }
}
