using System.Diagnostics;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Development;
using Menace.Model.Tasks;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Processes;

namespace Menace.Pipeline.Verification;

/// <summary>The setup and the tests of one bot, and what their end means.</summary>
internal sealed class BotTest(BotDevConfig config, ILanguage language, IProcessRunner runner, BotRepository repository)
{
    /// <summary>Exit code of scripts/setup_tests.sh where a program is missing (EX_UNAVAILABLE of sysexits.h).</summary>
    private const int SetupToolMissing = 69;

    /// <summary>Failed tests reported one by one; the rest is counted.</summary>
    private const int MostTests = 20;

    private readonly List<PipelineDiagnostic> _findings = [];

    private string Bot => repository.Spec.Name;

    /// <summary>Sets up, tests and judges. Only cancellation is thrown.</summary>
    public async Task<(VerificationResult Result, IReadOnlyList<PipelineDiagnostic> Findings)> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var tests = await RunTestsAsync(clock, cancellationToken);
        return (new VerificationResult(Bot, _findings.Count == 0 ? VerificationOutcome.Passed : VerificationOutcome.Failed, tests)
        {
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
        }, _findings);
    }

    private async Task<IReadOnlyList<TestResult>> RunTestsAsync(Stopwatch clock, CancellationToken cancellationToken)
    {
        var work = Path.Combine(config.StatePath, "verify", Bot);
        try
        {
            Directory.CreateDirectory(work);
            var plan = await language.PlanTestsAsync(new TestRequest(repository.Spec, repository.Path, work), cancellationToken);
            try
            {
                return await SetUpAsync(plan.Setup with { OutputFile = Path.Combine(work, "setup.log") }, cancellationToken)
                    ? await TestAsync(plan, Path.Combine(work, "tests.log"), config.VerifyTimeout - clock.Elapsed, cancellationToken)
                    : [];
            }
            finally
            {
                RedactedLog.RewriteFolder(work);
            }
        }
        catch (ToolMissingException exception)
        {
            Fail(Rules.ToolMissing, exception.Tool, exception.Looked, exception.Remedy);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            Fail(Rules.TestRunBroken, "none", exception.Message, work);
        }

        return [];
    }

    private async Task<bool> SetUpAsync(ProcessCommand setup, CancellationToken cancellationToken)
    {
        // What a setup starts may serve later ones: the C# compiler server does.
        var ended = await runner.RunAsync(setup with { KeepsChildren = true }, config.VerifyTimeout, cancellationToken);
        if (ended.TimedOut)
        {
            Fail(Rules.TimedOut, "scripts/setup_tests.sh", Duration(config.VerifyTimeout));
        }
        else if (ended.ExitCode == SetupToolMissing)
        {
            Fail(Rules.ToolMissing, "a program", OutputSummary.Of(ended.Output), "Install it and build again");
        }
        else if (ended.ExitCode != 0)
        {
            Fail(Rules.SetupFailed, ended.ExitCode.ToString(CultureInfo.InvariantCulture), OutputSummary.Of(ended.Output), setup.OutputFile!);
        }

        return _findings.Count == 0;
    }

    private async Task<IReadOnlyList<TestResult>> TestAsync(TestPlan plan, string log, TimeSpan left, CancellationToken cancellationToken)
    {
        var limit = repository.Spec.Resources.TryGetValue("timeout", out var own) && Quantities.TryReadTimeout(own, out var shorter) && shorter > TimeSpan.Zero && shorter < left ? shorter : left;
        var ended = await runner.RunAsync(plan.Tests with { OutputFile = log }, limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1), cancellationToken);
        if (ended.TimedOut)
        {
            Fail(Rules.TimedOut, "its tests", Duration(limit));
            return [];
        }

        var report = plan.ReadReport().Redacted();
        var code = ended.ExitCode.ToString(CultureInfo.InvariantCulture);
        var failed = report.Tests.Where(test => test.Outcome == TestOutcome.Failed).ToArray();
        foreach (var test in failed.Take(MostTests))
        {
            Fail(Rules.TestFailed, test.Name, OutputSummary.OfMessage(test.Message));
        }

        if (failed.Length > MostTests)
        {
            Fail(Rules.TestFailed, $"and {failed.Length - MostTests} more", $"see '{log}'");
        }

        if (report.Problem is { } problem)
        {
            Fail(Rules.TestRunBroken, code, $"{problem}: {OutputSummary.Of(ended.Output)}", log);
        }
        else if (report.Tests.All(test => test.Outcome == TestOutcome.Skipped))
        {
            Fail(Rules.NoTests, report.Tests.Count == 0 ? "none was found" : $"all {report.Tests.Count} were skipped");
        }
        else if (ended.ExitCode != 0 && failed.Length == 0)
        {
            Fail(Rules.TestRunBroken, code, $"no failed test: {OutputSummary.Of(ended.Output)}", log);
        }

        return report.Tests;
    }

    private void Fail(RuleDescriptor rule, params IEnumerable<string> arguments) =>
        _findings.Add(new PipelineDiagnostic(rule, [Bot, .. arguments]) { Bot = Bot });

    private static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
