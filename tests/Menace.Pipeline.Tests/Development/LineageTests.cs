using CsCheck;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Development;

/// <summary>Repositories of bots that begin with the history of a bot of another project.</summary>
public sealed class LineageTests : IAsyncLifetime, IDisposable
{
    private const string Bundle = "menace.bundles/Old.bundle";

    private readonly TemporaryFolder _folder = new();
    private string _commit = "";

    private string Original => _folder["first/dev_repos/Old"];

    private string Repository => _folder["second/dev_repos/New"];

    /// <summary>The first project has a bot with two generated commits.</summary>
    public async Task InitializeAsync()
    {
        await BuildAsync("first", Bot("Old", "1"));
        var built = await BuildAsync("first", Bot("Old", "2"));
        _commit = built.Record.Repositories[0].Commit;
        await BundleAsync(Original, _commit, _folder["second/" + Bundle]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LineageKind.Reuse, "reuse")]
    [InlineData(LineageKind.Fork, "fork")]
    public async Task New_repository_continues_the_history_of_the_original(LineageKind kind, string word)
    {
        var bot = Bot("New", "3") with { Lineage = Lineage(kind) };
        _folder.Write("second/.menace/history/Other/HEAD", "of a run that was killed");

        var built = Assert.Single((await BuildAsync("second", bot)).Record.Repositories);

        Assert.Equal((RepositoryChange.Created, _commit), (built.Change, Git("rev-parse", "HEAD^")));
        Assert.Equal(["Generate New", "Update Old: code changed", "Generate Old"], Git("log", "--format=%s").Split('\n'));
        Assert.EndsWith($"\nMenace-Lineage: {word} Old@{_commit}", Git("log", "-1", "--format=%B"), StringComparison.Ordinal);
        Assert.Contains("echo 2", Git("show", "HEAD^:Old.sh"), StringComparison.Ordinal);
        Assert.Equal("refs/heads/main\nrefs/heads/menace/generated", Git("for-each-ref", "--format=%(refname)"));
        Assert.Equal("", Git("status", "--porcelain"));
        Assert.Equal("", Git("fsck", "--full", "--strict", "--unreachable"));
        Assert.False(File.Exists(Path.Combine(Repository, "Old.sh")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["second/.menace/history"]));

        var again = Assert.Single((await BuildAsync("second", bot)).Record.Repositories);
        Assert.Equal((RepositoryChange.Unchanged, built.Commit), (again.Change, again.Commit));

        var changed = Assert.Single((await BuildAsync("second", bot with { Code = Bot("New", "4").Code })).Record.Repositories);
        Assert.Equal((RepositoryChange.Updated, built.Commit), (changed.Change, Git("rev-parse", "HEAD^")));
        Assert.Equal("Update New: code changed", Git("log", "-1", "--format=%s"));
        Assert.DoesNotContain("Menace-Lineage", Git("log", "-1", "--format=%B"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_without_the_original_gets_the_same_commit()
    {
        var bot = Bot("New", "3") with { Lineage = Lineage() };
        var here = (await BuildAsync("second", bot)).Record.Repositories[0];
        Directory.CreateDirectory(_folder["elsewhere/menace.bundles"]);
        File.Copy(_folder["second/" + Bundle], _folder["elsewhere/" + Bundle]);
        Directory.Move(_folder["first"], _folder["gone"]);

        var there = (await BuildAsync("elsewhere", bot)).Record.Repositories[0];

        Assert.Equal(here.Commit, there.Commit);
        Assert.Equal(Git("log", "--format=%H"), Shell.Git(there.Path, "log", "--format=%H").Trim());
    }

    [Fact]
    public async Task Repository_that_exists_keeps_its_history_when_the_lineage_changes()
    {
        var before = (await BuildAsync("second", Bot("New", "3"))).Record.Repositories[0];

        var after = (await BuildAsync("second", Bot("New", "4") with { Lineage = Lineage() })).Record.Repositories[0];

        Assert.Equal(RepositoryChange.Updated, after.Change);
        Assert.Equal($"{after.Commit}\n{before.Commit}", Git("log", "--format=%H"));
        Assert.Equal("Update New: code changed, lineage added", Git("log", "-1", "--format=%s"));

        var other = Lineage(LineageKind.Fork) with { Commit = new string('0', 40), Bundle = "none" };
        Assert.Equal(RepositoryChange.Unchanged, (await BuildAsync("second", Bot("New", "4") with { Lineage = other })).Record.Repositories[0].Change);
    }

    [Fact]
    public async Task Edited_repository_is_refused_as_any_other()
    {
        var bot = Bot("New", "3") with { Lineage = Lineage() };
        await BuildAsync("second", bot);
        File.AppendAllText(Path.Combine(Repository, "New.sh"), "# mine\n");

        var finding = Assert.Single((await BuildAsync("second", bot with { Code = Bot("New", "4").Code })).Diagnostics);

        Assert.Equal("MENACE4001", finding.Rule.Id);
        Assert.Contains("New.sh", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", null)]
    [InlineData("update", "it has a history of more than one generated commit")]
    [InlineData("commit", "its last commit was not made by Menace")]
    [InlineData("commit that was reset", "its history has a commit that was not made by Menace")]
    [InlineData("commit on the original that was left", "its history has a commit that was not made by Menace")]
    [InlineData("branch of the original", "it has other branches")]
    public async Task Clean_up_takes_no_foreign_history_for_work_of_the_user_and_keeps_that(string work, string? reason)
    {
        // Commits of a person, which are not generated.
        User(Original, "commit", "-q", "--allow-empty", "-m", "theirs");
        var commit = Shell.Git(Original, "rev-parse", "HEAD").Trim();
        await BundleAsync(Original, commit, _folder["second/" + Bundle]);
        var bot = Bot("New", "3") with { Lineage = Lineage() with { Commit = commit } };
        await BuildAsync("second", bot);
        switch (work)
        {
            case "update": await BuildAsync("second", bot with { Code = Bot("New", "4").Code }); break;
            case "commit": User(Repository, "commit", "-q", "--allow-empty", "-m", "mine"); break;
            case "commit that was reset":
                User(Repository, "commit", "-q", "--allow-empty", "-m", "mine");
                Git("reset", "-q", "--hard", "HEAD^");
                break;
            case "commit on the original that was left":
                Git("checkout", "-q", "--detach", "HEAD^");
                User(Repository, "commit", "-q", "--allow-empty", "-m", "mine");
                Git("checkout", "-q", "main");
                break;
            case "branch of the original": Git("branch", "theirs", "HEAD^"); break;
        }

        var cleaned = new RepositoryCleaner(Config("second"), new HashSet<string>(), all: false).Clean(default);

        Assert.Equal(reason is null ? ["New"] : [], cleaned.Record.Removed);
        Assert.Equal(reason is not null, Directory.Exists(Repository));
        Assert.All(cleaned.Diagnostics, warning => Assert.Contains(reason!, warning.Message, StringComparison.Ordinal));
        var all = new RepositoryCleaner(Config("second"), new HashSet<string>(), all: true).Clean(default);
        Assert.Equal(work == "update" ? ["New"] : [], all.Record.Removed);
    }

    [Fact]
    public async Task Commit_below_the_generated_one_is_work_of_the_user()
    {
        await BuildAsync("second", Bot("New", "3") with { Lineage = Lineage() });
        var message = Git("log", "-1", "--format=%B");
        Git("reset", "-q", "--soft", "HEAD^");
        var tree = Git("write-tree");
        User(Repository, "commit", "-q", "-m", "mine");
        var forged = Shell.Git(Repository, "-c", "user.name=u", "-c", "user.email=u@example.org", "commit-tree", tree, "-p", "HEAD", "-m", message).Trim();
        Git("reset", "-q", "--hard", forged);

        var cleaned = new RepositoryCleaner(Config("second"), new HashSet<string>(), all: true).Clean(default);

        Assert.Contains("a commit that was not made by Menace", Assert.Single(cleaned.Diagnostics).Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Repository));
    }

    [Theory]
    [InlineData("missing", "the file does not exist")]
    [InlineData("empty", "it is empty")]
    [InlineData("text", "it is not a git bundle of version 2")]
    [InlineData("pointer", "it is a pointer of Git LFS. Run git lfs pull")]
    [InlineData("header", "its header does not end")]
    [InlineData("header only", "it is damaged")]
    [InlineData("truncated", "it is damaged")]
    [InlineData("flipped", "it is damaged")]
    [InlineData("other bot", "it does not hold the commit")]
    [InlineData("newest commit only", "it needs commits that it does not hold")]
    [InlineData("file left out", "its history is not complete")]
    [InlineData("folder", "denied")]
    [InlineData("tree", "it does not hold the commit")]
    [InlineData("id", "is not an id of 40 lower-case hexadecimal digits")]
    [InlineData("outside", "it is not a path in the project")]
    public async Task Unusable_bundle_is_an_error_and_no_repository(string what, string reason)
    {
        var lineage = await DamageAsync(what, _folder["second/" + Bundle]);

        var result = await BuildAsync("second", Bot("New", "3") with { Lineage = lineage });

        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(("MENACE4007", "New"), (finding.Rule.Id, finding.Bot));
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
        Assert.Contains("Old.bundle", finding.Message, StringComparison.Ordinal);
        Assert.Empty(result.Record.Repositories);
        Assert.Equal([".gitignore"], Directory.EnumerateFileSystemEntries(_folder["second/dev_repos"]).Select(Path.GetFileName));
        Assert.False(Directory.Exists(_folder["second/.menace/history/New"]));
    }

    /// <summary>Whatever happens to the bytes of a bundle: either it is refused, or the history is whole.</summary>
    [Fact]
    public void Damaged_bundle_never_gives_half_a_history()
    {
        var (file, draft) = (_folder["second/" + Bundle], _folder["drafts"]);
        var whole = File.ReadAllBytes(file);
        var refused = 0;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, 2]).Sample(
            change =>
            {
                var (at, value, kind) = change;
                File.WriteAllBytes(file, kind switch
                {
                    0 => whole[..at],
                    1 => [.. whole[..at], value, .. whole[(at + 1)..]],
                    _ => [.. whole[..at], value, .. whole[at..]],
                });
                try
                {
                    var history = new HistoryBundle(new ProcessRunner()).ReadAsync(file, _commit, _folder["work"], default).GetAwaiter().GetResult();
                    history.MoveInto(draft);
                    Shell.Git(draft, "init", "-q", ".");
                    Shell.Git(draft, "update-ref", "refs/heads/main", _commit);
                    Assert.Equal("", Shell.Git(draft, "fsck", "--full", "--strict", "--unreachable").Trim());
                    BotGitRepository.DeleteTree(draft);
                }
                catch (HistoryException exception)
                {
                    Assert.Contains(Bundle, exception.Message, StringComparison.Ordinal);
                    refused++;
                }
            },
            iter: Nightly.Choose(25, 1_000), threads: 1);
        Assert.NotEqual(0, refused);
    }

    [Fact]
    public async Task Nothing_of_the_original_runs_or_is_copied_but_its_objects()
    {
        var marker = _folder["marker"];
        foreach (var hook in new[] { "post-checkout", "pre-commit", "reference-transaction", "post-index-change", "pre-auto-gc" })
        {
            var path = Path.Combine(Original, ".git/hooks", hook);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, $"#!/bin/sh\ntouch '{marker}'\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        File.AppendAllText(Path.Combine(Original, ".git/config"), $"[core]\n\tfsmonitor = touch '{marker}'\n\talternateRefsCommand = touch '{marker}'\n[pack]\n\tpackObjectsHook = touch '{marker}'\n[uploadpack]\n\tpackObjectsHook = touch '{marker}'\n");
        Shell.Git(Original, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "branch", "secret", "HEAD^");
        var before = Files(Original);

        await BundleAsync(Original, _commit, _folder["second/" + Bundle]);
        await BuildAsync("second", Bot("New", "3") with { Lineage = Lineage() });

        Assert.Equal(before, Files(Original));
        Assert.False(File.Exists(marker));
        Assert.False(Directory.Exists(Path.Combine(Repository, ".git/hooks")));
        Assert.DoesNotContain("marker", File.ReadAllText(Path.Combine(Repository, ".git/config")), StringComparison.Ordinal);
        Assert.Equal("refs/heads/main\nrefs/heads/menace/generated", Git("for-each-ref", "--format=%(refname)"));
    }

    [Fact]
    public async Task Links_submodules_and_pointers_in_the_history_are_objects_only()
    {
        File.CreateSymbolicLink(Path.Combine(Original, "passwd"), "/etc/passwd");
        File.WriteAllText(Path.Combine(Original, ".gitattributes"), "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        File.WriteAllText(Path.Combine(Original, "a.bin"), "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");
        Shell.Git(Original, "-c", "filter.lfs.clean=cat", "-c", "filter.lfs.required=false", "add", "-f", "passwd", "a.bin", ".gitattributes");
        Shell.Git(Original, "update-index", "--add", "--cacheinfo", $"160000,{_commit},module");
        User(Original, "commit", "-q", "-m", "special");
        var commit = Shell.Git(Original, "rev-parse", "HEAD").Trim();

        await BundleAsync(Original, commit, _folder["second/" + Bundle]);
        var result = await BuildAsync("second", Bot("New", "3") with { Lineage = Lineage() with { Commit = commit } });

        Assert.Empty(result.Diagnostics);
        Assert.Equal(commit, Git("rev-parse", "HEAD^"));
        Assert.Contains("120000 blob", Git("ls-tree", "HEAD^"), StringComparison.Ordinal);
        Assert.Contains("160000 commit", Git("ls-tree", "HEAD^"), StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(Repository, "passwd")));
    }

    [Fact]
    public async Task Bundle_has_the_same_bytes_however_the_original_is_stored_and_git_can_clone_it()
    {
        Shell.Git(_folder.Path, "clone", "-q", "--bare", Original, "bare.git");
        Shell.Git(_folder["bare.git"], "gc", "-q", "--aggressive");
        Shell.Git(Original, "worktree", "add", "-q", "--detach", _folder["tree"]);

        foreach (var (from, to) in new[] { ("bare.git", "a"), ("tree", "b") })
        {
            await BundleAsync(_folder[from], _commit, _folder[to]);
            Assert.Equal(File.ReadAllBytes(_folder["second/" + Bundle]), File.ReadAllBytes(_folder[to]));
        }

        Shell.Git(_folder.Path, "clone", "-q", "-b", "main", "a", "clone");
        Assert.Equal(_commit, Shell.Git(_folder["clone"], "rev-parse", "HEAD").Trim());
    }

    [Theory]
    [InlineData("shallow", "it is a shallow clone")]
    [InlineData("no commit", "it does not hold the commit")]
    [InlineData("no repository", "git cannot use it")]
    [InlineData("blob gone", "its history is not complete")]
    public async Task Original_without_its_history_gives_no_bundle(string what, string reason)
    {
        var (path, commit) = (Original, _commit);
        switch (what)
        {
            case "shallow":
                Shell.Git(_folder.Path, "clone", "-q", "--depth", "1", "file://" + Original, "shallow");
                path = _folder["shallow"];
                break;
            case "no commit": commit = new string('1', 40); break;
            case "no repository": path = _folder.Path; break;
            default:
                path = Loose();
                var blob = Shell.Git(path, "rev-parse", "HEAD^:Old.sh").Trim();
                File.Delete(Path.Combine(path, "objects", blob[..2], blob[2..]));
                break;
        }

        var exception = await Assert.ThrowsAsync<HistoryException>(() => BundleAsync(path, commit, _folder["new"]));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["new"]));
        Assert.False(Directory.Exists(_folder["work"]));
    }

    [Fact]
    public void Lineage_is_in_the_records_only_if_there_is_one()
    {
        var bot = Bot("New", "3");

        Assert.DoesNotContain("Lineage", StageFile.Text(bot), StringComparison.Ordinal);
        var with = bot with { Lineage = Lineage(LineageKind.Fork) };
        Assert.Contains("\"Kind\": \"Fork\"", StageFile.Text(with), StringComparison.Ordinal);
        Assert.Equal(with.Lineage, StageFile.Parse<BotSpec>(StageFile.Text(with))!.Lineage);
    }

    [Fact]
    public void Name_of_the_original_cannot_write_a_trailer()
    {
        var lineage = Lineage() with { Name = "x\nMenace-Tree: 0000" };

        Assert.Equal(
            "Menace-Lineage: reuse xMenace-Tree: 0000@" + _commit,
            GeneratedCommit.Message("Generate", "b", "in", "tree", lineage: lineage).TrimEnd().Split('\n')[^1]);
    }

    private async Task<BotLineage> DamageAsync(string what, string file)
    {
        var bytes = File.ReadAllBytes(file);
        var lineage = Lineage();
        switch (what)
        {
            case "missing": File.Delete(file); break;
            case "empty": File.WriteAllBytes(file, []); break;
            case "text": File.WriteAllText(file, "# v9 git bundle\n\n"); break;
            case "pointer": File.WriteAllText(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"); break;
            case "header": File.WriteAllText(file, "# v2 git bundle\n" + new string('x', 100_000)); break;
            case "header only": File.WriteAllBytes(file, bytes[..(bytes.AsSpan().IndexOf("\n\n"u8) + 2)]); break;
            case "truncated": File.WriteAllBytes(file, bytes[..^100]); break;
            case "flipped":
                bytes[bytes.Length / 2] ^= 0x10;
                File.WriteAllBytes(file, bytes);
                break;
            case "other bot":
                await BuildAsync("first", Bot("Other", "1"));
                await BundleAsync(_folder["first/dev_repos/Other"], Shell.Git(_folder["first/dev_repos/Other"], "rev-parse", "HEAD").Trim(), file);
                break;
            case "newest commit only": Shell.Git(Original, "bundle", "create", file, "main", "^main^"); break;
            case "file left out": Incomplete(file); break;
            case "folder":
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
            case "tree": return lineage with { Commit = Shell.Git(Original, "rev-parse", "HEAD^{tree}").Trim() };
            case "id": return lineage with { Commit = "--all" };
            case "outside": return lineage with { Bundle = "../first/Old.bundle" };
            default: throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }

        return lineage;
    }

    /// <summary>A bundle whose pack is right, but has one file of the history less.</summary>
    private void Incomplete(string file)
    {
        var blob = Shell.Git(Original, "rev-parse", "HEAD^:Old.sh").Trim();
        var objects = Shell.Git(Original, "rev-list", "--objects", "HEAD").Trim().Split('\n').Select(line => line.Split(' ')[0]).Where(id => id != blob);
        _folder.Write("objects", string.Join('\n', objects) + "\n");
        Shell.Run(Original, null, "sh", "-c", $"(printf '# v2 git bundle\\n{_commit} refs/heads/main\\n\\n'; git pack-objects --stdout -q < '{_folder["objects"]}') > '{file}'");
    }

    /// <summary>A copy of the original with one file per object.</summary>
    private string Loose()
    {
        var path = _folder["loose"];
        Shell.Git(_folder.Path, "init", "-q", "--bare", "loose");
        foreach (var pack in Directory.EnumerateFiles(Path.Combine(Original, ".git/objects/pack"), "*.pack"))
        {
            Shell.Run(path, null, "sh", "-c", $"git unpack-objects -q < '{pack}'");
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(Original, ".git/objects"), "*", SearchOption.AllDirectories).Where(file => !file.Contains("/pack/", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(path, "objects", Path.GetRelativePath(Path.Combine(Original, ".git/objects"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        Shell.Git(path, "update-ref", "HEAD", _commit);
        return path;
    }

    private BotLineage Lineage(LineageKind kind = LineageKind.Reuse) => new("Old", kind, _commit, Bundle);

    private Task BundleAsync(string repository, string commit, string file) =>
        new HistoryBundle(new ProcessRunner()).CreateAsync(repository, commit, file, _folder["work"], default);

    private static BotSpec Bot(string name, string value) => new()
    {
        Name = name,
        Language = BotLanguage.Shell,
        Code = $"value() {{\n    echo {value}\n}}\n",
        Purpose = "p",
        Functions = ["value"],
    };

    private BotDevConfig Config(string project) => new() { CommitRed = true, SourceDirectory = _folder[project] };

    private async Task<StageResult<BuildRecord>> BuildAsync(string project, BotSpec bot)
    {
        Directory.CreateDirectory(_folder[project]);
        var result = await new BotDevelopmentBot(Config(project)).DevelopAsync(new OptimiseRecord(1, new TaskPackage([]), [bot], []), null);
        return RepositoryStates.Enter(Config(project), result) with { Diagnostics = result.Diagnostics };
    }

    private string Git(params string[] arguments) => Shell.Git(Repository, arguments).Trim();

    private static void User(string repository, params string[] arguments) =>
        Shell.Git(repository, ["-c", "user.name=u", "-c", "user.email=u@example.org", .. arguments]);

    private static string Files(string folder) => string.Join('\n', new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories).Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));
}
