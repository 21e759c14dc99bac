using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE14xx.</summary>
internal static class ScheduleChecks
{
    /// <summary>Seconds. A bot that starts more often spends its time starting.</summary>
    private const int ShortestInterval = 10;

    private static readonly string[] Kinds = ["cron", "every", "once"];

    private static readonly string[] MacroWords = [.. CronParser.Macros.Select(m => m.Substring(1))];

    /// <summary>The areas of the IANA time zone database, with the countries that its older names begin with.</summary>
    private static readonly HashSet<string> Areas = new(
        [
            "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc", "Europe", "Indian", "Pacific",
            "Brazil", "Canada", "Chile", "Mexico", "US",
        ], StringComparer.Ordinal);

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
            CheckInterval(source, interval, interval.Length == 0 ? node.Span : context.Part(node, at, interval.Length), context);
        }
        else if (schedule.Kind == ScheduleKind.Cron)
        {
            if (HintFor(schedule.Expression) is { } hint)
            {
                context.Findings.Add(RuleTable.UnknownSchedule, node.Span, source.Label, "'" + Display.Of(node.Text) + "'", hint);
            }
            else
            {
                CheckCron(source, node, schedule.Expression, offset, context);
            }
        }
    }

    /// <summary>Null for what looks like cron; else what was probably meant, which may be nothing.</summary>
    private static string? HintFor(string text)
    {
        if (IsIsoTime(text))
        {
            return "; write { \"once\": \"" + text + "\" }";
        }

        if (Quantities.TryParseDuration(text, out _))
        {
            return "; did you mean 'every " + text + "'?";
        }

        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 5 or 6 || (text.Length > 0 && !char.IsLetter(text[0])))
        {
            return null;
        }

        if (text.StartsWith("every", StringComparison.OrdinalIgnoreCase))
        {
            var interval = text.Substring("every".Length).Trim();
            return Quantities.TryParseDuration(interval, out _) ? "; did you mean 'every " + interval + "'?" : "";
        }

        return Nearest.Of(text, MacroWords) is { } macro ? "; did you mean '@" + macro + "'?" : Nearest.Hint(text, ["once"]);
    }

    private static void CheckObject(TaskSource source, JsonNode node, CheckContext context)
    {
        if (node.Find("timeZone", JsonKind.String) is { } zone && !IsTimeZone(zone.Text))
        {
            context.Findings.Add(RuleTable.UnknownTimeZone, zone.Span, source.Label, Display.Of(zone.Text));
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
            context.Findings.Add(RuleTable.SeveralSchedules, second.NameSpan, [given[0].NameSpan], source.Label, string.Join(" and ", names.Select(n => "'" + n + "'")));
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
                CheckInterval(source, value.Text, value.Span, context);
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
            else if (CronParser.FieldsOf(text) is { Count: 6 } fields && text.Substring(fields[0].Start, fields[0].End - fields[0].Start).Trim('0').Length == 0)
            {
                var place = context.Part(node, offset + fields[0].Start, fields[0].End - fields[0].Start);
                context.Findings.Add(RuleTable.SixFieldCron, place, source.Label, Display.Of(text), Display.Of(text.Substring(fields[1].Start).Trim()));
            }
        }
        else
        {
            var span = problem!.Length == 0 ? node.Span : context.Part(node, offset + problem.Start, problem.Length);
            context.Findings.Add(RuleTable.InvalidCron, span, source.Label, Display.Of(text), problem.Text);
        }
    }

    private static void CheckInterval(TaskSource source, string interval, TextSpan span, CheckContext context)
    {
        if (!Quantities.TryParseDuration(interval, out var duration, out var problem))
        {
            context.Findings.Add(RuleTable.InvalidInterval, span, source.Label, Display.Of(interval), problem);
        }
        else if (duration.TotalSeconds < ShortestInterval)
        {
            context.Findings.Add(RuleTable.ShortInterval, span, source.Label, Display.Of(interval), ShortestInterval.ToString(CultureInfo.InvariantCulture));
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

    private static bool IsTimeZone(string name)
    {
        if (name == "UTC")
        {
            return true;
        }

        var parts = name.Split('/');
        return parts.Length is 2 or 3
            && Areas.Contains(parts[0])
            && parts.Skip(1).All(p => p.Length > 0 && p.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '+'));
    }
}
