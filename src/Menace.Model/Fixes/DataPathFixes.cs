using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;

namespace Menace.Model.Fixes;

/// <summary>Fixes of copied files that code opens by a relative path.</summary>
internal static class DataPathFixes
{
    private static readonly Regex ImportsModule = new(@"^import pathlib\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant);
    private static readonly Regex ImportsPath = new(@"^from pathlib import (?:.*,\s*)?Path\b", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    /// <summary>A path, in quotes or not, that needs no escapes in a shell and in JSON.</summary>
    private static readonly Regex PlainPath = new(@"^(?:\\?[""'])?(?:\./)?([A-Za-z0-9_./ -]+?)(?:\\?[""'])?$", RegexOptions.CultureInvariant);

    /// <summary>Lines that must precede any import.</summary>
    private static readonly Regex StartsWithPreamble = new("^(?:#|[rRuU]?[\"']|from __future__)", RegexOptions.CultureInvariant);

    /// <summary>The literal, joined to the folder of the bot's own files.</summary>
    public static TaskFileFix? Join(FixContext context, TaskFileFinding finding)
    {
        var literal = context.Slice(finding.Span);
        if (context.StringNodeAt(finding.Span) is not { } code || context.SourceOf(finding.Span)?.Task?.Metadata.Language is not { } language)
        {
            return null;
        }

        if (language == BotLanguage.Shell)
        {
            var path = PlainPath.Match(literal);
            return path.Success ? Fix([new(finding.Span, $"\\\"$(dirname \\\"$0\\\")/{path.Groups[1].Value}\\\"")]) : null;
        }

        if (language == BotLanguage.CSharp)
        {
            return Fix([new(finding.Span, $"Path.Combine(AppContext.BaseDirectory, {literal})")]);
        }

        if (ImportsPath.IsMatch(code.Text))
        {
            return Fix([new(finding.Span, $"Path(__file__).resolve().parent / {literal}")]);
        }

        var joined = new TextEdit(finding.Span, $"pathlib.Path(__file__).resolve().parent / {literal}");
        if (ImportsModule.IsMatch(code.Text))
        {
            return Fix([joined]);
        }

        // One import serves all: the others follow when it is there.
        var isFirst = context.File.Findings.First(other => other.Rule == finding.Rule && code.Span.Start <= other.Span.Start && other.Span.End <= code.Span.End) == finding;
        return isFirst && !StartsWithPreamble.IsMatch(code.Text) ? Fix([new(new(code.Span.Start + 1, 0), "import pathlib\\n"), joined]) : null;
    }

    private static TaskFileFix Fix(IReadOnlyList<TextEdit> edits) => new("Join the path to the folder of the bot's own files", edits);
}
