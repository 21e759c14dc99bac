using System.Collections.Concurrent;
using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Coding.Trial;

/// <summary>
/// Tries candidates before anything uses them: each is read, set up in a tree of its own, run against the examples of the task in
/// processes with limits, and changed by mutants, as verification does it. Candidates of one language are tried one after another.
/// </summary>
internal sealed class CandidateTrials : IAsyncDisposable
{
    private const string FolderName = "trials";

    /// <summary>The most memory of a candidate, and that of one whose task names none.</summary>
    private const long MostMemory = 1L << 30;

    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly IProcessRunner _runner;
    private readonly CandidateTrees _trees;
    private readonly ConcurrentDictionary<BotLanguage, SemaphoreSlim> _turns = new();
    private readonly Lazy<Task<bool>> _canCutOff;

    private CandidateTrials(BotDevConfig config, LanguageTable languages, IProcessRunner runner, CandidateTrees trees)
    {
        (_config, _languages, _runner, _trees) = (config, languages, runner, trees);
        _canCutOff = new(() => NetworkNamespace.IsAvailableAsync(runner, CancellationToken.None));
    }

    /// <summary>Begins, after it has ended and removed what a killed build left.</summary>
    /// <exception cref="IOException">The folder cannot be emptied.</exception>
    public static async Task<CandidateTrials> BeginAsync(BotDevConfig config, LanguageTable languages, IProcessRunner runner) =>
        new(config, languages, runner, await CandidateTrees.BeginAsync(config, languages, runner, FolderName));

    /// <summary>Tries a candidate. Only cancellation is thrown.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    public async Task<TrialVerdict> TryAsync(CodeRequest request, CodeCandidate candidate, CancellationToken cancellationToken)
    {
        var reading = new TrialReading(request, candidate);
        if (reading.Untriable() is { } untriable)
        {
            return Refuse(candidate, TrialFailure.NotTried, untriable);
        }

        if (reading.RefusedText() is { } text)
        {
            return Refuse(candidate, TrialFailure.Reading, text);
        }

        var turn = _turns.GetOrAdd(request.Language, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            var code = (await ReadCode.ReadAsync(_languages[request.Language], [reading.Source()], cancellationToken))[0];
            return reading.Refused(code) is { } refused
                ? Refuse(candidate, code.IsOfMachine ? TrialFailure.NotTried : TrialFailure.Reading, refused)
                : await RunAsync(request, candidate, reading, code, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _trees.DisposeAsync();
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    private static TrialVerdict Refuse(CodeCandidate candidate, TrialFailure failure, string reason) =>
        new(candidate) { Failure = failure, Reason = OutputSummary.OfMessage(reason) };

    private async Task<TrialVerdict> RunAsync(
        CodeRequest request, CodeCandidate candidate, TrialReading reading, ReadCode code, CancellationToken cancellationToken)
    {
        // Functions that reading did not prove harmless run in programs of their own only, which can be cut off from the network.
        var isProved = request.Functions.All(function => code.ObstacleTo(function.Name) is null);
        var isCutOff = !reading.MayUseNetwork && await _canCutOff.Value;
        if (!isProved && !reading.MayUseNetwork && !isCutOff)
        {
            return Refuse(candidate, TrialFailure.NotTried,
                "This machine cannot keep programs from the network, and reading did not prove that the code leaves it alone");
        }

        var folder = _trees.NewFolder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(_config.VerifyTimeout);
        try
        {
            var tree = new CandidateTree(
                code, SpecOf(request, candidate), _languages[request.Language], isProved ? _trees.FastOf(request.Language) : null, _runner,
                folder)
            {
                RunTime = TimeOf(request.Task),
                ObstacleTo = function => reading.ObstacleTo(code, function),
                Around = isCutOff ? NetworkNamespace.Around : command => command,
            };
            return await JudgeAsync(request, candidate, reading, code, tree, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refuse(candidate, TrialFailure.Limits, $"The trial took longer than {TestJudge.Duration(_config.VerifyTimeout)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return Refuse(candidate, TrialFailure.NotTried, $"This machine could not run it: {exception.Message}");
        }
        finally
        {
            FolderRemoval.Delete(folder);
        }
    }

    private async Task<TrialVerdict> JudgeAsync(
        CodeRequest request, CodeCandidate candidate, TrialReading reading, ReadCode code, CandidateTree tree,
        CancellationToken cancellationToken)
    {
        var run = await tree.RunAsync(reading.Examples, cancellationToken);
        if (run.NotRun is { } reason)
        {
            return Refuse(candidate, run.IsOfMachine ? TrialFailure.NotTried : TrialFailure.Build, $"The code was not run: {reason}");
        }

        FailedExample[] failed =
        [
            .. reading.Examples.Zip(run.Results).Where(example => example.Second.Outcome != TestOutcome.Passed)
                .Select(example => new FailedExample(example.First, OutputSummary.OfMessage(example.Second.Message))),
        ];
        var verdict = new TrialVerdict(candidate) { FailedExamples = failed, PassedExamples = reading.Examples.Count - failed.Length };
        var excess = run.CutShort is null ? null
            : new TestJudge(request.Task.Name, MemoryOf(request.Task), tree.RunTime, "none").CutShort("its examples", run.CutShort);
        if (excess is not null || run.LeftBehind.Count > 0)
        {
            return verdict with
            {
                Failure = TrialFailure.Limits,
                Reason = OutputSummary.OfMessage(excess?.Message ?? $"It left processes running: {FileList.Of(run.LeftBehind)}"),
            };
        }

        if (failed is [var first, ..])
        {
            return verdict with
            {
                Failure = TrialFailure.Examples,
                Reason = $"{Count(failed.Length, "example")} of {Count(reading.Examples.Count)} failed, first {Call(first.Example)}: " +
                    first.Message,
            };
        }

        verdict = await TestAsync(request, tree, verdict, cancellationToken);
        return verdict.Passed ? await MutateAsync(request, reading, code, tree, verdict, cancellationToken) : verdict;
    }

    /// <summary>The verdict after the tests that the task brings; each test of their files has to run and to pass.</summary>
    private static async Task<TrialVerdict> TestAsync(
        CodeRequest request, CandidateTree tree, TrialVerdict verdict, CancellationToken cancellationToken)
    {
        if (request.Task.Metadata.Tests is null)
        {
            return verdict;
        }

        var report = await tree.TestAsync(cancellationToken);
        var failed = report.Tests.FirstOrDefault(test => test.Outcome == TestOutcome.Failed);
        var passed = report.Tests.Where(test => test.Outcome == TestOutcome.Passed).Select(test => test.Name).ToArray();
        var missing = (report.Expected ?? []).Except(report.Tests.Select(test => test.Name), StringComparer.Ordinal).FirstOrDefault();
        var reason = failed is not null ? $"The test {failed.Name} fails: {OutputSummary.OfMessage(failed.Message)}"
            : report.Problem is { } problem ? $"The tests have no results: {problem}"
            : missing is not null ? $"The test {missing} did not run"
            : passed.Length == 0 ? "No test of the task passed"
            : null;
        return reason is null ? verdict with { PassedTests = passed.Length }
            : verdict with { Failure = TrialFailure.Tests, Reason = OutputSummary.OfMessage(reason) };
    }

    /// <summary>
    /// The verdict on a candidate whose examples passed. As in verification a function is refused if its examples notice none of its
    /// mutants; those of a function that was not proved harmless, or that <c>metadata.smoke</c> names, are not run.
    /// </summary>
    private async Task<TrialVerdict> MutateAsync(
        CodeRequest request, TrialReading reading, ReadCode code, CandidateTree tree, TrialVerdict verdict,
        CancellationToken cancellationToken)
    {
        var smoke = request.Task.Metadata.Smoke;
        var changed = smoke.Contains(TaskMetadata.AllFunctions, StringComparer.Ordinal) ? []
            : request.Functions.Select(function => function.Name).Where(name => code.ObstacleTo(name) is null)
                .Except(smoke, StringComparer.Ordinal).ToArray();
        var tested = tree.Request! with
        {
            Spec = tree.Request.Spec with
            {
                Examples = reading.Examples,
                Mutants = [.. changed.SelectMany(code.Definitions).SelectMany(function => function.Mutants)],
            },
        };
        var counts = await new MutationGate(_languages[request.Language], _runner, tested, []) { RunFile = tree.RunFile, Fast = tree.Fast }
            .CountAsync(cancellationToken);
        verdict = verdict with
        {
            Mutants = counts.Sum(count => count.Count),
            NoticedMutants = counts.Sum(count => count.Noticed),
        };
        if (counts.FirstOrDefault(count => count is { Noticed: 0, Survivors.Count: > 0 }) is { } vain)
        {
            return verdict with
            {
                Failure = TrialFailure.Mutants,
                Reason = OutputSummary.OfMessage($"The examples of '{vain.Function}' pass with each change of it: " +
                    string.Join("; ", vain.Survivors.Select(mutant => mutant.Description))),
            };
        }

        return verdict with
        {
            Evidence = [.. verdict.Candidate.Evidence.Select(Redaction.Redact), .. EvidenceOf(verdict, tested.Spec.Mutants.Count)],
        };
    }

    private static IEnumerable<string> EvidenceOf(TrialVerdict verdict, int possible) =>
    [
        $"{Count(verdict.PassedExamples, "example")} passed",
        .. verdict.PassedTests == 0 ? (string[])[] : [$"{Count(verdict.PassedTests, "test")} passed"],
        possible == 0 ? "no mutant was possible" : verdict.Mutants == 0 ? "mutants could not be run"
            : $"{Count(verdict.NoticedMutants)} of {Count(verdict.Mutants, "mutant")} failed",
    ];

    private static BotSpec SpecOf(CodeRequest request, CodeCandidate candidate) => new()
    {
        Name = request.Task.Name,
        Language = request.Language,
        Code = candidate.Code,
        Purpose = BotSpec.UnknownPurpose,
        Functions = [.. request.Functions.Select(function => function.Name)],
        Tests = request.Task.Metadata.Tests is { } tests ? new Dictionary<string, string> { [""] = tests } : [],
        Resources = new Dictionary<string, JsonValue>(request.Task.Resources) { ["memory"] = MemoryOf(request.Task) },
    };

    private static long MemoryOf(TaskInfo task) => Math.Min(MemoryLimit.Bytes(task.Resources) ?? MostMemory, MostMemory);

    private TimeSpan TimeOf(TaskInfo task) =>
        task.Resources.TryGetValue("timeout", out var own) && Quantities.TryReadTimeout(own, out var shorter)
        && shorter > TimeSpan.Zero && shorter < _trees.RunTime ? shorter : _trees.RunTime;

    /// <summary>The call of an example as messages show it.</summary>
    private static string Call(TaskExample example) => OutputSummary.OfMessage(
        $"{example.Function}({string.Join(", ", example.Args.Select(argument => CanonicalJson.WriteInOrder(argument)))})");

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Count(int number, string thing) => $"{Count(number)} {thing}{(number == 1 ? "" : "s")}";
}
