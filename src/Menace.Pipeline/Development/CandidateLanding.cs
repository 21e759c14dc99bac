using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>Gives the users' branches the output that has passed its tests, and says which output waits.</summary>
internal static class CandidateLanding
{
    /// <summary>Lands the candidates of bots with a green verdict.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="repositories">The repositories of the run.</param>
    /// <param name="verdicts">The verdicts on them.</param>
    /// <param name="cancellationToken">Ends it between two repositories.</param>
    /// <returns>The names of the bots whose branch was moved, and the findings about others.</returns>
    public static (IReadOnlyList<string> Landed, IReadOnlyList<PipelineDiagnostic> Findings) Land(
        BotDevConfig config, IReadOnlyList<BotRepository> repositories, IReadOnlyList<VerificationResult> verdicts,
        CancellationToken cancellationToken)
    {
        var green = verdicts.Where(verdict => verdict.IsGreen).Select(verdict => verdict.Bot).ToHashSet(StringComparer.Ordinal);
        var landed = new ConcurrentBag<string>();
        var findings = new ConcurrentDictionary<string, PipelineDiagnostic>(StringComparer.Ordinal);
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = config.Concurrency };
        Parallel.ForEach(repositories, options, repository =>
        {
            var name = repository.Spec.Name;
            if (Candidate.Of(repository.Path) is not { } candidate)
            {
                return;
            }

            if (config.WaitsForTests && !green.Contains(name))
            {
                if (!candidate.IsCheckedOut)
                {
                    findings[name] = new(Rules.OutputWaits, [name, repository.Path]) { Bot = name };
                }
            }
            else if (Land(candidate, repository) is { } refused)
            {
                findings[name] = refused;
            }
            else
            {
                landed.Add(name);
            }
        });
        return (
            [.. repositories.Select(repository => repository.Spec.Name).Where(landed.Contains)],
            [.. repositories.Select(repository => findings.GetValueOrDefault(repository.Spec.Name)).OfType<PipelineDiagnostic>()]);
    }

    private static PipelineDiagnostic? Land(Candidate candidate, BotRepository repository)
    {
        try
        {
            return candidate.Land() is { } refusal ? DevelopOutcome.Failed(repository.Spec, refusal).Failure : null;
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            return DevelopOutcome.Failed(
                repository.Spec, Rules.RepositoryFailed, repository.Path, GitFailure.Explain(repository.Path, exception)).Failure;
        }
    }
}
