using LibGit2Sharp;

namespace Menace.Pipeline.Development;

/// <summary>
/// What marks a commit as ours: trailers with the hash of the bot's input and the id of the tree. A commit counts as generated
/// only while the recorded tree is its tree, so an amended commit is seen, and the marks survive a clone.
/// </summary>
/// <param name="Commit">The commit.</param>
/// <param name="Input">The hash of the input it was generated from.</param>
internal sealed record GeneratedCommit(Commit Commit, string Input)
{
    private const string InputTrailer = "Menace-Input: ";
    private const string TreeTrailer = "Menace-Tree: ";

    /// <summary>The message of a generated commit.</summary>
    public static string Message(string subject, string body, string input, string tree)
    {
        // A line of the body that looks like a trailer would be taken for one.
        var lines = body.Split('\n').Select(line => line.StartsWith("Menace-", StringComparison.Ordinal) ? " " + line : line);
        return $"{subject}\n\n{string.Join('\n', lines)}\n\n{InputTrailer}{input}\n{TreeTrailer}{tree}\n";
    }

    /// <summary>The generated commit that <paramref name="commit"/> is, or null.</summary>
    public static GeneratedCommit? Of(Commit commit)
    {
        string? input = null;
        string? tree = null;
        foreach (var line in commit.Message.Split('\n'))
        {
            if (line.StartsWith(InputTrailer, StringComparison.Ordinal))
            {
                input = line[InputTrailer.Length..].Trim();
            }
            else if (line.StartsWith(TreeTrailer, StringComparison.Ordinal))
            {
                tree = line[TreeTrailer.Length..].Trim();
            }
        }

        return input is not null && tree == commit.Tree.Sha ? new(commit, input) : null;
    }
}
