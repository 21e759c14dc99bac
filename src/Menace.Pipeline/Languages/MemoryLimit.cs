using Menace.Model.Tasks;
using Menace.Model.Json;

namespace Menace.Pipeline.Languages;

/// <summary>Binds <c>resources.memory</c> to a test run by <c>prlimit</c> (util-linux), where the machine has it.</summary>
internal static class MemoryLimit
{
    /// <summary>The limit in <paramref name="resources"/> in bytes, or null where there is none.</summary>
    public static long? Bytes(IReadOnlyDictionary<string, JsonValue> resources) =>
        resources.TryGetValue("memory", out var memory) && Quantities.TryReadMemory(memory, out var bytes) && bytes > 0 ? bytes : null;

    /// <summary><paramref name="command"/>, with a limit of its address space in front where one is given and can be set.</summary>
    public static string[] Prefix(IReadOnlyDictionary<string, JsonValue> resources, IReadOnlyList<string> command) =>
        Bytes(resources) is { } bytes && Tools.Find("prlimit") is { } prlimit
            ? [prlimit, FormattableString.Invariant($"--as={bytes}"), .. command]
            : [.. command];
}
