using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Samples;

namespace Menace.Model.Tests;

internal static class TaskFileExtensions
{
    /// <summary>The findings without those that merely say what the build will complete.</summary>
    public static IReadOnlyList<TaskFileFinding> Mistakes(this TaskFile file) =>
        [.. file.Findings.Where(finding => !RuleSamples.Completions.Contains(finding.Rule.Id))];
}
