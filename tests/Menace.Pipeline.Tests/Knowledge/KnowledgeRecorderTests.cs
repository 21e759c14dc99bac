using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>What a real build leaves in the knowledge.</summary>
public sealed class KnowledgeRecorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeFolder _knowledge;

    public KnowledgeRecorderTests() => _knowledge = new(_folder["knowledge"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verified_bots_failures_and_the_plan_are_recorded()
    {
        TaskInfo[] tasks =
        [
            Bot("adder", "add() { echo $(($1 + $2)); }\n", "Adds two numbers", ("add", [1, 2], "3")) with
            {
                Metadata = Bot("adder", "", "Adds two numbers", ("add", [1, 2], "3")).Metadata with { License = "MIT", Tags = ["maths"], FunctionDocs = new Dictionary<string, string> { ["add"] = "The sum." } },
            },
            Bot("wrong", "add() { echo 7; }\n", "Adds wrongly", ("add", [1, 2], "3")),
            Bot("user", "twice() { echo 1; }\n", "Needs the wrong one", ("twice", [], "1")) with { Dependencies = ["wrong"] },
            new() { Name = "stub", Metadata = new() { Language = BotLanguage.Shell, Purpose = "Not written yet", Functions = ["run"] } },
        ];
        var (build, verify, findings) = await RunAsync(tasks);

        var reported = await RecordAsync(build, verify, findings);

        Assert.Empty(reported);
        var bot = Assert.Single(_knowledge.OpenBots().List());
        var repository = build.Repositories.Single(repository => repository.Spec.Name == "adder");
        Assert.Equal(("adder", "Adds two numbers", "MIT", KnownOrigin.Verified, repository.Path, repository.Commit),
            (bot.Name, bot.Purpose, bot.License, bot.Origin, bot.Repository, bot.Commit));
        Assert.Equal(new KnownFunction("add", "add", "The sum."), Assert.Single(bot.Functions));
        Assert.Equal("3", Assert.Single(bot.Examples).Prints);
        Assert.Equal(["maths"], bot.Tags);
        var error = Assert.Single(_knowledge.OpenErrors().OfBot("wrong"));
        Assert.Equal((PipelineStage.Verify, findings.First(finding => finding.Bot == "wrong" && finding.IsError).Rule.Id), (error.Stage, error.Rule));
        Assert.NotEmpty(_knowledge.OpenErrors().OfBot("user"));
        var plan = Assert.Single(_knowledge.Open("workflows.db").List());
        Assert.Equal("{\"dependencies\":{\"user\":[\"wrong\"]},\"task_sequence\":[\"adder\",\"wrong\",\"user\",\"stub\"]}", plan.Content.ToString());
        Assert.Equal(["adder", "stub"], _knowledge.OpenDurations().All().Select(durations => durations.Bot).Order());
        Assert.Contains("adder", new ContextBuilder(_knowledge).Build("adds numbers").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_build_of_the_same_bots_changes_nothing_and_a_new_commit_is_found()
    {
        var (build, verify, findings) = await RunAsync([Bot("adder", "add() { echo $(($1 + $2)); }\n", "Adds", ("add", [1, 2], "3"))]);
        await RecordAsync(build, verify, findings);
        var version = _knowledge.Open("bots.db").Version();
        Assert.Equal([verify.Results[0].Seconds], Assert.Single(_knowledge.OpenDurations().Of("adder")).Seconds);
        await RecordAsync(build, verify with { Results = [verify.Results[0] with { IsReused = true }] }, findings);
        Assert.Equal(version, _knowledge.Open("bots.db").Version());
        Assert.Single(Assert.Single(_knowledge.OpenDurations().Of("adder")).Seconds);

        (build, verify, findings) = await RunAsync([Bot("adder", "add() { echo \"$(($1 + $2))\"; }\n", "Adds", ("add", [1, 2], "3"))]);
        await RecordAsync(build, verify, findings);

        Assert.Equal(build.Repositories[0].Commit, Assert.Single(_knowledge.OpenBots().Search("adds")).Bot.Commit);
        Assert.Equal(2, _knowledge.OpenBots().History(build.Repositories[0].Path).Count);
        Assert.Equal(verify.Results[0].Seconds, Assert.Single(_knowledge.OpenDurations().Of("adder")).Seconds[1]);
    }

    [Fact]
    public async Task Edited_bot_is_not_registered_because_its_commit_was_not_tested()
    {
        var (build, verify, _) = await RunAsync([Bot("adder", "add() { echo $(($1 + $2)); }\n", "Adds", ("add", [1, 2], "3"))]);

        await RecordAsync(build, verify with { Results = [verify.Results[0] with { IsEdited = true }] }, []);

        Assert.Empty(_knowledge.OpenBots().List());
        Assert.Empty(_knowledge.OpenDurations().All());
    }

    [Fact]
    public async Task Knowledge_that_cannot_be_used_is_a_finding()
    {
        var (build, verify, _) = await RunAsync([Bot("adder", "add() { echo $(($1 + $2)); }\n", "Adds", ("add", [1, 2], "3"))]);
        _folder.Write("knowledge", "a file");

        var reported = await RecordAsync(build, verify, []);

        // The bots, their durations, and the plan.
        Assert.Equal(["MENACE6008", "MENACE6008", "MENACE6008", "MENACE6008"], reported.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public async Task Failures_without_a_finding_have_the_cause_of_their_record()
    {
        BuildRecord build = new(1, [], [], [new("broken", "MENACE1701")]);
        VerifyRecord verify = new(1,
        [
            new("red", VerificationOutcome.Failed, [new("test_a", TestOutcome.Passed, ""), new("test_b", TestOutcome.Failed, "1 != 2")]),
            new("after", VerificationOutcome.Blocked, []), new("off", VerificationOutcome.NotRun, []),
        ]);

        await RecordAsync(build, verify, []);

        var errors = _knowledge.OpenErrors();
        Assert.Equal((PipelineStage.Optimise, "MENACE1701"), (errors.OfBot("broken")[0].Stage, errors.OfBot("broken")[0].Rule));
        Assert.Equal("test_b: 1 != 2", errors.OfBot("red")[0].Message);
        Assert.Equal(PipelineStage.Verify, Assert.Single(errors.OfBot("after")).Stage);
        Assert.Empty(errors.OfBot("off"));
    }

    private Task<IReadOnlyList<PipelineDiagnostic>> RecordAsync(BuildRecord build, VerifyRecord verify, IReadOnlyList<PipelineDiagnostic> findings) =>
        new KnowledgeRecorder(_knowledge, LanguageTable.Create(new BotDevConfig(), new ProcessRunner())).RecordAsync(build, verify, findings, default);

    private async Task<(BuildRecord Build, VerifyRecord Verify, IReadOnlyList<PipelineDiagnostic> Findings)> RunAsync(IReadOnlyList<TaskInfo> tasks)
    {
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = _folder["project"], LintEnabled = false });
        Directory.CreateDirectory(_folder["project"]);
        var handoff = await pipeline.HandoffAsync(new TaskPackage(tasks));
        var optimised = await pipeline.OptimiseAsync(handoff.Record!);
        var build = await pipeline.DevelopAsync(optimised.Record);
        var verify = await pipeline.VerifyAsync(build.Record);
        return (build.Record, verify.Record, [.. optimised.Diagnostics, .. build.Diagnostics, .. verify.Diagnostics]);
    }

    private static TaskInfo Bot(string name, string code, string purpose, (string Function, JsonValue[] Args, string Prints) example) => new()
    {
        Name = name,
        Code = code,
        Metadata = new()
        {
            Language = BotLanguage.Shell,
            Purpose = purpose,
            Functions = [example.Function],
            Examples = [new() { Function = example.Function, Args = example.Args, Prints = example.Prints }],
        },
    };
}
