using System.Collections.Concurrent;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>What one run takes from the <see cref="ResultStore"/> and gives to it; nothing if the project has none.</summary>
/// <param name="config">The settings.</param>
/// <param name="generated">Tells which files are those that were generated.</param>
/// <param name="places">Finds places in the code of tasks.</param>
/// <param name="repositoryOf">The repository of the bot of this name.</param>
/// <param name="keyOf">The key of the bot of this name: that of its verdict, with conditions that the users of the folder share.</param>
internal sealed class StoredVerdicts(
    BotDevConfig config, GeneratedFiles generated, CodePlaces places, Func<string, BotRepository> repositoryOf, Func<string, string> keyOf)
{
    private readonly ResultStore? _store = config.ResultStorePath is { } folder ? new ResultStore(folder) : null;
    private readonly ConcurrentDictionary<string, StoredResult> _found = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KeyIngredients> _ingredients = new(StringComparer.Ordinal);

    /// <summary>What the keys are made of, of the bots that were looked for.</summary>
    public IReadOnlyDictionary<string, KeyIngredients> Ingredients => _ingredients;

    /// <summary>
    /// The verdicts on <paramref name="bots"/> that are there. One with fewer tests than <paramref name="previous"/> is not used: the test
    /// of it would be red.
    /// </summary>
    /// <param name="bots">Names of bots.</param>
    /// <param name="previous">The last verdict on the bot of this name, or null.</param>
    public IReadOnlyCollection<VerificationResult> Find(IEnumerable<string> bots, Func<string, VerificationResult?> previous)
    {
        if (_store is not null)
        {
            Parallel.ForEach(bots, Options, bot =>
            {
                if (KeyOf(bot, _ingredients[bot] = new()) is { } key && _store.Find(key, bot) is { } stored
                    && !TestCount.IsFewer(stored.Result.Baseline, previous(bot)))
                {
                    _found[bot] = stored;
                }
            });
        }

        return [.. _found.Values.Select(stored => stored.Result)];
    }

    /// <summary>The warnings of the verdict that was found on <paramref name="bot"/>, or null if none was.</summary>
    public IReadOnlyList<RunWarning>? WarningsOf(string bot) => _found.GetValueOrDefault(bot)?.Warnings;

    /// <summary>Keeps the verdicts of a run when all is known about it, and forgets those that it contradicts.</summary>
    /// <param name="verified">The final verdicts.</param>
    /// <param name="warnings">The warnings that are about no single bot: a verdict that one of them doubts is not kept.</param>
    /// <returns>What went wrong, or null.</returns>
    public PipelineDiagnostic? Keep(IReadOnlyList<TestedBotResult> verified, IReadOnlyList<RunWarning> warnings)
    {
        if (_store is null)
        {
            return null;
        }

        var doubted = warnings.SelectMany(warning => warning.Bots).ToHashSet(StringComparer.Ordinal);
        Parallel.ForEach(verified.Where(bot => bot is { Result.IsReused: false, Ran: not null }), Options, bot =>
        {
            var result = bot.Result;
            if (KeyOf(result.Bot) is not { } key)
            {
                return;
            }

            if (!result.IsGreen)
            {
                _store.Forget(key, isFlaky: result.Outcome == VerificationOutcome.Flaky);
            }
            else if (bot.TreeKey == result.Key && !doubted.Contains(result.Bot) && ResultStore.MayKeep(bot.Warnings))
            {
                // Whether it is a stub, or calls one, is not a part of the verdict: the build that reads it knows.
                _store.Keep(new(key, result with { Outcome = VerificationOutcome.Passed }, bot.Warnings));
            }
        });
        _store.Prune();
        return _store.Problem;
    }

    private ParallelOptions Options => new() { MaxDegreeOfParallelism = config.Concurrency };

    /// <summary>The key of the bot in the store; null if nothing tells which of its files are those that were generated.</summary>
    private string? KeyOf(string bot, KeyIngredients? ingredients = null)
    {
        var repository = repositoryOf(bot);
        return generated.DigestOf(repository) is { } files
            ? ResultKey.Of(keyOf(bot), repository.Spec, files, places.PropertyOf(bot), config.VerifyMode, config.LintEnabled,
                ingredients: ingredients)
            : null;
    }
}
