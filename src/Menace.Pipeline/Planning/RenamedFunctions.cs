using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Planning;

/// <summary>
/// Finds candidates that do what a task asks for under other names: functions that reading proved harmless are tried with the task's
/// examples. A result is never more than a suggestion.
/// </summary>
internal sealed class RenamedFunctions(CandidateReader reader, ReuseProver prover)
{
    /// <summary>Candidates that are tried for one task, the best ranked.</summary>
    private const int MostCandidates = 200;

    /// <summary>Calls that are tried of one candidate, for all tasks together.</summary>
    private const int MostCalls = 2_000;

    /// <summary>The renamed functions of the best candidate of each task; null for a task without one.</summary>
    /// <param name="searches">The tasks, each with its candidates, the best first.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    public async Task<IReadOnlyList<RenamedClaim?>> FindAsync(
        IReadOnlyList<(TaskQuestion Question, IReadOnlyList<RankedCandidate> Ranked)> searches, CancellationToken cancellationToken)
    {
        var found = new RenamedClaim?[searches.Count];
        var byBot = searches
            .SelectMany((search, index) => CanBeTried(search.Question)
                ? search.Ranked.Where(ranked => MayTry(search.Question.Task, ranked.Bot)).Take(MostCandidates)
                    .Select((ranked, place) => (ranked.Bot, Trial: new Trial(index, place, ranked)))
                : [])
            .GroupBy(trial => trial.Bot, (IEqualityComparer<KnownBot>)ReferenceEqualityComparer.Instance).ToList();
        await reader.ReadAsync(byBot.Select(group => group.Key), cancellationToken);
        foreach (var group in byBot)
        {
            foreach (var claim in await TryAsync(
                reader[group.Key], [.. group.Select(trial => trial.Trial)], searches, cancellationToken))
            {
                if (found[claim.Task] is not { } other || claim.Place < other.Place)
                {
                    found[claim.Task] = claim;
                }
            }
        }

        return found;
    }

    /// <summary>
    /// True if each function that the task has examples of has two, one of which few other functions would pass.
    /// </summary>
    private static bool CanBeTried(TaskQuestion question) => question.Functions.Count > 0 && question.Functions.All(function =>
        question.ExamplesOf(function).ToList() is { Count: >= Claim.LeastExamples } examples
        && examples.Exists(ProvedExample.IsTelling) && !ProvedExample.AreConstant(examples));

    /// <summary>
    /// Where a process is needed for each call, or a build before the first, only candidates of the language that the task names are tried.
    /// </summary>
    private bool MayTry(TaskInfo task, KnownBot candidate) =>
        Claim.IsAllowed(task, candidate) && ReuseProver.MayRun(candidate) && candidate.Packages.Count == 0 && prover.IsQuick(candidate)
        && (task.Metadata.Language is not null || !LanguageTable.RowOf(candidate.Language).CallsAreCommands);

    private async Task<IReadOnlyList<RenamedClaim>> TryAsync(
        CandidateCode code, IReadOnlyList<Trial> trials,
        IReadOnlyList<(TaskQuestion Question, IReadOnlyList<RankedCandidate> Ranked)> searches, CancellationToken cancellationToken)
    {
        // One telling example of each function decides which functions meet the others.
        var first = trials.SelectMany(trial => searches[trial.Task].Question.Functions.SelectMany(function =>
            FunctionsFor(code, searches[trial.Task].Question, function).Select(other => new Attempt(
                trial, function, other, searches[trial.Task].Question.ExamplesOf(function).First(ProvedExample.IsTelling)))))
            .Take(MostCalls).ToList();
        var passed = await PassedAsync(code, first, cancellationToken);
        List<RenamedClaim> claims = [];
        foreach (var trial in passed.GroupBy(attempt => attempt.Trial))
        {
            var question = searches[trial.Key.Task].Question;
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var attempt in trial.OrderBy(attempt => attempt.Other, StringComparer.Ordinal))
            {
                if (names.ContainsKey(attempt.Function) || names.ContainsValue(attempt.Other))
                {
                    continue;
                }

                Attempt[] all = [.. question.ExamplesOf(attempt.Function).Select(example => attempt with { Example = example })];
                if ((await PassedAsync(code, all, cancellationToken)).Count == all.Length)
                {
                    names.Add(attempt.Function, attempt.Other);
                }
            }

            if (names.Count == question.Functions.Count)
            {
                claims.Add(new RenamedClaim(trial.Key.Task, trial.Key.Place, trial.Key.Ranked, names));
            }
        }

        return claims;
    }

    private static IEnumerable<string> FunctionsFor(CandidateCode code, TaskQuestion question, string function) =>
        code.Harmless.Where(other => code.Bot.Functions.Any(known => known.Name == other)
            && question.ExamplesOf(function).All(example => code.Takes(other, example.Args.Count)));

    private async Task<List<Attempt>> PassedAsync(
        CandidateCode code, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        var (examples, _) = await prover.RunAsync(
            code, [.. attempts.Select(attempt => attempt.Example with { Function = attempt.Other })], cancellationToken);
        return [.. attempts.Zip(examples).Where(result => result.Second.Mistake is null).Select(result => result.First)];
    }

    private sealed record Trial(int Task, int Place, RankedCandidate Ranked);

    private sealed record Attempt(Trial Trial, string Function, string Other, TaskExample Example);
}

/// <summary>A candidate that does what a task asks for under other names.</summary>
/// <param name="Task">The place of the task in the list.</param>
/// <param name="Place">The place of the candidate in the ranking.</param>
/// <param name="Ranked">The candidate.</param>
/// <param name="Names">The functions of the candidate, by their name in the task.</param>
internal sealed record RenamedClaim(int Task, int Place, RankedCandidate Ranked, IReadOnlyDictionary<string, string> Names);
