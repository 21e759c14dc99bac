using LibGit2Sharp;
using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>Repositories with work of the user, whose output a Stage 4 composes and tests.</summary>
public sealed class RemoteMergeTests : IDisposable
{
    private static readonly TaskInfo Quick = Bot("Quick", "return 1");

    private static readonly Signature User = new("user", "user@example.org", DateTimeOffset.UnixEpoch.AddYears(60));

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Commits_of_the_user_are_merged_with_the_output_of_Stage_4_and_tested_here()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        TaskInfo[] tasks = [Quick, Bot("Caller", "return 2", "Quick"), Bot("Other", "return 3")];
        await Pipeline(stage4).RunAsync(tasks);
        var edit = Commit("Quick", "\n\ndef mine():\n    return 4\n");

        var result = await Pipeline(stage4).RunAsync([Bot("Quick", "return 5"), tasks[1], Bot("Other", "return 6")]);

        Assert.All(result.Verifications, verdict => Assert.Equal("Passed", verdict.Outcome.ToString()));
        using var git = new Repository(Path("Quick"));
        Assert.Equal(["refs/heads/main", edit], [git.Head.CanonicalName, git.Head.Tip.Parents.First().Sha]);
        Assert.Equal(2, git.Head.Tip.Parents.Count());
        var code = File.ReadAllText(Path("Quick/Quick.py"));
        Assert.Contains("return 4", code, StringComparison.Ordinal);
        Assert.Contains("return 5", code, StringComparison.Ordinal);

        // What depends on the merged bot was tested with another one there.
        Assert.Equal(["Caller", "Quick"], TestedHere());
        Assert.Equal("return 6", File.ReadAllLines(Path("Other/Other.py"))[^1].Trim());
    }

    [Fact]
    public async Task An_edit_that_breaks_a_test_is_red_here_though_Stage_4_was_green()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        TaskInfo[] tasks = [Quick, Bot("Caller", "return 2", "Quick"), Bot("Other", "return 3")];
        await Pipeline(stage4).RunAsync(tasks);
        File.AppendAllText(Path("Quick/Quick.py"), "\n\nraise ValueError('mine')\n");

        var failed = await Assert.ThrowsAsync<PipelineException>(() => Pipeline(stage4).RunAsync(tasks));

        Assert.Equal(
            ["Quick: Failed", "Caller: Blocked", "Other: Passed"],
            failed.PartialResult!.Verifications.Select(verdict => $"{verdict.Bot}: {verdict.Outcome}"));
        Assert.Equal(["Quick"], TestedHere());
        Assert.EndsWith("raise ValueError('mine')\n", File.ReadAllText(Path("Quick/Quick.py")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_is_red_at_Stage_4_waits_on_its_branch()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        await Pipeline(stage4).RunAsync([Quick]);
        using var git = new Repository(Path("Quick"));
        var before = git.Head.Tip.Sha;

        var failed = await Assert.ThrowsAsync<PipelineException>(() => Pipeline(stage4).RunAsync([Bot("Quick", "raise ValueError('red')")]));

        Assert.Contains(failed.Diagnostics, finding => finding.Rule.Id == "MENACE4011");
        Assert.Equal(["refs/heads/main", before], [git.Head.CanonicalName, git.Head.Tip.Sha]);
        Assert.Contains("red", git.Lookup<Blob>(git.Branches["menace/candidate"].Tip["Quick.py"].Target.Id).GetContentText(), StringComparison.Ordinal);

        await Pipeline(stage4).RunAsync([Bot("Quick", "return 7")]);

        Assert.Null(git.Branches["menace/candidate"]);
        Assert.Contains("return 7", File.ReadAllText(Path("Quick/Quick.py")), StringComparison.Ordinal);
        Assert.Empty(TestedHere());
    }

    [Fact]
    public async Task What_Stage_4_tested_counts_as_tested_when_it_has_landed_and_not_when_it_is_edited()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        await Pipeline(stage4).RunAsync([Quick]);
        var pipeline = Pipeline(stage4);
        var handoff = (await pipeline.HandoffAsync(new TaskPackage([Bot("Quick", "return 8")]))).Record!;
        var build = (await pipeline.DevelopAsync((await pipeline.WaitAsync(handoff)).Record)).Record;

        var verdicts = (await pipeline.VerifyAsync(build)).Record;

        Assert.Equal(["Quick"], verdicts.Landed);
        Assert.Equal(["Quick"], pipeline.AsTested(build, verdicts.Results));
        File.AppendAllText(Path("Quick/Quick.py"), "\n\nraise ValueError('mine')\n");
        Assert.Empty(pipeline.AsTested(build, verdicts.Results));

        // Git's library cannot open it, which says nothing about its files.
        File.AppendAllText(Path("Quick/.git/config"), "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tunknown = true\n");
        Assert.Empty(pipeline.AsTested(build, verdicts.Results));
        Assert.DoesNotContain((await pipeline.VerifyAsync(build)).Record.Results, verdict => verdict.IsGreen);
    }

    [Fact]
    public async Task A_bot_that_was_handed_over_is_tested_here_and_never_written()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        TaskInfo[] tasks = [Quick, Bot("Caller", "return 2", "Quick")];
        await Pipeline(stage4).RunAsync(tasks);
        var edit = Commit("Quick", "\n\ndef mine():\n    return 4\n");
        var changed = Bot("Quick", "return 5");

        var result = await Pipeline(stage4).RunAsync([changed with { Metadata = changed.Metadata with { Managed = false } }, tasks[1]]);

        Assert.All(result.Verifications, verdict => Assert.Equal("Passed", verdict.Outcome.ToString()));
        using var git = new Repository(Path("Quick"));
        Assert.Equal(edit, git.Head.Tip.Sha);
        Assert.Equal(["Caller", "Quick"], TestedHere());
    }

    [Fact]
    public async Task A_renamed_task_moves_its_repository_with_the_output_of_Stage_4()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        await Pipeline(stage4).RunAsync([Quick]);
        var edit = Commit("Quick", "\n\ndef mine():\n    return 4\n");
        var renamed = Bot("Swift", "return 1");

        var result = await Pipeline(stage4).RunAsync([renamed with { Metadata = renamed.Metadata with { RenamedFrom = "Quick" } }]);

        Assert.Equal("Passed", result.Verifications.Single().Outcome.ToString());
        Assert.False(Directory.Exists(Path("Quick")));
        using var git = new Repository(Path("Swift"));
        Assert.Contains(edit, git.Commits.Select(commit => commit.Sha));
        Assert.Contains("def mine():", File.ReadAllText(Path("Swift/Swift.py")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_follows_the_rename_of_a_template_whose_path_has_a_variable()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        Template("1.0.0", "", "{{ name }}.md", "one\ntwo\nthree\n");
        var bot = Quick with { Metadata = Quick.Metadata with { Template = "corp" } };
        await Pipeline(stage4).RunAsync([bot]);
        File.AppendAllText(Path("Quick/docs/Quick.md"), "mine\n");
        Commit("Quick", "");
        Directory.Delete(_folder["project/templates/corp/docs"], recursive: true);
        Template(
            "2.0.0", """, "migrations": { "2.0.0": { "renames": { "docs/{{ name }}.md": "docs/guide-{{ name }}.md" } } }""",
            "guide-{{ name }}.md", string.Concat(Enumerable.Range(0, 20).Select(line => $"A new line, number {line}\n")) + "one\ntwo\nthree\n");

        await Pipeline(stage4).RunAsync([bot]);

        Assert.False(File.Exists(Path("Quick/docs/Quick.md")));
        Assert.EndsWith("three\nmine\n", File.ReadAllText(Path("Quick/docs/guide-Quick.md")), StringComparison.Ordinal);

        void Template(string version, string more, string file, string text)
        {
            _folder.Write("project/templates/corp/template.json", $$"""{ "version": "{{version}}", "files": { "docs/{{file}}": { "add": true } }{{more}} }""");
            _folder.Write("project/templates/corp/docs/" + file, text);
        }
    }

    [Fact]
    public async Task A_rename_is_proposed_though_Stage_4_does_not_know_the_repository()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["stage4"]);
        await Pipeline(stage4).RunAsync([Quick]);

        var result = await Pipeline(stage4).RunAsync([Bot("Swift", "return 1")]);

        var finding = Assert.Single(result.Diagnostics, finding => finding.Rule.Id == "MENACE4020");
        Assert.Equal("Swift", finding.Bot);
        Assert.True(Directory.Exists(Path("Quick")));
    }

    public void Dispose() => _folder.Dispose();

    private static TaskInfo Bot(string name, string body, params string[] dependencies) => new()
    {
        Name = name,
        Dependencies = dependencies,
        Code = $"def run():\n    {body}\n",
        Metadata = new()
        {
            Language = BotLanguage.Python,
            Purpose = "p",
            Functions = ["run"],
            Smoke = [TaskMetadata.AllFunctions],
        },
    };

    private ImplementationPipeline Pipeline(RunningStage4 stage4)
    {
        Directory.CreateDirectory(_folder["project"]);
        return new(config: new()
        {
            SourceDirectory = _folder["project"],
            LintEnabled = false,
            Handoff = new()
            {
                Stage4Url = stage4.Client.BaseAddress!.ToString(),
                Execute = true,
                Timeout = TimeSpan.FromSeconds(60),
                Backoff = TimeSpan.FromMilliseconds(20),
            },
        });
    }

    private string Path(string file) => _folder["project/dev_repos/" + file];

    /// <summary>Appends to the code of a bot, and commits it as its user does.</summary>
    private string Commit(string bot, string text)
    {
        File.AppendAllText(Path($"{bot}/{bot}.py"), text);
        using var git = new Repository(Path(bot));
        LibGit2Sharp.Commands.Stage(git, "*");
        return git.Commit("Mine", User, User).Sha;
    }

    private string[] TestedHere() => Directory.Exists(_folder["project/.menace/verify"])
        ? [.. Directory.GetDirectories(_folder["project/.menace/verify"]).Select(folder => System.IO.Path.GetFileName(folder)).Order(StringComparer.Ordinal)]
        : [];
}
