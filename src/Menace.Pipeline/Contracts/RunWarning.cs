using System.Text.Json.Serialization;
using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Contracts;

/// <summary>
/// A warning of a test run. It is kept with the verdicts and repeated while it is true: while one of them is reused, and a file is as it
/// was left.
/// </summary>
/// <param name="Finding">The warning.</param>
/// <param name="Bots">The bots whose verdicts it belongs to.</param>
/// <param name="Files">The files that it is about; empty if it is about none.</param>
public sealed record RunWarning(
    [property: JsonRequired] DiagnosticRecord Finding, IReadOnlyList<string> Bots, IReadOnlyList<LeftFile> Files)
{
    /// <summary>The warning <paramref name="finding"/>.</summary>
    /// <param name="finding">A finding that is not an error.</param>
    /// <param name="bots">The bots whose verdicts it belongs to.</param>
    /// <param name="files">The files that it is about.</param>
    internal static RunWarning Of(PipelineDiagnostic finding, IReadOnlyList<string> bots, IReadOnlyList<LeftFile> files) =>
        new(DiagnosticRecord.Of(finding), bots, files);

    /// <summary>The finding, or null if this version of Menace has no such rule.</summary>
    internal PipelineDiagnostic? ToDiagnostic() => Finding.ToKnownDiagnostic();

    /// <summary>True if a verdict that it belongs to is reused, and one of its files is as it was left.</summary>
    /// <param name="results">The verdicts of this build.</param>
    /// <param name="isAsLeft">Whether a file is as the test run left it.</param>
    internal bool IsStillTrue(IEnumerable<VerificationResult> results, Func<LeftFile, bool> isAsLeft) =>
        results.Any(result => result.IsReused && Bots.Contains(result.Bot, StringComparer.Ordinal))
        && (Files.Count == 0 || Files.Any(isAsLeft));
}

/// <summary>A file as a test run left it.</summary>
/// <param name="Path">Path relative to the folder of the project.</param>
/// <param name="Identity">Differs if the file was changed since; null if it was deleted.</param>
public sealed record LeftFile(string Path, string? Identity);
