using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

/// <summary>New output in repositories that a user works in.</summary>
public sealed class RegenerationTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private int _input;

    private string Bot => _folder["dev_repos/Bot"];

    private string WorkPath => _folder[".menace/merges/Bot"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Output_is_merged_with_commits_of_the_user()
    {
        Create("a.txt=1", "b.txt=1");
        Commit("b.txt", "mine");

        var update = Update("a.txt=2", "b.txt=1");

        Assert.Null(update.Refusal);
        Assert.Equal(("2", "mine"), (Read("a.txt"), Read("b.txt")));
        Assert.Equal("", Git("status", "--porcelain"));
        Assert.Equal(Git("rev-parse", "HEAD^2"), Git("rev-parse", "menace/generated"));
        Assert.Equal(update.Commit, Git("rev-parse", "menace/generated"));
        Assert.Equal("mine", Git("log", "-1", "--format=%s", "HEAD^1"));
        Assert.Equal("2", Git("rev-list", "--count", "menace/generated"));
        Assert.Equal("Merge branch 'menace/generated': Update Bot: input 2", Git("log", "-1", "--format=%s"));
        Assert.True(new BotGitRepository(Bot).Inspect().IsMerged);
        Git("fsck", "--strict");
    }

    [Fact]
    public void Same_inputs_and_commits_give_the_same_merge_anywhere()
    {
        string Merged()
        {
            Create("a.txt=1", "b.txt=1");
            Commit("b.txt", "mine");
            Update("a.txt=2", "b.txt=1");
            var id = Git("rev-parse", "HEAD");
            Directory.Delete(_folder["dev_repos"], recursive: true);
            _input = 0;
            return id;
        }

        Assert.Equal(Merged(), Merged());
    }

    [Fact]
    public void Files_that_the_user_deleted_or_added_stay_so()
    {
        Create("a.txt=1", "b.txt=1");
        Git("rm", "-q", "b.txt");
        Commit("mine/c.txt", "mine");

        Assert.Null(Update("a.txt=2", "b.txt=1").Refusal);

        Assert.Equal(("2", false, "mine"), (Read("a.txt"), File.Exists(InBot("b.txt")), Read("mine/c.txt")));
    }

    [Fact]
    public void Conflict_waits_in_a_working_tree_and_is_taken_when_it_is_committed()
    {
        Create("a.txt=1", "b.txt=1");
        Commit("a.txt", "mine");
        var before = Git("rev-parse", "main");

        var update = Update("a.txt=2", "b.txt=2");

        var conflict = Assert.Single(update.Conflicts);
        Assert.Equal(("a.txt", WorkPath), (conflict.Path, update.WorkPath));
        Assert.Equal(before, Git("rev-parse", "main"));
        Assert.Equal(("mine", "1", ""), (Read("a.txt"), Read("b.txt"), Git("status", "--porcelain")));
        Assert.Equal(update.Commit, Git("rev-parse", "menace/generated"));
        Assert.Equal("M  b.txt\nUU a.txt", string.Join('\n', InWork("status", "--porcelain").Split('\n').OrderByDescending(line => line[1] == ' ')));
        Assert.Equal("1 2 3", string.Join(' ', InWork("ls-files", "-u").Split('\n').Select(line => line.Split('\t')[0][^1])));
        Assert.Contains("menace/merge", Git("worktree", "list"), StringComparison.Ordinal);
        Assert.Single(Again("a.txt=2", "b.txt=2").Conflicts);

        File.WriteAllText(Path.Combine(WorkPath, "a.txt"), "both");
        InWork("add", "a.txt");
        Assert.Contains("git -C '" + WorkPath + "' commit", Again("a.txt=2", "b.txt=2").Unfinished, StringComparison.Ordinal);
        CommitIn(WorkPath, "Decide");
        var decided = InWork("rev-parse", "HEAD");
        var taken = Again("a.txt=2", "b.txt=2");

        Assert.Empty(taken.Conflicts);
        Assert.Equal(decided, Git("rev-parse", "main"));
        Assert.Equal(("both", "2", ""), (Read("a.txt"), Read("b.txt"), Git("status", "--porcelain")));
        Assert.Equal("main\nmenace/generated", Git("for-each-ref", "--format=%(refname:short)", "refs/heads"));
        Assert.False(Directory.Exists(WorkPath));
        Assert.False(Directory.Exists(Path.Combine(Bot, ".git/worktrees")));
        Assert.Equal(update.Commit, Git("rev-parse", "HEAD^2"));
    }

    [Fact]
    public void Merge_that_nobody_began_to_decide_is_made_anew_for_newer_output()
    {
        Create("a.txt=1", "b.txt=1");
        Commit("a.txt", "mine");
        Assert.Single(Update("a.txt=2", "b.txt=1").Conflicts);

        var update = Update("a.txt=1", "b.txt=3");

        Assert.Equal((null, 0), (update.Unfinished, update.Conflicts.Count));
        Assert.Equal(("mine", "3"), (Read("a.txt"), Read("b.txt")));
        Assert.False(Directory.Exists(WorkPath));
    }

    [Fact]
    public void Merge_that_the_user_has_begun_to_decide_is_kept_for_newer_output()
    {
        Create("a.txt=1", "b.txt=1");
        Commit("a.txt", "mine");
        Assert.Single(Update("a.txt=2", "b.txt=1").Conflicts);
        File.WriteAllText(Path.Combine(WorkPath, "a.txt"), "half decided");

        var update = Update("a.txt=2", "b.txt=3");

        Assert.Contains("has moved on", update.Unfinished, StringComparison.Ordinal);
        Assert.Equal("half decided", File.ReadAllText(Path.Combine(WorkPath, "a.txt")));
        CommitIn(WorkPath, "Decide", "-a");
        Assert.Empty(Again("a.txt=2", "b.txt=3").Conflicts);
        Assert.Equal(("half decided", "3"), (Read("a.txt"), Read("b.txt")));
    }

    [Fact]
    public void Commits_on_main_after_a_conflict_are_in_the_result()
    {
        Create("a.txt=1", "b.txt=1", "c.txt=1");
        Commit("a.txt", "mine");
        Update("a.txt=2", "b.txt=1", "c.txt=1");
        File.WriteAllText(Path.Combine(WorkPath, "a.txt"), "both");
        CommitIn(WorkPath, "Decide", "-a");
        Commit("c.txt", "later");

        Assert.Empty(Again("a.txt=2", "b.txt=1", "c.txt=1").Conflicts);

        Assert.Equal(("both", "later", ""), (Read("a.txt"), Read("c.txt"), Git("status", "--porcelain")));
    }

    [Fact]
    public void Merge_is_given_up_by_removing_its_working_tree()
    {
        Create("a.txt=1");
        Commit("a.txt", "mine");
        Update("a.txt=2");
        File.WriteAllText(Path.Combine(WorkPath, "a.txt"), "half decided");
        Git("worktree", "remove", "--force", WorkPath);

        Assert.Single(Again("a.txt=2").Conflicts);

        Assert.Contains("UU a.txt", InWork("status", "--porcelain"), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_that_was_aborted_begins_again()
    {
        Create("a.txt=1");
        Commit("a.txt", "mine");
        Update("a.txt=2");
        InWork("merge", "--abort");

        Assert.Single(Again("a.txt=2").Conflicts);

        Assert.Contains("UU a.txt", InWork("status", "--porcelain"), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_whose_folder_is_gone_begins_again()
    {
        Create("a.txt=1");
        Commit("a.txt", "mine");
        Update("a.txt=2");
        Directory.Delete(WorkPath, recursive: true);

        Assert.Single(Again("a.txt=2").Conflicts);

        Assert.Contains("UU a.txt", InWork("status", "--porcelain"), StringComparison.Ordinal);
    }

    [Fact]
    public void Decision_is_taken_also_if_its_folder_was_removed_or_moved()
    {
        foreach (var command in new[] { "remove", "move" })
        {
            Create("a.txt=1");
            Commit("a.txt", "mine");
            Update("a.txt=2");
            File.WriteAllText(Path.Combine(WorkPath, "a.txt"), "both");
            CommitIn(WorkPath, "Decide", "-a");
            var decided = InWork("rev-parse", "HEAD");
            Git(["worktree", command, WorkPath, .. command == "move" ? new[] { _folder["elsewhere"] } : []]);

            Assert.Empty(Again("a.txt=2").Conflicts);

            Assert.Equal(decided, Git("rev-parse", "main"));
            Assert.Equal("main\nmenace/generated", Git("for-each-ref", "--format=%(refname:short)", "refs/heads"));
            Directory.Delete(_folder["dev_repos"], recursive: true);
            _input = 0;
        }
    }

    [Fact]
    public void Commit_of_the_user_on_the_candidate_is_not_replaced()
    {
        Create("a.txt=1");
        new BotGitRepository(Bot) { WaitsForTests = true }.Update(Of(["a.txt=2"]), Message("Update Bot: x"), Time, new MergeSettings([], WorkPath));
        Git("checkout", "-q", "menace/candidate");
        Commit("a.txt", "mine");
        var mine = Git("rev-parse", "HEAD");
        Git("checkout", "-q", "main");

        var refusal = Update("a.txt=3").Refusal;

        Assert.Contains("menace/candidate has a commit of yours", refusal?.Reason, StringComparison.Ordinal);
        Assert.Equal(mine, Git("rev-parse", "menace/candidate"));
        Git("merge", "-q", "menace/candidate");
        Assert.Equal("a.txt", Assert.Single(Update("a.txt=3").Conflicts).Path);
    }

    [Fact]
    public void Folder_in_the_place_of_the_working_tree_is_moved_aside()
    {
        _folder.Write(".menace/merges/Bot/notes.txt", "mine");
        Create("a.txt=1");
        Commit("a.txt", "mine");

        Assert.Single(Update("a.txt=2").Conflicts);

        Assert.Equal("mine", File.ReadAllText(_folder[".menace/merges/Bot.old-1/notes.txt"]));
    }

    [Fact]
    public void Uncommitted_work_keeps_the_output_on_its_own_branch_until_it_is_committed()
    {
        Create("a.txt=1", "b.txt=1");
        File.WriteAllText(InBot("b.txt"), "mine");

        var update = Update("a.txt=2", "b.txt=1");

        Assert.True(update.IsRecorded);
        Assert.Equal("b.txt", update.Refusal?.Evidence);
        Assert.Equal(update.Commit, Git("rev-parse", "menace/generated"));
        Assert.Equal(("1", "mine"), (Read("a.txt"), Read("b.txt")));
        Assert.Contains("commit -m", update.Refusal!.Remedy, StringComparison.Ordinal);
        Commit("b.txt", "mine");
        Assert.Null(Again("a.txt=2", "b.txt=1").Refusal);
        Assert.Equal(("2", "mine"), (Read("a.txt"), Read("b.txt")));
    }

    [Fact]
    public void Amended_generated_commit_is_merged()
    {
        Create("a.txt=1", "b.txt=1");
        File.WriteAllText(InBot("b.txt"), "mine");
        CommitIn(Bot, "Generate", "-a", "--amend");

        Assert.Null(Update("a.txt=2", "b.txt=1").Refusal);

        Assert.Equal(("2", "mine"), (Read("a.txt"), Read("b.txt")));
    }

    [Fact]
    public void Clone_without_the_branch_of_the_output_gets_the_same_commits()
    {
        Create("a.txt=1", "b.txt=1");
        Commit("b.txt", "mine");
        Shell.Git(_folder["dev_repos"], "clone", "-q", "Bot", "Clone");
        var here = Update("a.txt=2", "b.txt=1");
        _input--;

        var there = UpdateIn(_folder["dev_repos/Clone"], ["a.txt=2", "b.txt=1"]);

        Assert.Equal(here.Commit, there.Commit);
        Assert.Equal(Git("rev-parse", "main"), Shell.Git(_folder["dev_repos/Clone"], "rev-parse", "main").Trim());
    }

    [Fact]
    public void Edit_on_both_sides_that_is_the_same_is_no_conflict()
    {
        Create("a.txt=1", "b.txt=1");
        Commit("a.txt", "2");

        Assert.Null(Update("a.txt=2", "b.txt=1").Refusal);

        Assert.Equal("", Git("status", "--porcelain"));
        Assert.True(new BotGitRepository(Bot).Inspect().IsMerged);
    }

    [Theory]
    [InlineData("merge", "an operation of git is not finished")]
    [InlineData("rebase", "an operation of git is not finished")]
    [InlineData("bisect", "an operation of git is not finished")]
    [InlineData("branch", "another branch than main")]
    [InlineData("detached", "another branch than main")]
    [InlineData("shallow", "a shallow clone")]
    [InlineData("submodule", "a submodule")]
    [InlineData("bare", "a bare repository")]
    public void State_that_an_update_would_disturb_is_refused_untouched(string state, string reason)
    {
        Create("a.txt=1");
        Commit("a.txt", "mine");
        Put(state);
        var (refs, files) = (Git("for-each-ref"), Files());

        var refusal = Update("a.txt=2").Refusal;

        Assert.Contains(reason, refusal?.Reason, StringComparison.Ordinal);
        Assert.Equal((refs, files), (Git("for-each-ref"), Files()));
    }

    private string Files() => string.Join('\n', Directory.EnumerateFiles(Bot, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/.git/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(file => file + "=" + File.ReadAllText(file)));

    private void Put(string state)
    {
        switch (state)
        {
            case "merge" or "rebase":
                Git("checkout", "-q", "-b", "work", "HEAD^");
                Commit("a.txt", "work");
                Git("checkout", "-q", "main");
                Assert.ThrowsAny<Exception>(() => Git("-c", "user.name=u", "-c", "user.email=u@example.org", state, "work"));
                break;
            case "bisect":
                Git("bisect", "start", "HEAD", "HEAD^");
                Git("checkout", "-q", "main");
                break;
            case "branch":
                Git("checkout", "-q", "-b", "work");
                break;
            case "detached":
                Git("checkout", "-q", "--detach");
                break;
            case "shallow":
                Directory.Move(Bot, Bot + ".deep");
                Shell.Git(_folder["dev_repos"], "clone", "-q", "--depth", "1", "file://" + Bot + ".deep", "Bot");
                Git("update-ref", "refs/heads/menace/generated", "HEAD");
                File.WriteAllText(InBot("a.txt"), "1");
                break;
            case "submodule":
                Shell.Git(_folder["dev_repos"], "init", "-q", "Other");
                CommitIn(_folder["dev_repos/Other"], "Begin", "--allow-empty");
                Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../Other", "other");
                CommitIn(Bot, "Add a submodule");
                break;
            default:
                Git("config", "core.bare", "true");
                break;
        }
    }

    private void Create(params string[] files) => new BotGitRepository(Bot).Create(Of(files), Message("Generate Bot"), Time);

    private RepositoryUpdate Update(params string[] files) => UpdateIn(Bot, files);

    private RepositoryUpdate UpdateIn(string path, string[] files)
    {
        _input++;
        return AgainIn(path, files);
    }

    private RepositoryUpdate Again(params string[] files) => AgainIn(Bot, files);

    private RepositoryUpdate AgainIn(string path, string[] files)
    {
        var text = (_input + 1).ToString(CultureInfo.InvariantCulture);
        return new BotGitRepository(path).Update(Of(files), Message($"Update Bot: input {text}"), Time, new MergeSettings([], WorkPath));
    }

    private Func<string, string> Message(string subject)
    {
        var input = _input.ToString(CultureInfo.InvariantCulture);
        return tree => GeneratedCommit.Message(subject, "A bot.", input, tree);
    }

    private static RepositoryFile[] Of(string[] files) =>
        [.. files.Select(file => file.Split('=', 2)).Select(parts => RepositoryFile.FromText(parts[0], parts[1]))];

    private void Commit(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InBot(path))!);
        File.WriteAllText(InBot(path), text);
        Git("add", "-A");
        CommitIn(Bot, text);
    }

    private static void CommitIn(string folder, string message, params string[] options) => Shell.Run(
        folder, new Dictionary<string, string> { ["GIT_AUTHOR_DATE"] = "981173107 +0000", ["GIT_COMMITTER_DATE"] = "981173107 +0000" }, "git",
        ["-c", "user.name=u", "-c", "user.email=u@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", message, .. options]);

    private string Read(string path) => File.ReadAllText(InBot(path));

    private string InBot(string path) => Path.Combine(Bot, path);

    private string Git(params string[] arguments) => Shell.Git(Bot, arguments).Trim();

    private string InWork(params string[] arguments) => Shell.Git(WorkPath, arguments).TrimEnd();
}
