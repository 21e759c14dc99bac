using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Model.Fixes;

/// <summary>Fixes that write down what the build infers from the code of a task each time.</summary>
internal static class CompletionFixes
{
    public static TaskFileFix? AddPurpose(FixContext context, TaskFileFinding finding) =>
        SourceOf(context, finding) is { } source
        && OutlineOf(source).Purpose is { } purpose
        && FitText.IndexOfUnfit(purpose) < 0 && !Secrets.In(purpose).Any()
            ? Write(context, source, "purpose", CanonicalJson.Quote(purpose))
            : null;

    public static TaskFileFix? AddFunctions(FixContext context, TaskFileFinding finding) =>
        SourceOf(context, finding) is { } source
        && OutlineOf(source).Functions is { } functions
        && AreUndisputed(functions, source.Task)
            ? Write(context, source, "functions", "[" + string.Join(", ", functions.Select(CanonicalJson.Quote)) + "]")
            : null;

    /// <summary>The task, if its code is in the file and its language is given there.</summary>
    private static TaskSource? SourceOf(FixContext context, TaskFileFinding finding)
    {
        var source = context.SourceOf(finding.Span);
        return source is { IsBroken: false, Task: { Metadata: { CodeFile: null, Language: { } language } } task }
            && (!source.LanguageGiven || source.Metadata.Values.Language is not null)
            && !string.IsNullOrWhiteSpace(task.Code)
            && CodeSigns.LanguageOf(task.Code, language, out _) is null
            ? source
            : null;
    }

    private static CodeOutline OutlineOf(TaskSource source) =>
        source.Task.Metadata.Language!.Value.Profile().Outline(source.Task.Code, source.Task.Metadata.Functions);

    /// <summary>True if each name is one, is plainly in the code, and no example calls another.</summary>
    private static bool AreUndisputed(IReadOnlyList<string> functions, TaskInfo task)
    {
        var language = task.Metadata.Language!.Value;
        var defined = language.Profile().Definitions(task.Code);
        return functions.All(name =>
            Identifiers.IsValid(name, language) && InvisibleText.IndexOf(name) < 0 && defined?.Holds(name) != false)
            && task.Metadata.Examples.All(example => functions.Contains(example.Function, StringComparer.Ordinal));
    }

    /// <summary>In place of an empty value, else as the last of the metadata.</summary>
    private static TaskFileFix? Write(FixContext context, TaskSource source, string name, string value)
    {
        var property = "\"" + name + "\": " + value;
        return EditOf(context.Text, source.Node, name, value, property) is { } edit ? new("Add " + Display.Of(property), [edit]) : null;
    }

    private static TextEdit? EditOf(string text, JsonNode task, string name, string value, string property)
    {
        if (!Has(task, "metadata", TaskFields.TaskProperties))
        {
            return Insertion.Last(text, task, "\"metadata\": { " + property + " }");
        }

        if (task.Find("metadata", JsonKind.Object) is not { } metadata)
        {
            return null;
        }

        if (!Has(metadata, name, TaskFields.Metadata.Keys))
        {
            return Insertion.Last(text, metadata, property);
        }

        return metadata.Find(name)?.Value is { } given && IsEmpty(text, given) ? new(given.Span, value) : null;
    }

    /// <summary>True also if the property exists with a mistyped name, which another fix corrects.</summary>
    private static bool Has(JsonNode node, string name, IEnumerable<string> known) =>
        node.Members.Any(member => Nearest.Of(member.Name, known) == name);

    private static bool IsEmpty(string text, JsonNode given) => given.Kind switch
    {
        JsonKind.String => string.IsNullOrWhiteSpace(given.Text),
        JsonKind.Array => Removal.SkipWhite(text, given.Span.Start + 1) == given.Span.End - 1,
        _ => false,
    };
}
