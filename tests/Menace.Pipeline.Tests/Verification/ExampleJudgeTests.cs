using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Verification;

public sealed class ExampleJudgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, bool> Results => new()
    {
        { "5", """{"index":0,"returns":5,"prints":""}""", true },
        { "5", """{"index":0,"returns":5.0,"prints":""}""", true },
        { "5", """{"index":0,"returns":"5","prints":""}""", false },
        { "5", """{"index":0,"returns":6,"prints":""}""", false },
        { "null", """{"index":0,"returns":null,"prints":""}""", true },
        { "5", """{"index":0,"returns":null,"prints":""}""", false },
        { "5", """{"index":0,"raises":["ValueError"],"message":"no","prints":""}""", false },
        { "5", """{"index":0,"error":"a set cannot be written as JSON","prints":""}""", false },
        { "5", "", false },
        { "5", """{"index":0,"returns":""", false },
        { "5", "forged", false },
        { "5", """{"index":0,"prints":""}""", false },
        { "5", """{"index":1,"returns":5,"prints":""}""", false },
        { """{"a":1,"b":[2]}""", """{"index":0,"returns":{"b":[2],"a":1},"prints":""}""", true },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Returned_value_is_compared_as_json(string expected, string line, bool passes)
    {
        var results = await JudgeAsync([new() { Function = "f", Returns = Value(expected) }], line);

        Assert.Equal(passes ? TestOutcome.Passed : TestOutcome.Failed, Assert.Single(results).Outcome);
    }

    [Theory]
    [InlineData("ValueError", true)]
    [InlineData("builtins.ValueError", true)]
    [InlineData("Exception", true)]
    [InlineData("KeyError", false)]
    public async Task Raised_type_or_a_base_type_is_accepted(string expected, bool passes)
    {
        var results = await JudgeAsync(
            [new() { Function = "f", Raises = expected }], """{"index":0,"raises":["ValueError","Exception","BaseException"],"message":"no","prints":""}""");

        Assert.Equal(passes ? TestOutcome.Passed : TestOutcome.Failed, Assert.Single(results).Outcome);
    }

    [Fact]
    public async Task Returning_is_not_raising()
    {
        var results = await JudgeAsync([new() { Function = "f", Raises = "ValueError" }], """{"index":0,"returns":5,"prints":""}""");

        Assert.Equal(("test 1", TestOutcome.Failed, "expected ValueError to be raised, but the call returned 5"), (results[0].Name, results[0].Outcome, results[0].Message));
    }

    [Theory]
    [InlineData("a", "a\\n", true)]
    [InlineData("a\n", "a", true)]
    [InlineData("a", "a\\n\\n", false)]
    [InlineData("a", "b", false)]
    public async Task Output_is_compared_up_to_its_last_line_break(string expected, string printed, bool passes)
    {
        var results = await JudgeAsync([new() { Function = "f", Prints = expected }], $$"""{"index":0,"returns":null,"prints":"{{printed}}"}""");

        Assert.Equal(passes ? TestOutcome.Passed : TestOutcome.Failed, Assert.Single(results).Outcome);
    }

    [Fact]
    public async Task Process_that_ends_early_fails_its_call_and_the_others_run_in_a_new_one()
    {
        TaskExample[] examples = [Returning(1), Returning(2), Returning(3)];
        var starts = 0;
        var judge = new ExampleJudge(Spec(examples), Plan(false), command =>
        {
            File.AppendAllText(command.Arguments[1], starts++ == 0
                ? """{"index":0,"returns":1,"prints":""}""" + "\n"
                : """{"index":2,"returns":3,"prints":""}""" + "\n");
            return Task.FromResult(new ProcessResult(0, "bye", "", false, TimeSpan.Zero));
        });

        var verdicts = await judge.RunAsync(_folder.Path);

        Assert.Equal([TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Passed], verdicts.Results.Select(verdict => verdict.Outcome));
        Assert.Equal("the process ended with exit code 0 before the call returned: bye", verdicts.Results[1].Message);
        Assert.Equal(2, starts);
    }

    [Fact]
    public async Task Calls_do_not_contain_the_expected_outcome()
    {
        var calls = "";
        var judge = new ExampleJudge(Spec([new() { Function = "f", Args = [1], Returns = 42 }]), Plan(false), command =>
        {
            calls = File.ReadAllText(command.Arguments[0]);
            return Task.FromResult(new ProcessResult(0, "", "", false, TimeSpan.Zero));
        });

        await judge.RunAsync(_folder.Path);

        Assert.Equal("""[{"index":0,"function":"f","args":[1]}]""", calls);
    }

    [Fact]
    public async Task Time_out_ends_the_run_and_fails_what_is_left()
    {
        var judge = new ExampleJudge(Spec([Returning(1), Returning(2)]), Plan(false), _ => Task.FromResult(new ProcessResult(137, "", "", true, TimeSpan.Zero)));

        var verdicts = await judge.RunAsync(_folder.Path);

        Assert.NotNull(verdicts.CutShort);
        Assert.All(verdicts.Results, verdict => Assert.Equal(TestOutcome.Failed, verdict.Outcome));
    }

    [Theory]
    [InlineData("5", "5\\n", true)]
    [InlineData("5", "6", false)]
    public async Task Text_result_is_compared_with_the_text_of_the_value(string expected, string returned, bool passes)
    {
        var results = await JudgeAsync([new() { Function = "f", Returns = Value(expected) }], $$"""{"index":0,"returns":"{{returned}}","prints":""}""", isText: true);

        Assert.Equal(passes ? TestOutcome.Passed : TestOutcome.Failed, Assert.Single(results).Outcome);
    }

    [Fact]
    public void Verdict_overrules_a_test_that_the_framework_let_pass()
    {
        var report = new TestReport([new("a", TestOutcome.Passed, ""), new("b", TestOutcome.Skipped, ""), new("c", TestOutcome.Failed, "own")])
            .With([new("a", TestOutcome.Failed, "judge"), new("b", TestOutcome.Failed, "judge"), new("c", TestOutcome.Passed, ""), new("d", TestOutcome.Passed, "")]);

        Assert.Equal(
            [("a", TestOutcome.Failed, "judge"), ("b", TestOutcome.Failed, "judge"), ("c", TestOutcome.Failed, "own"), ("d", TestOutcome.Passed, "")],
            report.Tests.Select(test => (test.Name, test.Outcome, test.Message)));
    }

    public void Dispose() => _folder.Dispose();

    private static TaskExample Returning(int value) => new() { Function = "f", Returns = value };

    private static JsonValue Value(string json) =>
        TaskPackageJson.Read("{\"tasks\":[{\"name\":\"a\",\"metadata\":{\"examples\":[{\"function\":\"f\",\"returns\":" + json + "}]}}],\"version\":1}")
            .Tasks[0].Metadata.Examples[0].Returns!;

    private static BotSpec Spec(IReadOnlyList<TaskExample> examples) =>
        new() { Name = "a", Language = BotLanguage.Python, Code = "c", Purpose = "p", Functions = ["f"], Examples = examples };

    private static TestPlan Plan(bool isText) => new(new("true", [], "/"), new("true", [], "/"), () => new TestReport([]))
    {
        Examples = files => new ProcessCommand("true", [files.Calls, files.Results], "/"),
        ExampleTests = ["test 1", "test 2", "test 3"],
        ResultsAreText = isText,
    };

    private async Task<IReadOnlyList<TestResult>> JudgeAsync(IReadOnlyList<TaskExample> examples, string line, bool isText = false)
    {
        var judge = new ExampleJudge(Spec(examples), Plan(isText), command =>
        {
            File.AppendAllText(command.Arguments[1], line + "\n");
            return Task.FromResult(new ProcessResult(0, "", "", false, TimeSpan.Zero));
        });
        return (await judge.RunAsync(_folder.Path)).Results;
    }
}
