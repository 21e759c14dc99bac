using System.Globalization;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Makes signed commits by the program git and its own settings (gpg.format, user.signingKey). A signature changes the id of a commit, not
/// its tree, author or time.
/// </summary>
internal sealed class CommitSigner(UserGit git)
{
    private const string EmptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    /// <summary>Makes a signed commit and keeps nothing of it.</summary>
    /// <param name="folder">A temporary folder; its content is deleted.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="SigningException">The settings do not allow it.</exception>
    public async Task TryAsync(string folder, CancellationToken cancellationToken)
    {
        BotGitRepository.DeleteTree(folder);
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "refs"));
            Directory.CreateDirectory(Path.Combine(folder, "objects"));
            await File.WriteAllTextAsync(Path.Combine(folder, "HEAD"), "ref: refs/heads/main\n", cancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n", cancellationToken);
            await CreateAsync(folder, EmptyTree, [], "Try to sign\n", CommitClock.Fallback, cancellationToken);
        }
        finally
        {
            BotGitRepository.DeleteTree(folder);
        }
    }

    /// <summary>Stores a signed commit; no branch is moved.</summary>
    /// <param name="gitFolder">The folder of git with the objects.</param>
    /// <param name="tree">Id of its tree.</param>
    /// <param name="parents">Ids of its parents.</param>
    /// <param name="message">Its message.</param>
    /// <param name="time">Its time.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="SigningException">It cannot be signed.</exception>
    public string Create(string gitFolder, string tree, IEnumerable<string> parents, string message, DateTimeOffset time) =>

        // Commits are made between calls of git's library, which are synchronous.
        CreateAsync(gitFolder, tree, parents, message, time, CancellationToken.None).GetAwaiter().GetResult();

    private async Task<string> CreateAsync(
        string gitFolder, string tree, IEnumerable<string> parents, string message, DateTimeOffset time,
        CancellationToken cancellationToken)
    {
        var date = string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()} {time:zzz}")
            .Replace(":", "", StringComparison.Ordinal);
        var signed = await git.RunAsync(
            gitFolder, "",
            [
                "-c", "i18n.commitEncoding=UTF-8", $"--git-dir={gitFolder}", "commit-tree", "-S",
                .. parents.SelectMany(parent => new[] { "-p", parent }), tree,
            ],
            cancellationToken, message, new Dictionary<string, string>
            {
                ["GIT_AUTHOR_NAME"] = Commits.Author.Name,
                ["GIT_AUTHOR_EMAIL"] = Commits.Author.Email,
                ["GIT_AUTHOR_DATE"] = date,
                ["GIT_COMMITTER_NAME"] = Commits.Author.Name,
                ["GIT_COMMITTER_EMAIL"] = Commits.Author.Email,
                ["GIT_COMMITTER_DATE"] = date,
            });
        return signed.ExitCode == 0 && !signed.TimedOut ? signed.Output.Trim() : throw new SigningException(git.Reason(signed));
    }
}

/// <summary>A commit cannot be signed.</summary>
/// <param name="reason">Git's reason.</param>
internal sealed class SigningException(string reason) : Exception(reason);
