using System.Runtime.CompilerServices;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests;

/// <summary>The pipeline as a library, from the outside.</summary>
public sealed class ImplementationPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_seeds_usage_example_runs()
    {
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = _folder.Path;
        try
        {
            // <docs/library.md>
            var pipeline = new ImplementationPipeline();
            PipelineResult result = await pipeline.RunAsync([
                new TaskInfo
                {
                    Name = "DemoBot",
                    Schedule = "once",
                    Code = "print('hello')",
                    Metadata = new() { Purpose = "demo", Functions = ["run"] },
                }]);
            // </docs/library.md>
            var file = Assert.Single(result.BuiltFiles);
            Assert.Equal(_folder["dev_repos/DemoBot/DemoBot.py"], file);
            Assert.Contains("print('hello')", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.Equal(BotLanguage.Python, Assert.Single(result.Package.Tasks).Metadata.Language);
            Assert.Equal((VerificationOutcome.Passed, 1), (result.Verifications[0].Outcome, result.Verifications[0].Passed));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void The_page_about_the_library_shows_the_example_that_runs_here()
    {
        var source = File.ReadAllText(ThisFile());
        var start = source.IndexOf("// <docs/library.md>\n", StringComparison.Ordinal) + "// <docs/library.md>\n".Length;
        var snippet = source[start..source.IndexOf("            // </docs/library.md>", StringComparison.Ordinal)].Replace("\n            ", "\n", StringComparison.Ordinal).Trim();
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "library.md"));

        Assert.Contains($"using Menace.Pipeline.Contracts;\n\n{snippet}\n```", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_recorded_from_pending_to_done()
    {
        List<string> heard = [];
        var events = new EventBus();
        events.Subscribe("workflows:*", told => heard.Add($"{told.Topic} {told.Payload["status"]!.Text}"));
        var result = await new ImplementationPipeline(config: Config with { MenaceId = "here" }, events: events).RunAsync([Python("a", "def value():\n    return 1\n", 1)]);

        Assert.Equal(["workflows:new pending", "workflows:update active", "workflows:update done"], heard);
        var database = new WorkflowDb(_folder[".menace/workflows.db"]);
        Assert.Equal(WorkflowStatus.Done, database.RunStatus(1));
        Assert.All(database.Fetch(), workflow => Assert.Equal(WorkflowStatus.Done, workflow.Status));
        Assert.All(database.Fetch(), workflow => Assert.Equal("here", workflow.SourceMenaceId));
        Assert.Equal(["optimise:completed", "develop:created", "verify:passed"], database.Journal(1).Select(action => $"{action.Stage}:{action.Outcome}"));
        Assert.Equal((result.Repositories[0].Commit, result.Repositories[0].Input), (database.Journal(1)[1].Reason, database.Journal(1)[1].InputHash));
    }

    [Fact]
    public async Task A_failing_bot_throws_with_everything_that_did_succeed()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config).RunAsync(
        [
            Python("bad", "def value():\n    return 1\n", 2),
            Python("worse", "def (", 1),
            Python("good", "def value():\n    return 1\n", 1),
        ]));

        Assert.Equal((PipelineStage.Optimise, "MENACE1701"), (exception.Stage, exception.Code));
        Assert.Equal(["worse:MENACE1701", "bad:MENACE5003"], exception.Diagnostics.Select(finding => $"{finding.Bot}:{finding.Rule.Id}"));
        Assert.Equal(["bad", "good"], exception.PartialResult!.Repositories.Select(repository => repository.Spec.Name));
        Assert.Equal([VerificationOutcome.Failed, VerificationOutcome.Passed], exception.PartialResult.Verifications.Select(bot => bot.Outcome));
        Assert.Equal(WorkflowStatus.Failed, new WorkflowDb(_folder[".menace/workflows.db"]).RunStatus(1));
    }

    [Fact]
    public async Task A_package_that_breaks_the_rules_is_refused_before_anything_is_written()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config).RunAsync([new TaskInfo { Name = "../evil", Dependencies = ["nobody"] }]));

        Assert.Equal(PipelineStage.Handoff, exception.Stage);
        Assert.Equal(["MENACE1204", "MENACE1301"], exception.Diagnostics.Select(finding => finding.Rule.Id).Order(StringComparer.Ordinal));
        Assert.Null(exception.PartialResult);
        Assert.False(Directory.Exists(_folder["dev_repos"]));
    }

    [Fact]
    public async Task The_same_tasks_give_the_same_commits_in_another_folder()
    {
        using var other = new TemporaryFolder();
        TaskInfo[] tasks = [Python("a", "def value():\n    return 1\n", 1), Python("b", "import a\n\ndef value():\n    return a.value()\n", 1) with { Dependencies = ["a"] }];

        var first = await new ImplementationPipeline(config: Config).RunAsync(tasks);
        var second = await new ImplementationPipeline(config: Config with { SourceDirectory = other.Path }).RunAsync(tasks);

        Assert.Equal(first.Repositories.Select(repository => repository.Commit), second.Repositories.Select(repository => repository.Commit));
    }

    [Fact]
    public async Task A_bot_that_another_project_has_in_a_shared_folder_is_refused_even_where_it_is_the_same()
    {
        using var other = new TemporaryFolder();
        other.Write("tasks.json", "[]");
        _folder.Write("tasks.json", "[]");
        TaskInfo[] tasks = [Python("a", "def value():\n    return 1\n", 1)];
        var shared = Config with { RepositoryBase = _folder["shared"] };
        await new ImplementationPipeline(config: shared).RunAsync(tasks);

        var exception = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: shared with { SourceDirectory = other.Path }).RunAsync(tasks));

        Assert.Equal("MENACE4001", exception.Code);
        Assert.Contains($"it belongs to another project: {_folder.Path}.", exception.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal("1", Shell.Git(_folder["shared/a"], "rev-list", "--count", "HEAD").Trim());
    }

    [Fact]
    public async Task Without_a_change_nothing_is_written_and_nothing_is_tested_again()
    {
        TaskInfo[] tasks = [Python("a", "def value():\n    return 1\n", 1)];
        var pipeline = new ImplementationPipeline(config: Config);
        var first = await pipeline.RunAsync(tasks);

        var handoff = await pipeline.HandoffAsync(new TaskPackage(tasks));
        var build = await pipeline.DevelopAsync((await pipeline.OptimiseAsync(handoff.Record!)).Record);
        var verified = await pipeline.VerifyAsync(build.Record, new VerifyRecord(1, first.Verifications));

        Assert.Equal(RepositoryChange.Unchanged, build.Record.Repositories[0].Change);
        Assert.Equal(first.Repositories[0].Commit, build.Record.Repositories[0].Commit);
        Assert.True(verified.Record.Results[0].IsReused);
    }

    [Fact]
    public async Task A_dependency_that_was_edited_is_a_warning_for_those_that_use_it()
    {
        TaskInfo[] tasks = [Python("a", "def value():\n    return 1\n", 1), Python("b", "import a\n\ndef value():\n    return a.value()\n", 1) with { Dependencies = ["a"] }];
        var pipeline = new ImplementationPipeline(config: Config);
        await pipeline.RunAsync(tasks);
        File.AppendAllText(_folder["dev_repos/a/a.py"], "# mine\n");

        var result = await pipeline.RunAsync(tasks);

        Assert.Equal(["MENACE5008"], result.Diagnostics.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public async Task Stage_records_survive_their_files()
    {
        var pipeline = new ImplementationPipeline(config: Config);
        var handoff = (await pipeline.HandoffAsync(new TaskPackage([Python("a", "def value():\n    return 1\n", 1)]))).Record!;
        var optimised = (await pipeline.OptimiseAsync(RoundTrip(handoff))).Record;
        var built = (await pipeline.DevelopAsync(RoundTrip(optimised))).Record;
        var verified = await pipeline.VerifyAsync(RoundTrip(built));

        Assert.True(verified.Succeeded);
        Assert.Equal(2, RoundTrip(verified.Record).Results[0].Passed);
    }

    [Fact]
    public async Task A_second_run_waits_for_the_state_folder()
    {
        using var held = await StateLock.AcquireAsync(_folder[".menace"], TimeSpan.FromSeconds(1), default);

        var exception = await Assert.ThrowsAsync<StateLockedException>(() => StateLock.AcquireAsync(_folder[".menace"], TimeSpan.FromMilliseconds(300), default));

        Assert.Equal($"{Environment.ProcessId}", exception.OwningProcess);
    }

    private T RoundTrip<T>(T record)
    {
        var path = _folder[$"{typeof(T).Name}.json"];
        Assert.True(StageFile.Write(path, record));
        Assert.False(StageFile.Write(path, record));
        var read = StageFile.Read<T>(path);
        Assert.False(StageFile.Write(path, read));
        return read;
    }

    private static TaskInfo Python(string name, string code, int expected) => new()
    {
        Name = name,
        Code = code,
        Metadata = new()
        {
            Language = BotLanguage.Python,
            Purpose = $"The bot {name}",
            Functions = ["value"],
            Examples = [new() { Function = "value", Returns = expected }],
        },
    };

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
