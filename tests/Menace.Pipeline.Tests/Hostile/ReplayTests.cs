using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>Ways in which an edit was lost, or output came to the wrong place, each as it happened.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Own_git_repository_inside_the_output_is_kept_with_its_history()
    {
        using var bot = new OneRepository("a.txt=1", "data/b.txt=1");
        Shell.Git(bot.InBot("data"), "init", "-q", "-b", "main");
        CommitInData("generated");

        Assert.True(bot.Update("a.txt=2", "data/b.txt=2").IsMerged);
        Assert.Equal(("2", "1"), (bot.Read("data/b.txt"), Shell.Git(bot.InBot("data"), "show", "HEAD:b.txt")));

        bot.Write("dev_repos/Bot/data/b.txt", "MINE");
        CommitInData("mine");
        foreach (var files in new[] { ["a.txt=3", "data/b.txt=3"], new[] { "a.txt=3" } })
        {
            Assert.Equal("data/b.txt", bot.Update(files).Refusal?.Evidence);
        }

        Assert.Equal("MINE", bot.Read("data/b.txt"));
        Assert.Equal("mine\ngenerated\n", Shell.Git(bot.InBot("data"), "log", "--format=%s"));

        void CommitInData(string message)
        {
            Shell.Git(bot.InBot("data"), "add", "-A");
            Shell.Git(bot.InBot("data"), "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-m", message);
        }
    }

    [Fact]
    public async Task Lock_is_not_advanced_by_a_failed_update()
    {
        await DevelopAsync("echo 1");
        var (before, code) = (Lock(), File.ReadAllText(_folder["dev_repos/Caller/Caller.sh"]));
        _folder.Write("dev_repos/Caller/Caller.sh", code + "# mine\n");

        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal("MENACE4001", Assert.Single((await DevelopAsync("echo 2")).Diagnostics).Rule.Id);
            Assert.Equal(before, Lock());
        }

        _folder.Write("dev_repos/Caller/Caller.sh", code);
        var built = await DevelopAsync("echo 2");

        Assert.Empty(built.Diagnostics);
        Assert.Equal(RepositoryChange.Updated, built.Record.Repositories[1].Change);
        Assert.Contains(Shell.Git(_folder["dev_repos/Base"], "rev-parse", "menace/generated^{tree}").Trim(), Lock().Committed, StringComparison.Ordinal);
        Assert.Equal(Lock().Committed, Lock().File);
    }

    [Fact]
    public void Deleted_file_does_not_come_back()
    {
        using var bot = new OneRepository("a.txt=1", "b.txt=1");
        File.Delete(bot.InBot("b.txt"));
        Assert.Equal("b.txt", bot.Update("a.txt=2", "b.txt=1").Refusal?.Evidence);
        Assert.False(File.Exists(bot.InBot("b.txt")));
        bot.Commit();

        Assert.True(bot.Update("a.txt=2", "b.txt=1").IsMerged);
        Assert.False(File.Exists(bot.InBot("b.txt")));

        // The output has changed it since: only the user knows.
        Assert.Equal("b.txt", Assert.Single(bot.Update("a.txt=3", "b.txt=2").Conflicts).Path);
        Assert.False(File.Exists(bot.InBot("b.txt")));
        Shell.Git(bot.WorkPath, "rm", "-q", "b.txt");
        Shell.Git(bot.WorkPath, "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-m", "Stays deleted");
        Assert.True(bot.Update("a.txt=4", "b.txt=2").IsMerged);
        Assert.Equal(("4", false), (bot.Read("a.txt"), File.Exists(bot.InBot("b.txt"))));
    }

    [Fact]
    public void Conflict_markers_are_visible_to_tools()
    {
        using var bot = new OneRepository("a.txt=1\n");
        File.WriteAllText(bot.InBot("a.txt"), "mine\n");
        bot.Commit();

        Assert.Single(bot.Update("a.txt=2\n").Conflicts);

        Assert.Equal("UU a.txt\n", Shell.Git(bot.WorkPath, "status", "--porcelain"));
        Assert.Equal("a.txt\n", Shell.Git(bot.WorkPath, "diff", "--name-only", "--diff-filter=U"));
        Assert.Equal(3, Shell.Git(bot.WorkPath, "ls-files", "-u").TrimEnd().Split('\n').Length);
        Assert.Equal("1\n", Shell.Git(bot.WorkPath, "show", ":1:a.txt"));
        Assert.Contains("leftover conflict marker", Shell.Run(bot.WorkPath, null, "sh", "-c", "git diff --check; true"), StringComparison.Ordinal);
        Assert.Equal(("mine\n", ""), (bot.Read("a.txt"), bot.Git("status", "--porcelain")));
    }

    [Theory]
    [InlineData("bin/rates.csv", "")]
    [InlineData("data/rates.csv", "data/\n")]
    [InlineData("rates.csv", "*.csv\n")]
    public void Edit_of_an_ignored_file_is_refused_and_kept(string path, string excludes)
    {
        using var bot = new OneRepository(".gitignore=bin/\n", "a.txt=1", path + "=generated");
        bot.Write("dev_repos/Bot/.git/info/exclude", excludes);
        Assert.Null(bot.Update(".gitignore=bin/\n", "a.txt=1", path + "=generated again").Refusal);
        bot.Write("dev_repos/Bot/" + path, "MY WORK");

        Assert.Equal(path, bot.Update(".gitignore=bin/\n", "a.txt=2").Refusal?.Evidence);
        Assert.Equal(path, bot.Update(".gitignore=bin/\n", "a.txt=1", path + "=other").Refusal?.Evidence);

        Assert.Equal("MY WORK", bot.Read(path));
    }

    [Fact]
    public void Ignored_file_of_the_user_where_a_new_generated_file_wants_to_be_is_refused_and_kept()
    {
        using var bot = new OneRepository("a.txt=1");
        bot.Write("dev_repos/Bot/.git/info/exclude", "private/\n");
        bot.Write("dev_repos/Bot/private/key.txt", "MY WORK");

        Assert.Equal("private/key.txt", bot.Update("a.txt=1", "private/key.txt=generated").Refusal?.Evidence);
        Assert.Equal("private/key.txt", bot.Update("a.txt=1", "private=generated").Refusal?.Evidence);
        Assert.Equal("MY WORK", bot.Read("private/key.txt"));
        Assert.Null(bot.Update("a.txt=2").Refusal);
        Assert.Equal("MY WORK", bot.Read("private/key.txt"));
    }

    private (string File, string Committed) Lock() => (
        File.ReadAllText(_folder["dev_repos/Caller/menace.lock.json"]), Shell.Git(_folder["dev_repos/Caller"], "show", "main:menace.lock.json"));

    private async Task<StageResult<BuildRecord>> DevelopAsync(string line)
    {
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = _folder.Path, VerifyEnabled = false });
        var handoff = await pipeline.HandoffAsync(new TaskPackage([Bot("Base", line), Bot("Caller", "Base_value") with { Dependencies = ["Base"] }]));
        return await pipeline.DevelopAsync((await pipeline.OptimiseAsync(handoff.Record!)).Record);
    }

    private static TaskInfo Bot(string name, string line) => new()
    {
        Name = name,
        Code = $"value() {{\n    {line}\n}}\n",
        Metadata = new() { Language = BotLanguage.Shell, Purpose = "p", Functions = ["value"] },
    };
}
