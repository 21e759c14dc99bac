using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Incremental;

namespace Menace.Pipeline.Tests.Development;

/// <summary>Several checkouts of one project, and the remote repositories of its bots.</summary>
public sealed class TeamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TeamTests()
    {
        foreach (var bot in new[] { "One", "Two" })
        {
            Shell.Git(_folder.Path, "init", "-q", "--bare", "-b", "main", $"remotes/{bot}.git");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Second_checkout_continues_the_history_of_the_first()
    {
        await Built("a", 1);
        Assert.Equal(["One: main [new branch], menace/generated [new branch]", "Two: main [new branch], menace/generated [new branch]"], await Pushed("a", 1));
        await Built("a", 2);
        Assert.Equal(2, (await Pushed("a", 2)).Count);

        await Built("b", 2);

        Assert.Equal(Heads("a"), Heads("b"));
        Assert.Equal(("2", ""), (Git("b", "One", "rev-list", "--count", "main"), Git("b", "One", "status", "--porcelain")));
        Assert.Equal(Url("One"), Git("b", "One", "remote", "get-url", "origin"));
        Git("b", "One", "fsck", "--strict");
        Assert.Empty(await Pushed("b", 2));
        await Built("b", 3);
        Assert.Equal(2, (await Pushed("b", 3)).Count);
        Assert.Equal("3", Shell.Git(_folder["remotes/One.git"], "rev-list", "--count", "main").Trim());
    }

    [Fact]
    public async Task Same_inputs_give_the_same_ids_in_checkouts_that_never_met()
    {
        await Built("a", 1);
        await Built("b", 1);
        await Built("a", 2);
        await Built("b", 2);

        Assert.Equal(Heads("a"), Heads("b"));
    }

    [Fact]
    public async Task Rejected_push_changes_nothing_and_pull_takes_the_commits_in()
    {
        await Built("a", 1);
        await Pushed("a", 1);
        await Built("b", 1);
        Commit("a", "One", "a.txt", "of a");
        Commit("b", "One", "b.txt", "of b");
        Commit("b", "Two", "b.txt", "of b");
        await Built("a", 1);
        Assert.Equal(["One: main"], (await Pushed("a", 1)).Select(line => line.Split(' ')[0] + " " + line.Split(' ')[1]));
        var before = Shell.Git(_folder["remotes/One.git"], "rev-parse", "main");

        await Built("b", 1);
        var rejected = await PushAsync("b", 1);

        var finding = Assert.Single(rejected.Diagnostics);
        Assert.Equal(("MENACE4013", "One"), (finding.Rule.Id, finding.Bot));
        Assert.Contains("fetch first", finding.Message, StringComparison.Ordinal);
        Assert.Contains("-p:MenacePull=true", finding.Message, StringComparison.Ordinal);
        Assert.Equal("Two", Assert.Single(rejected.Record.Bots).Bot);
        Assert.Equal(before, Shell.Git(_folder["remotes/One.git"], "rev-parse", "main"));

        await Built("b", 2, pulls: true);

        Assert.Equal(("of a", "of b"), (Read("b", "One", "a.txt"), Read("b", "One", "b.txt")));
        Assert.Contains("2", Read("b", "One", "One.py"), StringComparison.Ordinal);
        Assert.Equal("", Git("b", "One", "status", "--porcelain"));
        Assert.Equal(2, (await Pushed("b", 2)).Count);
        await Built("a", 2, pulls: true);
        Assert.Equal(Heads("b"), Heads("a"));
        Assert.Empty(await Pushed("a", 2));
    }

    [Fact]
    public async Task Conflict_with_the_remote_waits_in_a_working_tree_and_is_taken_when_it_is_committed()
    {
        await Diverge("a.txt", "of a", "a.txt", "of b");
        var before = Git("b", "One", "rev-parse", "main");

        var failure = await Assert.ThrowsAsync<PipelineException>(() => Built("b", 1, pulls: true));

        var conflict = failure.Diagnostics.First(finding => finding.IsError);
        Assert.Equal(("MENACE4008", "One"), (conflict.Rule.Id, conflict.Bot));
        Assert.Equal((before, "of b"), (Git("b", "One", "rev-parse", "main"), Read("b", "One", "a.txt")));
        var work = _folder["b/.menace/merges/One"];
        File.WriteAllText(Path.Combine(work, "a.txt"), "of both");
        Shell.Git(work, "-c", "user.name=u", "-c", "user.email=u@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-a", "-m", "Decide");

        await Built("b", 1, pulls: true);

        Assert.Equal(("of both", ""), (Read("b", "One", "a.txt"), Git("b", "One", "status", "--porcelain")));
        Assert.Equal(["One: main"], (await Pushed("b", 1)).Select(line => string.Join(' ', line.Split(' ').Take(2))));
    }

    [Fact]
    public async Task Commits_of_the_remote_that_fail_their_tests_do_not_reach_main()
    {
        await Diverge("One.py", "def value():\n    return 7\n", "b.txt", "of b");
        var before = Git("b", "One", "rev-parse", "main");

        var failure = await Assert.ThrowsAsync<PipelineException>(() => Built("b", 1, pulls: true));

        Assert.Contains("MENACE4011", failure.Diagnostics.Select(finding => finding.Rule.Id));
        Assert.Equal((before, ""), (Git("b", "One", "rev-parse", "main"), Git("b", "One", "status", "--porcelain")));
        Assert.NotEmpty(Git("b", "One", "rev-parse", "menace/candidate"));
    }

    [Fact]
    public async Task Bot_with_changes_that_are_not_committed_is_not_pushed()
    {
        await Built("a", 1);
        File.WriteAllText(Path.Combine(RepositoryOf("a", "One"), "mine.txt"), "mine");

        var result = await PushAsync("a", 1);

        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(("MENACE4014", "One"), (finding.Rule.Id, finding.Bot));
        Assert.Contains("mine.txt", finding.Message, StringComparison.Ordinal);
        Assert.Equal("Two", Assert.Single(result.Record.Bots).Bot);
        Assert.Equal("", Shell.Git(_folder["remotes/One.git"], "for-each-ref"));
    }

    [Fact]
    public async Task Bot_whose_remote_cannot_be_reached_gets_no_history_of_its_own()
    {
        Directory.Move(_folder["remotes"], _folder["away"]);

        var failure = await Assert.ThrowsAsync<PipelineException>(() => Built("a", 1));

        Assert.Equal(["MENACE4012", "MENACE4012"], failure.Diagnostics.Where(finding => finding.IsError).Select(finding => finding.Rule.Id));
        Assert.False(Directory.Exists(RepositoryOf("a", "One")));
    }

    [Fact]
    public async Task Different_output_of_two_machines_is_merged_and_pushed_without_force()
    {
        await Built("a", 1);
        await Pushed("a", 1);
        await Built("b", 1);
        await Built("a", 2);
        await Pushed("a", 2);
        await Built("b", 3);

        await Built("b", 3, pulls: true);

        Assert.Contains("return 3", Read("b", "One", "One.py"), StringComparison.Ordinal);
        Assert.Equal(2, (await Pushed("b", 3)).Count);
        await Built("a", 3, pulls: true);
        Assert.Equal(Heads("b"), Heads("a"));
        await Built("a", 4);
        Assert.Equal(2, (await Pushed("a", 4)).Count);
    }

    /// <summary>Pushes a commit of the first checkout, and makes one in the second.</summary>
    private async Task Diverge(string theirs, string theirText, string mine, string myText)
    {
        await Built("a", 1);
        await Pushed("a", 1);
        await Built("b", 1);
        Commit("a", "One", theirs, theirText);
        Git("a", "One", "push", "-q", Url("One"), "main");
        Commit("b", "One", mine, myText);
    }

    private static TaskInfo Planned(string name, int value) => new()
    {
        Name = name,
        Code = $"def value():\n    return {value}\n",
        Metadata = new()
        {
            Language = BotLanguage.Python,
            Purpose = $"The bot {name}",
            Functions = ["value"],
            Examples = [new() { Function = "value", Returns = value }],
        },
    };

    private BotDevConfig Config(string checkout, bool pulls) => new()
    {
        SourceDirectory = Directory.CreateDirectory(_folder[checkout]).FullName,
        Remote = $"file://{_folder["remotes"]}/{{name}}.git",
        PullsRemote = pulls,
        Knowledge = null,
    };

    private Task<PipelineResult> Built(string checkout, int value, bool pulls = false) =>
        new ImplementationPipeline(config: Config(checkout, pulls)).RunAsync([Planned("One", value), Planned("Two", value)]);

    private async Task<StageResult<PushRecord>> PushAsync(string checkout, int value)
    {
        var built = await Built(checkout, value);
        return await new ImplementationPipeline(config: Config(checkout, false)).PushAsync(
            [.. built.Repositories.Select(repository => new KnownRepository(
                repository.Spec.Name, "python", repository.Commit, repository.Tree, repository.Path) { Branch = KnownRepository.BranchOf(repository.Path) })],
            built.Verifications, CancellationToken.None);
    }

    /// <summary>A line for each bot that the push changed.</summary>
    private async Task<IReadOnlyList<string>> Pushed(string checkout, int value)
    {
        var result = await PushAsync(checkout, value);
        Assert.Empty(result.Diagnostics);
        return [.. result.Record.Bots.Where(bot => bot.Changes.Count > 0).Select(bot => $"{bot.Bot}: {string.Join(", ", bot.Changes)}")];
    }

    private string Heads(string checkout) =>
        string.Join(' ', Git(checkout, "One", "rev-parse", "main", "menace/generated"), Git(checkout, "Two", "rev-parse", "main", "menace/generated"));

    private void Commit(string checkout, string bot, string file, string text)
    {
        File.WriteAllText(Path.Combine(RepositoryOf(checkout, bot), file), text);
        Git(checkout, bot, "add", "-A");
        Git(checkout, bot, "-c", "user.name=u", "-c", "user.email=u@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", text);
    }

    private string Url(string bot) => $"file://{_folder["remotes"]}/{bot}.git";

    private string Read(string checkout, string bot, string file) => File.ReadAllText(Path.Combine(RepositoryOf(checkout, bot), file));

    private string RepositoryOf(string checkout, string bot) => _folder[$"{checkout}/dev_repos/{bot}"];

    private string Git(string checkout, string bot, params string[] arguments) => Shell.Git(RepositoryOf(checkout, bot), arguments).Trim();
}
