using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE14xx.</summary>
internal static class ScheduleChecks
{
    /// <summary>Seconds. A bot that starts more often spends its time starting.</summary>
    private const int ShortestInterval = 10;

    private static readonly string[] Kinds = ["cron", "every", "once"];

    private static readonly string[] MacroWords = [.. CronParser.Macros.Select(m => m.Substring(1))];

    public static void Run(TaskSource source, CheckContext context)
    {
        var node = source.Node.Find("schedule")?.Value;
        switch (node?.Kind)
        {
            case JsonKind.String:
                CheckText(source, node, context);
                break;
            case JsonKind.Object:
                CheckObject(source, node, context);
                break;
        }
    }

    private static void CheckText(TaskSource source, JsonNode node, CheckContext context)
    {
        var schedule = TaskSchedule.FromText(node.Text);
        var offset = node.Text.Length - node.Text.TrimStart().Length;
        if (schedule.Kind == ScheduleKind.Every)
        {
            var interval = schedule.Expression;
            var at = interval.Length == 0 ? 0 : node.Text.LastIndexOf(interval, StringComparison.Ordinal);
            CheckInterval(source, interval, interval.Length == 0 ? node.Span : context.Part(node, at, interval.Length), s => s, context);
        }
        else if (schedule.Kind == ScheduleKind.Cron)
        {
            if (!LooksLikeCron(schedule.Expression))
            {
                var (hint, meant) = Meant(schedule.Expression);
                context.Findings.AddSuggesting(
                    meant, RuleTable.UnknownSchedule, node.Span, source.Label, "'" + Display.Of(node.Text) + "'", hint);
            }
            else
            {
                CheckCron(source, node, schedule.Expression, offset, context);
            }
        }
    }

    private static bool LooksLikeCron(string text) =>
        !IsIsoTime(text) && !Quantities.TryParseDuration(text, out _)
        && (text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length is 5 or 6
            || (text.Length > 0 && !char.IsLetter(text[0])));

    /// <summary>Returns the probable meaning of an invalid schedule, for the message and as JSON; nothing if that is uncertain.</summary>
    private static (string Hint, string? Json) Meant(string text)
    {
        if (IsIsoTime(text))
        {
            var json = "{ \"once\": \"" + text + "\" }";
            return ("; write " + json, json);
        }

        var spelled = text.StartsWith("every", StringComparison.OrdinalIgnoreCase);
        var interval = spelled ? text.Substring("every".Length).Trim() : text;
        if (Quantities.TryParseDuration(interval, out var duration))
        {
            var every = "every " + interval;
            return (Nearest.Hint(every), duration.TotalSeconds < ShortestInterval ? null : CanonicalJson.Quote(every));
        }

        var nearest = spelled ? null : Nearest.Of(text, MacroWords) is { } macro ? "@" + macro : Nearest.Of(text, ["once"]);
        return (Nearest.Hint(nearest), nearest is null ? null : CanonicalJson.Quote(nearest));
    }

    private static void CheckObject(TaskSource source, JsonNode node, CheckContext context)
    {
        if (node.Find("timeZone", JsonKind.String) is { } zone && !TimeZones.Contains(zone.Text))
        {
            context.Findings.AddWithNearest(
                zone.Text, TimeZones.All, RuleTable.UnknownTimeZone, zone.Span, source.Label, Display.Of(zone.Text), "");
        }

        var given = node.Members.Where(m => Kinds.Contains(m.Name)).ToList();
        var names = given.Select(m => m.Name).Distinct().ToList();
        if (names.Count == 0)
        {
            context.Findings.Add(RuleTable.UnknownSchedule, node.Span, source.Label, "without 'cron', 'every' and 'once'", "");
            return;
        }

        if (names.Count > 1)
        {
            var second = given.First(m => m.Name != given[0].Name);
            context.Findings.Add(RuleTable.SeveralSchedules, second.NameSpan, [given[0].NameSpan], source.Label,
                string.Join(" and ", names.Select(n => "'" + n + "'")));
            return;
        }

        if (node.Find(names[0], JsonKind.String) is not { } value)
        {
            return;
        }

        switch (names[0])
        {
            case "cron":
                CheckCron(source, value, value.Text, 0, context);
                break;
            case "every":
                CheckInterval(source, value.Text, value.Span, CanonicalJson.Quote, context);
                break;
            case "once" when value.Text.Length > 0 && !IsIsoTime(value.Text):
                context.Findings.Add(RuleTable.InvalidOnce, value.Span, source.Label, Display.Of(value.Text));
                break;
        }
    }

    private static void CheckCron(TaskSource source, JsonNode node, string text, int offset, CheckContext context)
    {
        if (CronParser.Parse(text, out var problem) is { } cron)
        {
            if (!cron.EverFires())
            {
                context.Findings.Add(RuleTable.CronNeverFires, node.Span, source.Label, Display.Of(text));
            }
            else if (cron.RestrictsBothDays && CronParser.FieldsOf(text) is { Count: 5 or 6 } days)
            {
                var (start, end) = (days[days.Count - 3].Start, days[days.Count - 1].End);
                context.Findings.Add(
                    RuleTable.CronDaysCombined, context.Part(node, offset + start, end - start), source.Label, Display.Of(text),
                    Display.Of(Field(text, days[days.Count - 3])), Display.Of(Field(text, days[days.Count - 1])));
            }
            else if (CronParser.FieldsOf(text) is { Count: 6 } fields
                && text.Substring(fields[0].Start, fields[0].End - fields[0].Start).Trim('0').Length == 0)
            {
                var place = context.Part(node, offset + fields[0].Start, fields[0].End - fields[0].Start);
                context.Findings.Add(RuleTable.SixFieldCron, place, source.Label, Display.Of(text),
                    Display.Of(text.Substring(fields[1].Start).Trim()));
            }
        }
        else
        {
            var span = problem!.Length == 0 ? node.Span : context.Part(node, offset + problem.Start, problem.Length);
            context.Findings.AddSuggesting(problem.Suggestion, RuleTable.InvalidCron, span, source.Label, Display.Of(text), problem.Text);
        }
    }

    private static string Field(string text, (int Start, int End) field) => text.Substring(field.Start, field.End - field.Start);

    /// <param name="source">The task.</param>
    /// <param name="interval">The text.</param>
    /// <param name="span">Its place.</param>
    /// <param name="written">How an interval is written at this place: as a string, or as a part of one.</param>
    /// <param name="context">Where findings go.</param>
    private static void CheckInterval(TaskSource source, string interval, TextSpan span, Func<string, string> written, CheckContext context)
    {
        if (!Quantities.TryParseDuration(interval, out var duration, out var problem))
        {
            var meant = Quantities.DurationMeant(interval) is { } valid && Quantities.TryParseDuration(valid, out var time)
                && time.TotalSeconds >= ShortestInterval ? valid : null;
            context.Findings.AddSuggesting(
                meant is null ? null : written(meant), RuleTable.InvalidInterval, span, source.Label, Display.Of(interval),
                problem + (meant is null ? "" : " (did you mean '" + meant + "'?)"));
        }
        else if (duration.TotalSeconds < ShortestInterval)
        {
            context.Findings.Add(RuleTable.ShortInterval, span, source.Label, Display.Of(interval),
                ShortestInterval.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Date, time and offset in the extended format of ISO 8601; seconds and their fraction may be left out.</summary>
    private static bool IsIsoTime(string text)
    {
        string[] formats =
        [
            "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
            "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        ];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
    }
}
