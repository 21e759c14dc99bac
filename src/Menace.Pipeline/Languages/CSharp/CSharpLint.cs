using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>The warnings of the compiler, read from the log of the build that the tests needed anyway.</summary>
internal static partial class CSharpLint
{
    /// <summary>The warnings about the bot's own sources: the user cannot fix generated tests and the SDK's files.</summary>
    public static IReadOnlyList<LintWarning> Read(IEnumerable<string> log, string repositoryPath) =>
    [
        .. log.Select(line => Warning().Match(line))
            .Where(match => match.Success)
            .Select(match => new LintWarning(
                Path.GetRelativePath(repositoryPath, match.Groups["file"].Value).Replace('\\', '/'),
                int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["column"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["id"].Value,
                match.Groups["message"].Value))
            .Where(warning => warning.File.StartsWith("src/", StringComparison.Ordinal))
            .Distinct(),
    ];

    /// <summary>MSBuild's canonical form, with the project in brackets at the end.</summary>
    [GeneratedRegex(@"^[ \t]*(?<file>/[^\r\n:(]*)\((?<line>\d{1,9}),(?<column>\d{1,9})\): warning (?<id>[A-Z]{1,9}\d{1,6}): " +
        @"(?<message>[^\r\n]*?)(?: \(https?:[^\s)]*\))?(?: \[[^\]\r\n]*\])?\r?$", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Warning();
}
