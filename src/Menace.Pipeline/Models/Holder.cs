using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Menace.Pipeline.Processes;

namespace Menace.Pipeline.Models;

/// <summary>A process as a lock file names it: machine, id and start. The start tells it from a later process with the same id.</summary>
internal sealed record Holder(string Machine, int ProcessId, string Start)
{
    /// <summary>This process.</summary>
    public static Holder Current { get; } = Of(Environment.ProcessId);

    /// <summary>The process <paramref name="processId"/> of this machine.</summary>
    public static Holder Of(int processId) => new(Environment.MachineName, processId, StartOf(processId) ?? "gone");

    /// <summary>True where the process has certainly ended; one of another machine cannot be seen.</summary>
    public bool IsGone => Machine == Environment.MachineName && StartOf(ProcessId) != Start;

    /// <summary>The holder that <paramref name="text"/> names, or null.</summary>
    public static Holder? Parse(string? text) =>
        text?.Split(' ') is [var machine, var id, var start] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(machine, number, start)
            : null;

    /// <summary>As the lock file has it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine} {ProcessId} {Start}");

    /// <summary>
    /// The clock ticks since boot where there are any: Process.StartTime is computed from the time of boot and differs between two readers.
    /// Null where there is no such process, or only its zombie.
    /// </summary>
    private static string? StartOf(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return ProcessTable.Find(processId) is { IsEnded: false } entry ? entry.Started.ToString(CultureInfo.InvariantCulture) : null;
            }

            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
