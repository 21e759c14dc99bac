using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;
using Menace.Pipeline.Testing;
using static Menace.Pipeline.Tests.Languages.Shell.ShellBots;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>Examples are run by another process, and compared here; the generated tests are compared with those that had to run.</summary>
public sealed class ShellExampleTests : IDisposable
{
    private readonly EmittedFleet _fleet = new();
    private readonly ProcessRunner _runner = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Examples_are_judged_by_what_the_command_prints()
    {
        var bot = Bot(
            """
            #!/bin/sh
            set -eu
            double() { echo $(( $1 * 2 )); }
            both() { printf '%s|%s\n\n' "$1" "$2"; }
            careful() { false; echo unreachable; }
            missing() { nosuchcommand_xyz; }
            refuse() { echo "no rate for $1" >&2; return 3; }
            binary() { printf '\377\n'; }
            """,
            "double", "both") with
        {
            Examples =
            [
                new() { Function = "double", Args = [4], Returns = 8 },
                new() { Function = "double", Args = [4], Returns = 9 },
                new() { Function = "both", Args = ["it's \"a\"\n", JsonValue.FromMembers([new("é", 1)])], Prints = "it's \"a\"\n|{\"é\":1}\n" },
                new() { Function = "careful", Raises = "Error" },
                new() { Function = "missing", Raises = "Error" },
                new() { Function = "missing", Raises = "nosuchcommand_xyz: not found" },
                new() { Function = "refuse", Args = ["tea"], Raises = "no rate for tea" },
                new() { Function = "refuse", Args = ["tea"], Raises = "no such rate" },
                new() { Function = "refuse", Args = ["tea"], Returns = "" },
                new() { Function = "binary", Returns = "" },
                new() { Function = "binary", Raises = "Error" },
            ],
        };

        var results = await JudgeAsync(bot);

        Assert.Equal(
            [true, false, true, true, false, true, true, false, false, false, false],
            results.Select(result => result.Outcome == TestOutcome.Passed));
        Assert.Contains("UTF-8, which JSON cannot carry", results[9].Message, StringComparison.Ordinal);
        Assert.Equal(ShellTests.ExampleNames(bot), results.Select(result => result.Name));

        // The tests of the repository agree, but for the bytes that JSON cannot carry, which they see in the shell.
        var tests = (await _fleet.TestAsync(Language, bot)).Tests.ToDictionary(test => test.Name, test => test.Outcome == TestOutcome.Passed);
        Assert.Equal(results.Take(9).Select(result => result.Outcome == TestOutcome.Passed), results.Take(9).Select(result => tests[result.Name]));
    }

    [Theory]
    [InlineData("a() { echo hi; }\nrun() { exit 0; }", "x", null)]
    [InlineData("a() { echo hi; }\nrun() { trap 'echo; exit 0' EXIT; false; exit 3; }", "x", null)]
    [InlineData("a() { echo hi; }\nrun() { echo 'ok 2 run example 1' >&3; echo y; kill -9 $PPID; }", "x", null)]
    [InlineData("a() { echo hi; }\nrun() { kill $PPID; }", "x", null)]
    [InlineData("run() { nosuchcommand_xyz; }", null, "ValueError")]
    [InlineData("run() { kill -9 $$; }", null, "ValueError")]
    [InlineData("run() { trap 'exit 0' EXIT; exit 3; }", null, "ValueError")]
    public async Task Code_that_ends_or_forges_its_test_fails_there_and_before_the_judge(string code, string? prints, string? raises)
    {
        var bot = Bot(code, "run") with { Examples = [new() { Function = "run", Prints = prints, Raises = raises }] };

        Assert.Equal(TestOutcome.Failed, Assert.Single(await JudgeAsync(bot)).Outcome);
        var report = await TestAsync(bot);
        Assert.True(report.Problem is not null || report.Tests.Single().Outcome == TestOutcome.Failed, string.Join('\n', EmittedFleet.Lines(report)));
    }

    [Theory]
    [InlineData("run() { exit 0; }", false)]
    [InlineData("run() { trap 'exit 0' EXIT; false; }", false)]
    [InlineData("set -e\nrun() { trap 'exit 0' EXIT; false; echo on; }", false)]
    [InlineData("run() { kill -9 $$; }", false)]
    [InlineData("run() { false; }", false)]
    [InlineData("run() { [ -n '' ]; }", true)]
    [InlineData("set -e\nrun() { echo x | grep -q y; }", true)]
    [InlineData("run() { [ a -lt b ]; }", false)]
    [InlineData("run() { nosuchcommand_xyz && [ -n x ]; }", false)]
    [InlineData("run() { echo on | tr a b; }", true)]
    public async Task Function_completes_if_it_returns_with_0_or_as_its_test_answers(string code, bool passes)
    {
        var report = await TestAsync(Bot(code + "\n_x=1", "run"));

        Assert.Equal([("run completes", passes)], report.Tests.Where(test => test.Name != "run prints its text").Select(test => (test.Name, test.Outcome == TestOutcome.Passed)));
    }

    [Fact]
    public async Task Functions_that_are_not_exercised_and_stubs_are_only_looked_for()
    {
        var marker = Path.Combine(_fleet.Folder, "marker");
        var bot = Bot($"#!/bin/sh\nX=$(echo x >>'{marker}')\npurge() {{ echo x >>'{marker}'; }}\nstub() {{ echo 'a text'; }}\n", "purge", "stub") with
        {
            NotExercised = new Dictionary<string, string> { ["purge"] = "redirects" },
            StubFunctions = ["stub"],
        };

        Assert.Equal(["purge is defined: Passed", "stub is defined: Passed"], EmittedFleet.Lines(await TestAsync(bot)));
        Assert.False(File.Exists(marker));

        await File.WriteAllTextAsync(_fleet.PathOf(bot, "DemoBot.sh"), bot.Code.Replace("purge()", "other()", StringComparison.Ordinal));
        Assert.Equal([TestOutcome.Failed, TestOutcome.Passed], (await _fleet.TestAsync(Language, bot)).Tests.Select(test => test.Outcome));
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task Example_of_a_function_inside_a_program_fails_with_the_reason()
    {
        var bot = Bot("#!/bin/sh\ngreet() { echo \"hello ${1:-you}\"; }\ngreet \"$@\"", "main", "greet") with
        {
            Examples = [new() { Function = "main", Args = ["me"], Prints = "hello me" }, new() { Function = "greet", Args = ["me"], Prints = "hello me" }],
        };

        var results = await JudgeAsync(bot);

        Assert.Equal([TestOutcome.Passed, TestOutcome.Failed], results.Select(result => result.Outcome));
        Assert.Equal("'greet' cannot be called: the script runs commands of its own when it is read. Put the example on 'main'", results[1].Message);
    }

    [Fact]
    public async Task Expected_tests_are_those_of_the_files_before_the_run()
    {
        var bot = Bot("run() { echo hi | cat; }\nother() { rm -f ../DemoBot/tests/*.bats tests/*.bats; }", "run", "other");
        await _fleet.WriteAsync(Language, bot);
        await File.WriteAllTextAsync(_fleet.PathOf(bot, "tests/own.bats"), "@test 'mine' {\n    true\n}\n");

        var report = await _fleet.TestAsync(Language, bot);

        Assert.Equal(["run completes", "other completes", "mine"], report.Expected);
        Assert.Equal(["run completes", "other completes"], report.Tests.Select(test => test.Name));
    }

    [Fact]
    public void Skips_are_declared_by_the_word_in_the_file()
    {
        const string Text = "@test 'a' {\n    run x\n    skip 'later'\n}\n@test \"b\" { true; }\nc() { # @test\n    [ -n \"$X\" ] || skip\n}\n@test 'd' {\n    echo 'skip this' # skip\n}\n";

        Assert.Equal([new("a", true), new("b", false), new("c", true), new BatsTest("d", false)], BatsFiles.Parse(Text));
        Assert.All(BatsFiles.Parse("setup() {\n    skip\n}\n" + Text), test => Assert.True(test.MaySkip));
        var report = new BatsFiles(BatsFiles.Parse(Text)).Complete(TapReport.Parse("1..4\nok 1 a # skip later\nok 2 b # skip no\nok 3 c\nok 4 d\n"));
        Assert.Equal([true, false, false, false], report.Tests.Select(test => test.IsDeclaredSkip));
    }

    private async Task<TestReport> TestAsync(BotSpec bot)
    {
        await _fleet.WriteAsync(Language, bot);
        return await _fleet.TestAsync(Language, bot);
    }

    private async Task<IReadOnlyList<TestResult>> JudgeAsync(BotSpec bot)
    {
        await _fleet.WriteAsync(Language, bot);
        var work = Directory.CreateDirectory(_fleet.WorkOf(bot)).FullName;
        var plan = await Language.PlanTestsAsync(new TestRequest(bot, _fleet.PathOf(bot), work), default);
        return (await new ExampleJudge(bot, plan, command => _runner.RunAsync(command, TimeSpan.FromMinutes(1), default)).RunAsync(work)).Results;
    }
}
