using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>Judges the end of a bot's test run.</summary>
/// <param name="bot">Its name.</param>
/// <param name="memory">Its memory limit in bytes, or null.</param>
/// <param name="time">Its time.</param>
/// <param name="log">Where its output is.</param>
internal sealed partial class TestJudge(string bot, long? memory, TimeSpan time, string log)
{
    /// <summary>Failed tests reported one by one; the rest is counted.</summary>
    private const int MostTests = 20;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>Signals that processes send to each other; the others are raised by a fault of the process itself.</summary>
    private static readonly HashSet<string> SentSignals = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGKILL", "SIGTERM"];

    /// <summary>Names of the tests of the task's examples, in their order: a failure is reported at the example.</summary>
    public IReadOnlyList<string> ExampleTests { get; init; } = [];

    /// <summary>The places of the examples that the code of the bot gives, in their order, or null.</summary>
    public IReadOnlyList<TaskAnchor>? ExamplePlaces { get; init; }

    /// <summary>Where the output of the examples is, if that is another file.</summary>
    public string? ExamplesLog { get; init; }

    /// <summary>Finds the place in the code of a bot that a failed test reached, or null if places are not known.</summary>
    public Func<TestResult, CodePlace?> PlaceOf { get; init; } = _ => null;

    /// <summary>A duration as messages show it.</summary>
    public static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    /// <summary>An amount of bytes as messages show it.</summary>
    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB");

    /// <summary>Returns the findings about <paramref name="ended"/>; the report of an aborted run is ignored.</summary>
    public IEnumerable<PipelineDiagnostic> Judge(ProcessResult ended, TestReport report)
    {
        if (ended.Discarded > 0)
        {
            yield return Finding(Rules.OutputCut, Size(ended.Discarded), log);
        }

        if (ended.LeftBehind.Count > 0)
        {
            yield return Finding(Rules.LeftProcesses, ended.LeftBehind.Count.ToString(CultureInfo.InvariantCulture),
                FileList.Of(ended.LeftBehind));
        }

        foreach (var finding in CutShort("its tests", ended) is { } cut ? [cut] : OfReport(ended, report))
        {
            yield return finding;
        }
    }

    /// <summary>The time or the limit that ended <paramref name="what"/>, or null.</summary>
    public PipelineDiagnostic? CutShort(string what, ProcessResult ended) => ended switch
    {
        { TimedOut: true } => Finding(Rules.TimedOut, what, Duration(time)),
        { Excess: { Kind: LimitKind.Memory } excess } => MemoryExceeded(excess.Measured, "they were killed"),
        { Excess: { Kind: LimitKind.Processes } excess } =>
            Finding(Rules.TooManyProcesses, what, excess.Measured.ToString(CultureInfo.InvariantCulture),
            new ProcessLimits().Processes.ToString(CultureInfo.InvariantCulture)),
        { Excess: { Kind: LimitKind.Output } excess } =>
            Finding(Rules.TooMuchWritten, what, "output", Size(excess.Measured), Size(new ProcessLimits().Output)),
        { Excess: { Kind: LimitKind.Temporary } excess } =>
            Finding(Rules.TooMuchWritten, what, "temporary files", Size(excess.Measured), Size(new ProcessLimits().TemporaryBytes)),
        _ => null,
    };

    private IEnumerable<PipelineDiagnostic> OfReport(ProcessResult ended, TestReport report)
    {
        var failed = report.Tests.Where(test => test.Outcome == TestOutcome.Failed).ToArray();
        foreach (var test in failed.Take(MostTests))
        {
            yield return OfFailed(test, ended);
        }

        if (failed.Length > MostTests)
        {
            yield return Finding(Rules.TestFailed, $"and {failed.Length - MostTests} more", $"see '{log}'");
        }

        // What is in a file that was not collected did not run either: the reason is said already.
        foreach (var finding in report is { Problem: null, Expected: { } expected } && !failed.Any(test => test.IsCollectionError)
            ? OfExpected(expected, report.Tests) : [])
        {
            yield return finding;
        }

        if (OfEnd(ended, report, failed.Length > 0) is { } end)
        {
            yield return end;
        }
    }

    private PipelineDiagnostic OfFailed(TestResult test, ProcessResult ended)
    {
        var message = OutputSummary.OfMessage(test.Message);
        return IsOutOfMemory(test.Message) ? MemoryExceeded(ended.PeakMemory, $"test {test.Name}: {message}")
            : test.IsCollectionError ? Finding(Rules.CollectionFailed, test.Name, message, log)
            : WasKilled(test.ExitCode)
                ? Finding(Rules.RunKilled, SignalOf(test.ExitCode)!, $"in {test.Name}", message, ExamplesLog ?? log)
            : OfTest(Rules.TestFailed, test.Name, message, PlaceOf(test));
    }

    /// <summary>What is to be said of the end of the run itself, or null.</summary>
    private PipelineDiagnostic? OfEnd(ProcessResult ended, TestReport report, bool hasFailed)
    {
        var signal = SignalOf(ended.ExitCode);
        var said = (signal is null ? null : OutputSummary.OfCrash(log)) ?? OutputSummary.Of(ended.Output);
        var exitCode = Count(ended.ExitCode);
        if ((report.Problem is not null || signal is not null) && IsOutOfMemory(ended.Output))
        {
            return MemoryExceeded(ended.PeakMemory, said);
        }

        if (report.Problem is { } problem)
        {
            return signal is not null ? OfSignal(signal, "before all tests were over", said)
                : MachineFault.In(ended.Output) is { } fault ? Finding(Rules.InfrastructureFailed, fault, Path.GetDirectoryName(log) ?? log)
                : !IsOfTestProgram(ended.ExitCode)
                    ? Finding(Rules.EndedItself, $"ended itself with exit code {exitCode} before all tests were over", said, log)
                : report.IsNotCollected && ended.ExitCode < 126 ? Finding(Rules.CollectionFailed, "its tests", said, log)
                : Finding(Rules.TestRunBroken, exitCode, $"{problem}: {said}", log);
        }

        return report.Tests.Count == 0 ? Finding(Rules.NoTests)
            : report.Tests.All(test => test.Outcome == TestOutcome.Skipped) ? Finding(Rules.AllSkipped, Count(report.Tests.Count))
            : signal is not null ? OfSignal(signal, "after the last test", said)
            : ended.ExitCode != 0 && !hasFailed ? Finding(Rules.TestRunBroken, exitCode, $"no failed test: {said}", log)
            : null;
    }

    /// <summary>True if the exit code is that of a process that a signal ended which another process can have sent.</summary>
    public static bool WasKilled(int exitCode) => SignalOf(exitCode) is { } signal && SentSignals.Contains(signal);

    /// <summary>True for the exit code of a process that a signal ended.</summary>
    public static bool IsSignal(int exitCode) => SignalOf(exitCode) is not null;

    private static string? SignalOf(int exitCode) => exitCode > 128 ? Signals.GetValueOrDefault(exitCode - 128) : null;

    private PipelineDiagnostic OfSignal(string signal, string when, string said) => SentSignals.Contains(signal)
        ? Finding(Rules.RunKilled, signal, when, said, log)
        : Finding(Rules.EndedItself, $"crashed (signal {signal}) {when}", said, log);

    /// <summary>Tests that had to run and did not, and skips that no test file asks for.</summary>
    private IEnumerable<PipelineDiagnostic> OfExpected(IReadOnlyList<string> expected, IReadOnlyList<TestResult> tests)
    {
        var ran = tests.CountBy(test => test.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var missing = expected.CountBy(name => name, StringComparer.Ordinal)
            .SelectMany(name => Enumerable.Repeat(name.Key, Math.Max(0, name.Value - ran.GetValueOrDefault(name.Key)))).ToArray();
        if (missing.Length > 0)
        {
            yield return Finding(Rules.TestsNotRun, Count(expected.Count), Count(missing.Length), FileList.Of(missing), log);
        }

        foreach (var test in tests.Where(test => test.Outcome == TestOutcome.Skipped && !test.IsDeclaredSkip).Take(MostTests))
        {
            yield return OfTest(Rules.SkippedByCode, test.Name, OutputSummary.OfMessage(test.Message));
        }
    }

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A finding at its place in the code, else at the example that the test is of.</summary>
    private PipelineDiagnostic OfTest(RuleDescriptor rule, string test, string message, CodePlace? place = null)
    {
        var example = ExampleTests.ToList().IndexOf(test);
        var reached = place is null || place.Chain == bot ? message : $"{message} ({place.Chain})";
        return Finding(rule, test, reached) with
        {
            Anchor = place?.Anchor ?? (example < 0 ? null : ExamplePlaces?[example] ?? new($"metadata.examples.{example}")),
        };
    }

    /// <summary>Exit codes by which pytest, bats, xunit.v3 and the shell say themselves that a run went wrong.</summary>
    private static bool IsOfTestProgram(int exitCode) => exitCode is (>= 1 and <= 5) or 126 or 127;

    private bool IsOutOfMemory(string text) => memory is not null && OutOfMemory().IsMatch(text);

    private PipelineDiagnostic MemoryExceeded(long measured, string what) =>
        Finding(Rules.MemoryExceeded, Size(memory ?? 0), measured > 0 ? Size(measured) : "nothing before its end", what);

    private PipelineDiagnostic Finding(RuleDescriptor rule, params IEnumerable<string> arguments) =>
        new(rule, [bot, .. arguments]) { Bot = bot };

    [GeneratedRegex(@"\bMemoryError\b|\bOutOfMemoryException\b|[Cc]annot allocate|[Mm]emory exhausted|\b[Oo]ut of memory\b")]
    private static partial Regex OutOfMemory();
}
