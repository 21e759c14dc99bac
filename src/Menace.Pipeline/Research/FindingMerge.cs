using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Research;

/// <summary>Makes values of findings: for exactly this bot and this field, and only if all sources that have one agree.</summary>
internal static class FindingMerge
{
    private const int LongestShown = 100;

    /// <summary>The value of one field, or none; what stands against one is a finding.</summary>
    /// <param name="task">The task.</param>
    /// <param name="field">The field.</param>
    /// <param name="findings">What the sources have, in their order.</param>
    public static (CompletedField? Value, IReadOnlyList<PipelineDiagnostic> Findings) Merge(
        TaskInfo task, string field, IReadOnlyList<ResearchFinding> findings)
    {
        List<(ResearchFinding Finding, JsonValue Value)> usable = [];
        List<PipelineDiagnostic> reported = [];
        foreach (var finding in findings.Where(finding => finding.Bot == task.Name && finding.Field == field))
        {
            if (finding.Value is not { } value)
            {
                continue;
            }

            if (FindingCheck.Problem(task, field, value) is { } problem)
            {
                reported.Add(new(
                    Rules.ResearchFound, [task.Name, field, $"there is a value that is not used: it {problem}", finding.Origin])
                {
                    Bot = task.Name,
                });
                continue;
            }

            usable.Add((finding, value));
        }

        if (usable.Count == 0)
        {
            return (null, reported);
        }

        var (first, chosen) = usable[0];
        foreach (var (finding, value) in usable.Where(one => !SameValue.Of(field, chosen, one.Value)).Take(1))
        {
            reported.Add(new(Rules.ResearchContradicts,
                [task.Name, field, first.Origin, Shown(chosen), finding.Origin, Shown(value)])
            { Bot = task.Name });
            return (null, reported);
        }

        FieldSource source = new(FieldSourceKind.Finding, first.Origin) { Digest = ContentDigest.Of(CanonicalJson.Write(chosen)) };
        return (new(
            task.Name, field, chosen, source, usable.Count == 1 ? "the value of one source" : "the value of all sources", 1), reported);
    }

    /// <summary>
    /// <paramref name="fields"/> of a task, or none if they break a rule together: then one of them is wrong, and it is not known which.
    /// </summary>
    public static IReadOnlyList<CompletedField> Together(TaskInfo task, IReadOnlyList<CompletedField> fields) =>
        fields.Count > 1 && ResearchFields.BrokenRule(task, fields) is not null ? [] : fields;

    private static string Shown(JsonValue value) => FindingText.Shortened(CanonicalJson.Write(value), LongestShown);
}
