using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Structure;

/// <summary>One sequence of stages, and one choice between the runner here and the one for a Stage 4.</summary>
public sealed partial class StageRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path };

    [Fact]
    public void Runner_of_the_stages_is_chosen_in_one_place()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "src");
        var choices = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(path => Choice().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value}"));

        Assert.Equal(["ImplementationPipeline.cs: remote is null"], choices);
    }

    [Theory]
    [InlineData("if (handoff.Remote is not null)", true)]
    [InlineData("build.Remote is { } remote", true)]
    [InlineData("optimised.Remote == null", true)]
    [InlineData("var remote = build.Remote!;", false)]
    public void Choice_by_the_record_is_found(string code, bool isChoice) => Assert.Equal(isChoice, Choice().IsMatch(code));

    [Fact]
    public async Task Host_runs_every_stage_in_order_with_the_repositories_before_the_tests()
    {
        var host = new RecordingHost();

        var run = await new ImplementationPipeline(config: Config with { VerifyEnabled = false }).RunAsync(Package, host, default);

        Assert.Equal(["Handoff", "Optimise", "Develop", "developed a", "Verify"], host.Calls);
        Assert.Equal(PipelineStage.Verify, run.Findings.Single(finding => finding.Diagnostic.Rule.Id == "MENACE5007").Stage);
    }

    [Fact]
    public async Task Local_stage_2_waits_for_nothing_before_it_takes_the_state_folder()
    {
        var pipeline = new ImplementationPipeline(config: Config);
        var handoff = (await pipeline.HandoffAsync(Package)).Record!;

        var begun = pipeline.BeginOptimiseAsync(handoff, null, _ => { }, null, default);

        Assert.True(begun.IsCompletedSuccessfully);
        Assert.Equal("a", (await (await begun)()).Record.Bots.Single().Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unusable_stage4_fails_the_run_or_falls_back_to_the_local_runner(bool fallsBack)
    {
        var pipeline = new ImplementationPipeline(config: Config);
        var settings = new HandoffSettings { Stage4Url = "http://127.0.0.1:1", Attempts = 1, FallsBackToLocal = fallsBack };
        var handoff = (await pipeline.HandoffAsync(Package)).Record! with { Remote = new RemoteTarget(settings, null) };

        if (fallsBack)
        {
            var result = await pipeline.OptimiseAsync(handoff);
            Assert.True(result.FellBack);
            Assert.Null(result.Record.Remote);
            Assert.Equal(["MENACE2013"], result.Diagnostics.Select(finding => finding.Rule.Id));
        }
        else
        {
            var failure = await Assert.ThrowsAsync<PipelineException>(() => pipeline.OptimiseAsync(handoff));
            Assert.Equal((PipelineStage.Optimise, "MENACE2012"), (failure.Stage, failure.Code));
        }

        Assert.Equal(fallsBack ? WorkflowStatus.Active : WorkflowStatus.Failed,
            new WorkflowDb(_folder[".menace/" + WorkflowDb.FileName]).RunStatus(handoff.RunId));
    }

    [Fact]
    public async Task Stage_that_fails_as_a_whole_fails_its_run()
    {
        var pipeline = new ImplementationPipeline(config: Config);
        var optimised = await pipeline.OptimiseAsync((await pipeline.HandoffAsync(Package)).Record!);
        File.WriteAllText(_folder["dev_repos"], "a file");

        var failure = await Assert.ThrowsAsync<PipelineException>(() => pipeline.DevelopAsync(optimised.Record));

        Assert.Equal(PipelineStage.Develop, failure.Stage);
        Assert.Equal(WorkflowStatus.Failed, new WorkflowDb(_folder[".menace/" + WorkflowDb.FileName]).RunStatus(optimised.Record.RunId));
    }

    public void Dispose() => _folder.Dispose();

    private static TaskPackage Package => new(
    [
        new TaskInfo
        {
            Name = "a",
            Code = "value() {\n    echo 1\n}\n",
            Metadata = new() { Language = BotLanguage.Shell, Purpose = "p", Functions = ["value"] },
        },
    ]);

    [GeneratedRegex(@"\b[Rr]emote (?:is (?:not )?(?:null|\{)|[!=]= null)")]
    private static partial Regex Choice();

    private sealed class RecordingHost : IStageHost
    {
        public List<string> Calls { get; } = [];

        public Task<StageResult<T>> RunAsync<T>(PipelineStage stage, Func<Task<StageResult<T>>> run)
        {
            Calls.Add(stage.ToString());
            return run();
        }

        public Task DevelopedAsync(BuildRecord build)
        {
            Calls.Add("developed " + build.Repositories.Single().Spec.Name);
            return Task.CompletedTask;
        }
    }
}
