using System.Text.RegularExpressions;

namespace Menace.Sdk.Tests.Rig;

/// <summary>Runs commands in a pseudo-terminal that has a size, as a person does.</summary>
internal static partial class Terminal
{
    /// <summary>The exit code, and what was printed, without the codes that move and colour it.</summary>
    public static (int ExitCode, string Output) Run(string folder, string command, IReadOnlyDictionary<string, string?> environment)
    {
        var (code, output) = Programs.Run(
            folder, "script", ["--quiet", "--return", "--command", $"stty rows 40 cols 120; {command}", "/dev/null"],
            new Dictionary<string, string?>(environment) { ["TERM"] = "xterm-256color" });
        return (code, Codes().Replace(output, "").Replace("\r", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x1b\a]*(\x1b\\|\a)|\x1b[=>]")]
    private static partial Regex Codes();
}
