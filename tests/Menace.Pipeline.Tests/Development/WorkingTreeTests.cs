using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

/// <summary>Nothing of the user's is lost by an update, wherever it is and whatever git is told to ignore.</summary>
public sealed class WorkingTreeTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly string[] Ignored = [".gitignore=bin/\n*.log\n"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bin/rates.csv", "")]
    [InlineData("data/rates.csv", "data/\n")]
    public void Unedited_file_in_an_ignored_folder_is_updated_and_removed(string path, string excludes)
    {
        Create("a.txt=1", path + "=1");
        _folder.Write("Bot/.git/info/exclude", excludes);

        Assert.Null(Update("a.txt=1", path + "=2").Refusal);
        Assert.Null(Update("a.txt=2").Refusal);
        Assert.Equal("", Shell.Git(_folder["Bot"], "status", "--porcelain"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(_folder["Bot/" + path])));
    }

    [Fact]
    public void Link_in_the_place_of_a_folder_is_refused_and_not_followed()
    {
        Create("a.txt=1");
        _folder.Write("Bot/.git/info/exclude", "data\n");
        _folder.Write("elsewhere/prices.csv", "MY WORK");
        Directory.CreateSymbolicLink(_folder["Bot/data"], _folder["elsewhere"]);

        Assert.Equal("data", Update("a.txt=1", "data/prices.csv=generated").Refusal?.Evidence);
        Assert.Equal("MY WORK", File.ReadAllText(_folder["elsewhere/prices.csv"]));
    }

    [Fact]
    public void File_becomes_a_folder_and_a_folder_a_file()
    {
        Create("a=1", "b/c/d=1");

        Assert.Null(Update("a/b=2", "b=2").Refusal);
        Assert.Equal("", Shell.Git(_folder["Bot"], "status", "--porcelain"));
        Assert.Null(Update("a=1", "b/c/d=1").Refusal);
        Assert.Equal("", Shell.Git(_folder["Bot"], "status", "--porcelain"));
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("old.txt")]
    [InlineData("new.txt")]
    public void Edit_during_an_update_is_kept_and_the_next_update_goes_on_without_it(string path)
    {
        Create("a.txt=1", "b.txt=1", "old.txt=1");

        var late = Update(() => _folder.Write("Bot/" + path, "MY WORK"), "a.txt=2", "b.txt=2", "new.txt=2");

        Assert.Equal(path, late.Refusal?.Evidence);
        Assert.Equal("MY WORK", File.ReadAllText(_folder["Bot/" + path]));
        Assert.Equal(path, Update("a.txt=3", "b.txt=3", "new.txt=3").Refusal?.Evidence);
        File.Delete(_folder["Bot/" + path]);
        Assert.Equal(path == "a.txt" ? path : null, Update("a.txt=3", "b.txt=3").Refusal?.Evidence);
        Shell.Git(_folder["Bot"], "checkout", "-q", ".");
        Assert.Null(Update("a.txt=4", "b.txt=4").Refusal);
        Assert.Equal("", Shell.Git(_folder["Bot"], "status", "--porcelain", "--ignored"));
    }

    [Fact]
    public void Commit_during_an_update_is_kept()
    {
        Create("a.txt=1", "b.txt=1");
        var mine = "";

        var late = Update(() =>
        {
            Shell.Git(_folder["Bot"], "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "--allow-empty", "-m", "mine");
            mine = Shell.Git(_folder["Bot"], "rev-parse", "HEAD").Trim();
        }, "a.txt=2", "b.txt=1");

        Assert.Equal(mine, late.Refusal?.Evidence);
        Assert.Equal(mine, Shell.Git(_folder["Bot"], "rev-parse", "main").Trim());
    }

    /// <summary>Random edits, before and during a random update: what the user wrote is there afterwards, and a refusal names a path that was edited.</summary>
    [Fact]
    public void Random_edits_survive_random_updates()
    {
        for (var seed = 500; seed < Nightly.Choose(530, 5500); seed++)
        {
            using var run = new RandomEdits(seed);
            run.Check();
        }
    }

    private void Create(params string[] files) => new BotGitRepository(_folder["Bot"]).Create(Files(files), Message, Time);

    private RepositoryUpdate Update(params string[] files) => Update(() => { }, files);

    private RepositoryUpdate Update(Action meanwhile, params string[] files) => new BotGitRepository(_folder["Bot"]).Update(Files(files), tree =>
    {
        meanwhile();
        return Message(tree);
    }, Time, new MergeSettings([], _folder["merges/Bot"]));

    private static string Message(string tree) => GeneratedCommit.Message("Generate Bot", "A bot.", "in", tree);

    private static RepositoryFile[] Files(string[] files) =>
        [.. files.Concat(Ignored).Select(file => file.Split('=', 2)).Select(parts => RepositoryFile.FromText(parts[0], parts[1]))];
}
