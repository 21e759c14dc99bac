using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Development.Previews;

namespace Menace.Pipeline.Tests.Development;

/// <summary>What a build would do, said without doing it.</summary>
public sealed class PreviewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _commitsRed = true;

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path, CommitRed = _commitsRed };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Build_does_what_the_preview_says_and_the_preview_changes_nothing(int seed)
    {
        var random = new Random(seed);
        var (low, high) = (Bot("Low", "1"), Bot("High", "1", "Low"));
        for (var round = 0; round < 4; round++)
        {
            low = random.Next(3) switch { 0 => low, 1 => Bot("Low", $"{round}0"), _ => low with { Purpose = $"purpose {round}" } };
            high = random.Next(3) == 0 ? Bot("High", $"{round}1", "Low") : high;
            _commitsRed = round == 0 || random.Next(3) > 0;
            BotSpec[] bots = random.Next(6) == 0 ? [low] : [low, high];
            EditAtRandom(random, round);

            var files = Snapshot();
            var preview = await PreviewAsync(bots);
            Assert.Equal(files, Snapshot());

            var before = preview.ToDictionary(one => one.Name, one => Files(one.Name, "HEAD"));
            var built = await BuildAsync(bots);
            foreach (var one in preview)
            {
                Check(seed, round, one, before[one.Name], built);
            }
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, Nightly.Choose(12, 500))];

    [Fact]
    public async Task New_bot_is_shown_with_all_of_its_files()
    {
        var text = Text(await PreviewAsync([Bot("Low", "1")]));

        Assert.StartsWith("Low: create, ", text, StringComparison.Ordinal);
        Assert.Contains("\ndiff --git a/Low.sh b/Low.sh\nnew file mode 100644\nindex 0000000..", text, StringComparison.Ordinal);
        Assert.Contains("\n--- /dev/null\n+++ b/Low.sh\n@@ -0,0 +1,", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["dev_repos"]));
        Assert.False(Directory.Exists(_folder[".menace"]));
    }

    [Fact]
    public async Task Each_kind_of_repository_has_its_line()
    {
        await BuildAsync([Bot("Clean", "1"), Bot("Clash", "1"), Bot("Edited", "1"), Bot("Gone", "1"), Bot("Same", "1"), Bot("Waits", "1")]);
        Commit("Clash", "Clash.sh", text => text.Replace("echo 1", "echo mine", StringComparison.Ordinal));
        Commit("Clean", "README.md", text => text + "\nMine.\n");
        File.AppendAllText(_folder["dev_repos/Edited/Edited.sh"], "# mine\n");
        _commitsRed = false;
        await BuildAsync([Bot("Waits", "2")]);

        var preview = await PreviewAsync(
            [Bot("Clean", "2"), Bot("Clash", "2"), Bot("Edited", "2"), Bot("New", "1"), Bot("Same", "1"), Bot("Waits", "2")], "Waits");

        var lines = Text(preview).Split('\n').Where(line => preview.Any(one => line.StartsWith(one.Name + ": ", StringComparison.Ordinal))
            || line.StartsWith("unchanged: ", StringComparison.Ordinal) || line.StartsWith("  error ", StringComparison.Ordinal));
        Assert.Collection(
            lines,
            line => Assert.Equal("Clean: update, 2 files: code changed", line),
            line => Assert.Equal("Clash: conflict, main is not moved", line),
            line => Assert.StartsWith("  error MENACE4008: ", line, StringComparison.Ordinal),
            line => Assert.Equal("Edited: refuse, the repository is not touched", line),
            line => Assert.StartsWith("  error MENACE4001: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("New: create, ", line, StringComparison.Ordinal),
            line => Assert.Equal("Waits: wait, 2 files: code changed (on menace/candidate, its tests failed in the last build)", line),
            line => Assert.StartsWith("Gone: orphan, it has no task and is not touched; ", line, StringComparison.Ordinal),
            line => Assert.Equal("unchanged: Same", line));
        Assert.Equal(("Clash.sh", true), (preview[1].Conflicts[0].Path, preview[1].Conflicts[0].Line > 0));
        Assert.False(Directory.Exists(_folder[".menace/merges"]));
    }

    [Fact]
    public async Task Renamed_task_shows_the_change_of_the_repository_that_moves_with_it()
    {
        await BuildAsync([Bot("Old", "1")]);
        var task = new TaskInfo { Name = "New", Code = "", Metadata = new() { RenamedFrom = "Old" } };
        var optimised = new OptimiseRecord(1, new TaskPackage([task]), [Bot("New", "1")], []);
        var files = Snapshot();

        var preview = await new BotDevelopmentBot(Config).PreviewAsync(optimised, null, new HashSet<string>(), CancellationToken.None);

        Assert.Equal(files, Snapshot());
        var renamed = Assert.Single(preview);
        Assert.Equal((PreviewAction.Update, "renamed from Old"), (renamed.Action, renamed.Reason));
        Assert.Contains("Old.sh", renamed.Changes.Where(change => change.After is null).Select(change => change.Path));
        var expected = Apply(Files("Old", "HEAD"), renamed);
        await new BotDevelopmentBot(Config).DevelopAsync(optimised, null);
        Assert.Equal(expected, Files("New", "HEAD"));
    }

    [Fact]
    public async Task Task_with_the_code_of_a_removed_one_is_shown_as_probably_renamed()
    {
        await BuildAsync([Bot("Old", "1"), Bot("Other", "2")]);

        var preview = await PreviewAsync([Bot("New", "1"), Bot("Other", "2")]);

        var finding = Assert.Single(preview.SelectMany(one => one.Findings));
        Assert.Equal(("MENACE4020", "New"), (finding.Rule.Id, finding.Bot));
        Assert.Contains("  warning MENACE4020: Bot 'New' has the code of 'Old', ", Text(preview), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_shows_the_preview_of_an_edited_repository()
    {
        var greeter = Bot("greeter", "hello");
        await BuildAsync([greeter]);
        Commit("greeter", "README.md", text => text + "\nAsk Ada before you change this bot.\n");

        var text = Text(await PreviewAsync([greeter with { Code = greeter.Code.Replace("hello", "good morning", StringComparison.Ordinal) }]));

        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "preview.md"));
        Assert.True(page.Contains($"\n```diff\n{text}```\n", StringComparison.Ordinal), $"docs/preview.md lacks\n{text}");
    }

    [Fact]
    public async Task Json_has_the_same_content()
    {
        await BuildAsync([Bot("Low", "1")]);
        var preview = await PreviewAsync([Bot("Low", "2"), Bot("High", "1", "Low")]);
        using var output = new MemoryStream();
        PreviewJson.Write(output, new(preview, ["A note."]));

        var json = JsonNode.Parse(output.ToArray())!;

        Assert.Equal((1, "A note."), ((int)json["version"]!, (string)json["notes"]![0]!));
        Assert.Equal(["Low update", "High create"], json["repositories"]!.AsArray().Select(one => $"{one!["name"]} {one["action"]}"));
        var files = json["repositories"]!.AsArray().SelectMany(one => one!["files"]!.AsArray()).ToList();
        var patches = string.Concat(files.Select(file => (string)file!["diff"]!));
        Assert.Equal(Text(preview), "Low: update, 2 files: code changed\n" + patches.Insert(
            patches.IndexOf("diff --git a/.gitignore", StringComparison.Ordinal), $"High: create, {files.Count - 2} files\n"));
        var changed = files.Single(file => (string)file!["path"]! == "Low.sh");
        Assert.Equal(("modified", "100644", "100644", false),
            ((string)changed!["change"]!, (string)changed["old_mode"]!, (string)changed["new_mode"]!, (bool)changed["binary"]!));
    }

    private void Check(int seed, int round, PreviewedRepository preview, string before, StageResult<BuildRecord> built)
    {
        var where = $"seed {seed}, round {round}, {preview.Name}: {preview.Action}";
        var after = Files(preview.Name, "HEAD");
        if (preview.Action is PreviewAction.Create or PreviewAction.Update or PreviewAction.Wait)
        {
            var isMoved = _commitsRed || preview.Action == PreviewAction.Create || Head(preview.Name).EndsWith("candidate\n", StringComparison.Ordinal);
            Assert.True(isMoved || before == after, where);
            var expected = Apply(before, preview);
            Assert.True(expected == Files(preview.Name, isMoved || expected == before ? "HEAD" : "menace/candidate"), where);
        }
        else
        {
            Assert.True(before == after, where);
        }

        Assert.True(preview.Action == PreviewAction.Orphan || preview.Findings.Select(finding => finding.ToString())
            .SequenceEqual(built.Diagnostics.Where(finding => finding.Bot == preview.Name).Select(finding => finding.ToString())), where);
    }

    private string Head(string bot) => File.ReadAllText(_folder[$"dev_repos/{bot}/.git/HEAD"]);

    private static string Apply(string before, PreviewedRepository preview)
    {
        var files = before.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(line => line.Split('\t')[1]);
        foreach (var change in preview.Changes)
        {
            Assert.Equal(change.Before is not null, files.Remove(change.Path));
            if (change.After is { } file)
            {
                files[change.Path] = $"{file.Mode} blob {file.Id}\t{change.Path}";
            }
        }

        return string.Concat(files.Values.OrderBy(line => line.Split('\t')[1], StringComparer.Ordinal).Select(line => line + "\n"));
    }

    /// <summary>The files of a commit with their modes and ids; empty without the repository.</summary>
    private string Files(string bot, string commit) => !Directory.Exists(_folder[$"dev_repos/{bot}"]) ? ""
        : string.Concat(Shell.Git(_folder[$"dev_repos/{bot}"], "ls-tree", "-r", commit).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .OrderBy(line => line.Split('\t')[1], StringComparer.Ordinal).Select(line => line + "\n"));

    private void EditAtRandom(Random random, int round)
    {
        foreach (var bot in new[] { "Low", "High" }.Where(bot => Directory.Exists(_folder[$"dev_repos/{bot}"])))
        {
            if (_folder[$".menace/merges/{bot}"] is var work && Directory.Exists(work) && random.Next(2) == 0)
            {
                Shell.Git(work, "add", "-A");
                User(work, "commit", "-q", "--no-edit");
            }

            switch (random.Next(8))
            {
                case 0:
                    Commit(bot, "README.md", text => text + $"\nMine, {round}.\n");
                    break;
                case 1:
                    Commit(bot, bot + ".sh", text => text.Replace("echo ", "echo my", StringComparison.Ordinal));
                    break;
                case 2 when File.Exists(_folder[$"dev_repos/{bot}/meta.yaml"]):
                    Shell.Git(_folder[$"dev_repos/{bot}"], "mv", "meta.yaml", "moved.yaml");
                    User(_folder[$"dev_repos/{bot}"], "commit", "-q", "-m", "Move");
                    break;
                case 3:
                    File.AppendAllText(_folder[$"dev_repos/{bot}/{bot}.sh"], "# not committed\n");
                    break;
                case 4:
                    Shell.Git(_folder[$"dev_repos/{bot}"], "checkout", "-q", "--", ".");
                    break;
                case 5:
                    _folder.Write($"dev_repos/{bot}/mine/{round}.txt", "mine");
                    break;
                default:
                    break;
            }
        }
    }

    private void Commit(string bot, string file, Func<string, string> edit)
    {
        var path = _folder[$"dev_repos/{bot}/{file}"];
        File.WriteAllText(path, edit(File.ReadAllText(path)));
        User(_folder[$"dev_repos/{bot}"], "commit", "-q", "--allow-empty", "-m", "Mine", "--", file);
    }

    private static void User(string folder, params string[] arguments) => Shell.Git(
        folder, ["-c", "user.name=u", "-c", "user.email=u@example.org", "-c", "commit.gpgsign=false", .. arguments]);

    private async Task<IReadOnlyList<PreviewedRepository>> PreviewAsync(BotSpec[] bots, params string[] red) =>
        await new BotDevelopmentBot(Config).PreviewAsync(
            new OptimiseRecord(1, new TaskPackage([]), bots, []), null, red.ToHashSet(StringComparer.Ordinal), CancellationToken.None);

    private async Task<StageResult<BuildRecord>> BuildAsync(BotSpec[] bots)
    {
        var result = await new BotDevelopmentBot(Config).DevelopAsync(new OptimiseRecord(1, new TaskPackage([]), bots, []), null);
        RepositoryStates.Enter(Config, result);
        return result;
    }

    private static string Text(IReadOnlyList<PreviewedRepository> preview)
    {
        using var output = new MemoryStream();
        PreviewText.Write(output, new(preview, []));
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Every file and folder with its time and content.</summary>
    private string Snapshot() => string.Join('\n', new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .OrderBy(item => item.FullName, StringComparer.Ordinal)
        .Select(item => $"{item.FullName} {item.LastWriteTimeUtc.Ticks} "
            + (item is FileInfo { LinkTarget: null } ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(item.FullName))) : item.LinkTarget)));

    private static BotSpec Bot(string name, string value, params string[] dependencies) => new()
    {
        Name = name,
        Language = BotLanguage.Shell,
        Code = $"value() {{\n    echo {value}\n}}\n",
        Purpose = "p",
        Functions = ["value"],
        Dependencies = dependencies,
    };
}
