using System.Collections.Concurrent;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Planning;

/// <summary>
/// Runs functions of candidates against examples of tasks. What is executed: functions that reading proved harmless, of candidates that a
/// build verified or that were imported as trusted, in processes with limits. Nothing else.
/// Candidates of different languages can be proved at once, those of one language cannot.
/// </summary>
internal sealed class ReuseProver : IAsyncDisposable
{
    private const int LongestName = 100;

    private readonly CandidateTrees _folder;
    private readonly ConcurrentDictionary<KnownBot, CandidateTree> _trees = new(ReferenceEqualityComparer.Instance);

    private ReuseProver(CandidateTrees folder) => _folder = folder;

    /// <summary>Begins, after it has ended and removed what a killed run left.</summary>
    /// <exception cref="IOException">The folder cannot be emptied.</exception>
    public static async Task<ReuseProver> BeginAsync(BotDevConfig config, LanguageTable languages, IProcessRunner runner) =>
        new(await CandidateTrees.BeginAsync(config, languages, runner, "plan"));

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

        var run = await TreeOf(code).RunAsync(examples, cancellationToken);
        return run.NotRun is { } reason ? ([], reason) : ([.. examples.Zip(run.Results, (example, result) => new ProvedExample(
            example, result.Outcome == TestOutcome.Passed ? null : Redaction.Redact(result.Message)))], null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private CandidateTree TreeOf(CandidateCode code) => _trees.GetOrAdd(code.Bot, _ => _folder.TreeOf(code, new BotSpec
    {
        Name = code.Bot.Name,
        Language = code.Bot.Language,
        Code = code.Bot.Code,
        Purpose = BotSpec.UnknownPurpose,
        Functions = code.Harmless,
        Packages = code.Bot.Packages,
    }));

    /// <summary>The name becomes a folder, a module and a class.</summary>
    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0]) && !name.EndsWith('.')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
