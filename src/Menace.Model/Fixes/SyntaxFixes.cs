using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;

namespace Menace.Model.Fixes;

/// <summary>Fixes that need to know nothing of tasks.</summary>
internal static class SyntaxFixes
{
    /// <summary>Writes the suggestion of the finding in its place.</summary>
    public static TaskFileFix? Replace(FixContext context, TaskFileFinding finding) =>
        finding.Suggestion is { } suggestion
            ? new("Write " + Display.Of(suggestion) + " instead of " + Display.Of(context.Slice(finding.Span)),
                [new(finding.Span, suggestion)])
            : null;

    public static TaskFileFix? RenameProperty(FixContext context, TaskFileFinding finding)
    {
        var members = context.ContainerOf(finding.Span)?.Members;
        return members?.Any(m => CanonicalJson.Quote(m.Name) == finding.Suggestion) == false ? Replace(context, finding) : null;
    }

    public static TaskFileFix? RemoveComma(FixContext context, TaskFileFinding finding) => new("Remove the comma", [new(finding.Span, "")]);

    public static TaskFileFix? RemoveEarlierProperty(FixContext context, TaskFileFinding finding)
    {
        // With a syntax error in the object it is not known which comma belongs to which property.
        if (context.ContainerOf(finding.Span) is not { IsBroken: false } container)
        {
            return null;
        }

        var members = container.Members;
        var later = members.FindIndex(m => m.NameSpan == finding.Span);
        var earlier = members.FindLastIndex(Math.Max(later - 1, 0), m => m.Name == members[later].Name);
        if (container == context.File.Root && members[later].Name == "tasks")
        {
            return null;
        }

        return new("Remove the earlier '" + Display.Of(members[later].Name) + "'", Removal.OfProperty(context.Text, container, earlier));
    }

    public static TaskFileFix? RemoveComment(FixContext context, TaskFileFinding finding) =>
        new("Remove the comment", [Removal.OfComment(context.Text, finding.Span)]);

    public static TaskFileFix? EscapeControlCharacters(FixContext context, TaskFileFinding finding)
    {
        if (context.StringAt(finding.Span.Start) is not var (at, end))
        {
            return null;
        }

        var edits = new List<TextEdit>();
        var text = context.Text;
        while (at < end)
        {
            var length = JsonEscapes.LengthAt(text, at, end);
            if (text[at] == '\0' || (text[at] == '\\' && length == 1))
            {
                // No text can carry the one, and the other would take the escape's backslash for its own.
                return null;
            }

            if (text[at] < ' ')
            {
                length = text[at] == '\r' && at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
                edits.Add(new(new(at, length), text[at] switch
                {
                    '\n' => "\\n",
                    '\r' => length == 2 ? "\\n" : "\\r",
                    '\t' => "\\t",
                    var c => "\\u" + Display.Hex(c),
                }));
            }

            at += length;
        }

        // A string that is never closed ends before its line does.
        return edits.Any(e => e.Span == finding.Span) ? new("Write the control characters of the string as escapes", edits) : null;
    }
}
