using System.Text;
using LibGit2Sharp;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Makes the local repository of a bot from its remote one. The files are written as they are in the commit, whatever the user's settings
/// say about them, and the repository is complete before it is at its place.
/// </summary>
internal static class ClonedRepository
{
    /// <summary>Clones <paramref name="remote"/>.</summary>
    /// <param name="path">Absolute path of the new repository.</param>
    /// <param name="remote">The remote repository.</param>
    /// <param name="branches">Its branches; it has main.</param>
    /// <param name="owner">The project that it shall belong to.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="RemoteException">It cannot be fetched, or Menace did not make it.</exception>
    public static async Task CreateAsync(
        string path, OriginRepository remote, RemoteBranches branches, RepositoryOwner owner, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(
            Path.GetDirectoryName(path)!, $"{BotGitRepository.TemporaryPrefix}new-{Path.GetFileName(path)}-{owner.Id}");
        BotGitRepository.DeleteTree(draft);
        var git = Path.Combine(draft, ".git");
        Directory.CreateDirectory(Path.Combine(git, "objects"));
        Directory.CreateDirectory(Path.Combine(git, "refs", "heads"));
        AtomicFile.WriteNew(Path.Combine(git, "config"), NewGitRepository.Config);
        AtomicFile.WriteNew(Path.Combine(git, "HEAD"), Encoding.ASCII.GetBytes($"ref: {BotBranches.Main}\n"));
        try
        {
            await remote.FetchAsync(draft, branches, cancellationToken);
            CheckOut(draft, remote);
            owner.Claim(draft);
            if (Directory.Exists(path))
            {
                Directory.Delete(path);
            }

            Directory.Move(draft, path);
        }
        finally
        {
            BotGitRepository.DeleteTree(draft);
        }
    }

    private static void CheckOut(string draft, OriginRepository remote)
    {
        using var repository = Commits.Open(draft);
        var main = repository.Lookup<Commit>(repository.Refs[OriginRepository.Main].ResolveToDirectReference().TargetIdentifier);
        foreach (var (path, id, mode) in GitTrees.Files(main.Tree))
        {
            var (file, content) = (Path.Combine(draft, path), mode == Mode.GitLink ? default : GitTrees.Read(repository, id.Sha));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (mode == Mode.SymbolicLink)
            {
                File.CreateSymbolicLink(file, Encoding.UTF8.GetString(content.Span));
            }
            else if (mode != Mode.GitLink)
            {
                AtomicFile.WriteNew(file, content.Span, mode == Mode.ExecutableFile);
            }
        }

        remote.EnterInto(repository);
        repository.Refs.Add(BotBranches.Main, main.Id);
        if (repository.Refs[OriginRepository.Generated]?.ResolveToDirectReference().TargetIdentifier is { } generated)
        {
            repository.Refs.Add(BotBranches.Generated, new ObjectId(generated));
        }

        repository.Index.Replace(main);
        repository.Index.Write();
        if (GeneratedBranch.Of(repository) is null)
        {
            throw new RemoteException(
                remote.Url, "it has no commit that Menace made. Rename the task, change MenaceRemote, or empty the remote repository");
        }
    }
}
