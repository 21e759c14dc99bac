using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;

namespace Menace.Model.Fixes;

/// <summary>Fixes of schedules that are more than another word.</summary>
internal static class ScheduleFixes
{
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
