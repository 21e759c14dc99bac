using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Finds the time expressions of a clause, and reads them as one schedule. Any that is left over makes the clause
/// unclear.</summary>
internal static partial class TimeFinder
{
    private static readonly HashSet<string> Strong = Words.Set(
        """
        every each daily hourly nightly weekly monthly quarterly yearly annually weekday weekdays workday workdays weekend weekends
        midnight noon
        twice thrice once monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
        saturdays sundays
        half-hourly quarter-hourly täglich stündlich nächtlich wöchentlich monatlich werktags alle jeden jede jedes montag dienstag mittwoch
        donnerstag freitag samstag sonntag montags dienstags mittwochs donnerstags freitags samstags sonntags mitternacht halbstündlich
        """);

    private static readonly HashSet<string> Weak = Words.Set(
        """
        day days night nights morning mornings evening evenings afternoon afternoons hour hours minute minutes min mins week weeks month
        months
        year quarter half past am pm a.m. p.m. a.m p.m uhr o'clock first last other second third fourth except excluding
        january february march april may june july august september october november december working business tag nacht minuten stunden
        stunde
        monat monats woche clock full top hr hrs around thrice january
        """);

    private static readonly HashSet<string> Glue = Words.Set(
        """
        at on the and of to in by , & + / - – : ( ) . per a an from between through thru until till bis um am im den der dem und local
        time sharp the minute zur rund die tag nacht
        exactly always an days' is it ; around only
        """);

    private static readonly HashSet<string> Lead =
        Words.Set("at on every each from between ( um am alle jeden jede once twice in of half quarter");

    /// <summary>Returns what a clause says about when something happens.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="isTask">Whether the name of a task stands at a place.</param>
    public static ScheduleReading Find(string clause, Func<int, bool> isTask)
    {
        var (text, zone, isClear) = ScheduleWords.TakeZone(clause.Replace('\u2013', '-'));
        if (!isClear || Reference().IsMatch(text))
        {
            return ScheduleReading.Unclear;
        }

        if (text.Contains("OnCalendar=", StringComparison.Ordinal))
        {
            return ScheduleWords.Read(text) with { Zone = zone };
        }

        text = Remark().Replace(text, remark => Clauses.HasVerb(remark.Value) && !ScheduleWords.HasEvents(remark.Value)
            ? new(' ', remark.Length) : remark.Value);
        var cut = Explanation().Match(text);
        var end = cut.Success && HasStrong(text[..cut.Index]) ? cut.Index : text.Length;
        var runs = Runs(text, end);
        if (runs.Count == 0 || runs.Count(run => run.IsExact) > 1)
        {
            return runs.Count == 0 ? new(ScheduleClarity.None) : ScheduleReading.Unclear;
        }

        var reading = ScheduleWords.Read(string.Join("; ", runs.Select(run => text[run.Start..run.End])));
        if (reading.Clarity != ScheduleClarity.Clear)
        {
            return reading;
        }

        var rest = runs.OrderByDescending(run => run.Start).Aggregate(text, (rest, run) => rest.Remove(run.Start, run.End - run.Start)
            .Insert(run.Start, new(' ', run.End - run.Start)));
        return HasStrong(rest) || Words.Of(rest).Exists(word => IsNumber(word.Lower) && char.IsDigit(word.Lower[0]))
            || Event(rest[..end]) is not null || (end < text.Length && !IsHarmless()) ? ScheduleReading.Unclear
            : reading with { Zone = zone };

        bool IsHarmless() => cut.Groups["reason"].Success || runs.Exists(run => run.IsExact) || isTask(cut.Index + cut.Length);

        string? Event(string before) => ScheduleWords.HasEvents(before) ? before : null;
    }

    /// <summary>Returns whether a text has an expression that can be a schedule.</summary>
    public static bool HasStrong(string text) => Runs(text, text.Length).Count > 0;

    /// <summary>Returns whether a text says on which days, or how often.</summary>
    public static bool HasFrequency(string text) => Words.Of(text).Exists(word => Strong.Contains(word.Lower)
        && word.Lower is not ("noon" or
        "midnight") || word.Lower is "month" or "quarter" || ShortDay(text, word) || word.Lower == "*" || Range(text, word)
            || word.Lower == "hour");

    /// <summary>Returns where a time expression ends that a text begins with; 0 if it begins with none.</summary>
    public static int LeadEnd(string text) => Runs(text, text.Length) is [{ Start: 0 } first, ..] ? first.End : 0;

    private static List<(int Start, int End, bool IsExact)> Runs(string text, int end)
    {
        var words = Words.Of(text);
        var runs = new List<(int, int, bool)>();
        for (var i = 0; i < words.Count && words[i].Start < end; i++)
        {
            var first = i;
            while (i < words.Count && words[i].Start < end && IsTime(text, words, i))
            {
                i++;
            }

            Add(first, i);
        }

        return runs;

        void Add(int from, int to)
        {
            while (from < to && !IsCore(text, words[from]) && !Lead.Contains(words[from].Lower) && !IsNumber(words[from].Lower))
            {
                from++;
            }

            while (to > from && !IsCore(text, words[to - 1]) && !IsNumber(words[to - 1].Lower) && words[to - 1].Lower is not ")")
            {
                to--;
            }

            var parts = words.GetRange(from, Math.Max(0, to - from));
            var isExact = parts.Exists(word => Clock().IsMatch(word.Lower) || word.Lower is "midnight" or "noon" or "hourly" or "minutes"
                or "minute" or "hour" or "hours" or "@daily" or "*") || parts.Exists(word => word.Lower is "at" or "um");
            if (parts.Exists(word => Strong.Contains(word.Lower) || Clock().IsMatch(word.Lower) || ShortDay(text, word)
                || word.Lower == "*") && !(parts.Count <= 2 && parts.TrueForAll(word => word.Lower is "every" or "each" or "once" or "alle"
                or "the" or "jede" or "jeden" or "at" or "a" or "of" or "(" or "on" or "in" or ")")))
            {
                runs.Add((words[from].Start, words[to - 1].End, isExact));
            }
        }
    }

    private static bool IsTime(string text, List<Word> words, int at)
    {
        var word = words[at];
        if (at > 0 && words[at - 1].Lower is "last" or "previous" or "next" or "past"
            && word.Lower is "week" or "month" or "year" or "night"
            or "day" or "quarter" && !(at > 1 && words[at - 2].Lower is "half" or "quarter"))
        {
            return false;
        }

        return (word.Lower is "last" && at + 1 < words.Count && words[at + 1].Lower is "week" or "night" or "month") is false
            && (IsCore(text, word) || Glue.Contains(word.Lower) || IsNumber(word.Lower));
    }

    private static bool IsCore(string text, Word word) => Strong.Contains(word.Lower) || (Weak.Contains(word.Lower)
            && (word.Lower is not ("may" or "march" or "second") || char.IsUpper(text[word.Start]) || word.Lower == "second"))
        || word.Lower == "*" || Clock().IsMatch(word.Lower) || ShortDay(text, word) || Cron().IsMatch(word.Lower) || Range(text, word);

    private static bool Range(string text, Word word) => word.Lower.Contains('-') && word.Lower.Split('-') is [var from, var to]
        && IsDay(from) && IsDay(to) && char.IsUpper(text[word.Start]);

    private static bool IsDay(string word) => word.Length >= 2 && (Strong.Contains(word) || Short.Contains(word));

    private static readonly HashSet<string> Short = Words.Set("mon tue tues wed thu thur thurs fri sat sun mo tu th fr sa su di mi");

    private static bool ShortDay(string text, Word word) => char.IsUpper(text[word.Start]) && Short.Contains(word.Lower);

    private static bool IsNumber(string word) => NumberWords.Whole(word) is not null || Ordinal().IsMatch(word);

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Remark();

    /// <summary>A day that another sentence names.</summary>
    [GeneratedRegex(@"\b(?:that|the same|the following|this) (?:day|morning|evening|night|week|hour)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?:\d{1,2}[:.]\d\d(?:h|am|pm|uhr)?|\d{1,2}(?:am|pm|h|uhr))$", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^\d+(?:-\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Cron();

    [GeneratedRegex(@"^\d{1,2}(?:st|nd|rd|th)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"[,(]?\s*\b(?:(?<reason>so that|so|because|which is why|in order to|in time for|since (?!\d)|damit|weil)|"
        + @"(?:and )?(?:(?:right|directly|shortly|always|just|well|long) )?(?:after|once|when|as soon as|before|bevor|nach|vor)(?= "
        + @"\p{L}| `))(?: the\b)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Explanation();
}
