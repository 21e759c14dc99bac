using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;

namespace Menace.Model.Fixes;

/// <summary>Fixes of the names of functions.</summary>
internal static class FunctionFixes
{
    /// <summary>The new name, in <c>functions</c> or <c>smoke</c> and wherever else the metadata name the function.</summary>
    public static TaskFileFix? Rename(FixContext context, TaskFileFinding finding)
    {
        if (finding.Suggestion is not { } name || context.ContainerOf(finding.Span) is not { } functions
            || context.SourceOf(finding.Span) is not { } source
            || functions.Items.Any(i => CanonicalJson.Quote(i.Text) == name) || IsPromised(context, functions, finding))
        {
            return null;
        }

        var old = functions.Items.First(i => i.Span == finding.Span).Text;
        IEnumerable<TaskSource> readers = source == context.File.Defaults
            ? [source, .. context.File.Tasks.Where(t => !t.Metadata.Has("functions"))] : [source];
        List<TextEdit> edits =
        [
            .. functions.Items.Where(i => i.Text == old).Select(i => i.Span)
                .Concat(readers.SelectMany(r => Uses(r, old, name))).Distinct().Select(span => new TextEdit(span, name)),
        ];
        return new("Rename '" + Display.Of(old) + "' to " + Display.Of(name), edits);
    }

    /// <summary>A name with an invisible character is that of a function or of a property.</summary>
    public static TaskFileFix? RemoveInvisible(FixContext context, TaskFileFinding finding) =>
        context.ContainerOf(finding.Span)?.Kind == JsonKind.Array ? Rename(context, finding) : SyntaxFixes.RenameProperty(context, finding);

    /// <summary>Whether another function of the list gets the same name before this one.</summary>
    private static bool IsPromised(FixContext context, JsonNode functions, TaskFileFinding finding) => context.File.Findings.Any(f =>
        f.Suggestion == finding.Suggestion && f.Span.Start < finding.Span.Start && f.Span.Start > functions.Span.Start);

    private static IEnumerable<TextSpan> Uses(TaskSource source, string function, string newName)
    {
        var metadata = source.Node.Find("metadata", JsonKind.Object);
        var docs = metadata?.Find("function_docs", JsonKind.Object)?.Members ?? [];
        if (!docs.Any(m => CanonicalJson.Quote(m.Name) == newName))
        {
            foreach (var member in docs.Where(m => m.Name == function))
            {
                yield return member.NameSpan;
            }
        }

        foreach (var named in metadata?.Find("smoke", JsonKind.Array)?.Items.Where(
            i => i.Kind == JsonKind.String && i.Text == function) ?? [])
        {
            yield return named.Span;
        }

        foreach (var example in metadata?.Find("examples", JsonKind.Array)?.Items ?? [])
        {
            if (example.Find("function", JsonKind.String) is { } called && called.Text == function)
            {
                yield return called.Span;
            }
        }
    }
}
