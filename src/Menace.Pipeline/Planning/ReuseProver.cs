using System.Collections.Concurrent;
using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Planning;

/// <summary>
/// Runs functions of candidates against examples of tasks. What is executed: functions that reading proved harmless, of candidates that a
/// build verified or that were imported as trusted, in processes with limits. Nothing else.
/// Candidates of different languages can be proved at once, those of one language cannot.
/// </summary>
internal sealed class ReuseProver : IAsyncDisposable
{
    /// <summary>Name of the file that names a running process.</summary>
    public const string RunFileName = "running";

    private const int LongestName = 100;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly IProcessRunner _runner;
    private readonly string _folder;
    private readonly ConcurrentDictionary<KnownBot, CandidateTree> _trees = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<BotLanguage, Lazy<IFastTests?>> _fast = new();
    private int _count;

    private ReuseProver(BotDevConfig config, LanguageTable languages, IProcessRunner runner) =>
        (_config, _languages, _runner, _folder) = (config, languages, runner, Path.Combine(config.StatePath, "plan"));

    /// <summary>Begins, after it has ended and removed what a killed run left.</summary>
    /// <exception cref="IOException">The folder cannot be emptied.</exception>
    public static async Task<ReuseProver> BeginAsync(BotDevConfig config, LanguageTable languages, IProcessRunner runner)
    {
        var prover = new ReuseProver(config, languages, runner);
        if (Directory.Exists(prover._folder))
        {
            foreach (var running in Directory.EnumerateDirectories(prover._folder).Select(tree => Path.Combine(tree, RunFileName)))
            {
                await ProcessRunner.EndLeftBehindAsync(running);
            }

            FolderRemoval.Delete(prover._folder);
        }

        return prover;
    }

    /// <summary>True if examples of <paramref name="candidate"/> may be run, as far as its origin and its name go.</summary>
    public static bool MayRun(KnownBot candidate) =>
        candidate.Origin is KnownOrigin.Verified or KnownOrigin.Trusted && IsPlainName(candidate.Name);

    /// <summary>True if the candidate needs no build of its own before its functions can be called.</summary>
    public bool IsQuick(KnownBot candidate) =>
        _trees.ContainsKey(candidate)
        || LanguageTable.Rows.Any(row => row.Id == candidate.Language && !row.BuildsForCallers);

    /// <summary>Runs the examples of functions that the candidate has under the names of the task.</summary>
    /// <param name="code">The candidate.</param>
    /// <param name="question">The task.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>The proof; of what was not run it has the reason.</returns>
    public async Task<ReuseProof> ProveAsync(CandidateCode code, TaskQuestion question, CancellationToken cancellationToken)
    {
        string[] named = [.. question.Functions.Where(function => code.Bot.Functions.Any(known => known.Name == function))];
        var obstacles = named.Select(function => (function, Reason: code.ObstacleTo(function))).Where(found => found.Reason is not null)
            .ToDictionary(found => found.function, found => found.Reason!, StringComparer.Ordinal);
        string[] mismatched =
            [.. named.Where(function => question.ExamplesOf(function).Any(example => !code.Takes(function, example.Args.Count)))];
        var proof = new ReuseProof { Obstacles = obstacles, Mismatched = mismatched };
        if (!MayRun(code.Bot))
        {
            return proof with { NotRun = "it was imported without the permission to execute its functions" };
        }

        TaskExample[] examples = [.. question.Examples.Where(example => named.Contains(example.Function, StringComparer.Ordinal)
            && !obstacles.ContainsKey(example.Function) && !mismatched.Contains(example.Function, StringComparer.Ordinal))];
        var results = await RunAsync(code, examples, cancellationToken);
        return results.NotRun is { } reason ? proof with { NotRun = reason } : proof with { Examples = results.Examples };
    }

    /// <summary>Runs <paramref name="examples"/>, whose functions are the candidate's own and proved harmless.</summary>
    /// <exception cref="ArgumentException">One of the functions is not, or the candidate may not be run.</exception>
    public async Task<(IReadOnlyList<ProvedExample> Examples, string? NotRun)> RunAsync(
        CandidateCode code, IReadOnlyList<TaskExample> examples, CancellationToken cancellationToken)
    {
        if (!MayRun(code.Bot))
        {
            throw new ArgumentException($"'{code.Bot.Name}' is not trusted.", nameof(code));
        }

        if (examples.Count == 0)
        {
            return ([], null);
        }

        var (results, reason) = await TreeOf(code).RunAsync(examples, cancellationToken);
        return reason is not null ? ([], reason) : ([.. examples.Zip(results, (example, result) => new ProvedExample(
            example, result.Outcome == TestOutcome.Passed ? null : Redaction.Redact(result.Message)))], null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var fast in _fast.Values.Where(fast => fast.IsValueCreated))
        {
            if (fast.Value is { } started)
            {
                await started.DisposeAsync();
            }
        }

        FolderRemoval.Delete(_folder);
    }

    private CandidateTree TreeOf(CandidateCode code) => _trees.GetOrAdd(code.Bot, _ => new CandidateTree(
        code, _languages[code.Bot.Language], FastOf(code.Bot.Language), _runner,
        Directory.CreateDirectory(Path.Combine(
            _folder, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture))).FullName)
    {
        RunTime = _config.VerifyTimeout < LongestRun ? _config.VerifyTimeout : LongestRun,
    });

    private IFastTests? FastOf(BotLanguage language) => _fast.GetOrAdd(
        language, id => new(() => _config.VerifyMode == VerifyMode.Isolated ? null : _languages[id].BeginFastTests(new FastTestSettings(
            Directory.CreateDirectory(Path.Combine(_config.StatePath, "warm")).FullName, CallerEnvironment.ForTests([]),
            _config.Concurrency)))).Value;

    /// <summary>The name becomes a folder, a module and a class.</summary>
    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0]) && !name.EndsWith('.')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
