using System.Text.RegularExpressions;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Testing;

/// <summary>Shortens a long output to a one-line message.</summary>
internal static partial class OutputSummary
{
    private const int MostLines = 3;
    private const int MostCharacters = 600;

    /// <summary>The line of a crash, else the lines that say "error", each once, else the last lines, joined by " | ".</summary>
    public static string Of(string output)
    {
        var lines = Lines(output);
        if (Array.Find(lines, line => Crash().IsMatch(line)) is { } crash)
        {
            return Shorten(crash);
        }

        var errors = lines.Where(line => Error().IsMatch(line) && !Count().IsMatch(line)).Select(line => ProjectSuffix().Replace(line, ""))
            .Distinct(StringComparer.Ordinal).Take(MostLines).ToArray();
        return lines.Length == 0 ? "it printed nothing"
            : Shorten(string.Join(" | ", errors.Length > 0 ? errors : lines[^Math.Min(MostLines, lines.Length)..]));
    }

    /// <summary>
    /// The line of a crash in the log at <paramref name="path"/>, or null. What follows it can be longer than any part of the log that
    /// is held in memory: the stack of a stack overflow.
    /// </summary>
    public static string? OfCrash(string path) =>
        File.ReadLines(path).FirstOrDefault(line => Crash().IsMatch(line)) is { } crash ? Shorten(Redaction.Redact(crash.Trim())) : null;

    /// <summary>A test's message on one line.</summary>
    public static string OfMessage(string message) =>
        Lines(message) is { Length: > 0 } lines ? Shorten(string.Join(" | ", lines.Take(2 * MostLines))) : "it gave no reason";

    private static string[] Lines(string text) =>
        [.. Redaction.Redact(text).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string Shorten(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";

    /// <summary>How .NET begins its last words; a stack trace follows.</summary>
    [GeneratedRegex(@"^(Unhandled exception\. |Stack overflow\.|Out of memory\.|Process terminated\.)")]
    private static partial Regex Crash();

    [GeneratedRegex(@"\berror\b", RegexOptions.IgnoreCase)]
    private static partial Regex Error();

    /// <summary>The count at the end of a build.</summary>
    [GeneratedRegex(@"^\d+ (Error|Warning)\(s\)$")]
    private static partial Regex Count();

    /// <summary>MSBuild ends each line with the project in brackets.</summary>
    [GeneratedRegex(@" \[[^\]]*proj(::[^\]]*)?\]$")]
    private static partial Regex ProjectSuffix();
}
