using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// A started program and everything that came of it: its session, and what carries its marker. A tree kill misses a grandchild whose
/// parent has gone, a group kill one that called setsid. Elsewhere than on Linux it is the process tree.
/// </summary>
internal sealed partial class ProcessFamily(IRunningProgram program)
{
    private const int SigKill = 9;
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillPause = TimeSpan.FromMilliseconds(10);

    private readonly int _session = program.Id;

    /// <summary>Processes that started earlier cannot be its descendants; 0 if the program has already ended.</summary>
    private readonly long _started = IsSupported ? ProcessTable.Find(program.Id)?.Started ?? 0 : 0;

    /// <summary>Checked ids, and whether they belong: the marker of a process does not change while it lives.</summary>
    private Dictionary<int, bool> _known = [];

    /// <summary>True if programs are started in a session of their own.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux();

    /// <summary>Its members that run, by one look at ids that an earlier look had not seen.</summary>
    public IReadOnlyList<ProcessEntry> Look()
    {
        var known = new Dictionary<int, bool>(_known.Count);
        List<ProcessEntry> members = [];
        foreach (var id in IsSupported ? ProcessTable.Ids() : [])
        {
            if (_known.TryGetValue(id, out var belongs) && !belongs)
            {
                known[id] = false;
            }
            else if (ProcessTable.Find(id) is { } entry)
            {
                known[id] = belongs || entry.Session == _session || (entry.Started >= _started && program.Marker.IsCarriedBy(id));
                if (known[id] && !entry.IsEnded)
                {
                    members.Add(entry);
                }
            }
        }

        _known = known;
        return members;
    }

    /// <summary>Returns its running members, each checked again.</summary>
    public IReadOnlyList<ProcessEntry> LookAnew()
    {
        _known = [];
        return Look();
    }

    /// <summary>
    /// Ends every member. Whole groups are signalled, because a fork cannot slip through that, and looked for again until none is
    /// left. One that the kernel does not let go (a dead network drive) is waited for a few seconds only.
    /// </summary>
    public async Task EndAsync()
    {
        program.Kill();
        await EndAsync(LookAnew);
    }

    /// <summary>Ends the processes with <paramref name="marker"/>: the family of a program whose own starter was killed.</summary>
    public static Task EndAsync(ProcessMarker marker) => IsSupported
        ? EndAsync(() => [.. ProcessTable.Ids().Where(marker.IsCarriedBy).Select(ProcessTable.Find).OfType<ProcessEntry>()
            .Where(entry => !entry.IsEnded)])
        : Task.CompletedTask;

    private static async Task EndAsync(Func<IReadOnlyList<ProcessEntry>> look)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < KillPatience
            && look() is { Count: > 0 } members; await Task.Delay(KillPause, CancellationToken.None))
        {
            var own = ProcessTable.Find(Environment.ProcessId)?.Group;
            foreach (var group in members.Select(member => member.Group).Distinct().Where(group => group > 1 && group != own))
            {
                _ = SendSignal(-group, SigKill);
            }

            foreach (var member in members)
            {
                _ = SendSignal(member.Id, SigKill);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int id, int signal);
}
