using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;

namespace Menace.Model.Fixes;

/// <summary>Fixes of schedules that are more than another word.</summary>
internal static class ScheduleFixes
{
    /// <summary>Keeps the first schedule, which is the one that the reader takes.</summary>
    public static TaskFileFix? RemoveLater(FixContext context, TaskFileFinding finding)
    {
        if (context.ContainerOf(finding.Span) is not { IsBroken: false } schedule)
        {
            return null;
        }

        var first = schedule.Members.Find(m => m.NameSpan == finding.AdditionalSpans[0]);
        var later = schedule.Members.FindIndex(m => m.NameSpan == finding.Span);
        return first?.Value.Kind == JsonKind.String && later >= 0
            ? new($"Remove '{schedule.Members[later].Name}'", Removal.OfProperty(context.Text, schedule, later))
            : null;
    }

    /// <summary>Takes the seconds out, with the blanks behind them.</summary>
    public static TaskFileFix? RemoveSeconds(FixContext context, TaskFileFinding finding)
    {
        if (context.StringNodeAt(finding.Span) is not { } node || CronParser.FieldsOf(node.Text) is not { Count: 6 } fields)
        {
            return null;
        }

        var seconds = JsonEscapes.Map(context.Text, node, fields[0].Start, fields[1].Start - fields[0].Start);
        return new("Remove the seconds from the cron expression", [new(seconds, "")]);
    }
}
