using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Testing;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Languages.CSharp;

public sealed class CSharpTestRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_memory_limit_reaches_the_runtime_in_hexadecimal()
    {
        var spec = CSharpBots.Spec("return 1;", "Run") with { Resources = new Dictionary<string, JsonValue> { ["memory"] = "256Mi" } };

        var plan = CSharpTestRun.Plan(new TestRequest(spec, _folder.Path, _folder.Path));

        Assert.Equal("0x10000000", plan.Tests.Environment["DOTNET_GCHeapHardLimit"]);
        Assert.False(plan.Setup.Environment.ContainsKey("DOTNET_GCHeapHardLimit"));
    }

    [Fact]
    public void Results_of_an_earlier_run_do_not_count()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "results.xml"), "<assemblies/>");

        var plan = CSharpTestRun.Plan(new TestRequest(CSharpBots.Spec("return 1;", "Run"), _folder.Path, _folder.Path));

        Assert.Equal("left no result file", plan.ReadReport().Problem);
    }

    [Theory]
    [InlineData("", "its result file is cut off", 0)]
    [InlineData("<assemblies><test name=\"A\" result=\"Pass\" /><te", "its result file is cut off", 1)]
    [InlineData("<assemblies><test name=\"A\" result=\"Pass\" /><test name=\"B\" result=\"Skip\" /></assemblies>", null, 2)]
    public void A_result_file_that_is_not_whole_is_a_problem(string text, string? problem, int tests)
    {
        var path = Path.Combine(_folder.Path, "r.xml");
        File.WriteAllText(path, text);

        var report = XunitReport.Read(path);

        Assert.Equal((problem, tests), (report.Problem, report.Tests.Count));
    }

    [Fact]
    public void Durations_and_stacks_of_tests_are_read()
    {
        var path = Path.Combine(_folder.Path, "r.xml");
        File.WriteAllText(path, """
            <assemblies><assembly><collection>
              <test name="T.A" type="T" method="A" time="0.0234567" result="Pass" />
              <test name="T.B" type="T" method="B" time="-1" result="Fail"><failure exception-type="X"><message>no</message><stack-trace>at T.B() in /r/T.cs:line 3</stack-trace></failure></test>
              <test name="T.C" type="T" method="C" time="x" result="Skip"><reason>later</reason></test>
            </collection></assembly></assemblies>
            """);

        var (tests, problem) = XunitReport.Read(path);

        Assert.Null(problem);
        Assert.Equal(
            [(0.023, "", ""), (0, "no", "at T.B() in /r/T.cs:line 3"), (0, "later", "")],
            tests.Select(test => (test.Result.Seconds, test.Result.Message, test.Result.Trace)));
    }

    [Fact]
    public async Task Missing_test_program_is_named_and_no_signal()
    {
        var plan = CSharpTestRun.Plan(new TestRequest(CSharpBots.Spec("return 1;", "Run"), _folder.Path, _folder.Path));

        var run = await new ProcessRunner().RunAsync(plan.Tests, TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal(127, run.ExitCode);
        Assert.Contains("The setup did not build ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Demo.Tests.dll", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_of_a_theory_that_did_not_run_is_missing()
    {
        XunitCase[] listed = [new("T.M(x: 1)", "T", "M", false), new("T.M(x: 2)", "T", "M", false), new("T.N", "T", "N", false), new("T.O(id: 7)", "T", "O", false)];
        XunitResult[] ran = [Ran("T.M(x: 1)", "M"), Ran("T.N(late: 1)", "N"), Ran("T.N(late: 2)", "N"), Ran("T.O(id: 8)", "O")];

        var report = XunitTests.Report((ran, null), Edited(), listed);

        Assert.Equal(["T.M(x: 2)"], report.Expected!.Except(report.Tests.Select(test => test.Name)));

        static XunitResult Ran(string name, string method) => new(new(name, TestOutcome.Passed, ""), "T", method, false);
    }

    [Fact]
    public void Edited_tests_without_a_list_are_a_problem() =>
        Assert.Equal("no list of the tests that had to run", XunitTests.Report(([], null), Edited(), null).Problem);

    [Theory]
    [InlineData("exit 1", 3)]
    [InlineData("exit 0", 3)]
    [InlineData("echo '[]'", 0)]
    public async Task Tests_that_cannot_be_listed_do_not_run(string program, int exitCode)
    {
        Edited();
        var plan = CSharpTestRun.Plan(new TestRequest(CSharpBots.Spec("return 1;", "Run"), _folder.Path, _folder.Path));
        var arguments = plan.Tests.Arguments.ToArray();
        var dotnet = arguments[3] = _folder.Write("dotnet", $"#!/bin/sh\n{program}\n");
        File.SetUnixFileMode(dotnet, (UnixFileMode)0b111_101_101);
        _folder.Write(Path.GetRelativePath(_folder.Path, arguments[4]), "");

        var run = await new ProcessRunner().RunAsync(plan.Tests with { Arguments = arguments }, TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode != 0, run.Error.Contains("The tests could not be listed", StringComparison.Ordinal));
    }

    [Fact]
    public void Callers_run_what_was_set_up_last()
    {
        var config = new BotDevConfig { SourceDirectory = _folder.Path };
        var runner = new ProcessRunner();
        var repository = new BotRepository(CSharpBots.Spec("return 1;", "Run"), _folder.Path, "", "", "", RepositoryChange.Unchanged);
        var languages = LanguageTable.Create(config, runner);
        var test = new BotTest(
            config, languages[BotLanguage.CSharp], new FastTestSet(config, languages), runner, repository, _folder.Path, callsDotnet: false, new GeneratedFiles())
        {
            Places = new CodePlaces([], _ => null, []),
            RestoreTree = () => { },
        };

        var unknown = test.IsBuilt("a");
        _folder.Write(".menace/verify/Demo/key", "b");

        Assert.Equal((false, false, true), (unknown, test.IsBuilt("a"), test.IsBuilt("b")));
    }

    /// <summary>Test files of which only the framework can tell what runs.</summary>
    private CSharpTestFiles Edited()
    {
        _folder.Write("tests/Demo.Tests/OwnTests.cs", "public class T { [Theory, InlineData(1)] public void M(int x) { } }");
        return CSharpTestFiles.Read(_folder["tests/Demo.Tests"]);
    }

    [Theory]
    [InlineData("dotnet", 69)]
    [InlineData("data-loader", 66)]
    public async Task The_setup_script_says_what_is_missing(string missing, int exitCode)
    {
        var dependency = CSharpBots.Emit(CSharpBots.Spec("return 1;", "Run") with { Name = "data-loader" });
        var bot = CSharpBots.Emit(CSharpBots.Spec("return data_loader.Run();", "Run"), dependency);
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "Demo", "scripts")).FullName, "setup_tests.sh");
        await File.WriteAllTextAsync(script, bot["scripts/setup_tests.sh"]);
        var tools = Directory.CreateDirectory(Path.Combine(_folder.Path, "tools")).FullName;
        File.CreateSymbolicLink(Path.Combine(tools, "dirname"), "/usr/bin/dirname");
        if (missing != "dotnet")
        {
            File.CreateSymbolicLink(Path.Combine(tools, "dotnet"), "/bin/true");
        }

        var run = await new ProcessRunner().RunAsync(
            new ProcessCommand("env", [$"PATH={tools}", "/bin/sh", script], _folder.Path), TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(missing, run.Error, StringComparison.Ordinal);
    }
}
