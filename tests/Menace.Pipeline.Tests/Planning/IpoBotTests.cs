using System.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Planning;

namespace Menace.Pipeline.Tests.Planning;

public sealed class IpoBotTests : IDisposable
{
    private const string Doubling = "def double(n: int) -> int:\n    \"\"\"Twice a number.\"\"\"\n    return n * 2\n";

    private readonly TemporaryFolder _folder = new();
    private readonly CountingRunner _runner = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Proved_candidate_is_reused_and_nothing_is_left()
    {
        var plan = await PlanAsync(Task("twice", ("double", 4, 8), ("double", 100, 200)), Bot(Doubling));

        var verdict = Assert.Single(plan.Verdicts);
        Assert.Equal((PlanAction.Reuse, "doubler"), (verdict.Action, verdict.Candidate?.Name));
        Assert.Equal(2, verdict.Proof!.Passed);
        Assert.False(Directory.Exists(_folder[".menace/plan"]));
    }

    [Fact]
    public async Task Untrusted_candidate_is_read_and_never_run()
    {
        var plan = await PlanAsync(Task("twice", ("double", 4, 8), ("double", 100, 200)), Bot(Doubling) with { Origin = KnownOrigin.Untrusted });

        Assert.Equal(PlanAction.Suggested, Assert.Single(plan.Verdicts).Action);
        Assert.DoesNotContain(_runner.Started, IsRun);
    }

    [Theory]
    [InlineData("def double(n):\n    open({0}, 'w').write('x')\n    return n * 2\n")]
    [InlineData("open({0}, 'w').write('x')\ndef double(n):\n    return n * 2\n")]
    [InlineData("import subprocess\ndef double(n):\n    subprocess.run(['touch', {0}])\n    return n * 2\n")]
    [InlineData("import os\nos.mkdir({0})\ndef double(n):\n    return n * 2\n")]
    public async Task Code_that_touches_files_or_processes_is_never_run(string code)
    {
        var marker = _folder["marker"];
        var bot = Bot(code.Replace("{0}", CanonicalJson.Quote(marker), StringComparison.Ordinal));

        var plan = await PlanAsync(Task("twice", ("double", 4, 8), ("double", 100, 200)), bot);

        Assert.Equal(PlanAction.Suggested, Assert.Single(plan.Verdicts).Action);
        Assert.False(Path.Exists(marker));
        Assert.DoesNotContain(_runner.Started, IsRun);
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("CC0-1.0", true)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData("mit", true)]
    [InlineData("MIT OR GPL-3.0-only", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("", false)]
    public async Task Licence_must_be_on_the_list(string licence, bool isAllowed)
    {
        var plan = await PlanAsync(Task("twice", ("double", 4, 8), ("double", 100, 200)), Bot(Doubling) with { License = licence });

        Assert.Equal(isAllowed ? PlanAction.Reuse : PlanAction.Build, Assert.Single(plan.Verdicts).Action);
    }

    [Fact]
    public async Task Bots_of_the_project_itself_are_no_candidates()
    {
        var own = Bot(Doubling) with { Repository = Directory.CreateDirectory(_folder["dev_repos/doubler"]).FullName };
        var other = Bot(Doubling) with { Name = "elsewhere", Repository = _folder["dev_repos_of_others/doubler"] };
        var task = Task("twice", ("double", 4, 8), ("double", 100, 200));

        Assert.Equal(PlanAction.Build, Assert.Single((await PlanAsync(task, own)).Verdicts).Action);
        Assert.Equal("elsewhere", Assert.Single((await PlanAsync(task, own, other)).Verdicts).Candidate?.Name);
    }

    [Fact]
    public async Task One_example_is_a_suggestion_and_a_failing_one_a_new_bot()
    {
        var one = await PlanAsync(Task("twice", ("double", 50, 100)), Bot(Doubling));
        var failing = await PlanAsync(Task("twice", ("double", 4, 8), ("double", 100, 201)), Bot(Doubling));

        Assert.Equal((PlanAction.Suggested, 1), (one.Verdicts[0].Action, one.Verdicts[0].Proof!.Passed));
        Assert.Contains("one more example", string.Join(' ', one.Verdicts[0].Changes), StringComparison.Ordinal);
        Assert.Equal(PlanAction.Build, failing.Verdicts[0].Action);
        Assert.Contains("expected 201, but the call returned 200", failing.Verdicts[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_that_a_constant_passes_prove_nothing()
    {
        const string Code = "def is_even(n: int) -> bool:\n    return n % 2 == 0\n";
        var bot = Bot(Code) with { Functions = [new("is_even", "is_even(n: int) -> bool", "")] };
        TaskExample[] examples = [Example("is_even", 2, true), Example("is_even", 4, true)];

        var plan = await PlanAsync(Task("even") with { Metadata = new() { Examples = examples } }, bot);

        Assert.Equal(PlanAction.Suggested, Assert.Single(plan.Verdicts).Action);
    }

    [Fact]
    public async Task Same_function_under_another_name_is_a_suggestion()
    {
        var plan = await PlanAsync(Task("enlarge", ("grow", 210, 420), ("grow", 100, 200)), Bot(Doubling));

        var verdict = Assert.Single(plan.Verdicts);
        Assert.Equal((PlanAction.Suggested, "doubler", "double"), (verdict.Action, verdict.Candidate?.Name, verdict.Renamed["grow"]));
    }

    [Fact]
    public async Task Half_of_the_functions_is_a_fork()
    {
        var task = Task("twice", ("double", 50, 100), ("triple", 3, 9));

        var verdict = Assert.Single((await PlanAsync(task, Bot(Doubling))).Verdicts);

        Assert.Equal((PlanAction.Fork, "double", "triple"), (verdict.Action, string.Join(' ', verdict.Done), string.Join(' ', verdict.Missing)));
    }

    [Fact]
    public async Task Code_with_a_bad_name_or_language_or_that_does_not_parse_is_not_run()
    {
        var task = Task("twice", ("double", 4, 8), ("double", 100, 200));
        var plan = await PlanAsync(task, Bot(Doubling) with { Name = "../../evil" });
        var broken = await PlanAsync(task, Bot("def double(n:\n") with { Name = "broken" });

        Assert.NotEqual(PlanAction.Reuse, plan.Verdicts[0].Action);
        var unknown = await PlanAsync(task, Bot(Doubling) with { Language = new BotLanguage("cobol") });

        Assert.NotEqual(PlanAction.Reuse, broken.Verdicts[0].Action);
        Assert.NotEqual(PlanAction.Reuse, unknown.Verdicts[0].Action);
        Assert.DoesNotContain(_runner.Started, IsRun);
    }

    [Fact]
    public async Task Process_that_ends_early_fails_its_example()
    {
        const string Code = "def double(n: int) -> int:\n    return double(n + 1) + double(n + 2)\n";

        var plan = await PlanAsync(Task("twice", ("double", 4, 8), ("double", 100, 200)), Bot(Code));

        Assert.Equal(PlanAction.Build, Assert.Single(plan.Verdicts).Action);
    }

    /// <summary>After two runs that were cut short a candidate is given up.</summary>
    [Fact]
    public async Task Function_that_does_not_end_is_cut_short()
    {
        const string Code = "def double(n: int) -> int:\n    while n > 0:\n        n = n + 1\n    return n\n";
        var clock = Stopwatch.StartNew();

        var plan = await PlanAsync(Task("twice", ("double", 4, 8), ("double", 100, 200)), Bot(Code));

        Assert.Equal((PlanAction.Build, "the call did not return"), (plan.Verdicts[0].Action, plan.Verdicts[0].Proof!.FirstFailure?.Mistake));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(3));
        Assert.False(Directory.Exists(_folder[".menace/plan"]));
    }

    [Fact]
    public async Task Cancelled_plan_throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Ipo().GeneratePlanAsync([Task("twice", ("double", 4, 8))], [], [Bot(Doubling)], cancelled.Token));
    }

    [Fact]
    public async Task Empty_lists_are_an_empty_plan()
    {
        var plan = await Ipo().GeneratePlanAsync([], [], []);

        Assert.Empty(plan.Verdicts);
        Assert.Empty(plan.Blueprint.Bots);
    }

    /// <summary>A process in which code of a candidate would run; reading its code starts the parser only.</summary>
    private static bool IsRun(Menace.Pipeline.Infrastructure.Processes.ProcessCommand command) =>
        command.Limits.TemporaryFolder is not null || command.Arguments.Contains("scripts/setup_tests.sh");

    private IpoBot Ipo()
    {
        var config = new BotDevConfig { SourceDirectory = _folder.Path, VerifyMode = VerifyMode.Isolated, VerifyTimeout = TimeSpan.FromSeconds(5) };
        return new IpoBot(config, new LanguageTable(new PythonLanguage(_runner, new PythonInterpreter(_runner, null))), _runner);
    }

    private Task<ExecutionPlan> PlanAsync(TaskInfo task, params KnownBot[] candidates) => Ipo().GeneratePlanAsync([task], [], candidates);

    private static KnownBot Bot(string code) => new()
    {
        Name = "doubler",
        Purpose = "Makes numbers twice as large",
        Language = BotLanguage.Python,
        License = "MIT",
        Origin = KnownOrigin.Verified,
        Functions = [new("double", "double(n: int) -> int", "Twice a number.")],
        Code = code,
    };

    private static TaskInfo Task(string name, params (string Function, int Argument, int Result)[] examples) => new()
    {
        Name = name,
        Metadata = new()
        {
            Purpose = "Numbers twice as large",
            Examples = [.. examples.Select(example => Example(example.Function, example.Argument, example.Result))],
        },
    };

    private static TaskExample Example(string function, int argument, JsonValue result) =>
        new() { Function = function, Args = [argument], Returns = result };
}
