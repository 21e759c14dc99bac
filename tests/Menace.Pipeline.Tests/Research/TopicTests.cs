using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Research;

/// <summary>The topics that have parts, and when they are complete.</summary>
public sealed class TopicTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Security_of_code_is_read_and_complete()
    {
        var findings = await SecurityAsync("""
            import os
            import subprocess

            def count(path):
                return len(path)

            def clean(path):
                token = "password=Zu7!kkQp29sLmmx"
                os.environ["HOME"]
                subprocess.run("rm -rf " + path, shell=True)
            """);

        Assert.Equal(["permissions", "secrets", "input"], findings.Select(finding => finding.Title));
        Assert.StartsWith("count only computes.\nclean may touch files, processes or the network: it ", findings[0].Text, StringComparison.Ordinal);
        Assert.Equal(
            "What looks like a secret is in line 8. Read it from an environment variable instead.\nThe code reads the environment variables HOME.",
            findings[1].Text);
        Assert.Equal(
            "count, clean take values; the code refuses none.\nText may be run as code or commands in line 10 (shell=True).", findings[2].Text);
        Assert.Empty(TopicCheck.Missing("Security", findings));
        Assert.All(findings, finding => Assert.Null(finding.Value));
    }

    [Fact]
    public async Task Security_of_a_code_file_is_read_at_its_own_path_and_lines()
    {
        AskedSource source = new();
        var code = "import os\r\n\r\ndef clean(path):\r\n    token = \"password=Zu7!kkQp29sLmmx\"\r\n    os.system(path)\r\n";
        TaskInfo task = new() { Name = "slugs", Metadata = new() { Language = BotLanguage.Python, CodeFile = "src/slugs.py" } };
        HandoffRecord handoff = new(1, new([task]), "", new Dictionary<string, FileContent> { ["src/slugs.py"] = FileContent.FromText(code) });
        var state = new CompletionState(handoff);
        Assert.True(state.LearnMissing(new OptimiseRecord(1, new([task]), [], [new("slugs", "MENACE3001") { Missing = ["metadata.purpose"] }])));

        var bot = new ResearchAggregatorBot(["security"], null, [source], new());
        var answer = await bot.CompleteAsync(state.Missing, default);

        Assert.All(source.Asked, question => Assert.Equal(code, question.Code));
        var shown = answer.Findings.Select(finding => finding.Message).ToList();
        Assert.Contains(shown, text => text.Contains("What looks like a secret is in src/slugs.py:4.", StringComparison.Ordinal));
        Assert.Contains(shown, text => text.Contains("clean take values; the code refuses none.", StringComparison.Ordinal)
            && text.Contains("src/slugs.py:5 (os.system)", StringComparison.Ordinal));
        Assert.Contains(shown, text => text.Contains("clean may touch files, processes or the network", StringComparison.Ordinal));
        Assert.All(shown, text => Assert.Contains("code: src/slugs.py", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pick() { [ -n \"$1\" ] || return 64; echo \"$1\"; }\n", "refuses some")]
    [InlineData("pick() { echo \"${1:?a name}\"; }\n", "refuses some")]
    [InlineData("pick() { echo \"$1\"; return 0; }\n", "refuses none")]
    public async Task Shell_refuses_by_a_status(string code, string expected)
    {
        var findings = await new SecuritySource().SearchAsync(
            new(new TaskInfo { Name = "slugs", Code = code, Metadata = new() { Language = BotLanguage.Shell, Functions = ["pick"] } }, "", "security"), default);

        var input = Assert.Single(findings, finding => finding.Title == "input");
        Assert.Contains(expected, input.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Security_of_code_that_cannot_be_read_stays_open()
    {
        Assert.Equal(["permissions", "input"], TopicCheck.Missing("security", await SecurityAsync("def (:\n")));
        Assert.Equal(["permissions", "secrets", "input"], TopicCheck.Missing("security", await SecurityAsync("")));
    }

    [Fact]
    public async Task Cost_is_what_earlier_builds_of_the_same_bot_show()
    {
        var folder = new KnowledgeFolder(_folder["known"]);
        folder.OpenErrors().Record(new("slugs", PipelineStage.Verify, "MENACE5003", "slug: took longer than 30 s"));
        folder.OpenErrors().Record(new("slugs", PipelineStage.Verify, "MENACE5003", "slug: took longer than 30 s"));
        folder.OpenErrors().Record(new("Slugs", PipelineStage.Verify, "MENACE5003", "another bot"));
        var database = new WorkflowDb(_folder["workflows.db"]);
        var run = database.StartRun("0123456789abcdef", []);
        database.Record(run, [new JournalEntry("verify", "slugs", "failed", "slow")]);
        ResearchQuestion question = new(new TaskInfo { Name = "slugs" }, "", "optimisation");

        var findings = await new OptimisationSource(new ContextBuilder(folder), database).SearchAsync(question, default);

        Assert.Equal(
            ["Its last 1 verdicts: 1 failed.", "MENACE5003 failed 2 times, last: slug: took longer than 30 s"], findings.Select(finding => finding.Text));
        Assert.Equal(["workflows.db slugs", "errors.db slugs"], findings.Select(finding => finding.Place));
        Assert.Empty(TopicCheck.Missing("optimisation", findings));
        Assert.Equal(["cost"], TopicCheck.Missing("optimisation", await new OptimisationSource(null, null).SearchAsync(question, default)));
    }

    [Theory]
    [InlineData(new[] { 2.04 }, "Its one recorded test run took 2.0 s.")]
    [InlineData(new[] { 1.0, 9, 2 }, "Its last 3 test runs took 1.0 to 9.0 s, the median is 2.0 s.")]
    [InlineData(new[] { 2.0, 2.2, 1.8, 2.99 }, "Its last 4 test runs took 1.8 to 3.0 s, the median is 2.1 s.")]
    [InlineData(new[] { 2.0, 2.2, 1.8, 3 }, "Its last 4 test runs took 1.8 to 3.0 s, the median is 2.1 s.\nIt became slower: the last run took 3.0 s, the median of the 3 runs before is 2.0 s.")]
    [InlineData(new[] { 0.1, 0.1, 0.1, 0.5 }, "Its last 4 test runs took 0.1 to 0.5 s, the median is 0.1 s.")]
    public async Task Bot_that_became_slower_than_its_median_is_named(double[] seconds, string text)
    {
        var folder = new KnowledgeFolder(_folder["known"]);
        foreach (var duration in seconds)
        {
            folder.OpenDurations().Add([("slugs", "/fleet/slugs", duration), ("SLUGS", "/fleet/other", 99)]);
        }

        var finding = Assert.Single(await CostAsync(folder));

        Assert.Equal((text, "durations.db slugs", "builds"), (finding.Text, finding.Place, finding.Source));
    }

    [Fact]
    public async Task Slowest_bots_of_a_fleet_are_named()
    {
        var folder = new KnowledgeFolder(_folder["known"]);
        folder.OpenDurations().Add([.. Enumerable.Range(1, 19).Select(i => ($"bot-{i}", $"/fleet/bot-{i}", (double)i)), ("slugs", "/fleet/slugs", 18.5), ("slow", "/other/slow", 1e6)]);

        Assert.Equal(
            "Its one recorded test run took 18.5 s.\nOnly 1 of the 20 bots of its fleet take longer; their median is 10.5 s.",
            Assert.Single(await CostAsync(folder)).Text);

        // Twenty short ones: the median is one of them.
        for (var i = 0; i < 20; i++)
        {
            folder.OpenDurations().Add([("slugs", "/fleet/slugs", 0.1), ("slugs", "/elsewhere/slugs", 3)]);
        }

        var both = await CostAsync(folder);
        Assert.Equal(["durations.db slugs in elsewhere", "durations.db slugs in fleet"], both.Select(finding => finding.Place));
        Assert.DoesNotContain(both, finding => finding.Text.Contains("Only", StringComparison.Ordinal));
    }

    [Fact]
    public void Durations_are_bounded_and_survive_nonsense_of_an_import()
    {
        var durations = new KnowledgeFolder(_folder["known"]).OpenDurations();
        for (var i = 1; i <= 25; i++)
        {
            durations.Add([("slugs", "/fleet/slugs", i)]);
        }

        Assert.Equal(Enumerable.Range(6, 20).Select(i => (double)i), Assert.Single(durations.Of("slugs")).Seconds);
        Assert.Equal(1, durations.Store.Count().All);
        durations.Store.Put(new KnowledgeEntry
        {
            Key = "/fleet/odd",
            Title = "odd",
            Content = KnowledgeJson.Parse("""{"seconds":["1",-2,1e400,null,3]}"""),
        });
        Assert.Equal([3], Assert.Single(durations.Of("odd")).Seconds);
        durations.Store.Put(new KnowledgeEntry { Key = "/fleet/none", Title = "none", Content = KnowledgeJson.Parse("""{"seconds":7}""") });
        Assert.Empty(Assert.Single(durations.Of("none")).Seconds);
    }

    [Fact]
    public void Other_topic_is_complete_with_one_finding()
    {
        Assert.Equal(["rounding"], TopicCheck.Missing("rounding", []));
        Assert.Empty(TopicCheck.Missing("rounding", [new("wiki", "", "x")]));
    }

    private static Task<IReadOnlyList<ResearchFinding>> CostAsync(KnowledgeFolder folder) =>
        new OptimisationSource(new ContextBuilder(folder), null).SearchAsync(new(new TaskInfo { Name = "slugs" }, "", "optimisation"), default);

    private sealed class AskedSource : IResearchSource
    {
        public string Name => "fake";

        public bool IsRemote => false;

        public List<ResearchQuestion> Asked { get; } = [];

        public Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
        {
            Asked.Add(question);
            return Task.FromResult<IReadOnlyList<ResearchFinding>>([]);
        }
    }

    private static Task<IReadOnlyList<ResearchFinding>> SecurityAsync(string code) => new SecuritySource().SearchAsync(
        new(new TaskInfo { Name = "slugs", Code = code, Metadata = new() { Language = BotLanguage.Python } }, "", "Security"), default);
}
