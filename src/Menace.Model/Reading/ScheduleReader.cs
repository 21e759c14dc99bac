using Menace.Model.Checking;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Reads and checks <c>schedule</c>.</summary>
internal sealed class ScheduleReader(FindingList report)
{
    private static readonly string[] Kinds = ["once", "cron", "every"];
    private static readonly string[] Known = ["once", "cron", "every", "timeZone", "$comment"];

    /// <summary>The schedule; <c>once</c> where there is none or it is wrong.</summary>
    public TaskSchedule Read(JsonSyntax? value)
    {
        switch (value)
        {
            case null or { IsWhole: false }:
                return TaskSchedule.Once;
            case { Kind: JsonKind.String }:
                return Check(TaskSchedule.FromText(value.Text), value, isNamed: false);
            case { Kind: JsonKind.Object }:
                return ReadObject(value);
            default:
                report.AddWrongType("schedule", value, "a string or an object");
                return TaskSchedule.Once;
        }
    }

    private TaskSchedule ReadObject(JsonSyntax value)
    {
        SyntaxChecks.ReportDuplicates(value, report);
        SyntaxChecks.ReportUnknown(value, Known, onlyClose: false, report);
        string[] given = [.. Kinds.Where(kind => value[kind] is not null)];
        if (given.Length != 1)
        {
            report.Add(Rules.SeveralSchedules, value.Span, given.Length == 0 ? "none" : string.Join(" and ", given.Select(kind => $"'{kind}'")));
            return TaskSchedule.Once;
        }

        var expression = value[given[0]]!;
        if (expression.Kind != JsonKind.String)
        {
            report.AddWrongType(given[0], expression, "a string");
            return TaskSchedule.Once;
        }

        var kind = given[0] == "once" ? ScheduleKind.Once : given[0] == "cron" ? ScheduleKind.Cron : ScheduleKind.Every;
        return Check(new TaskSchedule(kind, expression.Text.Trim(), TimeZone(value["timeZone"])), expression, isNamed: true);
    }

    private string? TimeZone(JsonSyntax? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value.Kind != JsonKind.String)
        {
            report.AddWrongType("timeZone", value, "a string");
            return null;
        }

        if (!ScheduleGrammar.IsTimeZone(value.Text))
        {
            report.Add(Rules.InvalidTimeZone, value.Span, value.Text);
        }

        return value.Text;
    }

    private TaskSchedule Check(TaskSchedule schedule, JsonSyntax place, bool isNamed)
    {
        switch (schedule.Kind)
        {
            case ScheduleKind.Once when schedule.Expression.Length > 0 || isNamed:
                if (!ScheduleGrammar.IsTimeWithOffset(schedule.Expression))
                {
                    report.Add(Rules.InvalidOnce, place.Span, schedule.Expression);
                }

                break;
            case ScheduleKind.Every:
                CheckInterval(schedule.Expression, place);
                break;
            case ScheduleKind.Cron:
                CheckCron(schedule.Expression, place, isNamed);
                break;
        }

        return schedule;
    }

    private void CheckInterval(string text, JsonSyntax place)
    {
        if (ScheduleGrammar.ParseInterval(text) is not { } interval)
        {
            report.Add(Rules.InvalidInterval, place.Span, text);
        }
        else if (interval < TimeSpan.FromSeconds(1))
        {
            report.Add(Rules.ShortInterval, place.Span, text);
        }
    }

    private void CheckCron(string text, JsonSyntax place, bool isNamed)
    {
        // A word that is no cron expression at all gets the list of what there is.
        if (!isNamed && !text.StartsWith("@", StringComparison.Ordinal) && text.IndexOf(' ') < 0)
        {
            var nearest = text switch
            {
                "yearly" or "annually" or "monthly" or "weekly" or "daily" or "midnight" or "hourly" => "@" + text,
                _ => Nearest.Of(text, ["once", "@daily", "@hourly", "@weekly", "@monthly", "@yearly"]),
            };
            report.Add(Rules.UnknownSchedule, place.Span, text, Nearest.Hint(nearest));
            return;
        }

        var cron = CronExpression.Parse(text);
        if (cron.Error is { } error)
        {
            report.Add(Rules.InvalidCron, place.Span, text, error);
        }
        else if (!cron.CanFire)
        {
            report.Add(Rules.CronNeverFires, place.Span, text);
        }
    }
}
