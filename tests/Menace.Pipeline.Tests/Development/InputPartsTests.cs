using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Development;

public sealed class InputPartsTests : IDisposable
{
    private static readonly Dictionary<string, string> Trees = new() { ["Geo"] = "1" };

    private static readonly BotSpec Spec = new()
    {
        Name = "Tariff",
        Language = BotLanguage.Python,
        Code = "def run():\n    return 1\n",
        Purpose = "computes",
        Functions = ["run"],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reason_names_each_part_that_differs()
    {
        var before = RepositoryKey.PartsOf(Spec, Trees, []);
        var code = Spec with { Code = "def run():\n    return 2\n", Purpose = "inferred anew" };

        Assert.Equal("code changed", Reason(code, Trees));
        Assert.Equal("metadata changed", Reason(Spec with { License = "MIT" }, Trees));
        Assert.Equal("examples added", Reason(Spec with { Examples = [new() { Function = "run", Returns = 1 }] }, Trees));
        Assert.Equal("dependency Geo changed", Reason(Spec, new() { ["Geo"] = "2" }));
        Assert.Equal("dependency Tax added", Reason(Spec, new() { ["Geo"] = "1", ["Tax"] = "3" }));
        Assert.Equal("dependency Geo removed", Reason(Spec, []));
        Assert.Equal("code changed, packages added, dependency Geo changed and 1 more", Reason(code with { Packages = ["x@1"] }, new() { ["Geo"] = "2", ["Tax"] = "3" }));
        Assert.Equal("Menace version changed", before.ReasonAfter(null));

        string Reason(BotSpec spec, Dictionary<string, string> trees) => RepositoryKey.PartsOf(spec, trees, []).ReasonAfter(InputParts.Parse(before.ToString()));
    }

    [Fact]
    public async Task Commit_subject_and_record_say_why_a_repository_was_written()
    {
        var config = new BotDevConfig { SourceDirectory = _folder.Path };
        await BuildAsync(config, "return 1");
        var second = await BuildAsync(config, "return 2");
        var third = await BuildAsync(config, "return 1");

        Assert.Equal(["Update Tariff: dependency Geo changed", "Update Tariff: dependency Geo changed", "Generate Tariff"], Subjects("Tariff"));
        Assert.Equal(["Update Geo: code changed", "Update Geo: code changed", "Generate Geo"], Subjects("Geo"));
        Assert.Equal(["code changed", "dependency Geo changed"], second.Select(repository => repository.Reason));
        Assert.All(second, repository => Assert.Equal(
            Shell.Git(repository.Path, "show", "--format=", "--name-only", repository.Commit).Trim().Split('\n').Length, repository.ChangedFiles));
        Assert.Contains("\nMenace-Parts: code=", Shell.Git(_folder["dev_repos/Geo"], "log", "-1", "--format=%B"), StringComparison.Ordinal);

        using var elsewhere = new TemporaryFolder();
        var other = config with { SourceDirectory = elsewhere.Path };
        await BuildAsync(other, "return 1");
        await BuildAsync(other, "return 2");
        Assert.Equal(third.Select(repository => repository.Commit), (await BuildAsync(other, "return 1")).Select(repository => repository.Commit));
    }

    private static async Task<IReadOnlyList<BotRepository>> BuildAsync(BotDevConfig config, string code)
    {
        BotSpec[] bots =
        [
            Spec with { Name = "Geo", Code = $"def run():\n    {code}\n" },
            Spec with { Dependencies = ["Geo"], Code = "import Geo\n\n\ndef run():\n    return Geo.run()\n" },
        ];
        var optimised = new OptimiseRecord(1, new TaskPackage([]), bots, []);
        var result = await new BotDevelopmentBot(config).DevelopAsync(optimised, null);
        Assert.True(result.Succeeded);
        return result.Record.Repositories;
    }

    private string[] Subjects(string bot) => Shell.Git(_folder["dev_repos/" + bot], "log", "--format=%s").Trim().Split('\n');
}
