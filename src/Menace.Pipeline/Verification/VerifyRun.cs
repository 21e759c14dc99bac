using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>One run of the stage: what bots know of each other while they are verified.</summary>
internal sealed class VerifyRun : IAsyncDisposable
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly IProcessRunner _runner;
    private readonly BuildRecord _build;
    private readonly StageJournal _journal;
    private readonly bool _isJournalled;
    private readonly Dictionary<string, BotRepository> _repositories;
    private readonly RunTrees _trees;
    private readonly BotTesting _testing;

    /// <summary>The trees of commits that wait for their tests, by name of the bot: not those of new repositories.</summary>
    private readonly Dictionary<string, string> _candidates = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed;
    private readonly Dictionary<string, VerificationResult> _previous;
    private readonly IReadOnlyDictionary<string, VerificationResult> _judged;
    private readonly ConcurrentDictionary<string, VerificationResult> _done = new(StringComparer.Ordinal);
    private readonly ResumedVerdicts _kept;
    private readonly StoredVerdicts _stored;
    private readonly BotKeys _keys;

    /// <summary>The verdicts of earlier runs, or of the store, on exactly what there is now, green or not.</summary>
    private Dictionary<string, VerificationResult> _earlier = [];

    /// <summary>The bots that have to be tested, unless a dependency fails.</summary>
    private HashSet<string> _open = [];

    /// <summary>Why bots are tested whose key is known.</summary>
    private Dictionary<string, string> _because = [];

    /// <summary>Looks at what an interrupted run left, before anything is touched.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="languages">The languages.</param>
    /// <param name="runner">Runs processes.</param>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="journal">The journal of the stage.</param>
    /// <param name="isJournalled">True if verdicts are recorded as they come.</param>
    /// <param name="judged">The verdicts that stand (<see cref="BotVerifier.Judged"/>).</param>
    public VerifyRun(
        BotDevConfig config, LanguageTable languages, IProcessRunner runner, BuildRecord build, VerifyRecord? previous,
        StageJournal journal, bool isJournalled, IReadOnlyDictionary<string, VerificationResult> judged)
    {
        _judged = judged;
        (_config, _languages, _runner, _build, _journal, _isJournalled) = (config, languages, runner, build, journal, isJournalled);
        _repositories = build.Repositories.ToDictionary(repository => repository.Spec.Name);
        _trees = new RunTrees(config, _repositories, DependenciesOf);
        _keys = new BotKeys(config, languages, _repositories, _trees.LaidOut);
        _failed = [.. build.Failures.Select(failure => failure.Bot)];
        _previous = previous?.Results.ToDictionary(result => result.Bot) ?? [];
        _kept = JudgedRun.Is(SnapshotFile, build.RunId) ? ResumedVerdicts.Judged(journal)
            : ResumedVerdicts.Read(journal, () => FolderSnapshot.Read(SnapshotFile, build.RunId), Look, config.TreesPath);
        _testing = new BotTesting(config, languages, runner, _repositories, _trees, DependenciesOf)
        {
            Places = new CodePlaces(
                [config.TreesPath, config.RepositoryBasePath], name => _repositories.GetValueOrDefault(name), build.Tasks),
        };
        _stored = new StoredVerdicts(config, _testing.Generated, _testing.Places, name => _repositories[name], _keys.InStore);
        Final = new FinalStateCheck(config, _keys.Now, AgainAsync, DependenciesOf, _trees.PathOf);
    }

    /// <summary>The trees in which the bots are tested.</summary>
    public RunTrees Trees => _trees;

    /// <summary>Receives each verdict as it comes.</summary>
    public Action<VerificationResult>? Verified { get; init; }

    /// <summary>Everything that tests must leave alone, before the first bot was run; null if none was.</summary>
    public FolderSnapshot? Before { get; private set; }

    /// <summary>Compares the trees with their verdicts when all bots are done.</summary>
    public FinalStateCheck Final { get; }

    /// <summary>
    /// Returns the changes that a look at the files no longer shows: before an interruption, and in trees that were restored.
    /// </summary>
    public IReadOnlyList<FileChange> ChangedEarlier => [.. _kept.Changes, .. _trees.Restored];

    /// <summary>Where the files of candidates are while they are tested.</summary>
    private string CandidatesPath => Path.Combine(_config.StatePath, "candidates");

    /// <summary>Where <see cref="Before"/> is kept for a build that takes up this run. No bot has such a name.</summary>
    private string SnapshotFile => Path.Combine(_config.StatePath, "verify", "files-before.txt");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        BotGitRepository.DeleteTree(CandidatesPath);
        return _testing.DisposeAsync();
    }

    /// <summary>Everything that tests must leave alone, now.</summary>
    public FolderSnapshot Look() => FolderSnapshot.Take(_config, _build.Tasks.Select(task => task.Name).ToHashSet());

    /// <summary>The dependencies of the bot <paramref name="name"/>.</summary>
    public IReadOnlyList<string> DependenciesOf(string name) =>
        _repositories.TryGetValue(name, out var repository) ? repository.Spec.Dependencies : [];

    /// <summary>Finds out which bots have to be tested, and lays out their trees and those of all that they depend on.</summary>
    public async Task LayOutAsync(CancellationToken cancellationToken)
    {
        LayOutCandidates();
        _keys.Take();
        _earlier = _repositories.Keys.Select(EarlierVerdict).OfType<VerificationResult>().ToDictionary(verdict => verdict.Bot);
        await FindStoredAsync(cancellationToken);
        _open = [.. _repositories.Keys.Where(
            name => !_judged.ContainsKey(name) && (!_earlier.TryGetValue(name, out var earlier) || !earlier.IsGreen))];
        _because = _open.Where(_earlier.ContainsKey).ToDictionary(
            name => name, name => $"its last verdict was {_earlier[name].Outcome.ToWord()}", StringComparer.Ordinal);
        string[] called = [.. WithoutBuild()];
        foreach (var name in called)
        {
            _because[name] = "a bot of another language that is tested calls it";
        }

        _open.UnionWith(called);
        string[] needed = [.. _open.SelectMany(name => DependencyOrder.Closure(name, DependenciesOf)).Concat(_open)
            .Where(_repositories.ContainsKey).Distinct(StringComparer.Ordinal)];
        if (needed.Length == 0)
        {
            return;
        }

        await _keys.FindTestToolsAsync(cancellationToken);
        await _trees.LayOutAsync(needed, cancellationToken);

        // What was edited meanwhile is in the trees already.
        _keys.Take();
        foreach (var name in needed.Where(name => _earlier.TryGetValue(name, out var earlier) && earlier.Key != _keys[name]))
        {
            _earlier.Remove(name);
            _open.Add(name);
        }

        Final.Remember(_repositories.Values);
        Before = Look();

        // That of the first build of this run stays: what was changed since then is not said yet.
        if (_isJournalled && FolderSnapshot.Read(SnapshotFile, _build.RunId) is null)
        {
            Before.Write(SnapshotFile, _build.RunId);
        }
    }

    private void LayOutCandidates()
    {
        foreach (var (name, repository) in _repositories.ToArray())
        {
            if (repository.Candidate is { } commit && Candidate.Of(repository.Path) is { IsCheckedOut: false } candidate)
            {
                var folder = Path.Combine(CandidatesPath, name);
                if (candidate.LayOut(commit, folder) is { } tree)
                {
                    _candidates[name] = tree;
                    _repositories[name] = repository with { FilesPath = folder };
                }
            }
        }
    }

    /// <summary>What was done for each bot, and the key that it was decided by.</summary>
    public IReadOnlyList<BotDecision> Decisions(IReadOnlyList<TestedBotResult> verified) => [.. verified.Select(bot =>
    {
        var name = bot.Result.Bot;
        return new BotDecision(name, ActionOf(bot.Result), _keys[name])
        {
            Because = bot.Result.Outcome == VerificationOutcome.Blocked ? "a bot that it depends on failed"
                : bot.Result.IsReused ? "" : _because.GetValueOrDefault(name, ""),
            Ingredients = () => _keys.Ingredients[name].Groups,
            OfStore = _stored.Ingredients.GetValueOrDefault(name)?.Groups,
        };
    })];

    private string ActionOf(VerificationResult result) =>
        result.Outcome == VerificationOutcome.Blocked ? "block"
        : !result.IsReused ? "test"
        : IsStored(result.Bot) ? "store" : BotDecision.Reuse;

    /// <summary>True if the verdict on the bot <paramref name="name"/> is one of the store.</summary>
    public bool IsStored(string name) => _stored.WarningsOf(name) is not null && !_open.Contains(name);

    /// <summary>Keeps the final verdicts in the store (<see cref="StoredVerdicts.Keep"/>).</summary>
    public PipelineDiagnostic? KeepResults(IReadOnlyList<TestedBotResult> verified, IReadOnlyList<RunWarning> warnings) =>
        _stored.Keep(verified, warnings);

    /// <summary>The verdict with the number of tests that the bot's next one is compared with.</summary>
    public VerificationResult WithBaseline(VerificationResult result) => TestCount.Keep(result, _previous.GetValueOrDefault(result.Bot));

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
                byName[name] = blocked with
                {
                    Findings = [.. blocked.Findings,
                        .. bot.Warnings.Select(warning => warning.ToDiagnostic()).OfType<PipelineDiagnostic>()],
                };
            }
        }

        return [.. bots.Select(bot => byName[bot.Result.Bot])];
    }

    /// <summary>
    /// Notes that every bot passed and none disturbed another: what changes from here on, such as a branch that gets what was tested, is
    /// no change by a test.
    /// </summary>
    public void Judge(IReadOnlyList<TestedBotResult> verified, IReadOnlyList<RunWarning> warnings)
    {
        if (_isJournalled && warnings.Count == 0 && verified.All(bot => bot.Result.IsGreen))
        {
            JudgedRun.Write(SnapshotFile, _build.RunId);
        }
    }

    /// <summary>Verifies the bot <paramref name="name"/>, whose dependencies are done.</summary>
    public async Task<TestedBotResult> VerifyAsync(string name, CancellationToken cancellationToken)
    {
        var outcome = Done(await VerifyAsync(_repositories[name], cancellationToken));
        Verified?.Invoke(outcome.Result);
        return outcome;
    }

    /// <summary>Tests a bot once more in processes of its own.</summary>
    public Task<TestedBotResult> RepeatAsync(string name, TimeSpan left, CancellationToken cancellationToken) =>
        _testing.Of(name).RunAsync(_keys[name], TestWay.Alone, left, cancellationToken);

    /// <summary>
    /// Tests a bot whose tree is not what was tested: as it stands if its own tests changed it, else with the files of its repository.
    /// </summary>
    private async Task<TestedBotResult> AgainAsync(TestedBotResult bot, CancellationToken cancellationToken)
    {
        var name = bot.Result.Bot;
        if (_trees.LaidOut.ContainsKey(name) && !bot.Findings.Any(finding => finding.Rule == Rules.WroteOwnRepository))
        {
            _trees.LayOutAnew(name);
        }

        return Done(await VerifyAsync(_repositories[name], cancellationToken, isAgain: true));
    }

    private TestedBotResult Done(TestedBotResult outcome)
    {
        _done[outcome.Result.Bot] = outcome.Result;
        if (!outcome.Result.IsReused)
        {
            Fault.Reached(Boundary.VerifyJudged);
            _journal.Finish(StageEvents.Of(outcome.Result), ResumedVerdict.Of(outcome));
        }

        return outcome;
    }

    /// <summary>The verdict of an earlier run on exactly this, whether it is green or not, or null.</summary>
    private VerificationResult? EarlierVerdict(string name) => _judged.GetValueOrDefault(name) is { } judged
        ? judged with { Key = _keys[name] }
        : _kept.Find(name, _keys[name])
        ?? (_previous.TryGetValue(name, out var known) && known.Key == _keys[name] ? known : null);

    /// <summary>
    /// Looks in the store for bots about which nothing is known here. A verdict that is not green says more than one there.
    /// </summary>
    private async Task FindStoredAsync(CancellationToken cancellationToken)
    {
        if (_earlier.Count == _repositories.Count)
        {
            return;
        }

        await _keys.FindTestToolsAsync(cancellationToken);
        var found = _stored.Find(_repositories.Keys.Where(name => !_earlier.ContainsKey(name)), _previous.GetValueOrDefault);
        foreach (var verdict in found.AsParallel()
            .Select(verdict => verdict with { Key = _keys[verdict.Bot], IsEdited = IsEdited(_repositories[verdict.Bot]) }))
        {
            _earlier[verdict.Bot] = verdict;
        }
    }

    /// <summary>
    /// The bots that have to be set up because a test of this run calls them from another language, and that were not since they changed.
    /// </summary>
    private IEnumerable<string> WithoutBuild() =>
        from caller in _open.SelectMany(name => DependencyOrder.Closure(name, DependenciesOf)).Concat(_open)
            .Distinct(StringComparer.Ordinal)
        where _repositories.ContainsKey(caller)
        from called in DependenciesOf(caller)
        where !_open.Contains(called) && _repositories.TryGetValue(called, out var repository)
            && !(_judged.TryGetValue(called, out var judged) && !judged.IsGreen)
            && repository.Spec.Language != _repositories[caller].Spec.Language && !_testing.Of(called).IsBuilt(_keys[called])
        select called;

    private string? FailedDependency(BotSpec bot, Func<string, VerificationResult> resultOf) =>
        bot.Dependencies.FirstOrDefault(dependency => _failed.Contains(dependency) || !resultOf(dependency).IsGreen);

    private static TestedBotResult Blocked(BotSpec bot, string dependency) => new(
        new(bot.Name, VerificationOutcome.Blocked, []),
        [new PipelineDiagnostic(
            Rules.DependencyFailed, [bot.Name, "verified", dependency]) { Bot = bot.Name, Anchor = new("dependencies") }]);

    private async Task<TestedBotResult> VerifyAsync(BotRepository repository, CancellationToken cancellationToken, bool isAgain = false)
    {
        var bot = repository.Spec;
        if (_judged.TryGetValue(bot.Name, out var judged) && !isAgain && !_open.Contains(bot.Name))
        {
            return new(judged, []) { TreeKey = _keys[bot.Name] };
        }

        if (FailedDependency(bot, dependency => _done[dependency]) is { } failed)
        {
            return Blocked(bot, failed);
        }

        var drifted = bot.Dependencies
            .Where(dependency => HasUncommitted(_repositories[dependency]))
            .Select(dependency => new PipelineDiagnostic(
                Rules.DependencyDrifted, [bot.Name, dependency])
            { Bot = bot.Name, Anchor = new("dependencies") });
        List<PipelineDiagnostic> findings = [.. drifted];
        var before = isAgain ? null : _earlier.GetValueOrDefault(bot.Name);
        var tested = !isAgain && !_open.Contains(bot.Name)
            ? Reused(before!, findings)
            : await TestAsync(repository, findings, isAgain, cancellationToken);
        if (tested.Result.IsGreen)
        {
            tested = tested with
            {
                Result = WithStubs(tested.Result, bot),
                Findings = [.. tested.Findings,
                    .. bot.NotExercised.Select(function => NotExercised(bot.Name, function.Key, function.Value))],
            };
        }

        if (!_config.LintEnabled)
        {
            return tested;
        }

        var lint = before?.Lint ?? await _testing.LintAsync(repository, cancellationToken);
        return tested with
        {
            Result = tested.Result with { Lint = lint },
            Findings = [.. tested.Findings, .. BotLint.ToFindings(lint, repository, _testing.Places)],
        };
    }

    /// <summary>The verdict of an earlier run; of one elsewhere with the warnings, which no record here has.</summary>
    private TestedBotResult Reused(VerificationResult earlier, IReadOnlyList<PipelineDiagnostic> findings)
    {
        var warnings = _stored.WarningsOf(earlier.Bot) ?? [];
        return new(
            earlier with { IsReused = true },
            [.. findings, .. warnings.Select(warning => warning.ToDiagnostic()).OfType<PipelineDiagnostic>()])
        {
            Warnings = warnings,
        };
    }

    private async Task<TestedBotResult> TestAsync(
        BotRepository repository, IReadOnlyList<PipelineDiagnostic> findings, bool isAgain, CancellationToken cancellationToken)
    {
        var name = repository.Spec.Name;
        if (repository.Spec.Dependencies.Append(name).FirstOrDefault(_trees.Incomplete.ContainsKey) is { } incomplete)
        {
            return new(new(name, VerificationOutcome.Failed, []),
                [.. findings, new PipelineDiagnostic(
                    Rules.InfrastructureFailed, [name, _trees.Incomplete[incomplete], _trees.PathOf(incomplete)])
                {
                    Bot = name,
                }]);
        }

        var isEdited = IsEdited(repository);
        var key = isAgain ? _keys.Now()[name] : _keys[name];
        var way = isAgain || _testing.Fast.IsNotWorthwhile(repository.Spec.Language, OpenIn(repository.Spec.Language))
            ? TestWay.Literal : TestWay.Fast;
        var mayMutate = _testing.MayMutate(repository);
        var tested = await _testing.Of(name).RunAsync(key, way, _config.VerifyTimeout, cancellationToken);
        if (tested is { Kind: { } kind, Result.IsGreen: true } && _testing.Fast.IsAudited(kind, key))
        {
            // What the first run changed in its tree is not what the second one is about.
            _trees.Restore(name);
            var literal = await _testing.Of(name).RunAsync(key, TestWay.Literal, _config.VerifyTimeout, cancellationToken);
            tested = ModeAudit.Compare(tested, literal);
        }

        var tree = _trees.LaidOut[name];
        tested = TestCount.Compare(tested, repository.Spec, tree.Path, tree.Files, _previous.GetValueOrDefault(name));
        tested = mayMutate && tested.Result.IsGreen ? await _testing.MutateAsync(repository, tested, cancellationToken) : tested;

        return tested with
        {
            // Of the repository, also where its own tests changed the tree and passed there a second time.
            Result = tested.Result with { Key = _keys[name], IsEdited = isEdited },
            TreeKey = key,
            Findings = [.. findings, .. tested.Findings],
            Warnings = [.. tested.Findings.Where(finding => !finding.IsError).Select(finding => RunWarning.Of(finding, [name], []))],
            RanBefore = _kept.TimeOf(name),
        };
    }

    private int OpenIn(BotLanguage language) => _open.Count(name => _repositories[name].Spec.Language == language);

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
    private bool IsEdited(BotRepository repository)
    {
        try
        {
            return Differs(repository);
        }
        catch (LibGit2SharpException)
        {
            return false;
        }
    }

    /// <summary>True if the bot is tested with files of the user that a clone would not have.</summary>
    private bool HasUncommitted(BotRepository repository) => _candidates.TryGetValue(repository.Spec.Name, out var tree)
        ? Candidate.Of(repository.Path)?.IsExactly(tree) == false : new BotGitRepository(repository.Path).HasUncommitted();

    /// <summary>True if the files that are tested are not the generated ones.</summary>
    private bool Differs(BotRepository repository) => _candidates.TryGetValue(repository.Spec.Name, out var tree)
        ? tree != repository.Tree : new BotGitRepository(repository.Path).DiffersFrom(repository.Tree);
}
