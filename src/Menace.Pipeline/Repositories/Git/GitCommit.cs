using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>Commit objects.</summary>
internal static class GitCommit
{
    /// <summary>A commit with at most one parent.</summary>
    /// <param name="tree">Its tree.</param>
    /// <param name="parent">Id of its parent, or null.</param>
    /// <param name="author">Author and committer as <c>name &lt;mail&gt;</c>.</param>
    /// <param name="time">Time of both, to the second.</param>
    /// <param name="message">The message, verbatim.</param>
    public static GitObject Of(GitObject tree, string? parent, string author, DateTimeOffset time, string message)
    {
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        var signature = string.Create(CultureInfo.InvariantCulture, $"{author} {time.ToUnixTimeSeconds()} {sign}{time.Offset:hhmm}");
        return GitObject.Of(GitObjectKind.Commit,
            Encoding.UTF8.GetBytes($"tree {tree.Sha}\n{(parent is null ? "" : $"parent {parent}\n")}"
                + $"author {signature}\ncommitter {signature}\n\n{message}"));
    }
}
