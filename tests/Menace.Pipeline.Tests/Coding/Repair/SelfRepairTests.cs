using LibGit2Sharp;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding.Repair;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Coding.Repair;

/// <summary>Patches of bots that got worse, in repositories that real builds made.</summary>
public sealed class SelfRepairTests : IDisposable
{
    private const string Right = "def half(n):\n    if n < 0:\n        return 0\n    return n // 2\n";
    private const string Other = "def half(n):\n    return max(n, 0) // 2\n";
    private const string Wrong = "def half(n):\n    return n // 2\n";

    private static readonly Degradation Worse = new("halves", ["its failed tests rose from 0 to 1"]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Earlier_verified_code_becomes_a_commit_on_a_branch_of_its_own()
    {
        await BuildAsync(Right);
        var repository = await BuildAsync(Wrong);
        var head = Head(repository);

        var (patch, reason) = await RepairAsync(repository, new NoGenerator());

        Assert.Null(reason);
        Assert.Equal(("halves", "earlier revision", Wrong, Right), (patch!.Bot, patch.Generator, patch.Before, patch.After));
        using var git = new Repository(repository.Path);
        var commit = git.Branches["menace/self-coding"].Tip;
        Assert.Equal(patch.Commit, commit.Sha);
        Assert.Equal(patch.Base, Assert.Single(commit.Parents).Sha);
        Assert.Equal(commit.Parents.Single().Committer.When, commit.Committer.When);
        Assert.Equal(Right, ((Blob)commit[Path.GetFileName(repository.MainFile)].Target).GetContentText());
        Assert.Equal(
            ["M " + Path.GetFileName(repository.MainFile)],
            git.Diff.Compare<TreeChanges>(commit.Parents.Single().Tree, commit.Tree).Select(change => $"{change.Status.ToString()[0]} {change.Path}"));
        Assert.StartsWith(
            "Repair halves\n\nIt got worse: its failed tests rose from 0 to 1\nGenerator: earlier revision halves@", commit.Message, StringComparison.Ordinal);
        Assert.Contains("\nEvidence: 2 examples passed\nEvidence: ", commit.Message, StringComparison.Ordinal);
        Assert.Equal(head, Head(repository));
        Assert.False(git.RetrieveStatus().IsDirty);
    }

    [Fact]
    public async Task Patch_is_recorded_and_is_no_code_to_reuse()
    {
        await BuildAsync(Right);
        var (patch, _) = await RepairAsync(await BuildAsync(Wrong), new NoGenerator());

        var patches = Known.OpenPatches();
        var code = new CodeDb(_folder[".menace/knowledge/code.db"]);
        Assert.Equal(patch!.After, patches.Find(patch.Id)?.After);
        Assert.Equal(patch.Evidence, Assert.Single(patches.All()).Evidence);
        Assert.Empty(code.Search("halves half failed tests rose"));
        Assert.Empty(code.ByComplexity());
        Assert.Null(code.Find("patch:" + patch.Id));
        Assert.False(code.Remove("patch:" + patch.Id));
        Assert.DoesNotContain("failed tests rose", new ContextBuilder(Known).Build("halves failed tests rose").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_is_asked_if_the_present_code_fails_and_no_earlier_code_holds()
    {
        var repository = await BuildAsync(Wrong);
        var engine = new OneCode(Other);

        var (patch, _) = await RepairAsync(repository, engine);

        Assert.Equal(("one", Other), (patch?.Generator, patch?.After));
        Assert.Equal(Wrong, engine.Asked!.Code);
        Assert.StartsWith("1 example of 2 failed, first half(-3): expected 0", Assert.Single(engine.Asked.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_passes_and_has_no_earlier_revision_stays()
    {
        var engine = new OneCode(Other);

        var (patch, reason) = await RepairAsync(await BuildAsync(Right), engine);

        Assert.Equal((null, "Its code passes its examples and tests, and no earlier code of it does"), (patch, reason));
        Assert.Null(engine.Asked);
    }

    [Fact]
    public async Task Work_of_the_user_is_never_replaced()
    {
        await BuildAsync(Right);
        var repository = await BuildAsync(Wrong);
        using (var git = new Repository(repository.Path))
        {
            var user = new Signature("Me", "me@example.com", DateTimeOffset.UnixEpoch);
            git.Branches.Add("menace/self-coding", git.ObjectDatabase.CreateCommit(user, user, "Mine", git.Head.Tip.Tree, [git.Head.Tip], false));
        }

        var (patch, reason) = await RepairAsync(repository, new NoGenerator());

        Assert.Null(patch);
        Assert.Contains("menace/self-coding has a commit of yours", reason, StringComparison.Ordinal);
        Assert.Empty(Known.OpenPatches().All());
    }

    [Fact]
    public async Task Applied_patch_is_taken_back_by_a_commit_that_keeps_later_work()
    {
        await BuildAsync(Right);
        var repository = await BuildAsync(Other);
        var (patch, _) = await RepairAsync(repository, new NoGenerator());
        var reversal = new PatchReversal(Known.OpenPatches());

        Assert.Null(reversal.AppliedTo(repository.Path));
        Assert.Null(PatchBranch.Apply(repository.Path, patch!.Commit));
        Assert.Equal(patch.Commit, Head(repository));
        Assert.Equal(Right, File.ReadAllText(repository.MainFile));
        Assert.Equal(patch.Id, reversal.AppliedTo(repository.Path)?.Id);

        await File.WriteAllTextAsync(Path.Combine(repository.Path, "mine.txt"), "mine");
        Shell.Git(repository.Path, "add", "mine.txt");
        Shell.Git(repository.Path, "-c", "user.name=Me", "-c", "user.email=me@example.com", "commit", "-qm", "Mine");
        var (outcome, refusal) = reversal.Revert(patch, "It got worse.");

        Assert.Null(refusal);
        Assert.Equal($"by commit {Head(repository)}", outcome);
        Assert.Equal(Other, File.ReadAllText(repository.MainFile));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(repository.Path, "mine.txt")));
        Assert.Equal("", Shell.Git(repository.Path, "status", "--porcelain").Trim());
        Assert.StartsWith($"Take back the repair {patch.Id} of halves\n\nIt got worse.", Shell.Git(repository.Path, "log", "-1", "--format=%B"), StringComparison.Ordinal);
        Assert.Null(reversal.AppliedTo(repository.Path));
        Assert.Equal("it was taken back before", reversal.Revert(Known.OpenPatches().Find(patch.Id)!, "Again.").Refusal?.Reason);
    }

    [Fact]
    public async Task Patch_is_neither_applied_nor_taken_back_over_uncommitted_work()
    {
        await BuildAsync(Right);
        var repository = await BuildAsync(Other);
        var (patch, _) = await RepairAsync(repository, new NoGenerator());
        await File.AppendAllTextAsync(repository.MainFile, "# mine\n");

        Assert.Equal("it has changes that are not committed", PatchBranch.Apply(repository.Path, patch!.Commit)?.Reason);
        Assert.EndsWith("# mine\n", await File.ReadAllTextAsync(repository.MainFile), StringComparison.Ordinal);
        Assert.NotEqual(patch.Commit, Head(repository));
    }

    [Fact]
    public async Task Patch_that_was_not_applied_is_taken_back_with_its_branch()
    {
        await BuildAsync(Right);
        var repository = await BuildAsync(Other);
        var (patch, _) = await RepairAsync(repository, new NoGenerator());
        var head = Head(repository);

        var (outcome, _) = new PatchReversal(Known.OpenPatches()).Revert(patch!, "No.");

        Assert.Equal("its branch was removed", outcome);
        Assert.Equal(head, Head(repository));
        Assert.DoesNotContain("self-coding", Shell.Git(repository.Path, "branch", "--all"), StringComparison.Ordinal);
    }

    private KnowledgeFolder Known => new(_folder[".menace/knowledge"]);

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path, ResultStore = null };

    private static string Head(BotRepository repository)
    {
        using var git = new Repository(repository.Path);
        return git.Head.Tip.Sha;
    }

    /// <summary>Builds the bot; with code that fails an example the build fails too, and the repository has it as its candidate.</summary>
    private async Task<BotRepository> BuildAsync(string code)
    {
        var task = new TaskInfo
        {
            Name = "halves",
            Code = code,
            Metadata = new()
            {
                Language = BotLanguage.Python,
                Functions = ["half"],
                Purpose = "Halves numbers",
                Examples = [new() { Function = "half", Args = [9], Returns = 4 }, new() { Function = "half", Args = [-3], Returns = 0 }],
            },
        };
        try
        {
            return (await new ImplementationPipeline(config: Config).RunAsync([task])).Repositories.Single();
        }
        catch (PipelineException exception)
        {
            return exception.PartialResult!.Repositories.Single();
        }
    }

    private async Task<(PatchRecord? Patch, string? Reason)> RepairAsync(BotRepository repository, ICodeGenerator engine)
    {
        var runner = new ProcessRunner();
        var languages = LanguageTable.Create(Config, runner);
        await using var trials = await CandidateTrials.BeginAsync(Config, languages, runner);
        return await new SelfRepair(Known, languages, trials, () => engine, Known.OpenErrors()).RepairAsync(repository, Worse, CancellationToken.None);
    }

    private sealed class NoGenerator : ICodeGenerator
    {
        public string Name => "none";

        public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Earlier code holds: no engine is asked.");
    }

    private sealed class OneCode(string code) : ICodeGenerator
    {
        public string Name => "one";

        public CodeRequest? Asked { get; private set; }

        public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
        {
            Asked = request;
            return Task.FromResult(new CodeAnswer([new CodeCandidate(code)]));
        }
    }
}
