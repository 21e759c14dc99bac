using Menace.Model.Tasks;
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

        Assert.Equal("Its last 1 test runs: 1 failed.\nMENACE5003 failed 2 times, last: slug: took longer than 30 s", Assert.Single(findings).Text);
        Assert.Empty(TopicCheck.Missing("optimisation", findings));
        Assert.Equal(["cost"], TopicCheck.Missing("optimisation", await new OptimisationSource(null, null).SearchAsync(question, default)));
    }

    [Fact]
    public void Other_topic_is_complete_with_one_finding()
    {
        Assert.Equal(["rounding"], TopicCheck.Missing("rounding", []));
        Assert.Empty(TopicCheck.Missing("rounding", [new("wiki", "", "x")]));
    }

    private static Task<IReadOnlyList<ResearchFinding>> SecurityAsync(string code) => new SecuritySource().SearchAsync(
        new(new TaskInfo { Name = "slugs", Code = code, Metadata = new() { Language = BotLanguage.Python } }, "", "Security"), default);
}
