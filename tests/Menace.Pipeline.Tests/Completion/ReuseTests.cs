using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Completion;

/// <summary>Bots of one project that another one reuses: what is pinned, what keeps a pin, and what speaks against a bot.</summary>
public sealed class ReuseTests : IDisposable
{
    private const string Code = "slug() { echo \"$1\" | tr 'A-Z ' 'a-z-'; }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Newer_commit_of_an_original_is_one_line_and_changes_nothing()
    {
        await RunAsync("one", Bot("slug-tools", Code));
        var built = await RunAsync("two", Bot("title-slugs", ""));
        var pins = File.ReadAllText(_folder["two/menace.completions.json"]);
        Assert.Empty((await NewerAsync("two")).Select(finding => finding.ToString()));
        var newer = await RunAsync("one", Bot("slug-tools", "# Faster.\n" + Code));

        var finding = Assert.Single(await NewerAsync("two"));

        Assert.Equal("MENACE3067", finding.Rule.Id);
        Assert.Equal(["title-slugs", $"slug-tools@{built.Spec.Lineage!.Commit}", $"slug-tools@{newer.Commit}"], finding.Arguments.Take(3));
        Assert.Equal(pins, File.ReadAllText(_folder["two/menace.completions.json"]));
        Assert.Equal(built.Commit, (await RunAsync("two", Bot("title-slugs", ""))).Commit);
    }

    [Fact]
    public async Task Update_that_finds_nothing_keeps_the_pins_and_the_histories()
    {
        await RunAsync("one", Bot("slug-tools", Code));
        var built = await RunAsync("two", Bot("title-slugs", ""));
        var before = Files("two");

        var again = await RunAsync("two", Bot("title-slugs", ""), config => config with { Knowledge = null, UpdatesCompletions = true });

        Assert.Equal(built.Commit, again.Commit);
        Assert.Equal(before, Files("two"));
        Assert.Equal(2, before.Count);
    }

    [Fact]
    public async Task Another_original_leaves_nothing_of_the_former_one()
    {
        var former = Bot("slug-tools", Code);
        await RunAsync("one", former with { Metadata = former.Metadata with { License = "ISC" } });
        await RunAsync("two", Bot("title-slugs", ""));
        Assert.Contains("\"metadata.license\"", File.ReadAllText(_folder["two/menace.completions.json"]), StringComparison.Ordinal);
        Directory.Delete(_folder["knowledge"], recursive: true);
        var other = Bot("other-tools", Code);
        await RunAsync("four", other with { Metadata = other.Metadata with { License = "MIT" } });

        var updated = await RunAsync("two", Bot("title-slugs", ""), config => config with { UpdatesCompletions = true });

        var pins = File.ReadAllText(_folder["two/menace.completions.json"]);
        Assert.Contains("other-tools@", pins, StringComparison.Ordinal);
        Assert.DoesNotContain("slug-tools@", pins, StringComparison.Ordinal);
        Assert.Equal("MIT", updated.Spec.License);
        Assert.Equal(updated.Commit, (await RunAsync("two", Bot("title-slugs", ""))).Commit);
    }

    [Fact]
    public async Task Pinned_purpose_of_code_stays_in_an_update_that_does_not_find_it()
    {
        _folder.Write("two/menace.completions.json", """
            {"version": 1, "bots": {"page-slugs": {"metadata.purpose": {"value": "Makes slugs.", "source": "finding", "place": "list", "digest": "", "rule": "", "confidence": 1}}}}
            """);
        var task = Bot("page-slugs", Code);

        var built = await RunAsync("two", task with { Metadata = task.Metadata with { Purpose = null } }, config => config with { UpdatesCompletions = true });

        Assert.Equal("Makes slugs.", built.Spec.Purpose);
    }

    [Fact]
    public async Task Two_builds_at_once_keep_the_pins_of_both_lists()
    {
        await RunAsync("one", Bot("slug-tools", Code));

        // Each would see what the other one writes while it tests.
        await Task.WhenAll(
            RunAsync("two", Bot("title-slugs", ""), config => config with { VerifyEnabled = false }),
            RunAsync("two", Bot("page-slugs", ""), config => config with { TaskListName = "other.json", StateDirectory = "other", VerifyEnabled = false }));

        Assert.Contains("title-slugs", File.ReadAllText(_folder["two/menace.completions.json"]), StringComparison.Ordinal);
        Assert.Contains("page-slugs", File.ReadAllText(_folder["two/other.json.completions.json"]), StringComparison.Ordinal);
        Assert.Equal(4, Files("two").Count);
    }

    [Fact]
    public async Task Licence_of_the_task_that_the_original_does_not_have_speaks_against_it()
    {
        await RunAsync("one", Bot("slug-tools", Code));
        var task = Bot("title-slugs", "");

        var findings = await FindingsAsync(task with { Metadata = task.Metadata with { License = "ISC" } });

        Assert.Contains(findings, finding => finding.Rule.Id == "MENACE3066" && finding.Arguments[2] == "its licence is MIT, and that of the task is ISC.");
        Assert.DoesNotContain("slug-tools", string.Concat(Files("two").Keys), StringComparison.Ordinal);
    }

    private async Task<BotRepository> RunAsync(string folder, TaskInfo task, Func<BotDevConfig, BotDevConfig>? change = null)
    {
        var config = Config(folder);
        return Assert.Single((await new ImplementationPipeline(config: change?.Invoke(config) ?? config).RunAsync([task])).Repositories);
    }

    private async Task<IReadOnlyList<PipelineDiagnostic>> NewerAsync(string folder)
    {
        var pipeline = new ImplementationPipeline(config: Config(folder));
        var handoff = await pipeline.HandoffAsync(new TaskPackage([Bot("title-slugs", "")]));
        return (await pipeline.FindNewerAsync(handoff.Record!, default)).Diagnostics;
    }

    private async Task<IReadOnlyList<PipelineDiagnostic>> FindingsAsync(TaskInfo task)
    {
        var pipeline = new ImplementationPipeline(config: Config("two"));
        var handoff = await pipeline.HandoffAsync(new TaskPackage([task]));
        return (await pipeline.OptimiseAsync(handoff.Record!)).Diagnostics;
    }

    /// <summary>The pins and the histories of a project, by path, as hexadecimal text.</summary>
    private SortedDictionary<string, string> Files(string folder) => new(
        (Directory.Exists(_folder[folder]) ? Directory.EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories) : [])
            .Select(file => (Path: Path.GetRelativePath(_folder[folder], file), File: file))
            .Where(file => file.Path.Contains(".completions", StringComparison.Ordinal))
            .ToDictionary(file => file.Path, file => Convert.ToHexString(File.ReadAllBytes(file.File))), StringComparer.Ordinal);

    private BotDevConfig Config(string folder) => new()
    {
        SourceDirectory = Directory.CreateDirectory(_folder[folder]).FullName,
        Knowledge = _folder["knowledge"],
        LintEnabled = false,
    };

    private static TaskInfo Bot(string name, string code) => new()
    {
        Name = name,
        Code = code,
        Metadata = new()
        {
            Language = BotLanguage.Shell,
            Purpose = "Turns titles into slugs",
            License = name == "slug-tools" ? "MIT" : null,
            Functions = ["slug"],
            Examples = [new() { Function = "slug", Args = ["Big News"], Prints = "big-news" }, new() { Function = "slug", Args = ["A b C"], Prints = "a-b-c" }],
        },
    };
}
