using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>The remote repository of a bot, by the program git: its branches, and the two that Menace takes and gives.</summary>
/// <param name="pattern">Where remote repositories are.</param>
/// <param name="bot">Name of the bot.</param>
/// <param name="network">Runs git.</param>
internal sealed class OriginRepository(RemotePattern pattern, string bot, UserGit network)
{
    /// <summary>Name of the remote in the settings of the local repository.</summary>
    public const string Remote = "origin";

    /// <summary>The remote's main, as it was last seen.</summary>
    public const string Main = $"refs/remotes/{Remote}/main";

    /// <summary>The remote's branch of generated commits, as it was last seen.</summary>
    public const string Generated = $"refs/remotes/{Remote}/menace/generated";

    private static readonly string[] MissingWords =
        ["does not appear to be a git repository", "Repository not found", "could not be found", "repository does not exist"];

    private readonly string _protocol = pattern.Protocol;

    /// <summary>Its URL.</summary>
    public string Url { get; } = pattern.UrlOf(bot);

    /// <summary>Its branches.</summary>
    /// <param name="folder">Where git is run.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The branches; null if there is no repository.</returns>
    /// <exception cref="RemoteException">It cannot be reached.</exception>
    public async Task<RemoteBranches?> LookAsync(string folder, CancellationToken cancellationToken)
    {
        var listed = await network.RunAsync(
            folder, _protocol, ["ls-remote", "--refs", Url, BotBranches.Main, BotBranches.Generated], cancellationToken);
        if (listed.ExitCode != 0 || listed.TimedOut)
        {
            return IsMissing(listed) ? null : throw new RemoteException(Url, network.Reason(listed));
        }

        var ids = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .Where(parts => parts.Length == 2).ToDictionary(parts => parts[1], parts => parts[0], StringComparer.Ordinal);
        return new(ids.GetValueOrDefault(BotBranches.Main), ids.GetValueOrDefault(BotBranches.Generated));
    }

    /// <summary>Brings the remote's <paramref name="branches"/> into the local repository, as remote-tracking branches.</summary>
    /// <exception cref="RemoteException">They cannot be fetched.</exception>
    public async Task FetchAsync(string repository, RemoteBranches branches, CancellationToken cancellationToken)
    {
        string[] refs =
        [
            .. branches.Main is null ? [] : new[] { $"+{BotBranches.Main}:{Main}" },
            .. branches.Generated is null ? [] : new[] { $"+{BotBranches.Generated}:{Generated}" },
        ];
        if (refs.Length == 0)
        {
            return;
        }

        var fetched = await network.RunAsync(
            repository, _protocol, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", Url, .. refs], cancellationToken);
        if (fetched.ExitCode != 0 || fetched.TimedOut)
        {
            throw new RemoteException(Url, network.Reason(fetched));
        }
    }

    /// <summary>
    /// Gives the remote both branches in one step, or none of them. A branch of the remote that has other commits is never replaced.
    /// </summary>
    /// <param name="repository">Path of the local repository.</param>
    /// <param name="commits">The commits.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The words of git for each branch that it changed.</returns>
    /// <exception cref="RemoteException">The remote has refused it, or cannot be reached.</exception>
    public async Task<IReadOnlyList<string>> PushAsync(
        string repository, RemoteBranches commits, CancellationToken cancellationToken)
    {
        string[] refs =
        [
            .. commits.Main is { } main ? [$"{main}:{BotBranches.Main}"] : Array.Empty<string>(),
            .. commits.Generated is { } generated ? [$"{generated}:{BotBranches.Generated}"] : Array.Empty<string>(),
        ];
        var pushed = await network.RunAsync(
            repository, _protocol,
            ["push", "--porcelain", "--atomic", "--no-verify", "--no-follow-tags", "--no-signed", Url, .. refs], cancellationToken);
        string[][] lines = [.. pushed.Output.Split('\n').Select(line => line.Split('\t')).Where(parts => parts.Length == 3)];
        if (pushed.ExitCode != 0 || pushed.TimedOut)
        {
            // With --atomic the branches that are all right are rejected too, because another one is.
            string[] rejected = [.. lines.Where(parts => parts[0] == "!").Select(parts => $"{BranchOf(parts[1])}: {parts[2]}")];
            string[] causes = [.. rejected.Where(line => !line.Contains("atomic", StringComparison.Ordinal))];
            throw new RemoteException(
                Url, rejected.Length == 0 ? network.Reason(pushed) : string.Join("; ", causes.Length > 0 ? causes : rejected))
            {
                IsMissing = IsMissing(pushed),
                IsBehind = rejected.Any(line => line.Contains("fetch first", StringComparison.Ordinal)
                    || line.Contains("non-fast-forward", StringComparison.Ordinal)),
            };
        }

        return [.. lines.Where(parts => parts[0] != "=").Select(parts => $"{BranchOf(parts[1])} {parts[2]}")];
    }

    /// <summary>
    /// Names the remote in the settings of <paramref name="repository"/>, if it has no <c>origin</c>.
    /// </summary>
    /// <exception cref="RemoteException"><c>origin</c> is another repository.</exception>
    public void EnterInto(Repository repository)
    {
        if (repository.Network.Remotes[Remote] is not { } origin)
        {
            repository.Network.Remotes.Add(Remote, Url);
        }
        else if (origin.Url != Url)
        {
            throw new RemoteException(
                Url, $"the remote {Remote} of the local repository is '{origin.Url}'. Change MenaceRemote, or run: git -C "
                    + $"'{repository.Info.WorkingDirectory}' remote set-url {Remote} '{Url}'");
        }
    }

    private bool IsMissing(ProcessResult result) =>
        !result.TimedOut && (MissingWords.Any(word => result.Error.Contains(word, StringComparison.OrdinalIgnoreCase))
            || (_protocol is "http" or "https" && result.Error.Contains($"repository '{Url}/' not found", StringComparison.Ordinal)))
        && (_protocol != "file" || Directory.Exists(Path.GetDirectoryName(new Uri(Url).LocalPath)));

    /// <summary>Of <c>refs/heads/main:refs/heads/main</c>.</summary>
    private static string BranchOf(string refs) =>
        refs.Split(':')[^1] is var name && name.StartsWith("refs/heads/", StringComparison.Ordinal) ? name["refs/heads/".Length..] : name;
}

/// <summary>Commits of branches; null: the branch does not exist.</summary>
/// <param name="Main">That of <see cref="BotBranches.Main"/>.</param>
/// <param name="Generated">That of <see cref="BotBranches.Generated"/>.</param>
internal sealed record RemoteBranches(string? Main, string? Generated);

/// <summary>A remote repository cannot be used.</summary>
/// <param name="url">Its URL.</param>
/// <param name="reason">Why, as a clause.</param>
internal sealed class RemoteException(string url, string reason) : Exception($"'{url}' cannot be used: {reason}")
{
    /// <summary>The URL.</summary>
    public string Url { get; } = url;

    /// <summary>Why, as a clause.</summary>
    public string Reason { get; } = reason;

    /// <summary>True if there is no repository.</summary>
    public bool IsMissing { get; init; }

    /// <summary>True if a branch of the remote has commits that the local one lacks.</summary>
    public bool IsBehind { get; init; }
}
