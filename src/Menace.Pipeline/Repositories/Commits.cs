using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>Commits of Menace in an existing repository.</summary>
internal static class Commits
{
    /// <summary>Author and committer.</summary>
    public static Identity Author { get; } = new("Menace", "menace@localhost");

    /// <summary>Opens the repository at <paramref name="path"/>.</summary>
    public static Repository Open(string path) => new(path, new RepositoryOptions { Identity = Author });

    /// <summary>Stores a commit; no branch is moved.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="message">Its message.</param>
    /// <param name="time">Its time.</param>
    /// <param name="parents">Its parents.</param>
    /// <param name="signer">Signs it, or null.</param>
    /// <exception cref="SigningException">It cannot be signed.</exception>
    public static Commit Create(
        Repository repository, Tree tree, string message, DateTimeOffset time, IReadOnlyList<Commit> parents, CommitSigner? signer)
    {
        if (signer is not null)
        {
            return repository.Lookup<Commit>(
                signer.Create(repository.Info.Path, tree.Sha, parents.Select(parent => parent.Sha), message, time));
        }

        var signature = new Signature(Author, time);
        return repository.ObjectDatabase.CreateCommit(signature, signature, message, tree, parents, prettifyMessage: false);
    }
}
