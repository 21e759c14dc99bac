using System.Collections.Concurrent;
using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Development;

/// <summary>
/// What the remote repositories (<see cref="BotDevConfig.Remote"/>) give before bots are written: the local repository of a bot that has
/// none, and, if that is wanted, new commits of those that have one.
/// </summary>
internal sealed class RemoteArrival
{
    private readonly ConcurrentDictionary<string, DevelopOutcome> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _incoming = new(StringComparer.Ordinal);

    /// <summary>Nothing, for a project without remote repositories.</summary>
    public static RemoteArrival None { get; } = new();

    /// <summary>The failure of the bot <paramref name="name"/>, or null.</summary>
    public DevelopOutcome? FailureOf(string name) => _failures.GetValueOrDefault(name);

    /// <summary>True if commits were fetched that the branches of the bot lack.</summary>
    public bool HasIncoming(string name) => _incoming.ContainsKey(name);

    /// <summary>True if the bot has to be looked at, whatever its input.</summary>
    public bool IsAbout(string name) => _failures.ContainsKey(name) || HasIncoming(name);

    /// <summary>The pattern of the settings; null without one.</summary>
    /// <exception cref="PipelineException">It cannot be used.</exception>
    public static RemotePattern? PatternOf(BotDevConfig config, PipelineStage stage) =>
        string.IsNullOrWhiteSpace(config.Remote) ? null
        : RemotePattern.Parse(config.Remote, out var found)
            ?? throw new PipelineException(stage, [new(Rules.InvalidProperty, ["MenaceRemote", found, RemotePattern.Allowed])]);

    /// <summary>Clones and fetches for <paramref name="bots"/>, several at once.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="bots">The bots.</param>
    /// <param name="isToBeMoved">True for a bot whose repository is here, under the name that its task had before.</param>
    /// <param name="runner">Starts git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="PipelineException">The setting cannot be used.</exception>
    public static async Task<RemoteArrival> RunAsync(
        BotDevConfig config, IReadOnlyList<BotSpec> bots, Func<string, bool> isToBeMoved, IProcessRunner runner,
        CancellationToken cancellationToken)
    {
        if (PatternOf(config, PipelineStage.Develop) is not { } pattern)
        {
            return None;
        }

        var (arrival, owner, network) = (new RemoteArrival(), new RepositoryOwner(config.SourceDirectory), new UserGit(runner));
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = config.Concurrency };
        await Parallel.ForEachAsync(bots, options, async (bot, token) =>
        {
            var path = Path.Combine(config.RepositoryBasePath, bot.Name);
            var remote = new OriginRepository(pattern, bot.Name, network);
            try
            {
                if (IsAbsent(path) && !isToBeMoved(bot.Name))
                {
                    await CloneAsync(path, remote, owner, token);
                }
                else if (Directory.Exists(Path.Combine(path, ".git")) && owner.OtherOwnerOf(path) is null
                    && (config.PullsRemote ? await FetchAsync(path, remote, token) : MergeWork.IsIn(path)))
                {
                    arrival._incoming[bot.Name] = true;
                }
            }
            catch (RemoteException exception)
            {
                arrival._failures[bot.Name] = DevelopOutcome.Failed(bot, Rules.RemoteUnusable, exception.Url, exception.Reason);
            }
            catch (ToolMissingException exception)
            {
                arrival._failures[bot.Name] =
                    DevelopOutcome.Failed(bot, Rules.ToolMissing, exception.Tool, exception.Looked, exception.Remedy);
            }
            catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
            {
                arrival._failures[bot.Name] =
                    DevelopOutcome.Failed(bot, Rules.RepositoryFailed, path, GitFailure.Explain(path, exception));
            }
        });
        return arrival;
    }

    private static bool IsAbsent(string path) =>
        !Path.Exists(path) || (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any());

    private static async Task CloneAsync(string path, OriginRepository remote, RepositoryOwner owner, CancellationToken cancellationToken)
    {
        // A remote repository that is not there, or is empty, gets its first commits from this project.
        if (await remote.LookAsync(Path.GetDirectoryName(path)!, cancellationToken) is { Main: not null } branches)
        {
            await ClonedRepository.CreateAsync(path, remote, branches, owner, cancellationToken);
        }
    }

    /// <summary>True if there is something new.</summary>
    private static async Task<bool> FetchAsync(string path, OriginRepository remote, CancellationToken cancellationToken)
    {
        using (var repository = Commits.Open(path))
        {
            remote.EnterInto(repository);
        }

        if (await remote.LookAsync(path, cancellationToken) is not { } branches)
        {
            return false;
        }

        using (var repository = Commits.Open(path))
        {
            if (IsSeen(repository, OriginRepository.Main, branches.Main)
                && IsSeen(repository, OriginRepository.Generated, branches.Generated))
            {
                return !IncomingCommits.Of(repository).IsEmpty;
            }
        }

        await remote.FetchAsync(path, branches, cancellationToken);
        using var fetched = Commits.Open(path);
        return !IncomingCommits.Of(fetched).IsEmpty;
    }

    private static bool IsSeen(Repository repository, string branch, string? commit) =>
        repository.Refs[branch]?.ResolveToDirectReference().TargetIdentifier == commit;
}
