using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests;

/// <summary><c>metadata.template</c>: who writes the code of a task that has none.</summary>
public sealed class TemplateTests : IDisposable
{
    private const string Hostile = "it's \"{{ name }}\" $(touch x) `x` \\ \"\"\" */ \n# %s";
    private readonly TemporaryFolder _folder = new();

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Minimal_bots_of_every_language_pass_their_tests_and_give_true()
    {
        var result = await new ImplementationPipeline(config: Config).RunAsync([.. BotLanguages.Profiles.Select(profile => profile.Id).Select(language => new TaskInfo
        {
            Name = $"Mini{language}",
            Metadata = new() { Language = language, Purpose = Hostile, Template = "minimal", Functions = ["first", "second"], Examples = language == BotLanguage.Shell ? [] : [new() { Function = "first", Returns = true }] },
        })]);

        Assert.All(result.Verifications, bot => Assert.Equal((2, 0), (bot.Passed, bot.Failed)));
        Assert.Equal("true\n", Shell.Run(_folder.Path, null, "sh", "-c", "python3 dev_repos/MiniPython first 1 '\"x\"' 2>/dev/null"));
    }

    [Fact]
    public async Task A_template_of_the_project_writes_the_code_from_all_that_the_task_says()
    {
        _folder.Write("templates/worker/main.scriban", """
            {{~ for function in functions ~}}
            def {{ function }}():
                return {{ [name, identifier, language, purpose, function_docs[function], dependencies, tags, schedule, extra.team.lead, extra.size + 1] | object.to_json }}
            {{~ end ~}}
            """);
        var task = Templated("my.bot", "worker") with { Schedule = "@hourly" };
        task = task with
        {
            Metadata = task.Metadata with
            {
                Purpose = Hostile,
                Tags = ["a"],
                FunctionDocs = new Dictionary<string, string> { ["run"] = "docs" },
                Extra = new Dictionary<string, JsonValue>
                {
                    ["team"] = JsonValue.FromMembers([new("lead", "Ada")]),
                    ["size"] = JsonValue.FromNumberText("4"),
                },
                Examples = [new() { Function = "run", Returns = JsonValue.FromItems(["my.bot", "my_bot", "python", Hostile, "docs", JsonValue.FromItems([]), JsonValue.FromItems(["a"]), "@hourly", "Ada", JsonValue.FromNumberText("5")]) }],
            },
        };

        var result = await new ImplementationPipeline(config: Config).RunAsync([task]);

        Assert.True(Assert.Single(result.Verifications).Passed >= 1);
    }

    [Fact]
    public async Task An_edited_template_changes_exactly_the_bots_that_use_it()
    {
        _folder.Write("templates/worker/main.scriban", "def run():\n    return 1\n");
        TaskInfo[] tasks = [Templated("a", "worker"), Templated("b", "logging")];
        await new ImplementationPipeline(config: Config).RunAsync(tasks);
        _folder.Write("templates/worker/main.scriban", "def run():\n    return 2\n");

        var result = await new ImplementationPipeline(config: Config).RunAsync(tasks);

        Assert.Equal(["Updated", "Unchanged"], result.Repositories.Select(repository => repository.Change.ToString()));
        Assert.Equal("def run():\n    return 2\n", File.ReadAllText(result.BuiltFiles[0]));
    }

    [Theory]
    [InlineData("x = {{ for", 1, 0, "")]
    [InlineData("first\n  {{ nmae }}", 2, 6, "nmae")]
    [InlineData("{{ include 'secret' }}", 1, 4, "include")]
    [InlineData("{{ include '/etc/passwd' }}", 1, 4, "include")]
    [InlineData("{{ date.now }}", 1, 0, "")]
    [InlineData("{{ math.random 1 9 }}", 1, 0, "")]
    [InlineData("{{ math.uuid }}", 1, 0, "")]
    [InlineData("{{ object.eval '1' }}", 1, 0, "")]
    [InlineData("{{ while true; end }}", 1, 4, "limit")]
    [InlineData("{{ func f; f; end; f }}", 1, 12, "recursive")]
    [InlineData("{{ 'x' * 100000000 }}", 1, 10, "limit")]
    [InlineData("{{ for i in 1..99999; 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; end }}", 1, 1, "more than 1000000 characters")]
    [InlineData("{{ for i in 1..90000; for j in 1..90000; end; end }}", 1, 0, "limit")]
    [InlineData("{{ func f(n); if n > 0; f (n - 1); f (n - 1); end; end; f 60 }}", 1, 0, "takes longer")]
    [InlineData("  \n", 1, 1, "writes no code")]
    public void A_mistake_has_its_place_and_no_template_reads_files_or_runs_for_ever(string text, int line, int column, string message)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var (_, mistake) = ProjectTemplate.Render(text, Templated("a", "worker"), BotLanguage.Python, new Dictionary<string, JsonValue>(), TimeSpan.FromSeconds(message == "takes longer" ? 1 : 60), default);

        Assert.NotNull(mistake);
        Assert.Equal(line, mistake.Line);
        Assert.True(column == 0 || column == mistake.Column, $"column {mistake.Column}: {mistake.Message}");
        Assert.Contains(message, mistake.Message, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task A_mistake_in_a_template_is_a_finding_of_the_bot_with_the_file()
    {
        _folder.Write("templates/worker/main.scriban", "def run():\n    return {{ nmae }}\n");
        var pipeline = new ImplementationPipeline(config: Config);

        var finding = Assert.Single((await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([Templated("a", "worker")]))).Record!)).Diagnostics);

        Assert.Equal(("MENACE3011", "metadata.template", 25), (finding.Rule.Id, finding.Anchor!.Property, finding.Anchor.Offset));
        Assert.StartsWith("Bot 'a': templates/worker/main.scriban(2,15): ", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_template_is_named_with_the_nearest()
    {
        _folder.Write("templates/worker/main.scriban", "x");
        Directory.CreateDirectory(_folder["templates/empty/deep"]);

        var finding = Assert.Single((await new ImplementationPipeline(config: Config).HandoffAsync(new TaskPackage([Templated("a", "wroker")]))).Diagnostics);

        Assert.Equal("MENACE1606", finding.Rule.Id);
        Assert.Contains("allowed are 'logging', 'minimal' and 'worker'; did you mean 'worker'?", finding.Message, StringComparison.Ordinal);
    }

    private static TaskInfo Templated(string name, string template) =>
        new() { Name = name, Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["run"], Template = template } };
}
