using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>What a run is held to, by <c>resources</c> and <c>timeout</c>; a missing or zero value is unlimited.</summary>
/// <param name="Cores">Cores.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Timeout">Time of one run.</param>
internal sealed record RunLimits(decimal? Cores, long? Memory, TimeSpan? Timeout)
{
    /// <summary>The limits of <paramref name="spec"/>.</summary>
    public static RunLimits Of(BotSpec spec) => new(
        spec.Resources.TryGetValue("cpu", out var cpu) && Quantities.TryReadCores(cpu, out var cores) && cores > 0 ? cores : null,
        spec.Resources.TryGetValue("memory", out var memory) && Quantities.TryReadMemory(memory, out var bytes) && bytes > 0 ? bytes : null,
        (spec.Run?.Timeout ?? spec.Resources.GetValueOrDefault("timeout")) is { } timeout
            && Quantities.TryReadTimeout(timeout, out var time) && time > TimeSpan.Zero
            ? time : null);

    /// <summary>The limit of a test run, which <c>resources</c> alone gives; null for none.</summary>
    public static TimeSpan? OfTests(BotSpec spec) => Of(spec with { Run = null }).Timeout;

    /// <summary><paramref name="time"/> in units of <paramref name="unit"/>, never too few.</summary>
    public static long RoundUp(TimeSpan time, TimeSpan unit) => (time.Ticks + unit.Ticks - 1) / unit.Ticks;
}
