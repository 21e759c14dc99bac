using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>
/// Counts the cycles of a project in a small file of the state folder, under whose lock the stages run. A check that was interrupted is
/// still due in the next cycle.
/// </summary>
/// <param name="statePath">Absolute path of the state folder.</param>
internal sealed class RepairCycles(string statePath)
{
    private readonly string _file = Path.Combine(statePath, "self-coding-cycles");

    /// <summary>True if the run built or tested at least one bot.</summary>
    public static bool IsCycle(BuildRecord build, VerifyRecord verify) =>
        build.Repositories.Any(repository => repository.Change != RepositoryChange.Unchanged)
        || verify.Results.Any(result => !result.IsReused
            && result.Outcome is not (VerificationOutcome.NotRun or VerificationOutcome.Blocked));

    /// <summary>Counts one cycle.</summary>
    /// <returns>True if <paramref name="interval"/> cycles were counted since the last check.</returns>
    public bool Count(int interval)
    {
        var count = Read() + 1;
        Write(count);
        return count >= interval;
    }

    /// <summary>Ends a check: counting begins anew.</summary>
    public void End() => Write(0);

    /// <summary>A file that cannot be read counts as none: then the next check is late.</summary>
    private long Read() =>
        File.Exists(_file) && long.TryParse(File.ReadAllText(_file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Min(count, int.MaxValue) : 0;

    private void Write(long count) => AtomicFile.WriteText(_file, count.ToString(CultureInfo.InvariantCulture) + "\n");
}
