using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Tests;

/// <summary>What an unchanged bot costs: nothing of what is costly. Counted, not timed.</summary>
public sealed class IncrementalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingLanguage _language = new(new ShellLanguage(new ProcessRunner()));
    private readonly BotDevConfig _config;

    public IncrementalTests() => _config = new BotDevConfig { SourceDirectory = _folder[""] };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Code_that_was_read_by_an_earlier_run_is_not_read_again()
    {
        var first = await OptimiseAsync(Tasks(), null);
        Assert.Equal(["Base", "Middle", "Alone"], _language.TakeAnalysed());

        var second = await OptimiseAsync(Tasks(), first);
        Assert.Empty(_language.TakeAnalysed());
        Assert.Equal(first.Bots.Select(bot => (bot.Name, bot.Purpose, bot.Functions[0])), second.Bots.Select(bot => (bot.Name, bot.Purpose, bot.Functions[0])));

        await OptimiseAsync(Tasks(alone: "echo changed"), second);
        Assert.Equal(["Alone"], _language.TakeAnalysed());
    }

    [Fact]
    public async Task A_bot_with_a_finding_is_read_again_so_that_it_is_reported_again()
    {
        var bots = new ImplementationOptimiserBot(_config, new LanguageTable(_language));
        var handoff = Handoff([Shell("Broken", "if\n")]);

        var first = await bots.OptimiseAsync(handoff, null);
        var second = await bots.OptimiseAsync(handoff, first.Record);

        Assert.Equal(["MENACE1701"], first.Diagnostics.Select(diagnostic => diagnostic.Rule.Id));
        Assert.Equal(first.Diagnostics.Select(diagnostic => diagnostic.Message), second.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_changed_bot_and_its_dependents_are_written_again(bool knowsTheEarlierRun)
    {
        var optimised = await OptimiseAsync(Tasks(), null);
        var first = await DevelopAsync(optimised, null);
        Assert.Equal(["Alone", "Base", "Middle"], _language.TakeEmitted());

        var second = await DevelopAsync(optimised, knowsTheEarlierRun ? first : null);
        Assert.Empty(_language.TakeEmitted());
        Assert.All(second.Repositories, repository => Assert.Equal(RepositoryChange.Unchanged, repository.Change));
        Assert.Equal(first.Repositories.Select(repository => (repository.MainFile, repository.Commit, repository.Tree)), second.Repositories.Select(repository => (repository.MainFile, repository.Commit, repository.Tree)));

        var third = await DevelopAsync(await OptimiseAsync(Tasks(@base: "echo changed"), null), knowsTheEarlierRun ? second : null);
        Assert.Equal(["Base", "Middle"], _language.TakeEmitted());
        Assert.Equal(
            [("Base", RepositoryChange.Updated), ("Middle", RepositoryChange.Updated), ("Alone", RepositoryChange.Unchanged)],
            third.Repositories.Select(repository => (repository.Spec.Name, repository.Change)));
    }

    [Fact]
    public async Task A_repository_that_moved_on_is_opened_although_the_earlier_run_knew_it()
    {
        var optimised = await OptimiseAsync(Tasks(), null);
        var first = await DevelopAsync(optimised, null);
        Directory.Delete(_folder["dev_repos/Alone"], recursive: true);

        var second = await DevelopAsync(optimised, first);

        Assert.Equal(RepositoryChange.Created, second.Repositories.Single(repository => repository.Spec.Name == "Alone").Change);
    }

    private async Task<OptimiseRecord> OptimiseAsync(TaskInfo[] tasks, OptimiseRecord? previous)
    {
        var result = await new ImplementationOptimiserBot(_config, new LanguageTable(_language)).OptimiseAsync(Handoff(tasks), previous);
        Assert.Empty(result.Diagnostics);
        return result.Record;
    }

    private async Task<BuildRecord> DevelopAsync(OptimiseRecord optimised, BuildRecord? previous)
    {
        var result = await new BotDevelopmentBot(_config, new LanguageTable(_language)).DevelopAsync(optimised, previous);
        Assert.Empty(result.Diagnostics);
        return result.Record;
    }

    private static HandoffRecord Handoff(TaskInfo[] tasks) => new(1, new TaskPackage(tasks), "", new Dictionary<string, FileContent>());

    private static TaskInfo[] Tasks(string @base = "echo base", string alone = "echo alone") =>
    [
        Shell("Base", $"value() {{\n    {@base}\n}}\n"),
        Shell("Middle", "value() {\n    Base_value\n}\n") with { Dependencies = ["Base"] },
        Shell("Alone", $"value() {{\n    {alone}\n}}\n"),
    ];

    private static TaskInfo Shell(string name, string code) =>
        new() { Name = name, Code = code, Metadata = new() { Language = BotLanguage.Shell, Purpose = "p", Functions = ["value"] } };
}
