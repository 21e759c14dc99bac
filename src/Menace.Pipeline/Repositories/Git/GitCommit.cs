using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>Commit objects.</summary>
internal static class GitCommit
{
    /// <summary>A commit without parents.</summary>
    /// <param name="tree">Its tree.</param>
    /// <param name="author">Author and committer as <c>name &lt;mail&gt;</c>.</param>
    /// <param name="time">Time of both, to the second.</param>
    /// <param name="message">The message, verbatim.</param>
    public static GitObject Initial(GitObject tree, string author, DateTimeOffset time, string message)
    {
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        var signature = string.Create(CultureInfo.InvariantCulture, $"{author} {time.ToUnixTimeSeconds()} {sign}{time.Offset:hhmm}");
        return GitObject.Of(GitObjectKind.Commit,
            Encoding.UTF8.GetBytes($"tree {tree.Sha}\nauthor {signature}\ncommitter {signature}\n\n{message}"));
    }
}
