using Menace.Pipeline.Development;

namespace Menace.Pipeline.Tests.Development;

public sealed class RepositoryCleanerTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Bot => _folder["Bot"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_repository_of_another_project_is_kept()
    {
        _folder.Write(".other/tasks.json", "[]");
        Create();
        new RepositoryOwner(_folder[".other"]).Claim(Bot);

        var warning = Assert.Single(Clean().Diagnostics);

        Assert.Equal("MENACE4003", warning.Rule.Id);
        Assert.Contains($"it belongs to the project in '{_folder[".other"]}'", warning.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Bot));
    }

    [Fact]
    public void A_generated_repository_is_removed_with_what_tests_left_in_it()
    {
        Create();
        _folder.Write("Bot/__pycache__/a.pyc", "x");
        _folder.Write("Bot/.venv/bin/python", "x");

        var result = Clean();

        Assert.Equal(["Bot"], result.Record.Removed);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("edit", "not committed: a.txt")]
    [InlineData("delete", "not committed: a.txt")]
    [InlineData("new file", "not committed: mine.txt")]
    [InlineData("new file that is ignored", "not committed: mine.log")]
    [InlineData("staged", "not committed: a.txt")]
    [InlineData("commit", "not made by Menace")]
    [InlineData("amend", "not made by Menace")]
    [InlineData("branch", "branches, tags or stashes: refs/heads/idea")]
    [InlineData("other branch checked out", "another branch than main is checked out: idea")]
    [InlineData("tag", "branches, tags or stashes: refs/tags/v1")]
    [InlineData("stash", "branches, tags or stashes: refs/stash")]
    [InlineData("detached", "another branch than main")]
    [InlineData("commit below a generated one", "a commit of yours that no remote has")]
    [InlineData("merge not finished", "not finished: Merge")]
    [InlineData("worktree", "refs/heads/side")]
    [InlineData("bare", "no git repository that Menace made")]
    [InlineData("foreign", "not made by Menace")]
    [InlineData("no repository", "no git repository that Menace made")]
    [InlineData("link", "a link to another folder")]
    public void Work_of_the_user_is_kept_with_the_reason(string work, string reason)
    {
        Do(work);
        var before = Snapshot();

        var result = Clean();

        var warning = Assert.Single(result.Diagnostics);
        Assert.Equal("MENACE4003", warning.Rule.Id);
        Assert.Contains(reason, warning.Message, StringComparison.Ordinal);
        Assert.Empty(result.Record.Removed);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void A_commit_that_a_remote_has_does_not_hold_a_repository_back()
    {
        CommitBelowGenerated();
        Shell.Git(_folder.Path, "init", "-q", "--bare", ".remote.git");
        Shell.Git(Bot, "remote", "add", "origin", _folder[".remote.git"]);
        Shell.Git(Bot, "push", "-q", "origin", "main");

        Assert.Equal(["Bot"], Clean().Record.Removed);
        Assert.True(Directory.Exists(_folder[".remote.git"]));
    }

    [Fact]
    public void Nothing_there_is_nothing_to_do() =>
        Assert.Empty(RepositoryCleaner.Clean(_folder["missing"], Owner, CancellationToken.None).Record.Removed);

    private RepositoryOwner Owner => new(_folder["project"]);

    private StageResult<CleanRecord> Clean() => RepositoryCleaner.Clean(_folder.Path, Owner, CancellationToken.None);

    private void Create(string content = "1") =>
        new BotGitRepository(Bot).Create([RepositoryFile.FromText("a.txt", content, false), RepositoryFile.FromText(".gitignore", "*.log\n.venv/\n__pycache__/\n", false)], tree => GeneratedCommit.Message("Generate Bot", "A bot.", "in", tree), Time);

    private void Do(string work)
    {
        if (work is "no repository")
        {
            _folder.Write("Bot/a.txt", "mine");
            return;
        }

        if (work is "bare" or "foreign")
        {
            Directory.CreateDirectory(Bot);
            Shell.Git(Bot, work == "bare" ? ["init", "-q", "--bare", "."] : ["init", "-q", "."]);
            if (work == "foreign")
            {
                _folder.Write("Bot/a.txt", "mine");
                Commit("theirs");
            }

            return;
        }

        if (work == "commit below a generated one")
        {
            CommitBelowGenerated();
            return;
        }

        Create();
        switch (work)
        {
            case "edit": _folder.Write("Bot/a.txt", "mine"); break;
            case "delete": File.Delete(_folder["Bot/a.txt"]); break;
            case "new file": _folder.Write("Bot/mine.txt", "mine"); break;
            case "new file that is ignored": _folder.Write("Bot/mine.log", "mine"); break;
            case "staged":
                _folder.Write("Bot/a.txt", "mine");
                Shell.Git(Bot, "add", ".");
                _folder.Write("Bot/a.txt", "1");
                break;
            case "commit":
                _folder.Write("Bot/a.txt", "mine");
                Commit("mine");
                break;
            case "amend":
                _folder.Write("Bot/a.txt", "mine");
                Shell.Git(Bot, "add", ".");
                User("commit", "-q", "--amend", "--no-edit");
                break;
            case "branch": Shell.Git(Bot, "branch", "idea"); break;
            case "other branch checked out": Shell.Git(Bot, "branch", "-m", "idea"); break;
            case "tag": Shell.Git(Bot, "tag", "v1"); break;
            case "stash":
                _folder.Write("Bot/a.txt", "mine");
                User("stash", "-q");
                break;
            case "detached": Shell.Git(Bot, "checkout", "-q", "--detach"); break;
            case "merge not finished": _folder.Write("Bot/.git/MERGE_HEAD", Shell.Git(Bot, "rev-parse", "HEAD")); break;
            case "worktree": Shell.Git(Bot, "worktree", "add", "-q", "-b", "side", _folder[".side"]); break;
            case "link":
                Directory.Move(Bot, _folder[".elsewhere"]);
                Directory.CreateSymbolicLink(Bot, _folder[".elsewhere"]);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(work), work, null);
        }
    }

    private void CommitBelowGenerated()
    {
        Create();
        var message = Shell.Git(Bot, "log", "-1", "--format=%B");
        _folder.Write("Bot/a.txt", "mine");
        Commit("mine");
        _folder.Write("Bot/a.txt", "1");
        Commit(message);
    }

    private void Commit(string message)
    {
        Shell.Git(Bot, "add", ".");
        User("commit", "-q", "-m", message);
    }

    private void User(params string[] arguments) => Shell.Git(Bot, ["-c", "user.name=u", "-c", "user.email=u@example.org", .. arguments]);

    private string Snapshot() => string.Join('\n', new DirectoryInfo(Bot).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => $"{file.FullName} {file.Length}").Order(StringComparer.Ordinal));
}
