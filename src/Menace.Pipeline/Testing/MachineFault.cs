using System.Text.RegularExpressions;

namespace Menace.Pipeline.Testing;

/// <summary>Recognizes in the output of a run that left no results that the machine failed, not what ran on it.</summary>
internal static partial class MachineFault
{
    /// <summary>Exit code of scripts/setup_tests.sh if a program is missing (EX_UNAVAILABLE of sysexits.h).</summary>
    public const int ToolMissing = 69;

    /// <summary>The line of <paramref name="output"/> by which the operating system refuses to write, or null.</summary>
    public static string? In(string output) =>
        Array.Find(output.Split('\n'), line => Refusal().IsMatch(line)) is { } line ? OutputSummary.OfMessage(line) : null;

    /// <summary>The texts of ENOSPC, EDQUOT, EROFS and EIO.</summary>
    [GeneratedRegex("No space left on device|Disk quota exceeded|Read-only file system|Input/output error", RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();
}
