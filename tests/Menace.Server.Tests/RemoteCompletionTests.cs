using System.Text;
using LibGit2Sharp;
using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;
using HttpServer = Menace.Pipeline.Tests.Research.LocalServer;

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

    [Fact]
    public async Task Purpose_that_research_knows_is_sent_with_a_task_without_code_and_forwarded()
    {
        await using var inventory = Inventory();
        await using var stage3 = new HttpServer(HttpServer.Json("""{"ok":true}"""));
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var config = Config("here") with { Knowledge = _folder["known"], Handoff = To(stage4), Research = Research(inventory, stage3) };

        var result = await new ImplementationPipeline(config: config).RunAsync([Unknown(code: "")]);

        Assert.Equal("Turns titles into slugs.", Assert.Single(result.Repositories).Spec.Purpose);
        Assert.Equal(VerificationOutcome.Stub, Assert.Single(result.Verifications).Outcome);
        Assert.Contains("\"source\": \"finding\"", File.ReadAllText(_folder["here/menace.completions.json"]), StringComparison.Ordinal);
        Assert.Contains(stage3.Requests, request => request.Contains("Turns titles into slugs.", StringComparison.Ordinal));
        var (asked, sent) = (inventory.Requests.Count, stage3.Requests.Count);

        await new ImplementationPipeline(config: config).RunAsync([Unknown(code: "")]);
        Assert.Equal((asked, sent), (inventory.Requests.Count, stage3.Requests.Count));
    }

    [Fact]
    public async Task Purpose_that_Stage_4_misses_is_looked_up_shown_and_forwarded_and_the_next_build_sends_it()
    {
        await using var inventory = Inventory();
        await using var stage3 = new HttpServer(HttpServer.Json("""{"ok":true}"""));
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var config = Config("here") with { Handoff = To(stage4), Research = Research(inventory, stage3) };

        var failure = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: config).RunAsync([Unknown(Code)]));

        Assert.Contains(failure.Diagnostics, finding => finding.Rule.Id == "MENACE3001");
        Assert.Contains(failure.Diagnostics, finding => finding.Message.Contains(
            "metadata.purpose: the next build sends \"Turns titles into slugs.\" to Stage 4", StringComparison.Ordinal));
        Assert.Contains(failure.Diagnostics, finding => finding.Rule.Id == "MENACE3080" && finding.Message.Contains("security", StringComparison.Ordinal));
        Assert.Contains(stage3.Requests, request => request.Contains("Turns titles into slugs.", StringComparison.Ordinal));

        var built = await new ImplementationPipeline(config: config).RunAsync([Unknown(Code)]);
        Assert.Equal("Turns titles into slugs.", Assert.Single(built.Repositories).Spec.Purpose);
        Assert.Equal(VerificationOutcome.Passed, Assert.Single(built.Verifications).Outcome);
    }

    [Fact]
    public async Task Source_that_is_down_is_named_in_a_remote_build()
    {
        var down = Inventory();
        await down.DisposeAsync();
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        var config = Config("here") with { Handoff = To(stage4), Research = new() { Topics = ["security"], Url = down.Url + "/{bot}/{field}" } };

        var failure = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: config).RunAsync([Unknown(Code)]));

        Assert.Contains(failure.Diagnostics, finding => finding.Rule.Id == "MENACE3082" && finding.Message.Contains("Connection refused", StringComparison.Ordinal));
    }

    private static HttpServer Inventory() => new((request, stream, cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(
        request.Contains("/metadata.purpose ", StringComparison.Ordinal) ? HttpServer.Json("""{"value":"Turns titles into slugs."}""")
        : HttpServer.Json("{}", "404 Not Found")), cancellationToken).AsTask());

    private static ResearchSettings Research(HttpServer inventory, HttpServer stage3) =>
        new() { Topics = ["security"], Url = inventory.Url + "/{bot}/{field}", Stage3Url = stage3.Url };

    /// <summary>A task whose purpose only research knows.</summary>
    private static TaskInfo Unknown(string code) => Bot("title-slugs", code) with
    {
        Metadata = Bot("title-slugs", code).Metadata with { Purpose = null, Examples = code.Length == 0 ? [] : Bot("", "").Metadata.Examples },
    };

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
