using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Checks;

namespace Menace.Pipeline.Documentation;

/// <summary>How clearly a text says when a bot runs.</summary>
internal enum ScheduleClarity
{
    /// <summary>It says nothing about times.</summary>
    None,

    /// <summary>It says how often, but no time: <c>nightly</c>.</summary>
    Vague,

    /// <summary>It says something about times that was not understood completely.</summary>
    Unclear,

    /// <summary>It says one schedule.</summary>
    Clear,
}

/// <summary>When a bot runs, as a text says it.</summary>
/// <param name="Clarity">How clearly.</param>
/// <param name="Cron">A cron expression of five fields.</param>
/// <param name="Zone">A time zone, or null.</param>
internal sealed record ScheduleReading(ScheduleClarity Clarity, string Cron = "", string? Zone = null)
{
    /// <summary>A text that was not understood.</summary>
    public static ScheduleReading Unclear { get; } = new(ScheduleClarity.Unclear);
}

/// <summary>Reads schedules: cron expressions, and English or German words. Each word has to be understood, or there is no
/// schedule.</summary>
internal static partial class ScheduleWords
{
    private const int Longest = 300;

    /// <summary>Returns what a text says that is about nothing but the schedule.</summary>
    public static ScheduleReading Read(string text)
    {
        if (text.Length > Longest)
        {
            return ScheduleReading.Unclear;
        }

        (text, var zone, var isClear) = TakeZone(text);
        if (!isClear)
        {
            return ScheduleReading.Unclear;
        }

        if (Calendar().Match(text) is { Success: true } calendar)
        {
            return OfCalendar(calendar, zone);
        }

        var crons = Crons().Matches(text).Select(match => match.Groups["cron"])
            .Where(cron => CronParser.Parse(cron.Value, out _) is not null && cron.Value.Contains('*')).ToList();
        if (crons.Count == 0)
        {
            return ScheduleTokens.Read(text) with { Zone = zone };
        }

        if (crons.Select(cron => cron.Value).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            return ScheduleReading.Unclear;
        }

        var rest = crons.Aggregate(text, (rest, cron) => rest.Replace(cron.Value, " ", StringComparison.Ordinal));
        var meaning = ScheduleTokens.Read(rest);
        var value = string.Join(' ', crons[0].Value.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return meaning.Clarity switch
        {
            ScheduleClarity.Clear when !IsSame(meaning.Cron, value) => ScheduleReading.Unclear,
            ScheduleClarity.Unclear when SaysMore(rest) => ScheduleReading.Unclear,
            _ => new(ScheduleClarity.Clear, value, zone),
        };
    }

    /// <summary>A calendar of systemd, if a cron expression can hold it: <c>Mon..Fri *-*-* 03:40:00</c>.</summary>
    private static ScheduleReading OfCalendar(Match calendar, string? zone)
    {
        var days = calendar.Groups["days"].Value.Replace("..", "-", StringComparison.Ordinal).ToUpperInvariant();
        var date = calendar.Groups["day"].Value is "*" or "" ? "*"
            : int.Parse(calendar.Groups["day"].ValueSpan, CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture);
        var cron = $"{Plain("minute")} {Plain("hour")} {date} * {(days.Length > 0 ? days : "*")}";
        return CronParser.Parse(cron, out _) is null ? ScheduleReading.Unclear : new(ScheduleClarity.Clear, cron, zone);

        string Plain(string part) => string.Join(',', calendar.Groups[part].Value.Split(',').Select(number => number is "*" ? number
            : number.StartsWith("0/", StringComparison.Ordinal)
            || number.StartsWith("00/", StringComparison.Ordinal) ? "*/" + number.Split('/')[1]
            : number.TrimStart('0') is { Length: > 0 } digits ? digits : "0"));
    }

    /// <summary>Takes the time zone out of a text; it is not clear if there are several.</summary>
    public static (string Text, string? Zone, bool IsClear) TakeZone(string text)
    {
        var zones = ZoneNames().Matches(text).Select(match => match.Value)
            .Where(TimeZones.Contains).Distinct(StringComparer.Ordinal).ToList();
        if (City().Match(text) is { Success: true } city)
        {
            var name = city.Groups["city"].Value.Replace(' ', '_');
            if (TimeZones.All.Where(known => known.EndsWith("/" + name, StringComparison.Ordinal)).ToList() is not [var only])
            {
                return (text, null, false);
            }

            (zones, text) = ([.. zones.Append(only).Distinct(StringComparer.Ordinal)], text.Replace(city.Value, new(' ', city.Length),
                StringComparison.Ordinal));
        }

        return zones switch
        {
            [] => (text, null, true),
            [var zone] => (text.Replace(zone, new(' ', zone.Length), StringComparison.Ordinal), zone, true),
            _ => (text, null, false),
        };
    }

    /// <summary>Returns the zone that the head of a column names, also by its city alone; null if there is none.</summary>
    public static string? ZoneOfHead(string head) =>
        TakeZone(head) is { IsClear: true, Zone: { } zone } ? zone
        : Words.Of(head).Where(word => char.IsUpper(head[word.Start])).Select(word => TimeZones.All.Where(known =>
            known.EndsWith("/" + head[word.Start..word.End],
                StringComparison.Ordinal)).ToList()).FirstOrDefault(found => found.Count == 1)?[0];

    /// <summary>Returns whether two cron expressions mean the same times.</summary>
    public static bool IsSame(string one, string other) =>
        CronParser.Parse(one, out _) is { } first && CronParser.Parse(other, out _) is { } second && first == second;

    /// <summary>Returns whether a text has words about times.</summary>
    public static bool HasTimes(string text) => TimeWords().IsMatch(text);

    /// <summary>Returns whether a text has words for a condition or an event.</summary>
    public static bool HasEvents(string text) => EventWords().IsMatch(text);

    /// <summary>Words beside a cron expression that say more than it: a clock time, an exception.</summary>
    private static bool SaysMore(string text) => HasEvents(text) || ExactWords().IsMatch(text);

    [GeneratedRegex(@"\bOnCalendar=\s*(?<days>[A-Z][a-z]{2}(?:\.\.|-|,)?(?:[A-Z][a-z]{2})?)?\s*\*-\*-(?<day>\*|"
        + @"\d\d)\s+(?<hour>[\d,*/]+):(?<minute>[\d,*/]+)"
        + @"(?::00)?(?=[^\d:]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Calendar();

    [GeneratedRegex(@"\b(?:[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|UTC)\b", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneNames();

    [GeneratedRegex(@"\b(?<city>(?!Local|Summer|Winter|Standard|Run|Start|The)[A-Z][a-z]+(?: [A-Z][a-z]+)?) (?:local )?time\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex City();

    [GeneratedRegex(@"(?<![\w*/,-])(?<cron>(?:[\d*][\d*,/-]*[ \t\n]+){3}[\dA-Z*][\dA-Za-z*,/-]*[ \t\n]+[\dA-Z*][\dA-Za-z*,/-]*)(?![\w*/-])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Crons();

    [GeneratedRegex("""
        \b(?:\d{1,2}[:.]\d\d|\d{1,2} ?(?:am|pm|a\.m|p\.m|uhr|h)\b|every|each|hourly|daily|nightly|weekly|monthly|quarterly|yearly|
        weekdays?|weekends?|
        midnight|noon|minutes?|hours?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|o'clock|twice|mornings?|evenings?|nights?|
        alle|jeden?|jede|täglich|stündlich|nächtlich|wöchentlich|monatlich|werktags|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|
        uhr)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TimeWords();

    [GeneratedRegex("""
        \b(?:when|whenever|after|before|once[ ](?!a\b|an\b|per\b|daily\b)|if|unless|until|till|except|but|not|no|never|none|nicht|
        kein|keine|only|demand|manual|manually|trigger(?:ed)?|
        soon|upon|event|events|webhook|by[ ]hand|on[ ]request|while|since|during|outside|instead|usually|mostly|around|about|roughly|
        approximately|ca|circa|sometimes|optional|tbd|tbc|former|formerly|was|now|
        from(?=[ ](?:\d|now|next|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|
        december))|
        wenn|sobald|nach|vor|außer|ausser|nur|bei|bis|bedarf|hand|ungefähr|etwa|seit|ab|oder|or)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex EventWords();

    [GeneratedRegex(@"\d", RegexOptions.CultureInvariant)]
    private static partial Regex ExactWords();
}
