using Menace.Model.Tasks;
using Menace.Pipeline.Models;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Models;

public sealed class ModelsRepositoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelsRepositoryTests()
    {
        Directory.CreateDirectory(_folder["upstream"]);
        Git("upstream", "init", "-q", "-b", "main");
        Commit("upstream", "weights.txt", "1");
    }

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path, ModelsRepositoryUrl = _folder["upstream"] };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_with_a_model_leaves_a_clone_beside_the_models_repository_and_no_lock()
    {
        var result = await new ImplementationPipeline(config: Config).RunAsync([Bot("return 1")], modelId: 7);

        Assert.Equal(VerificationOutcome.Passed, result.Verifications[0].Outcome);
        Assert.Empty(result.Diagnostics);
        Assert.Equal("1", File.ReadAllText(_folder["7/weights.txt"]));
        Assert.Equal(_folder["models_repo"], Git("7", "remote", "get-url", "origin").Trim().TrimEnd('/'));
        Assert.Equal("", Git("7", "status", "--porcelain"));
        Assert.False(File.Exists(_folder["models_repo/.active_model"]));
    }

    [Fact]
    public async Task A_run_that_failed_makes_no_clone_and_gives_the_lock_back()
    {
        await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config).RunAsync([Bot("return 2")], modelId: 7));

        Assert.False(Directory.Exists(_folder["7"]));
        Assert.False(File.Exists(_folder["models_repo/.active_model"]));
    }

    [Fact]
    public async Task Without_a_models_repository_nothing_runs()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config with { ModelsRepositoryUrl = null }).RunAsync([Bot("return 1")], modelId: 7));

        Assert.Equal("MENACE4012", exception.Code);
        Assert.False(Directory.Exists(_folder["dev_repos"]));
    }

    [Fact]
    public void A_clean_clone_is_fast_forwarded()
    {
        var models = Prepared();
        Assert.Empty(models.CloneToNewRepository("7"));
        Commit("models_repo", "weights.txt", "2");

        Assert.Empty(models.CloneToNewRepository("7"));

        Assert.Equal("2", File.ReadAllText(_folder["7/weights.txt"]));
        Assert.Equal("", Git("7", "status", "--porcelain"));
    }

    [Theory]
    [InlineData("edit", "changes that are not committed")]
    [InlineData("add", "changes that are not committed")]
    [InlineData("commit", "commits of its own")]
    [InlineData("branch", "is not in the models repository")]
    [InlineData("foreign", "no clone of the models repository")]
    [InlineData("files", "no git repository")]
    public void Work_of_the_users_is_left_as_it_is(string work, string reason)
    {
        var models = Prepared();
        if (work is "foreign" or "files")
        {
            _folder.Write("7/mine.txt", "mine");
            if (work == "foreign")
            {
                Git("7", "init", "-q", "-b", "main");
            }
        }
        else
        {
            models.CloneToNewRepository("7");
            _folder.Write(work == "edit" ? "7/weights.txt" : "7/mine.txt", "mine");
            if (work is "commit" or "branch")
            {
                Git("7", "checkout", "-q", work == "branch" ? "-b" : "main", work == "branch" ? "mine" : "--");
                Commit("7", "mine.txt", "mine");
            }
        }

        Commit("models_repo", "weights.txt", "2");

        var finding = Assert.Single(models.CloneToNewRepository("7"));

        Assert.Equal("MENACE4011", finding.Rule.Id);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder[work == "edit" ? "7/weights.txt" : "7/mine.txt"]));
    }

    [Fact]
    public void A_clone_is_pushed_where_a_url_is_set()
    {
        Shell.Git(_folder.Path, "init", "-q", "--bare", "published.git");

        Assert.Empty(Prepared(pushUrl: _folder["published.git"]).CloneToNewRepository("7"));

        Assert.Equal(Git("models_repo", "rev-parse", "main"), Git("published.git", "rev-parse", "main"));
    }

    [Fact]
    public void A_push_that_fails_is_a_warning_without_the_password()
    {
        var finding = Assert.Single(Prepared(pushUrl: "http://bob:hunter2@127.0.0.1:9/x.git").CloneToNewRepository("7"));

        Assert.Equal(("MENACE4013", false), (finding.Rule.Id, finding.IsError));
        Assert.DoesNotContain("hunter2", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:9/x.git", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", File.ReadAllText(_folder["7/.git/config"]), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", (Config with { ModelsRepositoryPushUrl = "http://bob:hunter2@x" }).ToString(), StringComparison.Ordinal);
    }

    private ModelsRepository Prepared(string? pushUrl = null)
    {
        var models = new ModelsRepository(Config with { ModelsRepositoryPushUrl = pushUrl });
        models.Prepare();
        return models;
    }

    private void Commit(string repository, string file, string text)
    {
        _folder.Write($"{repository}/{file}", text);
        Git(repository, "add", "-A");
        Git(repository, "-c", "user.name=u", "-c", "user.email=u@x", "commit", "-q", "-m", $"{file} {text}");
    }

    private string Git(string repository, params string[] arguments) => Shell.Git(_folder[repository], arguments);

    private static TaskInfo Bot(string body) => new()
    {
        Name = "a",
        Code = $"def value():\n    {body}\n",
        Metadata = new() { Language = BotLanguage.Python, Purpose = "Says one", Functions = ["value"], Examples = [new() { Function = "value", Returns = 1 }] },
    };
}
