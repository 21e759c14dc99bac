using System.Globalization;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>A process as /proc/PID/stat describes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name of its program, at most 15 characters.</param>
/// <param name="IsEnded">True for one that has ended and waits for its parent to read its end.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="Started">When it started, in clock ticks since the machine did.</param>
/// <param name="Resident">Its resident memory in bytes, shared pages included.</param>
internal sealed record ProcessEntry(int Id, string Name, bool IsEnded, int Group, int Session, long Started, long Resident);

/// <summary>
/// The processes of this machine (proc(5)). Whatever is read here may have ended meanwhile: then there is nothing to read.
/// </summary>
internal static class ProcessTable
{
    /// <summary>Ids of all processes.</summary>
    public static IEnumerable<int> Ids()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                yield return id;
            }
        }
    }

    /// <summary>The process <paramref name="id"/>, or null.</summary>
    public static ProcessEntry? Find(int id)
    {
        if (Read(id, "stat") is not { Length: > 0 } stat)
        {
            return null;
        }

        // The second field is a name in parentheses that may hold anything; those after it are split by blanks.
        var end = stat.LastIndexOf(')');
        var fields = stat[(end + 2)..].Split(' ');
        return new ProcessEntry(
            id,
            stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end],
            fields[0] is "Z" or "X",
            int.Parse(fields[2], CultureInfo.InvariantCulture),
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            long.Parse(fields[19], CultureInfo.InvariantCulture),
            long.Parse(fields[21], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
    }

    /// <summary>Memory of a process in bytes, shared pages divided among those that share them; 0 if it cannot be read.</summary>
    public static long ProportionalMemory(int id)
    {
        var line = Read(id, "smaps_rollup")?.Split('\n').FirstOrDefault(text => text.StartsWith("Pss:", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kibibytes, ..]
            ? long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024 : 0;
    }

    /// <summary>
    /// Text of /proc/<paramref name="id"/>/<paramref name="file"/>, or null if the process has ended or belongs to another user.
    /// </summary>
    public static string? Read(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
