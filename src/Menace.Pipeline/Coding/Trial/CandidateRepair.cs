using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Coding.Trial;

/// <summary>
/// Asks a generator for code until a candidate holds, and tells it why the ones before were refused. The failures are kept in
/// <c>errors.db</c>, where the next attempt at the same bot finds them, in this build or in a later one; no other bot sees them.
/// </summary>
/// <param name="trials">Tries the candidates.</param>
/// <param name="errors">The failures, or null for a project without knowledge.</param>
internal sealed class CandidateRepair(CandidateTrials trials, ErrorsDb? errors)
{
    /// <summary>Answers that a generator is asked for.</summary>
    public const int DefaultAttempts = 3;

    /// <summary>Candidates of an answer that are tried.</summary>
    private const int MostCandidates = 8;

    /// <summary>Failures that a request has, the last ones.</summary>
    private const int MostFailures = 10;

    /// <summary>Returns the verdict on the first candidate that holds, or null.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="request">What is needed.</param>
    /// <param name="attempts">How often the generator is asked, at most.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    public async Task<TrialVerdict?> FirstThatHoldsAsync(
        ICodeGenerator generator, CodeRequest request, int attempts, CancellationToken cancellationToken) =>
        (await RunAsync(generator, request, attempts, cancellationToken)).Held;

    /// <summary>As <see cref="FirstThatHoldsAsync"/>, with all that was tried.</summary>
    public async Task<TrialSeries> RunAsync(
        ICodeGenerator generator, CodeRequest request, int attempts, CancellationToken cancellationToken)
    {
        var series = new TrialSeries(request.Task.Name, errors);
        var earlier = series.Earlier(MostFailures);
        HashSet<string> tried = new(StringComparer.Ordinal);
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var failures = earlier.Concat(request.Failures).Concat(series.Failures).Distinct(StringComparer.Ordinal).TakeLast(MostFailures);
            var answer = await generator.GenerateAsync(request with { Failures = [.. failures] }, cancellationToken);
            series.Answer = answer;
            CodeCandidate[] fresh = [.. answer.Candidates.Take(MostCandidates).Where(candidate => tried.Add(candidate.Code))];
            if (fresh.Length == 0)
            {
                break;
            }

            foreach (var candidate in fresh)
            {
                var verdict = await trials.TryAsync(request, candidate, cancellationToken);
                series.Add(verdict);
                if (verdict.Passed || verdict.Failure == TrialFailure.NotTried)
                {
                    return series;
                }
            }
        }

        return series;
    }
}
