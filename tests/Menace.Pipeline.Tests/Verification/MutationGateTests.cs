using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Testing;
using Menace.Pipeline.Tests.Languages;
using Menace.Pipeline.Tests.Languages.CSharp;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>Examples and tests that must fail when the code is changed.</summary>
public sealed class MutationGateTests
{
    private const string Twice = "def twice(n):\n    return n + n\n\n\n";

    [Fact]
    public async Task Example_that_passes_with_any_body_fails_the_bot()
    {
        using var fleet = new VerifiedFleet();

        var verified = await fleet.VerifyAsync(
        [
            // The example of greet is right whatever greet prints; that of twice is not.
            Python("weak", Twice + "def greet():\n    print('hi')\n", Example("twice", 6, 3), Example("greet", null)),
            Python("strong", Twice + "def even(n):\n    return n % 2 == 0\n", Example("twice", 6, 3), Example("even", false, 3)),
            Python("empty", "def run():\n    pass\n", Example("run", null)),
            Python("statements", "print('hi')\n", Example("run", null)),
            Shell("weak-shell", "run() {\n    echo \"$1\" >&2\n}\nok() {\n    echo \"$1\"\n}\n", Example("run", "", "a"), Example("ok", "a", "a")),
            Shell("strong-shell", "run() {\n    if [ \"$1\" -lt 3 ]; then return 1; fi\n    echo \"<$1>\"\n}\n", Example("run", "<4>", 4)),
        ]);

        Assert.Equal(
            [
                "weak: metadata.examples.1: Bot 'weak': the example of 'greet' passes with any body. Tried: it returns None at once. "
                + "Add an example whose outcome depends on the code",
                "statements: metadata.examples.0: Bot 'statements': the example of 'run' passes with any body. Tried: 'print('hi')' is "
                + "left out. Add an example whose outcome depends on the code",
                "weak-shell: metadata.examples.0: Bot 'weak-shell': the example of 'run' passes with any body. Tried: it does nothing. "
                + "Add an example whose outcome depends on the code",
            ],
            Lines(verified.Findings.Where(finding => finding.IsError)));
        Assert.Equal(
            [VerificationOutcome.Failed, VerificationOutcome.Passed, VerificationOutcome.Passed, VerificationOutcome.Failed,
                VerificationOutcome.Failed, VerificationOutcome.Passed],
            verified.Record.Results.Select(result => result.Outcome));
        Assert.All(verified.Record.Results, result => Assert.False(Directory.Exists(fleet[$".menace/verify/{result.Bot}/mutants"])));
    }

    [Fact]
    public async Task Check_that_is_off_says_nothing()
    {
        using var fleet = new VerifiedFleet { MutationCheck = MutationCheck.Off };

        var verified = await fleet.VerifyAsync([Python("weak", "def greet():\n    print('hi')\n", Example("greet", null))]);

        Assert.Equal(VerificationOutcome.Passed, verified["weak"]);
    }

    [Fact]
    public async Task Tests_of_a_task_that_notice_nothing_are_a_warning_at_each_change()
    {
        using var fleet = new VerifiedFleet { MutationCheck = MutationCheck.All };
        var bot = Python("vain", Twice) with { };
        bot = bot with { Metadata = bot.Metadata with { Functions = ["twice"], Tests = "def test_nothing():\n    assert True\n" } };
        var neighbour = Python("good", Twice);
        neighbour = neighbour with
        {
            Metadata = neighbour.Metadata with { Functions = ["twice"], Tests = "import good\n\n\ndef test_it():\n    assert good.twice(3) == 6\n" },
        };

        var verified = await fleet.VerifyAsync([bot, neighbour]);

        Assert.Equal(
            [
                "vain: code 18 12: Bot 'vain': its tests do not notice a change of 'twice': it returns None at once. Add a test that fails then",
                "vain: code 27 1: Bot 'vain': its tests do not notice a change of 'twice': '+' is '-'. Add a test that fails then",
            ],
            verified.Findings.Where(finding => finding.Rule.Id.StartsWith("MENACE504", StringComparison.Ordinal))
                .Select(finding => $"{finding.Bot}: {finding.Anchor!.Property} {finding.Anchor.Offset} {finding.Anchor.Length}: {finding.Message}"));
        Assert.Equal([VerificationOutcome.Passed, VerificationOutcome.Passed], verified.Record.Results.Select(result => result.Outcome));

        var again = await fleet.VerifyAsync([bot, neighbour], verified.Record);
        Assert.All(again.Record.Results, result => Assert.True(result.IsReused));
        Assert.Equal(2, again.Findings.Count(finding => finding.Rule.Id == "MENACE5046"));
    }

    /// <summary>A function that writes a file is called by its example and by nothing else.</summary>
    [Theory]
    [InlineData(MutationCheck.Off)]
    [InlineData(MutationCheck.All)]
    public async Task Function_that_is_not_proved_harmless_is_never_changed(MutationCheck check)
    {
        using var fleet = new VerifiedFleet { MutationCheck = check };
        using var elsewhere = new TemporaryFolder();
        var marker = elsewhere["marker"];
        var code = $"def save():\n    with open('{marker}', 'a') as file:\n        file.write('x')\n\n\ndef shown():\n    print('hi')\n";
        var bot = Python("saver", code, Example("save", null), Example("shown", null));

        var verified = await fleet.VerifyAsync([bot with { Metadata = bot.Metadata with { Smoke = ["shown"] } }]);

        Assert.Equal("xx", await File.ReadAllTextAsync(marker));
        Assert.DoesNotContain(verified.Findings, finding => finding.Rule.Id.StartsWith("MENACE504", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Edited_code_is_not_changed()
    {
        using var fleet = new VerifiedFleet();
        TaskInfo[] bots = [Python("edited", "def greet():\n    print('hi')\n", Example("greet", null))];
        Assert.Equal(VerificationOutcome.Failed, (await fleet.VerifyAsync(bots))["edited"]);
        await File.AppendAllTextAsync(fleet["dev_repos/edited/edited.py"], "# mine\n");

        Assert.Equal(VerificationOutcome.Passed, (await fleet.VerifyAsync(bots))["edited"]);
    }

    [Fact]
    public async Task CSharp_mutants_are_compiled_and_run_without_a_build()
    {
        using var fleet = new EmittedFleet();
        var code = """
            /// <summary>Adds.</summary>
            int Add(int a, int b)
            {
                return a + b;
            }

            bool IsLess(int a, int b) => a < b;

            void Greet(string name)
            {
                System.Console.WriteLine("hi " + name);
            }

            System.Collections.Generic.IEnumerable<int> Count(int n) { for (var i = 0; i < n; i++) { yield return i; } }
            """;
        var bot = CSharpBots.Emit(CSharpBots.Spec(code, "Add", "IsLess", "Greet", "Count") with
        {
            Examples = [Example("Add", 3, 1, 2), Example("IsLess", false, 2, 1), Example("Greet", null, "x"), Example("Count", JsonValue.FromItems([0, 1]), 2)],
            Tests = new Dictionary<string, string>
            {
                [""] = "public class T { [Xunit.Fact] public void Adds() { Xunit.Assert.Equal(0, MenaceBots.Demo.Add(0, 0)); } }",
            },
        });
        var language = new CSharpLanguage();
        fleet.Write(bot.Spec, bot.Files);
        await fleet.TestAsync(language, bot.Spec);
        var mutants = bot.Analysis.Functions.SelectMany(function => function.Mutants).ToList();
        var request = new TestRequest(bot.Spec with { Mutants = mutants }, fleet.PathOf(bot.Spec), fleet.WorkOf(bot.Spec));

        var findings = await new MutationGate(language, new ProcessRunner(), request, []).CheckAsync(MutationCheck.All, default);

        Assert.Equal(
            [
                "Demo: metadata.examples.2: Bot 'Demo': the example of 'Greet' passes with any body. Tried: it does nothing. "
                + "Add an example whose outcome depends on the code",
                "Demo: code: Bot 'Demo': its tests do not notice a change of 'Add': it returns its default value at once. Add a test that fails then",
                "Demo: code: Bot 'Demo': its tests do not notice a change of 'Add': '+' is '-'. Add a test that fails then",
            ],
            Lines(findings).Take(3));
        Assert.Equal(7, findings.Count);
    }

    /// <summary>Examples that prove nothing, whose first runs with mutants are killed: a killed run is none in which a mutant was noticed.</summary>
    [Theory]
    [InlineData(137, false)]
    [InlineData(143, false)]
    [InlineData(137, true)]
    public async Task Mutant_whose_run_was_killed_is_run_again_once(int exitCode, bool isKilledAgain)
    {
        using var fleet = new EmittedFleet();
        var code = "void Greet(string name)\n{\n    System.Console.WriteLine(\"hi \" + name);\n}";
        var bot = CSharpBots.Emit(CSharpBots.Spec(code, "Greet") with { Examples = [Example("Greet", null, "x")] });
        var language = new CSharpLanguage();
        fleet.Write(bot.Spec, bot.Files);
        await fleet.TestAsync(language, bot.Spec);
        var mutants = bot.Analysis.Functions.SelectMany(function => function.Mutants).ToList();
        var request = new TestRequest(bot.Spec with { Mutants = mutants }, fleet.PathOf(bot.Spec), fleet.WorkOf(bot.Spec))
        {
            IsGenerated = _ => true,
        };
        var runner = new KillingRunner(exitCode, isKilledAgain);
        var gate = new MutationGate(language, runner, request, []);

        if (isKilledAgain)
        {
            await Assert.ThrowsAsync<IOException>(() => gate.CheckAsync(MutationCheck.Generated, default));
        }
        else
        {
            Assert.Equal(["MENACE5045"], (await gate.CheckAsync(MutationCheck.Generated, default)).Select(finding => finding.Rule.Id));
        }

        Assert.True(runner.Killed > 0);
    }

    /// <summary>Runs each program, the first time, or always, in vain.</summary>
    private sealed class KillingRunner(int exitCode, bool always) : IProcessRunner
    {
        private readonly ProcessRunner _runner = new();
        private int _runs;

        public int Killed { get; private set; }

        public Task<ProcessResult> RunAsync(ProcessCommand command, TimeSpan timeout, CancellationToken cancellationToken)
        {
            if (!always && _runs++ % 2 == 1)
            {
                return _runner.RunAsync(command, timeout, cancellationToken);
            }

            Killed++;
            return Task.FromResult(new ProcessResult(exitCode, "", "", TimedOut: false, TimeSpan.Zero));
        }
    }

    private static IEnumerable<string> Lines(IEnumerable<PipelineDiagnostic> findings) =>
        findings.Select(finding => $"{finding.Bot}: {finding.Anchor!.Property}: {finding.Message}");

    private static TaskExample Example(string function, JsonValue? returns, params JsonValue[] args) =>
        new() { Function = function, Args = args, Returns = returns ?? JsonValue.Null };

    private static TaskInfo Python(string name, string code, params TaskExample[] examples) => Bot(name, BotLanguage.Python, code, examples);

    private static TaskInfo Shell(string name, string code, params TaskExample[] examples) => Bot(name, BotLanguage.Shell, code, examples);

    private static TaskInfo Bot(string name, BotLanguage language, string code, TaskExample[] examples) => new()
    {
        Name = name,
        Code = code,
        Metadata = new()
        {
            Language = language,
            Purpose = $"The bot {name}",
            Functions = [.. examples.Select(example => example.Function).Distinct()],
            Examples = examples,
        },
    };
}
