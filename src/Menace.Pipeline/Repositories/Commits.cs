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
    public static Commit Create(Repository repository, Tree tree, string message, DateTimeOffset time, IEnumerable<Commit> parents)
    {
        var signature = new Signature(Author, time);
        return repository.ObjectDatabase.CreateCommit(signature, signature, message, tree, parents, prettifyMessage: false);
    }
}
