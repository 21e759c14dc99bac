namespace Menace.Pipeline.Repositories;

/// <summary>The branches of a bot's repository that Menace moves.</summary>
internal static class BotBranches
{
    /// <summary>The user's: it is checked out, and has what Menace generated with the user's commits.</summary>
    public const string Main = "refs/heads/main";

    /// <summary>What Menace generated, one commit for each change of the input, without anything of the user's.</summary>
    public const string Generated = "refs/heads/menace/generated";

    /// <summary>A commit that waits for its tests before the user's branch gets it.</summary>
    public const string Candidate = "refs/heads/menace/candidate";

    /// <summary>The branch of the linked working tree in which the user decides conflicts.</summary>
    public const string Merge = "refs/heads/menace/merge";

    /// <summary>A patch of a bot that got worse, which waits for the user.</summary>
    public const string SelfCoding = "refs/heads/menace/self-coding";

    /// <summary>The tag on the last commit of a repository whose task was removed.</summary>
    public const string Archived = "refs/tags/menace/archived";

    /// <summary>True if the repository at <paramref name="path"/> has the branch. Only small files are read.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static bool IsIn(string path, string branch)
    {
        var (git, packed) = (Path.Combine(path, ".git"), Path.Combine(path, ".git", "packed-refs"));
        return File.Exists(Path.Combine(git, branch)) || (File.Exists(packed)
            && File.ReadLines(packed).Any(line => line.EndsWith(" " + branch, StringComparison.Ordinal)));
    }

    /// <summary>True for a branch or tag that is Menace's own.</summary>
    public static bool IsOwn(string name) => name is Generated or Candidate or Merge or SelfCoding or Archived;
}
