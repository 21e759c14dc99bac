using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Incremental;

namespace Menace.Pipeline.Tests.Development;

/// <summary>What becomes of a repository when its task is renamed, removed, handed over, red, or meets a repository of the user's.</summary>
public sealed class RepositoryLifeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private bool _adopts;
    private Action? _afterDevelop;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Renamed_task_keeps_its_history_and_the_edits()
    {
        Assert.Null((await RunAsync(Bot("Old"))).Failure);
        Edit("Old", "Old.py", "# mine");

        var failure = (await RunAsync(Bot("New", renamedFrom: "Old"))).Failure;

        Assert.Null(failure);
        Assert.False(Directory.Exists(_folder["dev_repos/Old"]));
        Assert.EndsWith("# mine\n", File.ReadAllText(_folder["dev_repos/New/New.py"]), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["dev_repos/New/Old.py"]));
        Assert.Equal("Update New: renamed from Old\nGenerate Old", Git("New", "log", "--format=%s", "menace/generated"));
        Assert.Equal("", Git("New", "status", "--porcelain"));
        Assert.Null((await RunAsync(Bot("New", renamedFrom: "Old"))).Failure);
        Assert.Equal("4", Git("New", "rev-list", "--count", "HEAD"));
    }

    [Fact]
    public async Task Task_with_the_code_of_a_removed_one_is_proposed_as_renamed_and_the_archived_repository_can_move_later()
    {
        await RunAsync(Bot("Old"), Bot("Other", line: "return 2"));
        Edit("Old", "Old.py", "# mine");

        var (_, findings) = await RunAsync(Bot("New"), Bot("Other", line: "return 2"));

        var proposal = Assert.Single(findings, finding => finding.Rule.Id == "MENACE4020");
        Assert.Equal(("New", (TaskAnchor?)null), (proposal.Bot, proposal.Anchor));
        Assert.Contains("\"renamed_from\": \"Old\"", proposal.Message, StringComparison.Ordinal);
        Assert.Equal("Generate New", Git("New", "log", "--format=%s"));
        Assert.Equal(Git("Old", "rev-parse", "HEAD"), Git("Old", "rev-parse", "menace/archived"));

        (_, findings) = await RunAsync(Bot("New"), Bot("Other", line: "return 2"));
        Assert.DoesNotContain(findings, finding => finding.Rule.Id == "MENACE4020");
        (_, findings) = await RunAsync(Bot("New", renamedFrom: "Old"), Bot("Other", line: "return 2"));

        Assert.DoesNotContain(findings, finding => finding.IsError || finding.Rule.Id is "MENACE4020" or "MENACE3021");
        Assert.False(Directory.Exists(_folder["dev_repos/Old"]));
        Assert.EndsWith("# mine\n", File.ReadAllText(_folder["dev_repos/New/New.py"]), StringComparison.Ordinal);
        Assert.Equal("Update New: renamed from Old\nGenerate Old", Git("New", "log", "--format=%s", "menace/generated"));
        Assert.Equal("", Git("New", "tag", "--list"));
    }

    [Theory]
    [InlineData("other code")]
    [InlineData("two that went")]
    [InlineData("two that came")]
    [InlineData("renamed_from of another")]
    [InlineData("a task that stays")]
    public async Task Rename_is_not_proposed_without_exactly_one_candidate_on_each_side(string change)
    {
        await RunAsync(change == "two that went" ? [Bot("Old"), Bot("Older")] : [Bot("Old")]);

        var (_, findings) = await RunAsync(change switch
        {
            "other code" => [Bot("New", line: "return 2")],
            "two that came" => [Bot("New"), Bot("Newer")],
            "renamed_from of another" => [Bot("New", renamedFrom: "Gone")],
            "a task that stays" => [Bot("Old"), Bot("New")],
            _ => [Bot("New")],
        });

        Assert.True(Directory.Exists(_folder["dev_repos/New"]));
        Assert.DoesNotContain(findings, finding => finding.Rule.Id == "MENACE4020");
    }

    [Theory]
    [InlineData("# New\n", "# Old\n", "\n")]
    [InlineData("# a\n", "# a\n", "\r\n")]
    public async Task Rename_is_proposed_for_code_that_differs_by_the_name_of_the_bot_or_by_line_ends(string now, string before, string lineEnd)
    {
        var old = Bot("Old", extra: before);
        await RunAsync(old with { Code = old.Code!.ReplaceLineEndings(lineEnd) });

        var (_, findings) = await RunAsync(Bot("New", extra: now));

        Assert.Single(findings, finding => finding.Rule.Id == "MENACE4020");
    }

    [Fact]
    public async Task Renamed_task_takes_the_place_of_a_new_repository_but_not_of_work()
    {
        await RunAsync(Bot("Old"), Bot("New"), Bot("Mine"));
        Edit("Mine", "Mine.py", "# mine");

        var (_, findings) = await RunAsync(Bot("New", renamedFrom: "Old"));

        Assert.DoesNotContain(findings, finding => finding.IsError);
        Assert.Contains("Generate Old", Git("New", "log", "--format=%s"), StringComparison.Ordinal);
        (_, findings) = await RunAsync(Bot("Mine", renamedFrom: "New"));
        Assert.Equal("MENACE4001", Assert.Single(findings, finding => finding.IsError).Rule.Id);
        Assert.True(Directory.Exists(_folder["dev_repos/New"]));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData(".git")]
    [InlineData("")]
    public async Task Old_name_that_leads_elsewhere_moves_nothing(string name)
    {
        Directory.CreateDirectory(_folder["outside/.git"]);

        Assert.Null((await RunAsync(Bot("New", renamedFrom: name))).Failure);

        Assert.True(Directory.Exists(_folder["outside/.git"]));
    }

    [Fact]
    public async Task Repository_that_is_handed_over_is_tested_and_never_written()
    {
        await RunAsync(Bot("Base"));
        Edit("Base", "Base.py", "# mine");
        var head = Git("Base", "rev-parse", "HEAD");

        var (result, findings) = await RunAsync(Bot("Base", line: "return 2", managed: false), Bot("Caller", line: "return 3", dependencies: ["Base"]));

        Assert.DoesNotContain(findings, finding => finding.IsError);
        Assert.Equal(["Passed", "Passed"], result!.Results.Select(verdict => verdict.Outcome.ToString()));
        Assert.Equal(head, Git("Base", "rev-parse", "HEAD"));
        (_, findings) = await RunAsync(Bot("Gone", managed: false));
        Assert.Contains("\"managed\": false", Assert.Single(findings, finding => finding.IsError).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_of_the_user_is_taken_over_with_its_history()
    {
        Directory.CreateDirectory(_folder["dev_repos/Mine"]);
        Git("Mine", "init", "-q", "-b", "main");
        Edit("Mine", "notes.txt", "mine");
        Assert.Contains("MenaceAdopt", (await RunAsync(Bot("Mine"))).Failure?.Message, StringComparison.Ordinal);
        var before = Git("Mine", "rev-parse", "HEAD");
        _adopts = true;

        Assert.Null((await RunAsync(Bot("Mine"))).Failure);

        Assert.Equal(before, Git("Mine", "rev-parse", "HEAD^1"));
        Assert.True(File.Exists(_folder["dev_repos/Mine/Mine.py"]));
        Assert.Equal("mine\n", File.ReadAllText(_folder["dev_repos/Mine/notes.txt"]));
        _adopts = false;
        Assert.Null((await RunAsync(Bot("Mine", line: "return 2"))).Failure);
        Assert.Contains("return 2", File.ReadAllText(_folder["dev_repos/Mine/Mine.py"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_both_have_are_conflicts_when_a_repository_is_taken_over_also_for_newer_output()
    {
        Directory.CreateDirectory(_folder["dev_repos/Mine"]);
        Git("Mine", "init", "-q", "-b", "main");
        Edit("Mine", "README.md", "My readme.");
        _adopts = true;

        foreach (var line in new[] { "return 1", "return 2" })
        {
            var (_, findings) = await RunAsync(Bot("Mine", line: line));

            var conflict = Assert.Single(findings, finding => finding.IsError);
            Assert.Equal(("MENACE4008", ".menace/merges/Mine/README.md"), (conflict.Rule.Id, conflict.Page?.Path));
            Assert.Equal("My readme.\n", File.ReadAllText(_folder["dev_repos/Mine/README.md"]));
        }
    }

    [Fact]
    public async Task Output_that_fails_its_tests_waits_and_lands_when_it_passes()
    {
        await RunAsync(Bot("Base"), Bot("Caller", line: "return Base.value()", dependencies: ["Base"], example: "1"));
        var before = (Git("Base", "rev-parse", "main"), Git("Caller", "rev-parse", "main"));

        var (result, findings) = await RunAsync(
            Bot("Base", line: "return 2"), Bot("Caller", line: "return Base.value()", dependencies: ["Base"], example: "1"));

        Assert.Equal(["Base Passed", "Caller Failed"], result!.Results.Select(verdict => $"{verdict.Bot} {verdict.Outcome}"));
        Assert.Equal("Base", Assert.Single(result.Landed));
        Assert.NotEqual(before.Item1, Git("Base", "rev-parse", "main"));
        Assert.Equal(before.Item2, Git("Caller", "rev-parse", "main"));
        Assert.Contains(findings, finding => finding.Rule.Id == "MENACE4011" && finding.Bot == "Caller");
        Assert.NotEqual("", Git("Caller", "diff", "--name-only", "main", "menace/candidate"));
        Assert.Equal("", Git("Caller", "status", "--porcelain"));

        (result, _) = await RunAsync(
            Bot("Base", line: "return 2"), Bot("Caller", line: "return Base.value() - 1", dependencies: ["Base"], example: "1"));

        Assert.Equal(["Caller"], result!.Landed);
        Assert.Equal("main\nmenace/generated", Git("Caller", "for-each-ref", "--format=%(refname:short)", "refs/heads"));
        Assert.Equal("3", Git("Caller", "rev-list", "--count", "main"));
        Assert.Empty((await RunAsync(
            Bot("Base", line: "return 2"), Bot("Caller", line: "return Base.value() - 1", dependencies: ["Base"], example: "1"))).Result!.Landed);
    }

    [Fact]
    public async Task New_repository_whose_output_fails_has_no_main_until_it_passes()
    {
        await RunAsync(Bot("Base", example: "7"));

        Assert.Equal("menace/candidate", Git("Base", "branch", "--show-current"));
        Assert.Equal("menace/candidate\nmenace/generated", Git("Base", "for-each-ref", "--format=%(refname:short)", "refs/heads"));
        Assert.True(File.Exists(_folder["dev_repos/Base/Base.py"]));
        Assert.Null((await RunAsync(Bot("Base", line: "return 7", example: "7"))).Failure);
        Assert.Equal("main", Git("Base", "branch", "--show-current"));
        Assert.Equal("", Git("Base", "status", "--porcelain"));
    }

    [Fact]
    public async Task A_commit_in_the_merge_that_came_too_late_for_its_tests_is_taken_by_the_next_build()
    {
        await BeginMergeAsync();
        Decide("return 4");
        _afterDevelop = () => Decide("return 5");

        var result = (await RunAsync(Bot("Base", line: "return 2"))).Result!;

        Assert.Empty(result.Landed);
        Assert.Contains("return 4", File.ReadAllText(_folder["dev_repos/Base/Base.py"]), StringComparison.Ordinal);
        Assert.Equal(["Base"], (await RunAsync(Bot("Base", line: "return 2"))).Result!.Landed);
        Assert.Contains("return 5", File.ReadAllText(_folder["dev_repos/Base/Base.py"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder[".menace/merges/Base"]));
    }

    [Fact]
    public async Task A_decision_that_was_red_is_replaced_by_the_next_one()
    {
        await BeginMergeAsync();
        Decide("return 4 / 0");
        Assert.NotNull((await RunAsync(Bot("Base", line: "return 2"))).Failure);
        var before = KnownRepository.BranchOf(_folder["dev_repos/Base"]);
        Decide("return 4");

        Assert.NotEqual(before, KnownRepository.BranchOf(_folder["dev_repos/Base"]));
        Assert.Equal(["Base"], (await RunAsync(Bot("Base", line: "return 2"))).Result!.Landed);
        Assert.Contains("return 4\n", File.ReadAllText(_folder["dev_repos/Base/Base.py"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_that_the_user_gave_up_leaves_no_branch_when_the_conflict_is_gone()
    {
        await BeginMergeAsync();
        Git("Base", "worktree", "remove", "--force", _folder[".menace/merges/Base"]);

        Assert.Equal(["Base"], (await RunAsync(Bot("Base", line: "return 3"))).Result!.Landed);

        Assert.Equal("main\nmenace/generated", Git("Base", "for-each-ref", "--format=%(refname:short)", "refs/heads"));
    }

    [Fact]
    public async Task A_removal_of_a_merge_that_was_interrupted_is_finished()
    {
        await BeginMergeAsync();
        Decide("return 4");
        File.Delete(_folder[".menace/merges/Base/.git"]);
        File.Delete(_folder[".menace/merges/Base/Base.py"]);

        Assert.Equal(["Base"], (await RunAsync(Bot("Base", line: "return 2"))).Result!.Landed);

        Assert.Contains("return 4", File.ReadAllText(_folder["dev_repos/Base/Base.py"]), StringComparison.Ordinal);
        Assert.Equal("main\nmenace/generated", Git("Base", "for-each-ref", "--format=%(refname:short)", "refs/heads"));
    }

    [Fact]
    public async Task A_merge_that_the_user_brought_into_main_is_removed_but_for_files_that_no_commit_has()
    {
        await BeginMergeAsync();
        Decide("return 4");
        Directory.CreateDirectory(_folder[".menace/merges/Base/__pycache__"]);
        File.WriteAllText(_folder[".menace/merges/Base/__pycache__/mine.txt"], "mine");
        Git("Base", "merge", "-q", "menace/merge");
        var head = Git("Base", "rev-parse", "main");

        Assert.Null((await RunAsync(Bot("Base", line: "return 2"))).Failure);

        Assert.Equal(head, Git("Base", "rev-parse", "main"));
        Assert.Equal("main\nmenace/generated", Git("Base", "for-each-ref", "--format=%(refname:short)", "refs/heads"));
        Assert.Equal(
            [_folder[".menace/merges/Base/__pycache__/mine.txt"]],
            Directory.EnumerateFiles(_folder[".menace/merges/Base"], "*", SearchOption.AllDirectories));
        Assert.Equal("", Git("Base", "status", "--porcelain"));
    }

    [Fact]
    public async Task Merge_that_is_clean_and_fails_its_tests_stays_on_its_branch()
    {
        await RunAsync(Bot("Base", example: "1", extra: "def other():\n    return 5\n"));
        Replace("Base", "Base.py", "return 5", "return 6");
        Git("Base", "add", "-A");
        Commit("Base");
        var head = Git("Base", "rev-parse", "main");

        var (result, _) = await RunAsync(Bot("Base", line: "return other() - 4", example: "1", extra: "def other():\n    return 5\n"));

        Assert.Equal("Failed", Assert.Single(result!.Results).Outcome.ToString());
        Assert.Equal(head, Git("Base", "rev-parse", "main"));
        Assert.Equal(head, Git("Base", "rev-parse", "menace/candidate^1"));
        Assert.Contains("return 6", File.ReadAllText(_folder["dev_repos/Base/Base.py"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_output_that_was_corrected_lands_when_the_correction_is_committed()
    {
        await RunAsync(Bot("Base", example: "7"));
        Replace("Base", "Base.py", "return 1", "return 7");

        Assert.Equal("MENACE4001", (await RunAsync(Bot("Base", example: "7"))).Failure?.Rule.Id);
        Assert.Equal("menace/candidate", Git("Base", "branch", "--show-current"));

        Git("Base", "add", "-A");
        Commit("Base");
        Assert.Null((await RunAsync(Bot("Base", example: "7"))).Failure);
        Assert.Equal("mine", Git("Base", "log", "-1", "--format=%s", "main"));
    }

    [Fact]
    public async Task Handed_over_repository_is_tested_itself_and_not_output_that_waits()
    {
        await RunAsync(Bot("Base", example: "1"));
        await RunAsync(Bot("Base", line: "return 2", example: "1"));
        var head = Git("Base", "rev-parse", "main");

        var (result, findings) = await RunAsync(Bot("Base", line: "return 2", example: "1", managed: false));

        Assert.Equal("Passed", Assert.Single(result!.Results).Outcome.ToString());
        Assert.DoesNotContain(findings, finding => finding.IsError);
        Assert.Equal(head, Git("Base", "rev-parse", "main"));
    }

    [Fact]
    public async Task Candidate_that_the_user_has_merged_is_none_and_main_is_tested()
    {
        await RunAsync(Bot("Base", example: "1"));
        await RunAsync(Bot("Base", line: "return 2", example: "1"));
        Git("Base", "merge", "-q", "--ff-only", "menace/candidate");
        Edit("Base", "Base.py", "def more():\n    raise SystemExit");
        Replace("Base", "Base.py", "return 2", "return 1");
        Git("Base", "add", "-A");
        Commit("Base");

        var (result, _) = await RunAsync(Bot("Base", line: "return 2", example: "1"));

        Assert.Equal("Passed", Assert.Single(result!.Results).Outcome.ToString());
        Assert.Equal("main\nmenace/generated", Git("Base", "for-each-ref", "--format=%(refname:short)", "refs/heads"));
    }

    [Fact]
    public async Task Repository_of_a_removed_task_is_tagged_and_untagged_when_the_task_comes_again()
    {
        await RunAsync(Bot("Base"), Bot("Other"));

        await RunAsync(Bot("Other"));

        Assert.Equal(Git("Base", "rev-parse", "HEAD"), Git("Base", "rev-parse", "menace/archived"));
        var kept = new RepositoryCleaner(new BotDevConfig { SourceDirectory = _folder.Path }, new HashSet<string>(["Base", "Other"]), all: false)
            .Clean(default);
        Assert.Empty(kept.Diagnostics);
        await RunAsync(Bot("Base"), Bot("Other"));
        Assert.Equal("", Git("Base", "tag", "--list"));
    }

    private async Task<(VerifyRecord? Result, IReadOnlyList<PipelineDiagnostic> Findings)> RunStagesAsync(TaskInfo[] bots)
    {
        var pipeline = new ImplementationPipeline(config: new BotDevConfig
        {
            SourceDirectory = _folder.Path,
            LintEnabled = false,
            ResultStore = "",
            MutationCheck = MutationCheck.Off,
            Adopt = _adopts,
        });
        var handoff = await pipeline.HandoffAsync(new TaskPackage(bots));
        Assert.DoesNotContain(handoff.Diagnostics, finding => finding.IsError);
        var optimised = await pipeline.OptimiseAsync(handoff.Record!);
        var built = await pipeline.DevelopAsync(optimised.Record);
        _afterDevelop?.Invoke();
        _afterDevelop = null;
        var verified = await pipeline.VerifyAsync(built.Record);
        return (verified.Record, [.. optimised.Diagnostics, .. built.Diagnostics, .. verified.Diagnostics]);
    }

    private async Task<Outcome> RunAsync(params TaskInfo[] bots)
    {
        var (result, findings) = await RunStagesAsync(bots);
        return new(result, findings);
    }

    private sealed record Outcome(VerifyRecord? Result, IReadOnlyList<PipelineDiagnostic> Findings)
    {
        public PipelineDiagnostic? Failure => Findings.FirstOrDefault(finding => finding.IsError);
    }

    /// <summary>The user and the new output changed the same line.</summary>
    private async Task BeginMergeAsync()
    {
        await RunAsync(Bot("Base"));
        Replace("Base", "Base.py", "return 1", "return 3");
        Git("Base", "add", "-A");
        Commit("Base");
        Assert.Equal("MENACE4008", (await RunAsync(Bot("Base", line: "return 2"))).Failure!.Rule.Id);
    }

    /// <summary>Commits a decision in the working tree of the merge.</summary>
    private void Decide(string line)
    {
        File.WriteAllText(_folder[".menace/merges/Base/Base.py"], $"def value():\n    {line}\n");
        Git("../.menace/merges/Base", "add", "-A");
        Commit("../.menace/merges/Base");
    }

    private static TaskInfo Bot(
        string name, string line = "return 1", string? renamedFrom = null, bool? managed = null, string[]? dependencies = null,
        string? example = null, string extra = "") => new()
        {
            Name = name,
            Code = $"{string.Concat((dependencies ?? []).Select(dependency => $"import {dependency}\n"))}{extra}def value():\n    {line}\n",
            Dependencies = dependencies ?? [],
            Metadata = new()
            {
                Language = BotLanguage.Python,
                Purpose = "p",
                Functions = ["value"],
                RenamedFrom = renamedFrom,
                Managed = managed,
                Tests = $"import {name}\n\n\ndef test_value():\n    assert {name}.value() == {example ?? $"{name}.value()"}\n",
            },
        };

    private void Edit(string bot, string file, string line)
    {
        File.AppendAllText(_folder[$"dev_repos/{bot}/{file}"], line + "\n");
        Git(bot, "add", "-A");
        Commit(bot);
    }

    private void Replace(string bot, string file, string before, string after)
    {
        var path = _folder[$"dev_repos/{bot}/{file}"];
        File.WriteAllText(path, File.ReadAllText(path).Replace(before, after, StringComparison.Ordinal));
    }

    private void Commit(string bot) => Git(bot, "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-m", "mine");

    private string Git(string bot, params string[] arguments) => Shell.Git(_folder["dev_repos/" + bot], arguments).Trim();
}
