using System.Text.RegularExpressions;

namespace Menace.Pipeline.Contracts;

/// <summary>Normalises capabilities, so that they can be compared.</summary>
internal static partial class CapabilityNames
{
    /// <summary>
    /// White space to '_', lower case, only [a-z0-9_], no blanks, each once: "Network IO", "E-mail" give network_io, email.
    /// </summary>
    public static IReadOnlyList<string> Sanitise(IReadOnlyList<string> capabilities) =>
        [.. capabilities
            .Select(capability => Other().Replace(WhiteSpace().Replace(capability.Trim(), "_").ToLowerInvariant(), ""))
            .Where(capability => capability.Length > 0)
            .Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex("[^a-z0-9_]")]
    private static partial Regex Other();
}
