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

        var zones = ZoneNames().Matches(text).Select(match => match.Value)
            .Where(TimeZones.Contains).Distinct(StringComparer.Ordinal).ToList();
        if (zones.Count > 1)
        {
            return ScheduleReading.Unclear;
        }

        if (City().Match(text) is { Success: true } city)
        {
            var name = city.Groups["city"].Value.Replace(' ', '_');
            if (zones.Count > 0
                || TimeZones.All.Where(known => known.EndsWith("/" + name, StringComparison.Ordinal)).ToList() is not [var only])
            {
                return ScheduleReading.Unclear;
            }

            (zones, text) = ([only], text.Replace(city.Value, only, StringComparison.Ordinal));
        }

        var zone = zones.FirstOrDefault();
        text = zone is null ? text : text.Replace(zone, " ", StringComparison.Ordinal);
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

    /// <summary>Returns whether two cron expressions mean the same times.</summary>
    public static bool IsSame(string one, string other) =>
        CronParser.Parse(one, out _) is { } first && CronParser.Parse(other, out _) is { } second && first == second;

    /// <summary>Returns whether a text has words about times.</summary>
    public static bool HasTimes(string text) => TimeWords().IsMatch(text);

    /// <summary>Returns whether a text has words for a condition or an event.</summary>
    public static bool HasEvents(string text) => EventWords().IsMatch(text);

    /// <summary>Words beside a cron expression that say more than it: a clock time, an exception.</summary>
    private static bool SaysMore(string text) => HasEvents(text) || ExactWords().IsMatch(text);

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
