using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests.Languages.Python;

namespace Menace.Pipeline.Tests.Optimisation;

/// <summary>Examples that a task takes from the documentation in its code.</summary>
public sealed class CodeExampleTests
{
    private const string Python = "def slug(text):\n    '''Makes a slug.\n\n    >>> slug('A b')\n    'a-b'\n    >>> slug('')\n    Traceback (most recent call last):\n        ...\n    ValueError: empty\n    '''\n    if not text:\n        raise ValueError('empty')\n    return text.lower().replace(' ', '-')\n";

    private const string CSharp = "/// <summary>Makes a slug.</summary>\n/// <example><code>\n/// Slug(\"A b\") // \"a-b\"\n/// Slug(\"C\") // \"c\"\n/// </code></example>\npublic static string Slug(string text) => text.ToLowerInvariant().Replace(' ', '-');\n";

    private const string Shell = "# Makes a slug.\n#\n# $ slug \"A b\"\n# a-b\nslug() {\n    echo \"$1\" | tr 'A-Z ' 'a-z-'\n}\n";

    [Theory]
    [InlineData(nameof(BotLanguage.Python), Python, 2)]
    [InlineData(nameof(BotLanguage.CSharp), CSharp, 2)]
    [InlineData(nameof(BotLanguage.Shell), Shell, 1)]
    public async Task Examples_of_the_code_are_those_of_the_bot_and_shown_with_their_source(string language, string code, int count)
    {
        var handoff = Handoff(Task(code, new BotLanguage(language)));

        var record = (await Bot.OptimiseAsync(handoff, null)).Record;

        Assert.Equal(count, record.Bots[0].Examples.Count);
        Assert.Equal(count, record.Package.Tasks[0].Metadata.Examples.Count);
        Assert.Equal("a-b", record.Bots[0].Examples[0].Returns!.Text);
        Assert.All(record.Bots[0].ExamplePlaces!, place => Assert.Equal(("code", true), (place.Property, code.Substring(place.Offset, place.Length).Contains("lug", StringComparison.Ordinal))));
        var row = Assert.Single(CompletionTable.Of(handoff, record), row => row.Field == "metadata.examples");
        Assert.Equal(("code", count), (row.Source.ToString(), row.Value.Items.Count));
    }

    [Fact]
    public async Task Examples_of_the_task_win()
    {
        var own = new TaskExample { Function = "slug", Args = ["A b"], Returns = "a_b" };

        var record = await OptimiseAsync(Task(Python) with { Metadata = new() { Language = BotLanguage.Python, Examples = [own] } });

        Assert.Equal([own], record.Bots[0].Examples);
        Assert.Null(record.Bots[0].ExamplePlaces);
    }

    [Theory]
    [InlineData("\"examples\": []")]
    [InlineData("\"tests\": \"def test_slug():\\n    pass\\n\"")]
    [InlineData("\"tests_file\": \"test_slug.py\"")]
    public async Task Empty_list_or_own_tests_keep_examples_of_the_code_out(string field)
    {
        var package = TaskFileReader.Read($$"""[{"name":"a","code":{{System.Text.Json.JsonSerializer.Serialize(Python)}},"metadata":{"language":"python",{{field}}} }]""").Package;
        var again = TaskPackageJson.Read(TaskPackageJson.Write(package));
        var handoff = Handoff([.. again.Tasks]) with { Files = new Dictionary<string, FileContent> { ["test_slug.py"] = new("def test(): pass"u8.ToArray()) } };

        Assert.Empty((await Bot.OptimiseAsync(handoff, null)).Record.Bots[0].Examples);
        Assert.Equal(TaskPackageJson.Write(package), TaskPackageJson.Write(again));
    }

    [Fact]
    public async Task Empty_list_of_the_defaults_keeps_examples_of_the_code_out()
    {
        var json = $$"""{"defaults":{"metadata":{"examples":[]} },"tasks":[{"name":"a","code":{{System.Text.Json.JsonSerializer.Serialize(Python)}} }]}""";

        Assert.Empty((await OptimiseAsync([.. TaskFileReader.Read(json).Package.Tasks])).Bots[0].Examples);
    }

    [Theory]
    [InlineData("import shutil\n\ndef slug(text):\n    '''Clears.\n\n    >>> slug('/')\n    'a'\n    '''\n    shutil.rmtree(text)\n    return 'a'\n")]
    [InlineData("import other\n\ndef slug(text):\n    '''Asks.\n\n    >>> slug('A')\n    'a'\n    '''\n    return other.slug(text)\n")]
    [InlineData("def slug(text):\n    '''Makes a slug.'''\n    return text\n\ndef hidden(text):\n    '''\n    >>> hidden('A')\n    'A'\n    '''\n    return text\n")]
    public async Task Functions_that_are_not_proved_harmless_or_not_listed_give_none(string code)
    {
        var other = Task("def slug(text):\n    '''Makes a slug.'''\n    return text\n") with { Name = "other" };
        var task = Task(code) with { Dependencies = ["other"], Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["slug"] } };

        Assert.Empty((await OptimiseAsync(task, other)).Bots.Single(bot => bot.Name == "a").Examples);
    }

    [Fact]
    public async Task Purpose_that_looks_like_an_example_gives_none_to_a_stub()
    {
        var task = new TaskInfo { Name = "a", Metadata = new() { Language = BotLanguage.Python, Purpose = ">>> run()\n3" } };

        Assert.Empty((await OptimiseAsync(task)).Bots[0].Examples);
    }

    [Fact]
    public async Task Examples_are_taken_over_with_the_analysis_of_an_earlier_run()
    {
        var first = await OptimiseAsync(Task(Python));
        var previous = StageFile.Parse<OptimiseRecord>(StageFile.Text(first))!;
        var counting = new CountingLanguage(PythonBots.Language);

        var second = (await new ImplementationOptimiserBot(new BotDevConfig(), new LanguageTable(counting)).OptimiseAsync(Handoff(Task(Python)), previous)).Record;

        Assert.Empty(counting.TakeAnalysed());
        Assert.Equal(StageFile.Text(first), StageFile.Text(second));
        Assert.Null(second.Bots[0].Examples[1].Returns);
    }

    [Fact]
    public void Examples_are_taken_over_from_the_journal_of_an_interrupted_run()
    {
        TaskExample[] examples = [new() { Function = "f", Raises = "ValueError" }, new() { Function = "f", Args = [1], Returns = 2 }];
        TaskAnchor[] places = [new("code", 1, 2), new("code", 3, 4)];
        var known = new Menace.Pipeline.Optimisation.Completion(BotLanguage.Python, "p", ["f"], [], new Dictionary<string, FunctionProof>()) { Examples = examples, ExamplePlaces = places };

        var draft = DraftCode.TakeOver(
            BotDraft.Of(Task(Python), Handoff(Task(Python)), TidyMode.Suggest), StageFile.Parse<Menace.Pipeline.Optimisation.Completion>(StageFile.Text(known))!, isChecked: false);

        Assert.Equal(examples.Select(example => (example.Raises, example.Returns?.Text)), draft.Examples.Select(example => (example.Raises, example.Returns?.Text)));
        Assert.Equal(places, draft.ExamplePlaces);
    }

    [Fact]
    public async Task Places_of_examples_are_in_no_key_of_a_repository_but_examples_are()
    {
        var bot = (await OptimiseAsync(Task(Python))).Bots[0];
        var moved = bot with { ExamplePlaces = [new("code", 7, 8), new("code", 9, 10)] };
        var other = bot with { Examples = [bot.Examples[0]], ExamplePlaces = [bot.ExamplePlaces![0]] };

        Assert.Equal(Key(bot), Key(moved));
        Assert.NotEqual(Key(bot), Key(other));

        static (string, string) Key(BotSpec bot) => (
            RepositoryKey.Of(bot, new Dictionary<string, string>(), []),
            StageFile.Text(RepositoryKey.PartsOf(bot, new Dictionary<string, string>(), [])));
    }

    [Fact]
    public async Task Examples_of_the_code_are_run_and_a_wrong_one_fails_the_bot_at_its_place()
    {
        using var folder = new TemporaryFolder();
        TaskInfo[] tasks =
        [
            Task(Python.Replace("'a-b'", "'a_b'", StringComparison.Ordinal)) with { Name = "slugs-py" },
            Task(CSharp.Replace("// \"c\"", "// \"d\"", StringComparison.Ordinal), BotLanguage.CSharp) with { Name = "SlugsCs" },
            Task(Shell.Replace("# a-b", "# a_b", StringComparison.Ordinal), BotLanguage.Shell) with { Name = "slugs-sh" },
            Task(Shell, BotLanguage.Shell) with { Name = "right" },
        ];

        var exception = await Assert.ThrowsAsync<PipelineException>(
            () => new ImplementationPipeline(config: new() { SourceDirectory = folder.Path, VerifyMode = VerifyMode.Isolated, LintEnabled = false }).RunAsync(tasks));

        Assert.Equal(["slugs-py", "SlugsCs", "slugs-sh"], exception.Diagnostics.Where(finding => finding.IsError).Select(finding => finding.Bot).Distinct());
        Assert.All(exception.Diagnostics.Where(finding => finding.IsError), finding => Assert.Equal("MENACE5003", finding.Rule.Id));
        Assert.Equal(
            [">>> slug('A b')", "Slug(\"C\") // \"d\"", "$ slug \"A b\""],
            tasks.Take(3).Select(task => exception.Diagnostics.First(finding => finding.IsError && finding.Bot == task.Name).Anchor is { } place
                ? task.Code.Substring(place.Offset, place.Length) : ""));
        var verified = exception.PartialResult!.Verifications.ToDictionary(bot => bot.Bot);
        Assert.Equal((VerificationOutcome.Passed, 1), (verified["right"].Outcome, verified["right"].Passed));
        Assert.Equal((1, 1), (verified["slugs-py"].Passed, verified["slugs-py"].Failed));
    }

    private static ImplementationOptimiserBot Bot => new(new BotDevConfig());

    private static TaskInfo Task(string code, BotLanguage? language = null) =>
        new() { Name = "a", Code = code, Metadata = new() { Language = language ?? BotLanguage.Python } };

    private static async Task<OptimiseRecord> OptimiseAsync(params TaskInfo[] tasks) => (await Bot.OptimiseAsync(Handoff(tasks), null)).Record;

    private static HandoffRecord Handoff(params TaskInfo[] tasks) => new(1, new TaskPackage(tasks), "", new Dictionary<string, FileContent>());
}
