using System.Text;
using LibGit2Sharp;
using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>Tasks without code that a Stage 4 builds: from what the sender knows, and from what Stage 4 knows.</summary>
public sealed class RemoteCompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tasks.json")]
    [InlineData("other.json")]
    public async Task Bot_that_the_sender_reuses_gets_the_same_commit_there_with_its_history(string list)
    {
        var original = await KnowAsync();
        var pinned = await RunAsync(Config("here") with { Knowledge = _folder["known"], TaskListName = list });
        CopyPins("here", "there");

        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var result = await RunAsync(Config("there") with { Knowledge = null, TaskListName = list, Handoff = To(stage4) });

        Assert.Equal(pinned.Commit, result.Commit);
        Assert.Equal(original, ParentOf(result));
    }

    [Fact]
    public async Task Bot_that_only_Stage_4_knows_is_pinned_here_and_built_here_without_it_later()
    {
        var original = await KnowAsync();
        BotRepository built;
        await using (var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with
        {
            Pipeline = settings.Pipeline with { Knowledge = _folder["known"], RecordsKnowledge = false },
        }))
        {
            built = await RunAsync(Config("here") with { Knowledge = null, Handoff = To(stage4) });
        }

        Assert.Equal(original, ParentOf(built));
        Assert.Contains($"\"place\": \"slug-tools@{original}\"", File.ReadAllText(_folder["here/menace.completions.json"]), StringComparison.Ordinal);
        Assert.DoesNotContain("\"question\": \"\"", File.ReadAllText(_folder["here/menace.completions.json"]), StringComparison.Ordinal);
        CopyPins("here", "there");
        Assert.Equal(built.Commit, (await RunAsync(Config("there") with { Knowledge = null })).Commit);
    }

    [Fact]
    public async Task Worker_keeps_nothing_in_its_knowledge()
    {
        await using (var stage4 = await RunningStage4.StartAsync(_folder["stage4"], settings => settings with
        {
            Pipeline = settings.Pipeline with { Knowledge = _folder["known"], RecordsKnowledge = false },
        }))
        {
            await RunAsync(Config("here") with { Knowledge = null, Handoff = To(stage4) }, Bot("slug-tools", Code));
        }

        Assert.False(File.Exists(_folder["known/bots.db"]));
    }

    [Fact]
    public async Task History_that_is_missing_here_is_an_error_before_anything_is_sent()
    {
        await KnowAsync();
        await RunAsync(Config("here") with { Knowledge = _folder["known"] });
        Directory.CreateDirectory(_folder["there"]);
        File.Copy(_folder["here/menace.completions.json"], _folder["there/menace.completions.json"]);

        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var failure = await Assert.ThrowsAsync<PipelineException>(
            () => RunAsync(Config("there") with { Knowledge = null, Handoff = To(stage4) }));

        Assert.Equal("MENACE4007", failure.Code);
        Assert.Empty((await stage4.Client.GetJsonAsync("/v1/runs"))["items"]!.AsArray());
    }

    [Fact]
    public async Task File_that_no_completion_names_is_refused()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var completions = new PackageCompletions(
            [new("a", "code", Menace.Model.Json.JsonValue.Null, new(FieldSourceKind.Bot, "b@../../../x"), "reuse", 1)], new Dictionary<string, string>());
        var text = PackageEnvelope.Write(
            new TaskPackage([Bot("a", Code)]),
            new Dictionary<string, FileContent> { ["menace.completions/b-../../../x.bundle"] = new(Encoding.UTF8.GetBytes("x"), false) },
            new(), completions);

        var answer = await stage4.Client.PostJsonAsync("/v1/packages", text);

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("neither a task nor a completion names the file", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private const string Code = "slug() { echo \"$1\" | tr 'A-Z ' 'a-z-'; }\n";

    /// <summary>Builds the original in a project of its own.</summary>
    /// <returns>Id of its commit.</returns>
    private async Task<string> KnowAsync() =>
        (await RunAsync(Config("one") with { Knowledge = _folder["known"] }, Bot("slug-tools", Code))).Commit;

    private static async Task<BotRepository> RunAsync(BotDevConfig config, TaskInfo? task = null)
    {
        var result = await new ImplementationPipeline(config: config).RunAsync([task ?? Bot("title-slugs", "")]);
        Assert.Equal(VerificationOutcome.Passed, Assert.Single(result.Verifications).Outcome);
        return Assert.Single(result.Repositories);
    }

    private static string ParentOf(BotRepository made)
    {
        using var repository = new Repository(made.Path);
        return Assert.Single(repository.Head.Tip.Parents).Sha;
    }

    private void CopyPins(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(_folder[from], "*", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(_folder[from], file).Contains(".completions", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(_folder[to], Path.GetRelativePath(_folder[from], file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private BotDevConfig Config(string folder) =>
        new() { SourceDirectory = Directory.CreateDirectory(_folder[folder]).FullName, LintEnabled = false };

    private static HandoffSettings To(RunningStage4 stage4) =>
        new() { Stage4Url = stage4.Client.BaseAddress!.ToString(), Execute = true, Timeout = TimeSpan.FromSeconds(20) };

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
}
