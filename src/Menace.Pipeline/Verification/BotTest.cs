using System.Diagnostics;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Logging;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>The setup and the tests of one bot.</summary>
/// <param name="config">The settings.</param>
/// <param name="language">The bot's language.</param>
/// <param name="runner">Runs processes.</param>
/// <param name="repository">The bot.</param>
/// <param name="callsDotnet">True if the bot calls a C# bot, directly or not.</param>
/// <param name="isGenerated">True if the test file at a path was the generated one before any test of this build could change it.</param>
internal sealed class BotTest(
    BotDevConfig config, ILanguage language, IProcessRunner runner, BotRepository repository, bool callsDotnet,
    Func<string, bool> isGenerated)
{
    /// <summary>Exit code of scripts/setup_tests.sh if a program is missing (EX_UNAVAILABLE of sysexits.h).</summary>
    private const int SetupToolMissing = 69;

    private readonly List<PipelineDiagnostic> _findings = [];
    private readonly string _work = Path.Combine(config.StatePath, "verify", repository.Spec.Name);

    private bool _mayPassAlone;

    private string Bot => repository.Spec.Name;

    private string RunFile => Path.Combine(_work, "running");

    /// <summary>The key of what was set up last: callers in other languages run what a setup built.</summary>
    private string KeyFile => Path.Combine(_work, "key");

    /// <summary>False if something else than what has this key was set up last, in a build that was cut off or that failed.</summary>
    public bool IsOf(string key) =>
        !LanguageTable.RowOf(repository.Spec.Language).BuildsForCallers || !File.Exists(KeyFile) || File.ReadAllText(KeyFile) == key;

    /// <summary>Sets up, tests and judges. Only cancellation is thrown.</summary>
    public Task<TestedBotResult> RunAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(config.VerifyTimeout, async (plan, clock) =>
        await SetUpAsync(key, plan.Setup with { OutputFile = Path.Combine(_work, "setup.log") }, cancellationToken)
            ? await TestAsync(plan, "tests.log", config.VerifyTimeout - clock.Elapsed, cancellationToken)
            : [], cancellationToken);

    /// <summary>
    /// Tests and judges once more what <see cref="RunAsync(string, CancellationToken)"/> has set up, within the time that is left.
    /// </summary>
    public Task<TestedBotResult> RepeatAsync(TimeSpan left, CancellationToken cancellationToken) =>
        RunAsync(left, (plan, _) => TestAsync(plan, "tests.alone.log", left, cancellationToken), cancellationToken);

    private async Task<TestedBotResult> RunAsync(
        TimeSpan limit, Func<TestPlan, Stopwatch, Task<IReadOnlyList<TestResult>>> run, CancellationToken cancellationToken)
    {
        var start = DateTime.UtcNow;
        var clock = Stopwatch.StartNew();
        IReadOnlyList<TestResult> tests = [];
        try
        {
            // Before anything of an earlier run is deleted: tests that a killed build left would write it again meanwhile.
            Directory.CreateDirectory(_work);
            await ProcessRunner.EndLeftBehindAsync(RunFile);
            foreach (var draft in ((string[])["setup.log", "tests.log", "tests.alone.log", "examples.log"])
                .SelectMany(log => AtomicFile.LeftoversOf(Path.Combine(_work, log))))
            {
                File.Delete(draft);
            }

            var plan = await language.PlanTestsAsync(
                new TestRequest(repository.Spec, repository.Path, _work) { Python = config.Python, CallsDotnet = callsDotnet },
                cancellationToken);
            try
            {
                tests = await run(plan, clock);
            }
            finally
            {
                RedactedLog.RewriteFolder(_work);
            }
        }
        catch (ToolMissingException exception)
        {
            Fail(Rules.ToolMissing, exception.Tool, exception.Looked, exception.Remedy);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            Fail(Rules.TestRunBroken, "none", exception.Message, _work);
        }

        var failed = _findings.Any(finding => finding.IsError);
        return new TestedBotResult(
            new VerificationResult(Bot, failed ? VerificationOutcome.Failed
                : VerificationOutcome.Passed, tests)
            { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3) },
            _findings)
        {
            Ran = (start, DateTime.UtcNow),
            MayPassAlone = failed && _mayPassAlone && clock.Elapsed < limit,
        };
    }

    private async Task<bool> SetUpAsync(string key, ProcessCommand setup, CancellationToken cancellationToken)
    {
        AtomicFile.WriteText(KeyFile, key);

        // What a setup starts may serve later ones: the C# compiler server does.
        var ended = await runner.RunAsync(setup with { KeepsChildren = true }, config.VerifyTimeout, cancellationToken);
        if (new TestJudge(Bot, null, config.VerifyTimeout, setup.OutputFile!).CutShort("scripts/setup_tests.sh", ended) is { } cut)
        {
            _findings.Add(cut);
        }
        else if (ended.ExitCode == SetupToolMissing)
        {
            Fail(Rules.ToolMissing, "a program", OutputSummary.Of(ended.Output), "Install it and build again");
        }
        else if (ended.ExitCode != 0)
        {
            Fail(Rules.SetupFailed, ended.ExitCode.ToString(CultureInfo.InvariantCulture), OutputSummary.Of(ended.Output),
                setup.OutputFile!);
        }

        Fault.Reached(Boundary.VerifySetUp);
        return _findings.Count == 0;
    }

    private async Task<IReadOnlyList<TestResult>> TestAsync(
        TestPlan plan, string logName, TimeSpan left, CancellationToken cancellationToken)
    {
        var resources = repository.Spec.Resources;
        var time = resources.TryGetValue("timeout", out var own) && Quantities.TryReadTimeout(own, out var shorter)
            && shorter > TimeSpan.Zero && shorter < left ? shorter : left;
        var memory = MemoryLimit.Bytes(resources);
        var log = Path.Combine(_work, logName);
        using var surroundings = TestSurroundings.Create(_work, config.TestEnvironment);
        var tests = surroundings.Around(plan.Tests with
        {
            OutputFile = log,
            RunFile = RunFile,
            Limits = plan.Tests.Limits with { Memory = memory + plan.MemoryAllowance },
        });

        // Asked before the tests run: what they write into the file must not switch the judge off.
        var judges = plan.Examples is not null && repository.Spec.Examples.Count > 0
            && (plan.GeneratedTestFile is not { } file || isGenerated(file));
        var ended = await runner.RunAsync(tests, time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(1), cancellationToken);
        var wasCut = ended.TimedOut || ended.Excess is not null;
        var report = wasCut ? new TestReport([]) : plan.ReadReport();
        var judge = new TestJudge(Bot, memory, time, log) { ExampleTests = plan.ExampleTests };
        if (!wasCut && judges)
        {
            var examples = await JudgeExamplesAsync(plan, tests, time - ended.Duration, cancellationToken);
            report = report.With(examples.Results);
            wasCut = examples.CutShort is not null;
            _findings.AddRange(examples.CutShort is { } cut && judge.CutShort("its examples", cut) is { } finding ? [finding] : []);
        }

        // Messages are shortened, so secrets go first. Names are matched before secrets are taken out of them: two may then be the same.
        _findings.AddRange(judge.Judge(ended, report.WithoutSecretMessages()));
        report = report.Redacted();
        _mayPassAlone = !wasCut;
        if (!_findings.Any(finding => finding.IsError))
        {
            surroundings.Remove();
        }

        return report.Tests;
    }

    /// <summary>
    /// The verdicts on the examples. If the user changed the test file that they were written into, that file says what is right, and
    /// nothing is judged here.
    /// </summary>
    private async Task<ExampleVerdicts> JudgeExamplesAsync(
        TestPlan plan, ProcessCommand tests, TimeSpan left, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var judge = new ExampleJudge(repository.Spec, plan, command =>
        {
            var rest = left - clock.Elapsed;
            return runner.RunAsync(
                command with
                {
                    Inherited = tests.Inherited,
                    Environment = tests.Environment,
                    OutputFile = Path.Combine(_work, "examples.log"),
                    RunFile = tests.RunFile,
                    Limits = tests.Limits
                },
                rest > TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(1),
                cancellationToken);
        });
        var folder = Directory.CreateDirectory(Path.Combine(_work, "examples"));
        var verdicts = await judge.RunAsync(folder.FullName);

        // They hold what the bot printed and returned, secrets included.
        folder.Delete(recursive: true);
        return verdicts;
    }

    private void Fail(RuleDescriptor rule, params IEnumerable<string> arguments) =>
        _findings.Add(new PipelineDiagnostic(rule, [Bot, .. arguments]) { Bot = Bot });
}
