using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>What counts as tested when a branch has got what was tested.</summary>
public sealed class LandedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_edit_after_a_bot_has_landed_does_not_count_as_tested()
    {
        await RunAsync("return 1");
        File.WriteAllText(_folder["dev_repos/Caller/notes.txt"], "mine\n");

        var (build, looked, verified) = await RunAsync("return 2");
        var known = KnownRepository.Of(build);

        Assert.Equal(["Base", "Caller"], verified.Landed);
        Assert.Equal(["Base", "Caller"], AsTested().Order(StringComparer.Ordinal));
        var clean = State(looked.After(known, verified.Landed, AsTested));
        Assert.Equal(State(Look(known)), clean);

        File.AppendAllText(_folder["dev_repos/Base/Base.py"], "# mine\n");

        // What the caller is tested with is not the same either.
        Assert.Empty(AsTested());
        Assert.NotEqual(State(Look(known)), State(looked.After(known, verified.Landed, AsTested)));

        IReadOnlySet<string> AsTested() => LandedFiles.AsTested(Config, build.Repositories, verified.Results);
    }

    public void Dispose() => _folder.Dispose();

    private BotDevConfig Config => new()
    {
        SourceDirectory = _folder.Path,
        LintEnabled = false,
        ResultStore = "",
        MutationCheck = MutationCheck.Off,
    };

    private static string State(TestedState state) => state.ToString();

    private TestedState Look(IReadOnlyList<KnownRepository> repositories) =>
        TestedState.Look(repositories, LanguageTable.Create(Config, new ProcessRunner()), [], "");

    private async Task<(BuildRecord Build, TestedState Looked, VerifyRecord Verified)> RunAsync(string line)
    {
        var pipeline = new ImplementationPipeline(config: Config);
        var package = new TaskPackage([Bot("Base", line), Bot("Caller", line, "Base")]);
        var optimised = await pipeline.OptimiseAsync((await pipeline.HandoffAsync(package)).Record!);
        var built = await pipeline.DevelopAsync(optimised.Record);
        var looked = Look(KnownRepository.Of(built.Record));
        return (built.Record, looked, (await pipeline.VerifyAsync(built.Record)).Record);
    }

    private static TaskInfo Bot(string name, string line, params string[] dependencies) => new()
    {
        Name = name,
        Dependencies = dependencies,
        Code = $"def value():\n    {line}\n",
        Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["value"], Smoke = [TaskMetadata.AllFunctions] },
    };
}
