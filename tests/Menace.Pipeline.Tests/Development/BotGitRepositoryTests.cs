using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

public sealed class BotGitRepositoryTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["Bot"];

    private BotGitRepository Repository => new(Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_repository_is_clean_on_main_with_one_commit()
    {
        var (commit, tree) = Create("a.txt=1", "scripts/run.sh=echo");

        Assert.Equal("", Shell.Git(Path, "status", "--porcelain"));
        Assert.Equal("main", Shell.Git(Path, "branch", "--show-current").Trim());
        Assert.Equal(commit, Shell.Git(Path, "rev-parse", "HEAD").Trim());
        Assert.Equal(tree, Shell.Git(Path, "rev-parse", "HEAD^{tree}").Trim());
        Assert.Contains("100755", Shell.Git(Path, "ls-tree", "HEAD", "scripts/run.sh"), StringComparison.Ordinal);
        Assert.Equal("Menace <menace@localhost> 981173106 +0000", Shell.Git(Path, "log", "-1", "--date=raw", "--format=%an <%ae> %ad").Trim());
        Shell.Git(Path, "fsck", "--strict");
    }

    [Fact]
    public void The_same_files_give_the_same_commit_anywhere()
    {
        var first = Create("a.txt=1");
        using var elsewhere = new TemporaryFolder();

        var second = new BotGitRepository(elsewhere["Other"]).Create(Files("a.txt=1"), Message("in"), Time);

        Assert.Equal(first, second);
    }

    [Fact]
    public void Hostile_settings_of_the_user_change_nothing()
    {
        Create("a.txt=1\n", "scripts/run.sh=echo\n");
        var home = _folder["home"];
        _folder.Write("home/.gitconfig", "[core]\n autocrlf = true\n fileMode = true\n attributesFile = ~/attributes\n[init]\n defaultBranch = trunk\n[commit]\n gpgsign = true\n");
        _folder.Write("home/attributes", "* text=auto eol=crlf\n");

        Assert.Equal("", Shell.Run(Path, new Dictionary<string, string> { ["HOME"] = home }, "git", "status", "--porcelain"));
    }

    [Fact]
    public void A_changed_input_adds_one_commit_and_deletes_what_is_no_longer_emitted()
    {
        Create("a.txt=1", "old/b.txt=1");

        var (commit, _, refusal) = Repository.Update(Files("a.txt=2", "c.txt=1"), Message("in2"), Time, Settings);

        Assert.Null(refusal);
        Assert.Equal(commit, Shell.Git(Path, "rev-parse", "main").Trim());
        Assert.Equal("2", Shell.Git(Path, "rev-list", "--count", "HEAD").Trim());
        Assert.Equal("", Shell.Git(Path, "status", "--porcelain"));
        Assert.False(Directory.Exists(System.IO.Path.Combine(Path, "old")));
        Assert.Equal("in2", Repository.Inspect().Input);
    }

    [Fact]
    public void Locks_that_an_update_left_behind_are_removed_and_those_of_others_are_not()
    {
        Create("a.txt=1");
        _folder.Write("Bot/.git/index.lock", "");
        Assert.ThrowsAny<LibGit2SharpException>(() => Repository.Update(Files("a.txt=2"), Message("in2"), Time, Settings));
        Assert.True(File.Exists(_folder["Bot/.git/index.lock"]));

        _folder.Write("Bot/.git/menace.update", "");
        _folder.Write("Bot/.git/refs/heads/main.lock", "");
        var (commit, _, refusal) = Repository.Update(Files("a.txt=2"), Message("in2"), Time, Settings);

        Assert.Null(refusal);
        Assert.Equal(commit, Shell.Git(Path, "rev-parse", "main").Trim());
        Assert.Equal("", Shell.Git(Path, "status", "--porcelain"));
        Assert.Empty(Directory.EnumerateFiles(_folder["Bot/.git"], "menace.update"));
    }

    [Theory]
    [InlineData("edit", "uncommitted", "a.txt")]
    [InlineData("delete", "uncommitted", "a.txt")]
    [InlineData("stage", "uncommitted", "a.txt")]
    [InlineData("chmod", "uncommitted", "a.txt")]
    [InlineData("branch", "another branch", "work")]
    public void Uncommitted_work_of_the_user_and_other_branches_stay_as_they_are(string what, string reason, string evidence)
    {
        Create("a.txt=1");
        Do(what);
        var before = Snapshot();

        var (_, _, refusal) = Repository.Update(Files("a.txt=2"), Message("in2"), Time, Settings);

        Assert.NotNull(refusal);
        Assert.Contains(reason == "uncommitted" ? "not committed" : reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(evidence, refusal.Evidence, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void An_amended_commit_no_longer_counts_as_generated()
    {
        Create("a.txt=1");
        File.WriteAllText(System.IO.Path.Combine(Path, "a.txt"), "mine");
        Commit("--amend", "--no-edit");

        Assert.Null(Repository.Inspect().Merged);
        Shell.Git(Path, "branch", "-D", "menace/generated");
        Assert.NotNull(Repository.Inspect().ForeignReason);
    }

    [Fact]
    public void An_untracked_file_of_the_user_is_no_obstacle_and_stays()
    {
        Create("a.txt=1");
        Do("add");

        var (commit, _, refusal) = Repository.Update(Files("a.txt=2"), Message("in2"), Time, Settings);

        Assert.Null(refusal);
        Assert.Equal(commit, Shell.Git(Path, "rev-parse", "main").Trim());
        Assert.Equal("?? new.txt", Shell.Git(Path, "status", "--porcelain").Trim());
    }

    [Fact]
    public void An_advanced_repository_is_still_known_by_its_last_generated_commit()
    {
        var (commit, _) = Create("a.txt=1");
        Do("commit");

        Assert.Equal(commit, Repository.Inspect().Commit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Someone_elses_folder_is_foreign(bool isRepository)
    {
        _folder.Write("Bot/theirs.txt", "1");
        if (isRepository)
        {
            Shell.Git(Path, "init", "-q");
            Commit("-m", "theirs");
        }

        Assert.NotNull(Repository.Inspect().ForeignReason);
    }

    [Fact]
    public void Ignored_files_are_not_work()
    {
        Create("a.txt=1", ".gitignore=bin/\n");
        _folder.Write("Bot/bin/out.dll", "x");

        var (_, _, refusal) = Repository.Update(Files("a.txt=2", ".gitignore=bin/\n"), Message("in2"), Time, Settings);

        Assert.Null(refusal);
        Assert.True(File.Exists(_folder["Bot/bin/out.dll"]));
    }

    [Fact]
    public void An_update_that_was_cut_off_before_the_branch_moved_is_finished()
    {
        var (first, _) = Create("a.txt=1", "b.txt=1");
        Repository.Update(Files("a.txt=2", "c.txt=2"), Message("in2"), Time, Settings);
        Shell.Git(Path, "update-ref", "refs/heads/main", first);

        var (commit, _, refusal) = Repository.Update(Files("a.txt=2", "c.txt=2"), Message("in2"), Time, Settings);

        Assert.Null(refusal);
        Assert.Equal(commit, Shell.Git(Path, "rev-parse", "HEAD").Trim());
        Assert.Equal("", Shell.Git(Path, "status", "--porcelain"));
    }

    private MergeSettings Settings => new([], _folder["merges/Bot"]);

    private (string Commit, string Tree) Create(params string[] files) => Repository.Create(Files(files), Message("in"), Time);

    private static Func<string, string> Message(string input) => tree => GeneratedCommit.Message("Generate Bot", "A bot.\nMenace-Tree: fake", input, tree);

    private static RepositoryFile[] Files(params string[] files) =>
        [.. files.Select(file => file.Split('=', 2)).Select(parts => RepositoryFile.FromText(parts[0], parts[1], parts[0].EndsWith(".sh", StringComparison.Ordinal)))];

    private void Do(string what)
    {
        var file = System.IO.Path.Combine(Path, "a.txt");
        switch (what)
        {
            case "edit":
                File.WriteAllText(file, "mine");
                break;
            case "delete":
                File.Delete(file);
                break;
            case "add":
                _folder.Write("Bot/new.txt", "mine");
                break;
            case "stage":
                File.WriteAllText(file, "mine");
                Shell.Git(Path, "add", ".");
                File.WriteAllText(file, "1");
                break;
            case "chmod":
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                break;
            case "commit":
                File.WriteAllText(file, "mine");
                Commit("-m", "mine");
                break;
            default:
                Shell.Git(Path, "checkout", "-q", "-b", "work");
                break;
        }
    }

    private void Commit(params string[] arguments)
    {
        Shell.Git(Path, "add", ".");
        Shell.Git(Path, ["-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", .. arguments]);
    }

    private string Snapshot() => string.Join('\n', new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => !file.FullName.Contains("/objects/", StringComparison.Ordinal)
            && !file.FullName.EndsWith("/heads/menace/generated", StringComparison.Ordinal))
        .Select(file => $"{file.FullName} {file.Length} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.FullName)))}")
        .Order(StringComparer.Ordinal));
}
