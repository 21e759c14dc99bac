using System.Globalization;
using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The time of generated commits: SOURCE_DATE_EPOCH, else the time of the task project's last commit, else the start of the year
/// 2000. Never now: the same input gives the same commit on every machine.
/// </summary>
internal static class CommitClock
{
    /// <summary>The time of commits while nothing else gives one.</summary>
    public static readonly DateTimeOffset Fallback = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time for a task project in <paramref name="sourceDirectory"/>.</summary>
    public static DateTimeOffset For(string sourceDirectory)
    {
        if (long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var seconds))
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        try
        {
            if (Repository.Discover(sourceDirectory) is { } found)
            {
                using var repository = new Repository(found);
                return repository.Head.Tip?.Committer.When.ToUniversalTime() ?? Fallback;
            }
        }
        catch (LibGit2SharpException)
        {
            // A repository that this user may not read, or a broken one, says nothing about the time.
        }

        return Fallback;
    }
}
