using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Development;

/// <summary>
/// Gives the remote repositories (<see cref="BotDevConfig.Remote"/>) what was verified: the branches main and menace/generated of every bot
/// that is green. Nothing at the remote is ever replaced.
/// </summary>
internal sealed class RemotePush
{
    private readonly BotDevConfig _config;
    private readonly RemotePattern _pattern;
    private readonly UserGit _network;
    private readonly RepositoryOwner _owner;

    /// <summary>Uses the settings <paramref name="config"/>.</summary>
    /// <exception cref="PipelineException">They name no remote repositories, or not in a valid way.</exception>
    public RemotePush(BotDevConfig config, IProcessRunner runner)
    {
        _config = config;
        _pattern = RemoteArrival.PatternOf(config, PipelineStage.Verify)
            ?? throw new PipelineException(PipelineStage.Verify, [new(Rules.RemoteNotSet, [])]);
        _network = new UserGit(runner);
        _owner = new RepositoryOwner(config.SourceDirectory);
    }

    /// <summary>Pushes.</summary>
    /// <param name="repositories">The repositories that were verified, with where their branches were then.</param>
    /// <param name="verdicts">The verdicts on them.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<StageResult<PushRecord>> RunAsync(
        IReadOnlyList<KnownRepository> repositories, IReadOnlyList<VerificationResult> verdicts, CancellationToken cancellationToken)
    {
        var green = verdicts.Where(verdict => verdict.IsGreen).Select(verdict => verdict.Bot).ToHashSet(StringComparer.Ordinal);
        var pushed = new ConcurrentDictionary<string, PushedBot>(StringComparer.Ordinal);
        var findings = new ConcurrentDictionary<string, PipelineDiagnostic>(StringComparer.Ordinal);
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = _config.Concurrency };
        await Parallel.ForEachAsync(repositories, options, async (repository, token) =>
        {
            try
            {
                if ((green.Contains(repository.Bot) ? ObstacleIn(repository) : "it has not passed its tests") is { } obstacle)
                {
                    Report(Rules.NotPushed, obstacle);
                }
                else
                {
                    pushed[repository.Bot] = await PushAsync(repository, token);
                }
            }
            catch (RemoteException exception)
            {
                Report(Rules.PushRejected, exception.Url, exception.Reason, RemedyOf(exception));
            }
            catch (ToolMissingException exception)
            {
                Report(Rules.ToolMissing, exception.Tool, exception.Looked, exception.Remedy);
            }
            catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
            {
                Report(Rules.RepositoryFailed, repository.Path, GitFailure.Explain(repository.Path, exception));
            }

            void Report(RuleDescriptor rule, params IEnumerable<string> arguments) =>
                findings[repository.Bot] = new(rule, [repository.Bot, .. arguments]) { Bot = repository.Bot };
        });
        return new(
            new PushRecord([.. repositories.Select(repository => pushed.GetValueOrDefault(repository.Bot)).OfType<PushedBot>()]),
            [.. repositories.Select(repository => findings.GetValueOrDefault(repository.Bot)).OfType<PipelineDiagnostic>()]);
    }

    /// <summary>Why main is not what was verified, as a clause; or null.</summary>
    private string? ObstacleIn(KnownRepository known)
    {
        if (_owner.OtherOwnerOf(known.Path) is { } other)
        {
            return $"its repository belongs to another project: {other}";
        }

        if (Candidate.Of(known.Path) is not null)
        {
            return "new output waits for its tests on menace/candidate";
        }

        using var repository = Commits.Open(known.Path);
        if (MergeWork.Of(repository) is { } work)
        {
            return $"a merge waits in '{work.Path}'";
        }

        if (BranchUpdate.StateOf(repository) is { } state)
        {
            return $"{state.Reason} ({state.Evidence})";
        }

        // What was tested are the files.
        return KnownRepository.BranchOf(known.Path) != known.Branch ? "its branch has moved since it was verified. Build again"
            : GeneratedBranch.Of(repository) is { } generated && generated.Last.Commit != generated.Merged?.Commit
                ? "its branch main lacks the new output"
            : BranchUpdate.Edited(repository, new WorkingTree(repository, repository.Head.Tip.Tree).Differences()) is { } edited
                ? $"{edited.Reason} ({edited.Evidence})"
            : null;
    }

    private async Task<PushedBot> PushAsync(KnownRepository known, CancellationToken cancellationToken)
    {
        var remote = new OriginRepository(_pattern, known.Bot, _network);
        RemoteBranches commits;
        using (var repository = Commits.Open(known.Path))
        {
            remote.EnterInto(repository);
            commits = new(repository.Head.Tip.Sha, GeneratedBranch.Of(repository)?.Last.Commit.Sha);
        }

        var changes = await remote.PushAsync(known.Path, commits, cancellationToken);
        using (var repository = Commits.Open(known.Path))
        {
            (string, string?)[] seen = [(OriginRepository.Main, commits.Main), (OriginRepository.Generated, commits.Generated)];
            foreach (var (branch, commit) in seen)
            {
                if (commit is not null)
                {
                    repository.Refs.Add(branch, new ObjectId(commit), allowOverwrite: true);
                }
            }
        }

        return new(known.Bot, remote.Url, commits.Main!, changes);
    }

    private static string RemedyOf(RemoteException exception) =>
        exception.IsBehind
            ? "The remote has commits that this repository lacks. Take them in, and push again: -t:MenacePush -p:MenacePull=true"
        : exception.IsMissing ? "There is no such repository. Create an empty one there, and push again"
        : "Nothing was pushed. Remove the cause, and push again";
}

/// <summary>What was pushed.</summary>
/// <param name="Bots">The bots whose branches the remote has now.</param>
internal sealed record PushRecord(IReadOnlyList<PushedBot> Bots);

/// <summary>A bot whose branches the remote has.</summary>
/// <param name="Bot">Its name.</param>
/// <param name="Url">The remote repository.</param>
/// <param name="Commit">The commit of main.</param>
/// <param name="Changes">What git says of each branch that it changed; none if the remote had both already.</param>
internal sealed record PushedBot(string Bot, string Url, string Commit, IReadOnlyList<string> Changes);
