using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Research;

/// <summary>
/// The fields that research may fill. Code and examples decide what is run, dependencies and resources belong to the owner of the list.
/// </summary>
internal static class ResearchFields
{
    private static readonly string[] All =
    [
        .. FieldMerge.Needed, "metadata.description", "metadata.language", "metadata.license", "metadata.packages", "schedule",
    ];

    /// <summary>True if research may fill the field.</summary>
    public static bool May(string field) => All.Contains(field);

    /// <summary>
    /// The fields to look up. A task without code gets its code from a template, which uses purpose and functions.
    /// </summary>
    public static IReadOnlyList<string> Of(OpenTask open)
    {
        IEnumerable<string> fields = open.Fields.Contains("code")
            ? [.. open.Fields, .. FieldMerge.Needed.Where(field => TaskValues.Of(open.Task, field) is null)]
            : open.Fields;
        return [.. fields.Where(May).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Returns whether <paramref name="fields"/> break a rule of tasks.json that <paramref name="task"/> alone does not.</summary>
    public static string? BrokenRule(TaskInfo task, IReadOnlyList<CompletedField> fields)
    {
        // Its dependencies are other tasks of a list that is not at hand, and the files that it names are not there.
        var alone = task with
        {
            Dependencies = [],
            Metadata = task.Metadata with { CodeFile = null, TestsFiles = [], Files = new Dictionary<string, string>(), Template = null },
        };
        var known = Errors(alone).ToHashSet(StringComparer.Ordinal);
        return Errors(TaskValues.With(alone, fields)).FirstOrDefault(error => !known.Contains(error));
    }

    private static IEnumerable<string> Errors(TaskInfo task) =>
        TaskFileReader.Read(TaskPackageJson.Write(new TaskPackage([task])), new TaskFileOptions()).Findings
            .Where(finding => finding.Rule.Severity == Menace.Model.Diagnostics.RuleSeverity.Error).Select(finding => finding.Message);
}
