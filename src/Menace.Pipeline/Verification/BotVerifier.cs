using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Verifies repositories in their working trees by child processes, each bot after its dependencies, independent ones side by side.
/// </summary>
public sealed class BotVerifier : IBotVerifier
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly IProcessRunner _runner;

    /// <summary>Uses the settings <paramref name="config"/>.</summary>
    public BotVerifier(BotDevConfig config)
        : this(config, new ProcessRunner())
    {
    }

    private BotVerifier(BotDevConfig config, ProcessRunner runner)
        : this(config, LanguageTable.Create(config, runner), runner)
    {
    }

    internal BotVerifier(BotDevConfig config, LanguageTable languages, IProcessRunner runner)
    {
        _config = config;
        _languages = languages;
        _runner = runner;
    }

    /// <summary>
    /// Receives the result of each bot as soon as it was tested, from several threads at once; a second run may still change it. Can be
    /// null.
    /// </summary>
    public Action<VerificationResult>? Verified { get; init; }

    /// <summary>Records verdicts immediately, so that an interrupted run continues after them, or null.</summary>
    internal WorkflowDb? Journal { get; init; }

    /// <inheritdoc/>
    public async Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, CancellationToken cancellationToken = default)
    {
        if (!_config.VerifyEnabled)
        {
            return new(
                new VerifyRecord(build.RunId,
                    [.. build.Repositories.Select(
                    repository => new VerificationResult(repository.Spec.Name, VerificationOutcome.NotRun, []))]),
                [new PipelineDiagnostic(Rules.VerificationDisabled, [])]);
        }

        await using var journal = StageJournal.Open(Journal, build.RunId, PipelineStage.Verify);
        var run = new VerifyRun(this, build, previous, journal);
        var verified = await DependencyOrder.RunAsync(
            [.. build.Repositories.Select(repository => repository.Spec.Name)], run.DependenciesOf, run.VerifyAsync, _config.Concurrency,
            cancellationToken);
        VerificationResult[] results = [.. verified.Select(bot => bot.Result)];
        RunWarning[] repeated = [.. (previous?.Warnings ?? []).Where(
            warning => warning.IsStillTrue(results, file => file == InterferenceCheck.AsItIs(_config.SourceDirectory, file.Path)))];
        IReadOnlyList<RunWarning> warnings = [];
        IReadOnlyList<PipelineDiagnostic> replaced = [];
        if (run.Before is { } before)
        {
            var look = new InterferenceCheck(_config, run.Look, run.RepeatAsync);
            (verified, warnings) = await look.TakeAsync(verified, before, run.ChangedEarlier, cancellationToken);
            verified = await run.Final.TakeAsync(verified, cancellationToken);
            replaced = [.. ReplacedStores(build.RunId, verified)];
            verified = run.Blocked(verified);
        }

        return new(
            new VerifyRecord(build.RunId, [.. verified.Select(bot => bot.Result)])
            {
                Warnings = [.. repeated, .. verified.SelectMany(bot => bot.Warnings), .. warnings],
            },
            [.. verified.SelectMany(bot => bot.Findings), .. Diagnostics(repeated), .. Diagnostics(warnings), .. replaced]);
    }

    private static IEnumerable<PipelineDiagnostic> Diagnostics(IEnumerable<RunWarning> warnings) =>
        warnings.Select(warning => warning.ToDiagnostic()).OfType<PipelineDiagnostic>();

    /// <inheritdoc/>
    public Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, Action<VerificationResult> verified, CancellationToken cancellationToken = default) =>
        new BotVerifier(_config, _languages, _runner) { Journal = Journal, Verified = Verified + verified }.VerifyAsync(
            build, previous, cancellationToken);

    /// <summary>A database that a bot overwrote; checked now, because later the times of the bots are unknown.</summary>
    private IEnumerable<PipelineDiagnostic> ReplacedStores(long runId, IReadOnlyList<TestedBotResult> bots)
    {
        Journal?.LastEntries(runId);
        return (Journal?.TakeReplaced() ?? []).Select(replaced => StoreFindings.Of(
            replaced,
            [.. bots.Where(bot => bot.Ran is { } ran && new FileChange(replaced.Path, [replaced.Written]).MayBeWithin(ran.Start, ran.End))
                .Select(bot => bot.Result.Bot)]));
    }

    /// <summary>One run of the stage: what bots know of each other while they are verified.</summary>
    private sealed class VerifyRun(BotVerifier verifier, BuildRecord build, VerifyRecord? previous, StageJournal journal)
    {
        private readonly TestConditions _conditions = TestConditions.Look(
            verifier._languages, build.Repositories.Select(repository => repository.Spec.Language), verifier._config.TestEnvironment,
            verifier._config.VerifyTimeout);
        private readonly string _build = Guid.NewGuid().ToString();
        private FinalStateCheck? _final;

        private readonly Dictionary<string, BotRepository> _repositories = build.Repositories.ToDictionary(
            repository => repository.Spec.Name);
        private readonly HashSet<string> _failed = [.. build.Failures.Select(failure => failure.Bot)];
        private readonly Dictionary<string, VerificationResult> _previous = previous?.Results.ToDictionary(result => result.Bot) ?? [];
        private readonly ConcurrentDictionary<string, VerificationResult> _done = new();
        private readonly ResumedVerdicts _kept = ResumedVerdicts.Read(
            journal, () => FolderSnapshot.Read(SnapshotOf(verifier), build.RunId), () => Look(verifier, build));
        private readonly ConcurrentDictionary<string, bool> _generated = new();
        private FolderSnapshot? _before;
        private object? _looking;

        /// <summary>Everything that tests must leave alone, before the first bot was run; null if none was.</summary>
        public FolderSnapshot? Before => _before;

        /// <summary>Returns the changes during the tests of this run before it was interrupted.</summary>
        public IReadOnlyList<FileChange> ChangedEarlier => _kept.Changes;

        public FolderSnapshot Look() => Look(verifier, build);

        /// <summary>Compares the repositories with their verdicts when all bots are done.</summary>
        public FinalStateCheck Final => _final ??= new(verifier._config, KeysNow, AgainAsync, DependenciesOf);

        public IReadOnlyList<string> DependenciesOf(string name) =>
            _repositories.TryGetValue(name, out var repository) ? repository.Spec.Dependencies : [];

        /// <summary>The verdicts, blocked if a dependency failed only after the bot itself was tested.</summary>
        public IReadOnlyList<TestedBotResult> Blocked(IReadOnlyList<TestedBotResult> bots)
        {
            var byName = bots.ToDictionary(bot => bot.Result.Bot, StringComparer.Ordinal);
            foreach (var name in DependencyOrder.TopologicalOrder([.. byName.Keys], DependenciesOf))
            {
                var bot = byName[name];
                if (bot.Result.IsGreen && FailedDependency(_repositories[name].Spec, dependency => byName[dependency].Result) is { } failed)
                {
                    var blocked = Blocked(_repositories[name].Spec, failed);
                    byName[name] = blocked with { Findings = [.. blocked.Findings, .. Diagnostics(bot.Warnings)] };
                }
            }

            return [.. bots.Select(bot => byName[bot.Result.Bot])];
        }

        private string? FailedDependency(BotSpec bot, Func<string, VerificationResult> resultOf) =>
            bot.Dependencies.FirstOrDefault(dependency => _failed.Contains(dependency) || !resultOf(dependency).IsGreen);

        private static TestedBotResult Blocked(BotSpec bot, string dependency) => new(
            new(bot.Name, VerificationOutcome.Blocked, []),
            [new PipelineDiagnostic(
                Rules.DependencyFailed, [bot.Name, "verified", dependency]) { Bot = bot.Name, Anchor = new("dependencies") }]);

        public async Task<TestedBotResult> VerifyAsync(string name, CancellationToken cancellationToken)
        {
            var repository = _repositories[name];
            var outcome = Done(await VerifyAsync(repository, cancellationToken));
            verifier.Verified?.Invoke(outcome.Result);
            return outcome;
        }

        private async Task<TestedBotResult> AgainAsync(string name, CancellationToken cancellationToken) =>
            Done(await VerifyAsync(_repositories[name], cancellationToken));

        private TestedBotResult Done(TestedBotResult outcome)
        {
            _done[outcome.Result.Bot] = outcome.Result;
            if (!outcome.Result.IsReused)
            {
                Fault.Reached(Boundary.VerifyJudged);
                journal.Finish(StageEvents.Of(outcome.Result), ResumedVerdict.Of(outcome));
            }

            return outcome;
        }

        private Dictionary<string, string> KeysNow()
        {
            var keys = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in DependencyOrder.TopologicalOrder([.. _repositories.Keys], DependenciesOf))
            {
                keys[name] = KeyOf(_repositories[name], dependency => keys.GetValueOrDefault(dependency, ""));
            }

            return keys;
        }

        private string KeyOf(BotRepository repository, Func<string, string> keyOf) =>
            VerdictKey.Of(
                repository, _conditions.Of(repository.Spec.Language), repository.Spec.Dependencies.Select(keyOf), _build);

        public Task<TestedBotResult> RepeatAsync(string name, TimeSpan left, CancellationToken cancellationToken) =>
            TestOf(_repositories[name]).RepeatAsync(left, cancellationToken);

        private FolderSnapshot Begin()
        {
            Final.Remember(_repositories.Keys);
            var before = Look();

            // That of the first build of this run stays: what was changed since then is not said yet.
            if (verifier.Journal is not null && FolderSnapshot.Read(SnapshotOf(verifier), build.RunId) is null)
            {
                before.Write(SnapshotOf(verifier), build.RunId);
            }

            return before;
        }

        /// <summary>Where <see cref="Before"/> is kept for a build that takes up this run. No bot has such a name.</summary>
        private static string SnapshotOf(BotVerifier verifier) => Path.Combine(verifier._config.StatePath, "verify", "files-before.txt");

        private static FolderSnapshot Look(BotVerifier verifier, BuildRecord build) =>
            FolderSnapshot.Take(verifier._config, build.Tasks.Select(task => task.Name).ToHashSet());

        private BotTest TestOf(BotRepository repository) => new(
            verifier._config, verifier._languages[repository.Spec.Language], verifier._runner, repository,
            CallsDotnet(repository.Spec.Name),
            file => _generated.GetOrAdd(
                repository.Spec.Name, _ => new BotGitRepository(repository.Path).HoldsAsGenerated(repository.Tree, file)));

        private bool CallsDotnet(string name) =>
            DependencyOrder.Closure(name, DependenciesOf).Any(dependency =>
                _repositories.TryGetValue(dependency, out var called) && LanguageTable.RowOf(called.Spec.Language).ReservesAddressSpace);

        private async Task<TestedBotResult> VerifyAsync(BotRepository repository, CancellationToken cancellationToken)
        {
            var bot = repository.Spec;
            if (FailedDependency(bot, dependency => _done[dependency]) is { } failed)
            {
                return Blocked(bot, failed);
            }

            var drifted = bot.Dependencies
                .Where(dependency => new BotGitRepository(_repositories[dependency].Path).DiffersFrom(_repositories[dependency].Tree))
                .Select(dependency => new PipelineDiagnostic(
                    Rules.DependencyDrifted, [bot.Name, dependency])
                { Bot = bot.Name, Anchor = new("dependencies") });
            List<PipelineDiagnostic> findings = [.. drifted];

            var key = KeyOf(repository, dependency => _done[dependency].Key);
            var before = _kept.Find(bot.Name, key) ?? (_previous.TryGetValue(bot.Name, out var known) && known.Key == key ? known : null);
            var language = verifier._languages[bot.Language];
            var test = TestOf(repository);
            TestedBotResult tested;
            if (before is { IsGreen: true } && test.IsOf(key))
            {
                tested = new(before with { IsReused = true }, findings);
            }
            else
            {
                LazyInitializer.EnsureInitialized(ref _before, ref _looking, Begin);
                var isEdited = IsEdited(repository);
                tested = await test.RunAsync(key, cancellationToken);
                tested = tested with
                {
                    Result = tested.Result with { Key = key, IsEdited = isEdited },
                    Findings = [.. findings, .. tested.Findings],
                    Warnings = [.. tested.Findings.Where(finding => !finding.IsError)
                        .Select(finding => RunWarning.Of(finding, [bot.Name], []))],
                    RanBefore = _kept.TimeOf(bot.Name),
                };
            }

            if (tested.Result.IsGreen)
            {
                tested = tested with
                {
                    Result = WithStubs(tested.Result, bot),
                    Findings = [.. tested.Findings,
                        .. bot.NotExercised.Select(function => NotExercised(bot.Name, function.Key, function.Value))],
                };
            }

            if (!verifier._config.LintEnabled)
            {
                return tested;
            }

            var lint = before?.Lint ?? await LintAsync(repository, language, cancellationToken);
            return tested with
            {
                Result = tested.Result with { Lint = lint },
                Findings = [.. tested.Findings,
                    .. BotLint.ToFindings(lint, repository, build.Tasks.FirstOrDefault(task => task.Name == bot.Name))],
            };
        }

        /// <summary>A green verdict, with the outcome of a bot that is a stub or uses one.</summary>
        private VerificationResult WithStubs(VerificationResult result, BotSpec bot) => result with
        {
            Outcome = bot.StubFunctions.Count > 0 ? VerificationOutcome.Stub
                : bot.Dependencies.Any(dependency => _done[dependency].Outcome != VerificationOutcome.Passed)
                    ? VerificationOutcome.PassedAgainstStub
                : VerificationOutcome.Passed,
        };

        private static PipelineDiagnostic NotExercised(string bot, string function, string reason) =>
            new(Rules.NotExercised, [bot, function, reason]) { Bot = bot, Anchor = new("metadata.functions") };

        /// <summary>False if git cannot open the repository: then the develop stage reports it.</summary>
        private static bool IsEdited(BotRepository repository)
        {
            try
            {
                return new BotGitRepository(repository.Path).DiffersFrom(repository.Tree);
            }
            catch (LibGit2SharpException)
            {
                return false;
            }
        }

        private Task<IReadOnlyList<LintWarning>> LintAsync(
            BotRepository repository, ILanguage language, CancellationToken cancellationToken)
        {
            var work = Path.Combine(verifier._config.StatePath, "verify", repository.Spec.Name);
            return BotLint.RunAsync(
                language, new TestRequest(repository.Spec, repository.Path, work), repository.MainFile, cancellationToken);
        }
    }
}
