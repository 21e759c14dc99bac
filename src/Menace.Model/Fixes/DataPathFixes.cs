using Menace.Model.Diagnostics;
using Menace.Model.Languages;

namespace Menace.Model.Fixes;

/// <summary>Fixes of copied files that code opens by a relative path.</summary>
internal static class DataPathFixes
{
    /// <summary>The literal, joined to the folder of the bot's own files.</summary>
    public static TaskFileFix? Join(FixContext context, TaskFileFinding finding)
    {
        var literal = context.Slice(finding.Span);
        if (context.StringNodeAt(finding.Span) is not { } code
            || context.SourceOf(finding.Span)?.Task?.Metadata.Language is not { } language)
        {
            return null;
        }

        if (language.Profile().JoinDataPath(literal, code.Text) is not { Import: { } import } join)
        {
            return null;
        }

        var joined = new TextEdit(finding.Span, join.Text);
        if (import.Length == 0)
        {
            return Fix([joined]);
        }

        // One import serves all: the others follow when it is there.
        var first = context.File.Findings.First(
            other => other.Rule == finding.Rule && code.Span.Start <= other.Span.Start && other.Span.End <= code.Span.End);
        return first == finding ? Fix([new(new(code.Span.Start + 1, 0), import), joined]) : null;
    }

    private static TaskFileFix Fix(IReadOnlyList<TextEdit> edits) => new("Join the path to the folder of the bot's own files", edits);
}
