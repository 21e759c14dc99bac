using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Repositories;

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Orphan_with_the_commit_that_the_list_produced_is_removed_with_what_its_setup_made(bool all)
    {
        Create();
        _folder.Write("Bot/.venv/bin/python", "x");
        _folder.Write("Bot/.venv/requirements.sha256", "x");
        Shell.Git(Bot, "status");

        var result = Clean(all);

        Assert.Equal(["Bot"], result.Record.Removed);
        Assert.Empty(result.Diagnostics);
        Assert.False(Directory.Exists(Bot));
        Assert.Null(ProducedRepositories.Read(Config).CommitOf("Bot"));
    }

    [Fact]
    public void Repository_with_a_task_is_removed_only_with_the_switch()
    {
        Create();

        Assert.Equal(["Bot"], Clean(false, "Bot").Record.Current);
        Assert.Empty(Clean(false, "Bot").Diagnostics);
        Assert.True(Directory.Exists(Bot));
        Assert.Equal(["Bot"], Clean(true, "Bot").Record.Removed);
    }

    [Theory]
    [InlineData("history", "a history of more than one generated commit")]
    [InlineData("unknown commit", "its commit is not known as the last one of this task list")]
    public void Generated_repository_that_is_not_the_last_product_is_removed_only_with_the_switch(string what, string reason)
    {
        Create();
        if (what == "history")
        {
            new BotGitRepository(Bot).Update([RepositoryFile.FromText("a.txt", "2", false)], tree => GeneratedCommit.Message("Update Bot", "A bot.", "in2", tree), Time, new MergeSettings([], _folder["merges/Bot"]));
        }
        else
        {
            File.Delete(_folder[".menace/repositories.txt"]);
        }

        var warning = Assert.Single(Clean(false).Diagnostics);

        Assert.Contains(reason, warning.Message, StringComparison.Ordinal);
        Assert.Contains("with MenaceCleanAll=true it is removed too", warning.Message, StringComparison.Ordinal);
        Assert.Equal(["Bot"], Clean(true).Record.Removed);
    }

    [Fact]
    public void Repository_of_another_task_list_in_the_folder_is_kept()
    {
        Create();

        var result = new RepositoryCleaner(Config with { TaskListName = "other.json" }, new HashSet<string>(), all: true).Clean(CancellationToken.None);

        Assert.Contains("it belongs to the task list 'tasks.json'", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Empty(RepositoryCleaner.Orphans(Config with { TaskListName = "other.json" }, new RepositoryOwner(_folder.Path), new HashSet<string>(), ProducedRepositories.Read(Config with { TaskListName = "other.json" })));
        Assert.Equal(["Bot"], RepositoryCleaner.Orphans(Config, new RepositoryOwner(_folder.Path), new HashSet<string>(), ProducedRepositories.Read(Config)));
    }

    [Theory]
    [InlineData("edit", "not committed: a.txt")]
    [InlineData("delete", "not committed: a.txt")]
    [InlineData("new file", "not committed: mine.txt")]
    [InlineData("new file that is ignored", "not committed: mine.log")]
    [InlineData("staged", "not committed: a.txt")]
    [InlineData("commit", "not made by Menace")]
    [InlineData("amend", "not made by Menace")]
    [InlineData("branch", "branches, tags, notes or stashes: refs/heads/idea")]
    [InlineData("other branch checked out", "another branch than main is checked out: idea")]
    [InlineData("tag", "branches, tags, notes or stashes: refs/tags/v1")]
    [InlineData("stash", "branches, tags, notes or stashes: refs/stash")]
    [InlineData("detached", "another branch than main")]
    [InlineData("commit below a generated one", "a commit that was not made by Menace")]
    [InlineData("commit that was reset", "a commit that was not made by Menace")]
    [InlineData("note", "branches, tags, notes or stashes: refs/notes/commits")]
    [InlineData("hook", "did not write: .git/hooks/pre-commit")]
    [InlineData("config", "did not write: .git/config")]
    [InlineData("excludes", "did not write: .git/info/exclude")]
    [InlineData("file of git", "did not write: .git/todo.txt")]
    [InlineData("nested repository", "not committed: notes/")]
    [InlineData("nested repository that is ignored", "not committed: __pycache__/notes/")]
    [InlineData("file in an ignored folder", "not committed: __pycache__/mine.txt")]
    [InlineData("environment of the user", "not committed: .venv/mine.txt")]
    [InlineData("build output", "not committed: bin/mine.txt")]
    [InlineData("merge not finished", "not finished: Merge")]
    [InlineData("worktree", "refs/heads/side")]
    [InlineData("bare", "not a git repository that Menace made")]
    [InlineData("foreign", "not made by Menace")]
    [InlineData("no repository", "not a git repository that Menace made")]
    [InlineData("link", "a link to another folder")]
    public void Work_of_the_user_is_kept_with_the_reason(string work, string reason)
    {
        Do(work);
        var before = Snapshot();

        foreach (var (all, tasks) in new (bool, string[])[] { (false, []), (true, []), (false, ["Bot"]), (true, ["Bot"]) })
        {
            var result = Clean(all, tasks);

            var warning = Assert.Single(result.Diagnostics);
            Assert.Equal("MENACE4003", warning.Rule.Id);
            Assert.Contains(reason, warning.Message, StringComparison.Ordinal);
            Assert.Empty(result.Record.Removed);
            Assert.Equal(before, Snapshot());
        }
    }

    [Fact]
    public void Missing_folder_has_nothing_to_clean() =>
        Assert.Empty(new RepositoryCleaner(Config with { RepositoryBase = _folder["missing"] }, new HashSet<string>(), all: true).Clean(CancellationToken.None).Record.Removed);

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path, RepositoryBase = _folder.Path };

    private StageResult<CleanRecord> Clean(bool all = false, params string[] tasks) =>
        new RepositoryCleaner(Config, tasks.ToHashSet(), all).Clean(CancellationToken.None);

    private void Create(string content = "1")
    {
        var (commit, tree) = new BotGitRepository(Bot, new RepositoryOwner(_folder.Path)).Create([RepositoryFile.FromText("a.txt", content, false), RepositoryFile.FromText(".gitignore", "*.log\n.venv/\n__pycache__/\n", false)], tree => GeneratedCommit.Message("Generate Bot", "A bot.", "in", tree), Time);
        var spec = new BotSpec { Name = "Bot", Language = BotLanguage.Python, Code = "", Purpose = "", Functions = [] };
        Directory.CreateDirectory(_folder[".menace"]);
        ProducedRepositories.Read(Config).Add([new BotRepository(spec, Bot, "", commit, tree, RepositoryChange.Created)]);
    }

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
            case "commit that was reset":
                _folder.Write("Bot/a.txt", "mine");
                Commit("mine");
                Shell.Git(Bot, "reset", "-q", "--hard", "HEAD~1");
                break;
            case "note": User("notes", "add", "-m", "mine"); break;
            case "hook": _folder.Write("Bot/.git/hooks/pre-commit", "mine"); break;
            case "config": Shell.Git(Bot, "config", "alias.x", "status"); break;
            case "excludes": _folder.Write("Bot/.git/info/exclude", "# x\nmine\n"); break;
            case "file of git": _folder.Write("Bot/.git/todo.txt", "mine"); break;
            case "nested repository": Shell.Git(Bot, "init", "-q", "notes"); break;
            case "nested repository that is ignored": Shell.Git(Bot, "init", "-q", "__pycache__/notes"); break;
            case "file in an ignored folder": _folder.Write("Bot/__pycache__/mine.txt", "mine"); break;
            case "environment of the user": _folder.Write("Bot/.venv/mine.txt", "mine"); break;
            case "build output": _folder.Write("Bot/bin/mine.txt", "mine"); break;
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
