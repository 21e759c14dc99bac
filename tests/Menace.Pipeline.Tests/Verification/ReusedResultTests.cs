using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Tests.Languages.Python;
using static Menace.Pipeline.Tests.Verification.VerifiedFleet;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>
/// Verdicts of other builds of the same key are reused, and others are not. Each bot writes a line into a file for each run of its tests.
/// </summary>
public sealed class ReusedResultTests : IDisposable
{
    private const string Variable = "MENACE_RESULT_STORE_TEST";

    private readonly TemporaryFolder _shared = new();
    private readonly VerifiedFleet _fleet;
    private readonly VerifiedFleet _other;

    public ReusedResultTests()
    {
        _shared.Write("runs", "");
        _fleet = NewFleet();
        _other = NewFleet();
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _fleet.Dispose();
        _other.Dispose();
        _shared.Dispose();
    }

    [Fact]
    public async Task Code_that_is_changed_back_is_not_tested_again()
    {
        TaskInfo[] one = [Counted("base"), Counted("caller") with { Dependencies = ["base"] }, Counted("alone")];
        TaskInfo[] two = [one[0] with { Code = "def value():\n    return 1 + 0\n" }, .. one[1..]];
        var first = await _fleet.VerifyAsync(one);
        TakeRuns();
        var second = await _fleet.VerifyAsync(two, first.Record);
        Assert.Equal(["base", "caller"], TakeRuns());

        var third = await _fleet.VerifyAsync(one, second.Record);

        Assert.Empty(TakeRuns());
        Assert.Empty(third.Findings);
        Assert.Equal(first.Record.Results.Select(Whole), third.Record.Results.Select(Whole));
        Assert.All(third.Record.Results, result => Assert.True(result.IsReused));
        Assert.Contains(", 3 reused", new BuildSummary(Build(one), third.Record).Counts, StringComparison.Ordinal);
        var history = _fleet.Database.Verdicts("base", 10).Select(verdict => verdict.Entry.Reason);
        Assert.Equal(["2 passed, 0 failed, 0 skipped, reused", "2 passed, 0 failed, 0 skipped", "2 passed, 0 failed, 0 skipped"], history);

        // And it is the verdict of the next build.
        Assert.All((await _fleet.VerifyAsync(one, third.Record)).Record.Results, result => Assert.True(result.IsReused));
        Assert.Empty(TakeRuns());
    }

    [Fact]
    public async Task Projects_in_other_folders_share_verdicts()
    {
        TaskInfo[] tasks = [Counted("base"), Counted("caller") with { Dependencies = ["base"] }, Stub("stub"), Counted("user") with { Dependencies = ["stub"] }];
        var here = await _fleet.VerifyAsync(tasks);
        TakeRuns();

        var there = await _other.VerifyAsync(tasks);

        Assert.Empty(TakeRuns());
        Assert.Equal(here.Record.Results.Select(Whole), there.Record.Results.Select(Whole));
        Assert.Equal(
            [VerificationOutcome.Passed, VerificationOutcome.Passed, VerificationOutcome.Stub, VerificationOutcome.PassedAgainstStub],
            there.Record.Results.Select(result => result.Outcome));
        Assert.All(there.Record.Results, result => Assert.True(result.IsReused));
        Assert.False(Directory.Exists(_other[".menace/trees"]));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("documents", "")]
    [InlineData("code of a dependency", "base, caller")]
    [InlineData("edit in the repository of a dependency", "base, caller")]
    [InlineData("limit", "caller")]
    [InlineData("time for one bot", "alone, base, caller")]
    [InlineData("variable that tests see", "alone, base, caller")]
    [InlineData("check by mutants", "alone, base, caller")]
    [InlineData("mode", "alone, base, caller")]
    [InlineData("lint", "alone, base, caller")]
    [InlineData("other folder of results", "alone, base, caller")]
    public async Task What_tests_depend_on_decides(string change, string tested)
    {
        TaskInfo[] tasks = [Counted("base"), Counted("caller") with { Dependencies = ["base"] }, Counted("alone")];
        _other.Settings = _fleet.Settings = _fleet.Settings with { TestEnvironment = [Variable] };
        await _fleet.VerifyAsync(tasks);
        TakeRuns();
        switch (change)
        {
            case "documents": tasks[1] = tasks[1] with { Metadata = tasks[1].Metadata with { Tags = ["other"], Level = "2" } }; break;
            case "code of a dependency": tasks[0] = tasks[0] with { Code = "def value():\n    return 0 + 1\n" }; break;
            case "limit": tasks[1] = tasks[1] with { Resources = new Dictionary<string, JsonValue> { ["timeout"] = JsonValue.FromString("5m") } }; break;
            case "time for one bot": _other.Timeout = TimeSpan.FromMinutes(9); break;
            case "variable that tests see": Environment.SetEnvironmentVariable(Variable, "set"); break;
            case "check by mutants": _other.MutationCheck = MutationCheck.Off; break;
            case "mode": _other.Mode = VerifyMode.Isolated; break;
            case "lint": _other.Settings = _other.Settings with { LintEnabled = false }; break;
            case "other folder of results": _other.Settings = _other.Settings with { ResultStore = _shared["others"] }; break;
            case "edit in the repository of a dependency":
                await _other.VerifyAsync(tasks);
                File.AppendAllText(_other["dev_repos/base/base.py"], "# mine\n");
                break;
            default: Assert.Equal("nothing", change); break;
        }

        Assert.Empty(TakeRuns());
        var verified = await _other.VerifyAsync(tasks);

        Assert.Equal(tested, string.Join(", ", TakeRuns()));
        Assert.Equal(
            tested, string.Join(", ", verified.Record.Results.Where(result => !result.IsReused).Select(result => result.Bot).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Verdict_that_is_not_green_is_never_kept()
    {
        TaskInfo[] tasks = [Counted("red", "assert False"), Counted("blocked") with { Dependencies = ["red"] }, Flaky("flaky"), Counted("green")];

        var first = await _fleet.VerifyAsync(tasks);

        Assert.Equal(
            [VerificationOutcome.Failed, VerificationOutcome.Blocked, VerificationOutcome.Flaky, VerificationOutcome.Passed],
            first.Record.Results.Select(result => result.Outcome));
        Assert.Equal([".flaky", ".result"], Kept());

        // It passes now, but that it is flaky is known.
        TakeRuns();
        Assert.Equal(VerificationOutcome.Passed, (await _other.VerifyAsync([tasks[2]]))["flaky"]);
        Assert.Equal(["flaky"], TakeRuns());
        Assert.Equal([".flaky", ".result"], Kept());
        await _fleet.VerifyAsync([tasks[2]]);
        Assert.Equal(["flaky"], TakeRuns());
    }

    [Fact]
    public async Task Failure_takes_back_the_verdict_of_the_same_key()
    {
        TaskInfo[] tasks = [Counted("bot", $"assert not pathlib.Path(r'{_shared["broken"]}').exists()")];
        var passed = await _fleet.VerifyAsync(tasks);
        _shared.Write("broken", "");
        Assert.Equal([".result"], Kept());

        // What is known here to be red is tested, whatever others say.
        var red = passed.Record with { Results = [passed.Record.Results[0] with { Outcome = VerificationOutcome.Failed }] };
        var failed = await _fleet.VerifyAsync(tasks, red);

        Assert.Equal(VerificationOutcome.Failed, failed["bot"]);
        Assert.Empty(Kept());
        Assert.Equal(VerificationOutcome.Failed, (await _other.VerifyAsync(tasks))["bot"]);
    }

    [Fact]
    public async Task Verdicts_that_a_change_of_files_doubts_are_not_kept()
    {
        TaskInfo[] tasks =
        [
            Counted("once", "path = pathlib.Path('../../../notes.txt')\n    path.exists() or path.write_text('mine')"),
            Counted("own", "path = pathlib.Path('made.txt')\n    path.exists() or path.write_text('x')"),
        ];

        var first = await _fleet.VerifyAsync([tasks[0]]);
        var second = await _fleet.VerifyAsync([tasks[1]]);

        Assert.Equal([":MENACE5014", "own:MENACE5015"], [.. first.Codes, .. second.Codes]);
        Assert.Equal([VerificationOutcome.Passed, VerificationOutcome.Passed], [first["once"], second["own"]]);
        Assert.Empty(Kept());
    }

    [Fact]
    public async Task Warning_about_the_code_is_repeated_and_one_of_another_state_is_not()
    {
        _fleet.MutationCheck = _other.MutationCheck = MutationCheck.All;
        var vain = Bot("vain", BotLanguage.Python, "twice", "def twice(n):\n    return n + n\n", "def test_nothing():\n    assert True\n");
        var good = vain with { Metadata = vain.Metadata with { Tests = "import vain\n\n\ndef test_it():\n    assert vain.twice(3) == 6\n" } };
        var first = await _fleet.VerifyAsync([vain]);
        Assert.Equal(["vain:MENACE5046", "vain:MENACE5046"], first.Codes);

        var there = await _other.VerifyAsync([vain]);
        var next = await _other.VerifyAsync([vain], there.Record);
        Assert.All([there, next], verified =>
        {
            Assert.True(verified.Record.Results[0].IsReused);
            Assert.Equal(first.Findings.Select(finding => (finding.Message, finding.Anchor)), verified.Findings.Select(finding => (finding.Message, finding.Anchor)));
        });

        var silent = await _fleet.VerifyAsync([good], first.Record);
        var back = await _other.VerifyAsync([good], next.Record);
        Assert.Empty(silent.Findings);
        Assert.True(back.Record.Results[0].IsReused);
        Assert.Empty(back.Findings);
        Assert.Empty(back.Record.Warnings);
    }

    [Fact]
    public async Task Number_of_tests_that_fell_is_found_by_testing()
    {
        const string Tests = "import pytest\n\nimport cases\n\n\n@pytest.mark.parametrize('n', cases.value())\ndef test_case(n):\n    assert n > 0\n";
        TaskInfo[] two = [Bot("cases", BotLanguage.Python, "value", "def value():\n    return [1, 2]\n", Tests)];
        TaskInfo[] three = [Bot("cases", BotLanguage.Python, "value", "def value():\n    return [1, 2, 3]\n", Tests)];
        var first = await _fleet.VerifyAsync(two);
        var second = await _fleet.VerifyAsync(three, first.Record);

        var third = await _fleet.VerifyAsync(two, second.Record);

        Assert.Equal(["cases:MENACE5035", "cases:MENACE4011"], third.Codes);
        Assert.Equal(VerificationOutcome.Passed, (await _other.VerifyAsync(three))["cases"]);
    }

    [Fact]
    public async Task Folder_that_cannot_be_written_is_a_warning_in_the_build_that_tests()
    {
        _fleet.Settings = _fleet.Settings with { ResultStore = _shared.Write("file", "") + "/store" };
        TaskInfo[] tasks = [Counted("bot")];

        var first = await _fleet.VerifyAsync(tasks);
        var second = await _fleet.VerifyAsync(tasks, first.Record);

        Assert.Equal([":MENACE5050"], first.Codes);
        Assert.Equal(VerificationOutcome.Passed, first["bot"]);
        Assert.Empty(second.Codes);
        Assert.True(second.Record.Results[0].IsReused);
    }

    [Fact]
    public async Task Folder_in_the_project_may_be_written_by_other_builds_while_tests_run()
    {
        _fleet.Settings = _fleet.Settings with { ResultStore = "shared" };
        Directory.CreateDirectory(_fleet["shared"]);

        var verified = await _fleet.VerifyAsync([Counted("bot", "pathlib.Path('../../../shared/x.result').write_text('')")]);

        Assert.Empty(verified.Findings);
        Assert.Equal(2, Directory.GetFiles(_fleet["shared"], "*.result").Length);
    }

    [Fact]
    public async Task Damaged_entry_is_tested_again_and_written_anew()
    {
        TaskInfo[] tasks = [Counted("bot")];
        await _fleet.VerifyAsync(tasks);
        var entry = Directory.GetFiles(_shared["store"], "*.result").Single();
        File.WriteAllText(entry, File.ReadAllText(entry)[..^1]);
        TakeRuns();

        var again = await _other.VerifyAsync(tasks);

        Assert.Empty(again.Findings);
        Assert.Equal(["bot"], TakeRuns());
        await _fleet.VerifyAsync(tasks);
        Assert.Empty(TakeRuns());
    }

    [Fact]
    public async Task Bot_that_others_call_by_its_command_is_set_up_if_they_are_tested()
    {
        var called = Bot("Price", BotLanguage.CSharp, "Cents", "public static int Cents() => 5;", null);
        var caller = Bot("till", BotLanguage.Python, "value", "import Price\n\n\ndef value():\n    return Price.Cents()\n", Body("till", "assert till.value() == 5"));
        caller = caller with { Dependencies = ["Price"] };
        Assert.Empty((await _fleet.VerifyAsync([called, caller])).Findings);
        TakeRuns();

        var all = await _other.VerifyAsync([called, caller]);
        Assert.All(all.Record.Results, result => Assert.True(result.IsReused));
        Assert.False(File.Exists(_other[".menace/verify/Price/key"]));
        Assert.Empty(TakeRuns());

        var changed = await _other.VerifyAsync([called, caller with { Code = caller.Code + "# more\n" }], all.Record);
        Assert.Empty(changed.Findings);
        Assert.All(changed.Record.Results, result => Assert.False(result.IsReused));
        Assert.Equal(changed.Record.Results[0].Key, File.ReadAllText(_other[".menace/verify/Price/key"]));
        Assert.Equal(["till"], TakeRuns());

        // What is there is what was set up last and as a whole.
        File.AppendAllText(Directory.GetFiles(_other["dev_repos/Price/tests"], "*.cs", SearchOption.AllDirectories)[0], "not C#\n");
        var broken = await _other.VerifyAsync([called, caller], changed.Record);
        Assert.Equal(VerificationOutcome.Failed, broken["Price"]);
        Assert.False(File.Exists(_other[".menace/verify/Price/key"]));
    }

    /// <summary>Without that, callers would be tested with what the verdict of the bot is not about.</summary>
    [Fact]
    public async Task Bot_that_is_edited_while_trees_are_laid_out_is_tested_before_its_callers()
    {
        TaskInfo[] tasks = [Counted("base"), Counted("caller") with { Dependencies = ["base"] }];
        var first = await _fleet.VerifyAsync(tasks);
        File.WriteAllText(_shared["runs"], "");
        var edits = 0;
        _fleet.Languages = new LanguageTable(new CountingLanguage(PythonBots.Language, (what, _) =>
        {
            if (what == "find")
            {
                edits++;
                File.AppendAllText(_fleet["dev_repos/base/tests/test_base.py"], "# edited\n");
            }
        }));

        var second = await _fleet.VerifyAsync([tasks[0], tasks[1] with { Code = "def value():\n    return 2\n" }], first.Record);

        Assert.Equal(1, edits);
        Assert.Equal(["caller:MENACE5008"], second.Codes);
        Assert.All(second.Record.Results, result => Assert.False(result.IsReused));
        Assert.Equal(["base", "caller"], File.ReadAllLines(_shared["runs"]).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The files of the store, by extension.</summary>
    private string[] Kept() => [.. Directory.GetFiles(Directory.CreateDirectory(_shared["store"]).FullName)
        .Select(Path.GetExtension).OfType<string>().Where(extension => extension is ".result" or ".flaky" or ".tmp").Order(StringComparer.Ordinal)];

    private VerifiedFleet NewFleet() => new() { Settings = new BotDevConfig { ResultStore = _shared["store"] } };

    /// <summary>The bots whose tests ran since the last call, each once: some are tested both ways.</summary>
    private string[] TakeRuns()
    {
        var runs = File.ReadAllLines(_shared["runs"]);
        File.WriteAllText(_shared["runs"], "");
        return [.. runs.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private TaskInfo Counted(string name, string body = "pass") => Python(name, Body(name, body));

    private string Body(string name, string body) => $"""
        import pathlib

        import {name}


        def test_runs():
            with open(r'{_shared["runs"]}', 'a') as runs:
                runs.write('{name}\n')
            {body}


        def test_value():
            {name}.value()

        """;

    /// <summary>Fails in its first run and in no other.</summary>
    private TaskInfo Flaky(string name) => Counted(name, $"path = pathlib.Path(r'{_shared["flag"]}')\n    first = not path.exists()\n    path.touch()\n    assert not first");

    private static TaskInfo Stub(string name) =>
        new() { Name = name, Metadata = new() { Language = BotLanguage.Python, Purpose = "A stub", Functions = ["value"] } };

    private static BuildRecord Build(TaskInfo[] tasks) => new(
        1, [.. tasks.Select(task => new ListedTask(task.Name, null))],
        [.. tasks.Select(task => new BotRepository(
            new BotSpec { Name = task.Name, Language = BotLanguage.Python, Code = "x", Purpose = "p", Functions = ["value"] }, "", "", "", "", RepositoryChange.Updated))],
        []);

    /// <summary>Everything but whether it is reused, and the key, which a build has only as a hash.</summary>
    private static string Whole(VerificationResult result) => System.Text.Json.JsonSerializer.Serialize(result with { IsReused = false });
}
