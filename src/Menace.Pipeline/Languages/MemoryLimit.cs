using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Languages;

/// <summary>Binds <c>resources.memory</c> to a test run by <c>prlimit</c> (util-linux), where the machine has it.</summary>
internal static class MemoryLimit
{
    private const string Option = "--as=";

    /// <summary>True for the word of <see cref="Prefix"/> that holds the limit.</summary>
    public static bool IsLimit(string word) => word.StartsWith(Option, StringComparison.Ordinal);

    /// <summary>The limit in <paramref name="resources"/> in bytes, or null if there is none.</summary>
    public static long? Bytes(IReadOnlyDictionary<string, JsonValue> resources) =>
        resources.TryGetValue("memory", out var memory) && Quantities.TryReadMemory(memory, out var bytes) && bytes > 0 ? bytes : null;

    /// <summary>
    /// <paramref name="command"/>, with a limit of its address space in front where one is given and can be set. Not where .NET runs
    /// among the tests: it reserves address space far beyond what it uses, and does not start under such a limit.
    /// </summary>
    public static string[] Prefix(TestRequest request, IReadOnlyList<string> command) =>
        !request.CallsDotnet && Bytes(request.Spec.Resources) is { } bytes && Tools.Find("prlimit") is { } prlimit
            ? [prlimit, FormattableString.Invariant($"{Option}{bytes}"), .. command]
            : [.. command];
}
