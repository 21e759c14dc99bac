using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Templating;

/// <summary><c>test</c> in template.json: the command that tests the repositories of a template.</summary>
public sealed class TemplateTestCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Command_of_the_template_tests_the_bots_and_is_in_their_README()
    {
        _folder.Write("templates/corp/template.json", """{ "test": ["sh", "ci/test.sh", "$HOME `id` 'x'"], "files": { "ci/test.sh": { "add": true } } }""");
        _folder.Write("templates/corp/ci/test.sh", "test \"$1\" = \"\\$HOME \\`id\\` 'x'\"\n");

        var verified = await VerifyAsync();

        Assert.Empty(verified.Diagnostics);
        Assert.All(verified.Record.Results, result => Assert.Equal([(@"sh ci/test.sh '$HOME `id` '\''x'\'''", TestOutcome.Passed)], result.Tests.Select(test => (test.Name, test.Outcome))));
        Assert.Contains("sh ci/test.sh '$HOME", File.ReadAllText(_folder["dev_repos/a/README.md"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["sh", "-c", "echo out of stock; exit 3"]""", "exit code 3: out of stock")]
    [InlineData("""["no-such-program"]""", "exit code 127: ")]
    [InlineData("""["false"]""", "exit code 1")]
    [InlineData("""["sh", "-c", "exit 255"]""", "exit code 255: ")]
    public async Task Command_that_fails_is_a_failed_test(string words, string message)
    {
        _folder.Write("templates/corp/template.json", $$"""{ "test": {{words}} }""");

        var findings = (await VerifyAsync()).Diagnostics.Where(finding => finding.Rule.Id == "MENACE5003").ToArray();

        Assert.Equal(["a", "b", "c"], findings.Select(finding => finding.Bot).Order(StringComparer.Ordinal));
        Assert.All(findings, finding => Assert.Contains(message, finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changed_command_tests_the_bots_again_although_no_file_differs()
    {
        _folder.Write("templates/corp/README.md", "x");
        _folder.Write("templates/corp/template.json", """{ "test": ["true"] }""");
        var first = await VerifyAsync();
        var commit = Shell.Git(_folder["dev_repos/a"], "rev-parse", "menace/generated");

        _folder.Write("templates/corp/template.json", """{ "test": ["false"] }""");
        var verified = await VerifyAsync(previous: first.Record);

        Assert.Empty(first.Diagnostics);
        Assert.Equal(3, verified.Diagnostics.Count(finding => finding.Rule.Id == "MENACE5003"));
        Assert.Equal(commit, Shell.Git(_folder["dev_repos/a"], "rev-parse", "menace/generated"));
    }

    [Fact]
    public async Task Command_that_takes_the_place_of_more_tests_is_not_a_loss_of_tests()
    {
        const string Tests = "import {0}\n\n\ndef test_one():\n    assert {0}.run() == 1\n\n\ndef test_two():\n    assert {0}.run() > 0\n";
        _folder.Write("templates/corp/README.md", "x");
        var first = await VerifyAsync(tests: Tests);
        _folder.Write("templates/corp/template.json", """{ "test": ["true"] }""");

        var verified = await VerifyAsync(previous: first.Record, tests: Tests);

        Assert.Equal([2, 1], new[] { first, verified }.Select(run => run.Record.Results[0].Tests.Count));
        Assert.Empty(verified.Diagnostics);
    }

    [Fact]
    public async Task Setup_script_of_a_template_runs_for_every_bot()
    {
        _folder.Write("templates/corp/scripts/setup_tests.sh", "echo out of stock; exit 3\n");

        var verified = await VerifyAsync();

        Assert.All(verified.Record.Results, result => Assert.Equal(VerificationOutcome.Failed, result.Outcome));
        Assert.DoesNotContain(verified.Diagnostics, finding => finding.Rule.Id == "MENACE5040");
    }

    [Fact]
    public async Task Programs_that_the_setup_script_installs_are_found_by_the_command()
    {
        _folder.Write("templates/corp/scripts/setup_tests.sh", "mkdir -p .venv/bin\nprintf '#!/bin/sh\\nexit 0\\n' > .venv/bin/corp-check\nchmod +x .venv/bin/corp-check\n");
        _folder.Write("templates/corp/template.json", """{ "test": ["corp-check"] }""");

        Assert.Empty((await VerifyAsync()).Diagnostics);
    }

    [Fact]
    public async Task Memory_limit_of_a_CSharp_bot_does_not_limit_the_address_space_of_its_command()
    {
        BotSpec Spec(BotLanguage language) => new()
        {
            Name = "a",
            Language = language,
            Code = "",
            Purpose = "p",
            Functions = [],
            Resources = new Dictionary<string, JsonValue> { ["memory"] = JsonValue.FromString("256MB") },
            Template = new BotTemplate("corp") { Test = ["true"] },
        };
        var languages = LanguageTable.Create(new BotDevConfig(), new ProcessRunner());
        Directory.CreateDirectory(_folder["work"]);

        Assert.Equal("sh", Path.GetFileName((await PlanAsync(BotLanguage.CSharp)).Tests.FileName));
        Assert.Equal("prlimit", Path.GetFileName((await PlanAsync(BotLanguage.Python)).Tests.FileName));

        Task<TestPlan> PlanAsync(BotLanguage language) =>
            TestCommand.PlanAsync(languages[language], new TestRequest(Spec(language), _folder["tree"], _folder["work"]), default);
    }

    [Fact]
    public async Task Examples_are_judged_whatever_the_command_says()
    {
        _folder.Write("templates/corp/template.json", """{ "test": ["true"] }""");

        var verified = await VerifyAsync(new TaskExample { Function = "run", Returns = JsonValue.FromNumberText("2") });

        Assert.Equal(["a", "b", "c"], verified.Diagnostics.Where(finding => finding.Rule.Id == "MENACE5003").Select(finding => finding.Bot).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nearest_command_of_the_templates_wins()
    {
        _folder.Write("templates/corp/template.json", """{ "extends": "base", "language": "python" }""");
        _folder.Write("templates/base/template.json", """{ "test": ["true"] }""");

        Assert.Equal("true", Assert.Single((await VerifyAsync()).Record.Results[0].Tests).Name);
    }

    [Theory]
    [InlineData("\"make test\"", "'test' is the string \"make test\"; expected is an array")]
    [InlineData("[]", "the test command has no program; expected are its words, as [\"make\", \"test\"]")]
    [InlineData("[\"\"]", "the test command has no program")]
    [InlineData("[\"make\", 1]", "found the number 1; expected is a word of the test command")]
    [InlineData("[\"a\\u0007b\"]", "expected is a word of the test command, a string without control characters")]
    public async Task Command_that_is_no_list_of_words_is_a_located_error(string test, string message)
    {
        _folder.Write("templates/corp/template.json", $$"""{ "test": {{test}} }""");

        var finding = Assert.Single((await Assert.ThrowsAsync<PipelineException>(() => VerifyAsync())).Diagnostics);

        Assert.Equal(("MENACE3012", 1), (finding.Rule.Id, finding.Page!.Line));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    private async Task<StageResult<VerifyRecord>> VerifyAsync(TaskExample? example = null, VerifyRecord? previous = null, string? tests = null)
    {
        var pipeline = new ImplementationPipeline(config: new() { SourceDirectory = _folder.Path });
        var tasks = ((string[])["a", "b", "c"]).Select(name => new TaskInfo
        {
            Name = name,
            Code = "def run():\n    return 1\n",
            Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["run"], Template = "corp", Examples = example is null ? [] : [example], Tests = tests is null ? null : string.Format(System.Globalization.CultureInfo.InvariantCulture, tests, name) },
        });
        var handoff = await pipeline.HandoffAsync(new TaskPackage([.. tasks]));
        var built = await pipeline.DevelopAsync((await pipeline.OptimiseAsync(handoff.Record!)).Record);
        return await pipeline.VerifyAsync(built.Record, previous);
    }
}
