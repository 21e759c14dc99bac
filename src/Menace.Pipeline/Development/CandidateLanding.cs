using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>Gives the users' branches the output that has passed its tests, and says which output waits.</summary>
internal sealed class CandidateLanding
{
    private readonly BotDevConfig _config;
    private readonly IReadOnlyList<BotRepository> _repositories;
    private readonly HashSet<string> _green;
    private readonly ConcurrentDictionary<string, bool> _landed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PipelineDiagnostic> _findings = new(StringComparer.Ordinal);

    private CandidateLanding(
        BotDevConfig config, IReadOnlyList<BotRepository> repositories, IReadOnlyList<VerificationResult> verdicts)
    {
        (_config, _repositories) = (config, repositories);
        _green = [.. verdicts.Where(verdict => verdict.IsGreen).Select(verdict => verdict.Bot)];
    }

    /// <summary>
    /// Lands the candidates of bots with a green verdict, each after its dependencies: it was tested against theirs.
    /// </summary>
    /// <param name="config">The settings.</param>
    /// <param name="repositories">The repositories of the run.</param>
    /// <param name="verified">The verdicts on them.</param>
    /// <param name="cancellationToken">Ends it between two repositories.</param>
    /// <returns>The verdicts with the names of the bots whose branch was moved, and the findings about others.</returns>
    public static async Task<StageResult<VerifyRecord>> LandAsync(
        BotDevConfig config, IReadOnlyList<BotRepository> repositories, StageResult<VerifyRecord> verified,
        CancellationToken cancellationToken)
    {
        var landing = new CandidateLanding(config, repositories, verified.Record.Results);
        var byName = repositories.ToDictionary(repository => repository.Spec.Name, StringComparer.Ordinal);
        await DependencyOrder.RunAsync(
            [.. byName.Keys], name => byName.TryGetValue(name, out var repository) ? repository.Spec.Dependencies : [],
            (name, _) => Task.FromResult(landing.Take(byName[name])), config.Concurrency, cancellationToken);
        return verified with
        {
            Record = verified.Record with { Landed = [.. byName.Keys.Where(landing._landed.ContainsKey)] },
            Diagnostics = [
                .. verified.Diagnostics, .. byName.Keys.Select(landing._findings.GetValueOrDefault).OfType<PipelineDiagnostic>()],
        };
    }

    private bool Take(BotRepository repository)
    {
        var name = repository.Spec.Name;
        BranchUpdate.RemoveLeftovers(repository.Path);
        if (Candidate.Of(repository.Path) is not { } candidate)
        {
            return false;
        }

        try
        {
            if (repository.Candidate is null && !candidate.IsCheckedOut)
            {
                candidate.Discard();
            }
            else if ((_config.WaitsForTests && !_green.Contains(name)) || repository.Spec.Dependencies.Any(_findings.ContainsKey))
            {
                if (!candidate.IsCheckedOut)
                {
                    _findings[name] = new(Rules.OutputWaits, [name, repository.Path]) { Bot = name };
                }
            }
            else if (candidate.Land(repository.Candidate ?? "") is { } refusal)
            {
                _findings[name] = DevelopOutcome.Failed(repository.Spec, refusal).Failure!;
            }
            else
            {
                if (!candidate.LeavesMerge)
                {
                    _landed[name] = true;
                }

                return true;
            }
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            _findings[name] = DevelopOutcome.Failed(
                repository.Spec, Rules.RepositoryFailed, repository.Path, GitFailure.Explain(repository.Path, exception)).Failure!;
        }

        return false;
    }
}
