using System.Globalization;

namespace Menace.Benchmarks;

/// <summary>What Linux knows of this process (proc(5)): a benchmark's stages share it, so each is measured by what changes meanwhile.</summary>
internal static class ProcessFigures
{
    /// <summary>The kernel counts times in this unit, whatever its own clock.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds so far, of this process and of the children that it waited for.</summary>
    public static double CpuSeconds()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Makes <see cref="PeakMemoryKiB"/> count from now on.</summary>
    public static void ForgetPeakMemory() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>Most resident memory, in KiB.</summary>
    public static long PeakMemoryKiB()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
