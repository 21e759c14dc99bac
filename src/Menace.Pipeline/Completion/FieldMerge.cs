using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Completion;

/// <summary>Tasks with what something else than the task gives for fields that it leaves out.</summary>
/// <param name="Tasks">The tasks, in their order.</param>
/// <param name="Completed">The fields that were filled, in the order of the tasks.</param>
/// <param name="Purposes">The purposes for tasks whose code may have one.</param>
/// <param name="Findings">What contradicts the tasks, and what cannot be used.</param>
internal sealed record MergedTasks(
    IReadOnlyList<TaskInfo> Tasks, IReadOnlyList<CompletedField> Completed, IReadOnlyDictionary<string, string> Purposes,
    IReadOnlyList<PipelineDiagnostic> Findings);

/// <summary>Fills fields of tasks. What a task says itself always wins, and what its code says comes before every other source.</summary>
internal static class FieldMerge
{
    /// <summary>The field that code can give as well.</summary>
    public const string Purpose = "metadata.purpose";

    /// <summary>The fields without which a bot cannot be built, if neither its task nor its code has them.</summary>
    public static readonly string[] Needed = [Purpose, "metadata.functions"];

    /// <summary>Fields that the code of a task gives, if it has any.</summary>
    private static readonly string[] OfCode = ["code", "metadata.language", "metadata.functions"];

    /// <summary>
    /// Fields that say what a bot does and needs. Those that name files of the project, or allow calls, are its owner's alone.
    /// </summary>
    private static readonly string[] Fillable =
    [
        "code", "dependencies", "resources", "schedule", Purpose, "metadata.functions", "metadata.function_docs", "metadata.description",
        "metadata.language", "metadata.capabilities", "metadata.level", "metadata.io", "metadata.tags", "metadata.license",
        "metadata.packages", "metadata.examples",
    ];

    /// <summary>Why a value cannot be that of a field, as the end of a sentence, or null.</summary>
    public static string? Mistake(string bot, string field, JsonValue value)
    {
        if (!Fillable.Contains(field))
        {
            return "is not a field that can be completed";
        }

        if (value.Kind == JsonKind.String && string.IsNullOrWhiteSpace(value.Text))
        {
            return "has an empty value";
        }

        try
        {
            CompletedField completed = new(bot, field, value, new(FieldSourceKind.Finding), "", 1);
            return TaskValues.Of(TaskValues.With(new() { Name = bot }, [completed]), field) is null ? "has an empty value" : null;
        }
        catch (FormatException exception)
        {
            return $"has a value that it cannot have: {exception.Message}";
        }
    }

    /// <summary>Fills <paramref name="tasks"/>.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="found">The values; of two for one field the first one counts.</param>
    /// <param name="isGiven">True if a task gives a field itself.</param>
    public static MergedTasks Merge(
        IReadOnlyList<TaskInfo> tasks, IReadOnlyList<CompletedField> found, Func<TaskInfo, string, bool> isGiven)
    {
        List<TaskInfo> merged = [];
        List<CompletedField> completed = [];
        List<PipelineDiagnostic> findings = [.. found.Where(field => TaskValues.IsField(field.Field)
            && Mistake(field.Bot, field.Field, field.Value) is not null).Select(field => Invalid(
                field, $"it {Mistake(field.Bot, field.Field, field.Value)}"))];
        if (findings.Count > 0)
        {
            return new(tasks, [], new Dictionary<string, string>(), findings);
        }

        var byBot = found.Where(field => TaskValues.IsField(field.Field)).ToLookup(field => field.Bot, StringComparer.Ordinal);
        if (byBot.Count == 0)
        {
            return new(tasks, [], new Dictionary<string, string>(), []);
        }

        Dictionary<string, string> purposes = new(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            List<CompletedField> filled = [];
            foreach (var field in byBot[task.Name].DistinctBy(field => field.Field))
            {
                if (isGiven(task, field.Field))
                {
                    findings.AddRange(field.Source.Kind == FieldSourceKind.Documentation ? Contradictions.Find(task, field) : []);
                }
                else if (HasCode(task) && field.Field == Purpose)
                {
                    purposes[task.Name] = field.Value.Text;
                    completed.Add(field);
                }
                else if (!HasCode(task) || !OfCode.Contains(field.Field))
                {
                    filled.Add(field);
                }
            }

            merged.Add(filled.Count == 0 ? task : TaskValues.With(task, filled));
            completed.AddRange(filled);
        }

        return new(merged, completed, purposes, findings);
    }

    /// <summary>The errors of the rules of tasks.json about values that were filled in, at the places that these come from.</summary>
    /// <param name="package">The package with the filled values.</param>
    /// <param name="completed">The values.</param>
    /// <param name="options">The options that the list was read with.</param>
    public static IEnumerable<PipelineDiagnostic> Check(
        TaskPackage package, IReadOnlyList<CompletedField> completed, TaskFileOptions options)
    {
        var file = TaskFileReader.Read(TaskPackageJson.Write(package), options);
        foreach (var finding in file.Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error))
        {
            var (bot, property) = file.PlaceOf(finding.Span) ?? ("", "");
            var field = completed.FirstOrDefault(field => field.Bot == bot && IsIn(property, field.Field))
                ?? completed.FirstOrDefault(field => field.Bot == bot) ?? completed[0];
            yield return Invalid(field, finding.Message);
        }
    }

    private static PipelineDiagnostic Invalid(CompletedField field, string reason) =>
        new(Rules.CompletedValueInvalid, [field.Bot, field.Field, field.Source.ToString(), reason])
        {
            Bot = field.Bot,
            Page = field.Source.Kind == FieldSourceKind.Documentation ? PagePlace.Of(field.Source.Place) : null,
        };

    /// <summary>True if the task brings code, or names a template of the project that writes it.</summary>
    public static bool HasCode(TaskInfo task) =>
        !string.IsNullOrWhiteSpace(task.Code) || task.Metadata.CodeFile is not null;

    private static bool IsIn(string property, string field) =>
        property == field || property.StartsWith(field + ".", StringComparison.Ordinal);
}
