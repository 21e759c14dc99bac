using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>What shellcheck warns of, or, where it is not installed, what <c>sh -n</c> says.</summary>
internal static partial class ShellLint
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>The warnings about <paramref name="file"/>, a path inside the repository.</summary>
    public static async Task<IReadOnlyList<LintWarning>> RunAsync(
        IProcessRunner runner, string? shellcheck, string repositoryPath, string file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(repositoryPath, file);
        var shell = File.ReadLines(path).FirstOrDefault() is { } first && first.StartsWith("#!", StringComparison.Ordinal)
            && first.Contains("bash", StringComparison.Ordinal) ? "bash" : "sh";

        // --norc: a .shellcheckrc of a folder above is not the bot's.
        var command = shellcheck is null
            ? new ProcessCommand(shell,
                [.. new ShellScript(shell, await File.ReadAllTextAsync(path, cancellationToken)).HasExtendedPatterns ? ["-O", "extglob"]
                : Array.Empty<string>(), "-n", path], repositoryPath)
            : new ProcessCommand(shellcheck, ["--norc", "-f", "gcc", "-S", "warning", "-s", shell, path], repositoryPath);
        var ended = await runner.RunAsync(command, Timeout, cancellationToken);
        return
        [
            .. Finding().Matches(ended.Output + ended.Error)
                .Select(match => new LintWarning(
                    file,
                    int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture),
                    match.Groups["column"].Success ? int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture) : 0,
                    match.Groups["id"].Success ? match.Groups["id"].Value : shell,
                    match.Groups["message"].Value))
                .Distinct(),
        ];
    }

    /// <summary>
    /// <c>a.sh:3:5: warning: … [SC2034]</c>; <c>a.sh: 3: Syntax error: …</c> of dash; <c>a.sh: line 3: …</c> of bash.
    /// </summary>
    [GeneratedRegex(@"^[^\r\n:]*:(?: line)? ?(?<line>\d{1,9}):(?:(?<column>\d{1,9}): (?:error|warning|note):)? (?<message>[^\r\n]*?)(?: " +
        @"\[(?<id>SC\d+)\])?\r?$", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Finding();
}
