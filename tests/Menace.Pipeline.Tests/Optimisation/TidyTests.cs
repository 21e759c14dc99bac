using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Optimisation;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests.Languages.Python;

namespace Menace.Pipeline.Tests.Optimisation;

/// <summary>Code that says nothing, from the task to the bot (docs/tidy.md).</summary>
public sealed class TidyTests
{
    private const string Code = "import os\n\ndef slug(text):\n    '''Makes a slug.\n\n    >>> slug('A')\n    'a'\n    '''\n    pass\n    return text.lower()\n";

    private const string TidyCode = "\ndef slug(text):\n    '''Makes a slug.\n\n    >>> slug('A')\n    'a'\n    '''\n    return text.lower()\n";

    [Fact]
    public async Task Suggestion_is_at_its_place_and_the_code_stays()
    {
        var result = await OptimiseAsync(TidyMode.Suggest, Python(Code));

        Assert.Equal(
            [
                ("MENACE3070", new TaskAnchor("code", 0, 10), "Bot 'a': 'os' is imported and not used"),
                ("MENACE3070", new TaskAnchor("code", Code.IndexOf("    pass", StringComparison.Ordinal), 9), "Bot 'a': 'pass' is redundant"),
            ],
            result.Diagnostics.Select(finding => (finding.Rule.Id, finding.Anchor!, finding.Message)));
        Assert.Equal(Code, Assert.Single(result.Record.Bots).Code);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task Advice_is_given_for_each_task_and_the_packages_are_kept()
    {
        var bot = new ImplementationOptimiserBot(new BotDevConfig { Tidy = TidyMode.Off });
        TaskPackage package = new([Python(Code), Python("def run():\n    return 1\n") with { Name = "b" }, new() { Name = "c" },
            new() { Name = "d", Code = "run() { :; }\n", Metadata = new() { Language = BotLanguage.Shell } }]);

        var advice = await bot.ProcessAsync(package);

        Assert.Equal(["a", "b", "c", "d"], advice.Select(one => one.Name));
        Assert.Equal([TidyCode, "def run():\n    return 1\n", "", "run() { :; }\n"], advice.Select(one => one.OptimisedCode));
        Assert.Same(package, Assert.Single(bot.History));
    }

    [Theory]
    [InlineData(TidyMode.Off, null, false, 0)]
    [InlineData(TidyMode.Suggest, TidyMode.Off, false, 0)]
    [InlineData(TidyMode.Off, TidyMode.Suggest, false, 2)]
    [InlineData(TidyMode.Suggest, TidyMode.Apply, true, 0)]
    [InlineData(TidyMode.Apply, null, true, 0)]
    [InlineData(TidyMode.Apply, TidyMode.Off, false, 0)]
    public async Task Task_wins_over_the_project(TidyMode project, TidyMode? own, bool isTidied, int findings)
    {
        var task = Python(Code);

        var result = await OptimiseAsync(project, task with { Metadata = task.Metadata with { Tidy = own } });

        Assert.Equal(isTidied ? TidyCode : Code, result.Record.Bots[0].Code);
        Assert.Equal(isTidied, result.Record.Bots[0].Tidied is not null);
        Assert.Equal(Code, result.Record.Package.Tasks[0].Code);
        Assert.Equal(findings, result.Diagnostics.Count);
    }

    [Fact]
    public async Task Examples_of_tidied_code_have_their_places_in_the_task()
    {
        var bot = (await OptimiseAsync(TidyMode.Apply, Python(Code))).Record.Bots[0];

        var place = Assert.Single(bot.ExamplePlaces!);
        Assert.Equal(Code.IndexOf(">>> slug", StringComparison.Ordinal), place.Offset);
    }

    [Theory]
    [InlineData(TidyMode.Suggest)]
    [InlineData(TidyMode.Apply)]
    public async Task Result_is_taken_over_from_an_earlier_run_without_reading_the_code(TidyMode mode)
    {
        var first = await OptimiseAsync(mode, Python(Code));
        var previous = StageFile.Parse<OptimiseRecord>(StageFile.Text(first.Record))!;
        var counting = new CountingLanguage(PythonBots.Language);

        var second = await new ImplementationOptimiserBot(new BotDevConfig { Tidy = mode }, new LanguageTable(counting))
            .OptimiseAsync(Handoff(Python(Code)), previous);

        Assert.Empty(counting.TakeAnalysed());
        Assert.Equal(StageFile.Text(first.Record), StageFile.Text(second.Record));
        Assert.Equal(first.Diagnostics.Select(finding => (finding.Message, finding.Anchor)), second.Diagnostics.Select(finding => (finding.Message, finding.Anchor)));
    }

    [Fact]
    public async Task Another_mode_reads_the_code_again()
    {
        var first = await OptimiseAsync(TidyMode.Suggest, Python(Code));

        var second = await new ImplementationOptimiserBot(new BotDevConfig { Tidy = TidyMode.Apply }).OptimiseAsync(Handoff(Python(Code)), first.Record);

        Assert.Equal(TidyCode, second.Record.Bots[0].Code);
    }

    [Fact]
    public async Task Code_of_a_template_has_no_suggestion()
    {
        var result = await OptimiseAsync(TidyMode.Suggest, new TaskInfo { Name = "a", Metadata = new() { Purpose = "p", Language = BotLanguage.Python } });

        Assert.DoesNotContain(result.Diagnostics, finding => finding.Rule.Id == "MENACE3070");
    }

    [Fact]
    public async Task Code_that_cannot_be_proved_the_same_stays_and_a_message_says_so()
    {
        var task = new TaskInfo
        {
            Name = "a",
            Code = "void F(int x) { if (x > 1) if (x > 2) F(1); else { } else F(2); }",
            Metadata = new() { Purpose = "p", Functions = ["F"], Language = BotLanguage.CSharp },
        };

        var result = await OptimiseAsync(TidyMode.Apply, task);

        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(("MENACE3071", "Bot 'a' is built with its code as it is: without what it does not need, it does not read as the same code"), (finding.Rule.Id, finding.Message));
        Assert.Equal(task.Code, result.Record.Bots[0].Code);
    }

    [Fact]
    public void Place_in_tidied_code_is_found_in_the_code_of_the_task()
    {
        TidyEdit[] edits = [new(0, 10, "", ""), new(20, 6, "pass", ""), new(30, 5, "", "")];
        var code = string.Concat(Enumerable.Range(0, 40).Select(i => (char)('A' + i)));

        var tidied = TidyEdit.Apply(code, edits);

        Assert.All(tidied.Index().Where(unit => code.Contains(unit.Item, StringComparison.Ordinal) && !"pass".Contains(unit.Item, StringComparison.Ordinal)),
            unit => Assert.Equal(code.IndexOf(unit.Item, StringComparison.Ordinal), TidyEdit.Origin(edits, unit.Index)));
        Assert.Equal(20, TidyEdit.Origin(edits, tidied.IndexOf("pass", StringComparison.Ordinal)));
    }

    private static TaskInfo Python(string code) => new()
    {
        Name = "a",
        Code = code,
        Metadata = new() { Language = BotLanguage.Python },
    };

    private static Task<StageResult<OptimiseRecord>> OptimiseAsync(TidyMode mode, params TaskInfo[] tasks) =>
        new ImplementationOptimiserBot(new BotDevConfig { Tidy = mode }).OptimiseAsync(Handoff(tasks), null);

    private static HandoffRecord Handoff(params TaskInfo[] tasks) => new(1, new TaskPackage(tasks), "", new Dictionary<string, FileContent>());
}
