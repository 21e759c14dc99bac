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

/// <summary>How a bot is tested.</summary>
internal enum TestWay
{
    /// <summary>By the fast plan of its language, if the tree can be tested so.</summary>
    Fast,

    /// <summary>Set up as by <see cref="Fast"/>, but tested in processes of its own: the judge of what failed there.</summary>
    Alone,

    /// <summary>By its own setup script and test command.</summary>
    Literal,
}

/// <summary>The setup and the tests of one bot.</summary>
/// <param name="config">The settings.</param>
/// <param name="language">The bot's language.</param>
/// <param name="fast">The fast ways of this run.</param>
/// <param name="runner">Runs processes.</param>
/// <param name="repository">The bot.</param>
/// <param name="tree">Absolute path of its tree.</param>
/// <param name="callsDotnet">True if the bot calls a C# bot, directly or not.</param>
/// <param name="generated">Tells which files are those that were generated.</param>
internal sealed class BotTest(
    BotDevConfig config, ILanguage language, FastTestSet fast, IProcessRunner runner, BotRepository repository, string tree,
    bool callsDotnet, GeneratedFiles generated)
{
    /// <summary>Compiler errors reported one by one, at their places.</summary>
    private const int MostErrors = 10;

    private readonly List<PipelineDiagnostic> _findings = [];
    private readonly string _work = WorkOf(config, repository.Spec.Name);

    private bool _mayPassAlone;
    private string? _kind;

    /// <summary>Finds places in the code of tasks.</summary>
    public required CodePlaces Places { get; init; }

    /// <summary>Takes back what a first run changed in the tree, before the bot is tested in another way.</summary>
    public required Action RestoreTree { get; init; }

    private string Bot => repository.Spec.Name;

    private string RunFile => RunFileOf(config, Bot);

    /// <summary>The key of what was set up last: callers in other languages run what a setup built.</summary>
    private string KeyFile => Path.Combine(_work, "key");

    private string SetupLog => Path.Combine(_work, "setup.log");

    /// <summary>Path of the file that names the running tests of <paramref name="bot"/>.</summary>
    public static string RunFileOf(BotDevConfig config, string bot) => Path.Combine(WorkOf(config, bot), "running");

    /// <summary>
    /// True if what callers in other languages run is that of <paramref name="key"/>: a verdict can be reused without a setup, and a build
    /// that was cut off or failed can have set up something else.
    /// </summary>
    public bool IsBuilt(string key) =>
        !LanguageTable.RowOf(repository.Spec.Language).BuildsForCallers || (File.Exists(KeyFile) && File.ReadAllText(KeyFile) == key);

    /// <summary>Sets up, tests and judges. Only cancellation is thrown.</summary>
    /// <param name="key">The key of what is tested.</param>
    /// <param name="way">How it is tested.</param>
    /// <param name="limit">The time for all of it.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    public async Task<TestedBotResult> RunAsync(string key, TestWay way, TimeSpan limit, CancellationToken cancellationToken)
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

            try
            {
                tests = await RunAsync(key, way, limit, clock, cancellationToken);
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
            Fail(Rules.InfrastructureFailed, exception.Message, _work);
        }

        var failed = _findings.Any(finding => finding.IsError);
        return new TestedBotResult(
            new VerificationResult(Bot, failed ? VerificationOutcome.Failed : VerificationOutcome.Passed, tests)
            { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3) },
            _findings)
        {
            Ran = (start, DateTime.UtcNow),
            MayPassAlone = failed && _mayPassAlone && clock.Elapsed < limit,
            Kind = _kind,
        };
    }

    /// <summary>Path of the work folder of <paramref name="bot"/>.</summary>
    public static string WorkOf(BotDevConfig config, string bot) => Path.Combine(config.StatePath, "verify", bot);

    private async Task<IReadOnlyList<TestResult>> RunAsync(
        string key, TestWay way, TimeSpan limit, Stopwatch clock, CancellationToken cancellationToken)
    {
        var request = new TestRequest(repository.Spec, tree, _work)
        {
            Python = config.Python,
            CallsDotnet = callsDotnet,
            IsGenerated = path => generated.IsOwn(repository, tree, path),
        };
        var log = way == TestWay.Alone ? "tests.alone.log" : "tests.log";
        var literal = await TestCommand.PlanAsync(language, request, cancellationToken);
        if (way != TestWay.Literal && literal.JudgeEnd is null && fast.Of(language.Id) is { } tests
            && await tests.PlanAsync(request, literal, cancellationToken) is { Obstacle: null } quick)
        {
            _kind = quick.Kind;
            try
            {
                return await RunAsync(
                    way == TestWay.Alone ? literal
                        : literal with { Tests = quick.Tests ?? literal.Tests, Examples = quick.Examples ?? literal.Examples },
                    () => SetUpAsync(quick, cancellationToken), key, log, limit, clock, cancellationToken);
            }
            catch (WarmServerException)
            {
                // That a server ended in which no code of a bot runs, or between two jobs, says nothing about the bot.
                _kind = null;
                RestoreTree();
                literal = await TestCommand.PlanAsync(language, request, cancellationToken);
            }
        }

        return await RunAsync(literal, () => SetUpAsync(literal.Setup, cancellationToken), key, log, limit, clock, cancellationToken);
    }

    private async Task<IReadOnlyList<TestResult>> RunAsync(
        TestPlan plan, Func<Task<ProcessResult>> setUp, string key, string log, TimeSpan limit, Stopwatch clock,
        CancellationToken cancellationToken)
    {
        // While a setup runs, and if it fails or is killed, nothing counts as set up.
        File.Delete(KeyFile);
        if (!JudgeSetup(await setUp(), SetupLog))
        {
            return [];
        }

        AtomicFile.WriteText(KeyFile, key);
        Fault.Reached(Boundary.VerifySetUp);
        return await TestAsync(plan, log, limit - clock.Elapsed, cancellationToken);
    }

    private async Task<ProcessResult> SetUpAsync(FastPlan quick, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(config.VerifyTimeout);
        try
        {
            return await quick.SetUpAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProcessResult(ExitCode: 1, "", "", TimedOut: true, config.VerifyTimeout);
        }
    }

    /// <summary>Runs a setup script. What it starts may serve later ones: the C# compiler server does.</summary>
    private Task<ProcessResult> SetUpAsync(ProcessCommand setup, CancellationToken cancellationToken) => runner.RunAsync(
        setup with { KeepsChildren = true, OutputFile = SetupLog, RunFile = RunFile }, config.VerifyTimeout, cancellationToken);

    private bool JudgeSetup(ProcessResult ended, string log)
    {
        if (new TestJudge(Bot, null, config.VerifyTimeout, log).CutShort("scripts/setup_tests.sh", ended) is { } cut)
        {
            _findings.Add(cut);
        }
        else if (ended.ExitCode == MachineFault.ToolMissing)
        {
            Fail(Rules.ToolMissing, "a program", OutputSummary.Of(ended.Output), "Install it and build again");
        }
        else if (ended.ExitCode != 0 && MachineFault.In(ended.Output) is { } fault)
        {
            Fail(Rules.InfrastructureFailed, fault, _work);
        }
        else if (ended.ExitCode != 0)
        {
            var exitCode = ended.ExitCode.ToString(CultureInfo.InvariantCulture);
            _findings.AddRange(Places.OfBuild(tree, ended.Output).Take(MostErrors).Select(error =>
                new PipelineDiagnostic(Rules.SetupFailed, [Bot, exitCode, error.Message, log]) { Bot = Bot, Anchor = error.Anchor }));
            if (_findings.Count == 0)
            {
                Fail(Rules.SetupFailed, exitCode, OutputSummary.Of(ended.Output), log);
            }
        }

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
            && (plan.GeneratedTestFile is not { } file || generated.Holds(repository, tree, file, otherwise: true));
        var ended = await runner.RunAsync(tests, time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(1), cancellationToken);
        var wasCut = ended.TimedOut || ended.Excess is not null;
        _mayPassAlone = !ended.TimedOut;
        var report = wasCut ? new TestReport([]) : plan.ReportOf(ended);
        var judge = new TestJudge(Bot, memory, time, log)
        {
            ExampleTests = plan.ExampleTests,
            ExamplePlaces = repository.Spec.ExamplePlaces,
            ExamplesLog = Path.Combine(_work, "examples.log"),
            PlaceOf = test => Places.OfFailure(Bot, tree, test.Trace, test.Message),
        };
        if (!wasCut && judges)
        {
            var examples = await JudgeExamplesAsync(plan, tests, time - ended.Duration, cancellationToken);
            report = report.With(examples.Results);
            _mayPassAlone = examples.CutShort is not { TimedOut: true };
            _findings.AddRange(examples.CutShort is { } cut && judge.CutShort("its examples", cut) is { } finding ? [finding] : []);
        }

        // Messages are shortened, so secrets go first. Names are matched before secrets are taken out of them: two may then be the same.
        _findings.AddRange(judge.Judge(ended, report.WithoutSecretMessages()));
        report = report.Redacted();
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
        try
        {
            return await judge.RunAsync(folder.FullName);
        }
        finally
        {
            // They hold what the bot printed and returned, secrets included.
            folder.Delete(recursive: true);
        }
    }

    private void Fail(RuleDescriptor rule, params IEnumerable<string> arguments) =>
        _findings.Add(new PipelineDiagnostic(rule, [Bot, .. arguments]) { Bot = Bot });
}
