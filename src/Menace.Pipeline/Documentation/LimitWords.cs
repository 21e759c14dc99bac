using System.Text.RegularExpressions;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>Finds the limits that a clause states: quantities with a unit, and a word beside them by which they are limits.</summary>
internal static partial class LimitWords
{
    private const int Near = 28;

    /// <summary>Returns the limits by name; null for one that is stated twice with different values.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="isLabelled">Whether a label says that it is about limits.</param>
    public static IReadOnlyList<(string Name, JsonValue? Value)> Of(string clause, bool isLabelled = false)
    {
        if (!isLabelled && !Cue().IsMatch(clause))
        {
            return [];
        }

        var limits = new List<(string, JsonValue?)>();
        var accepted = 0;
        var endsRun = isLabelled || TimeCue().IsMatch(clause);
        Add("memory", Memory().Matches(clause).Where(match => !OtherSize().IsMatch(Around(match)) && IsLimit(match)).Select(match =>
            ResourceWords.Memory(match.Groups["size"].Value)));
        Add("cpu", Cores().Matches(clause).Where(IsLimit).Select(match => ResourceWords.Cores(match.Groups["cores"].Value)));
        Add("timeout", Time().Matches(clause).Where(match => (endsRun || IsAllowed(match)) && !OtherTime().IsMatch(Before(match))
            && IsLimit(match))
            .Select(match => ResourceWords.Timeout(match.Groups["time"].Value)));
        if (limits.Count > 0 && accepted < Memory().Count(clause) + Cores().Count(clause) + Time().Matches(clause).Count(match =>
            !OtherTime().IsMatch(Before(match)) && !Article().IsMatch(match.Value)))
        {
            // Another quantity may be a limit too.
            limits.Add(("", null));
        }

        return limits;

        bool IsLimit(Match match) => !Estimate().IsMatch(Around(match));

        bool IsAllowed(Match match) => Allowance().IsMatch(Before(match));

        string Before(Match match) => clause[Math.Max(0, match.Index - Near)..match.Index];

        string Around(Match match) => clause[Math.Max(0, match.Index - Near)..Math.Min(clause.Length, match.Index + match.Length + Near)];

        void Add(string name, IEnumerable<JsonValue?> values)
        {
            var read = values.ToList();
            accepted += read.Count;
            var all = read.Distinct().ToList();
            if (all.Count > 0)
            {
                limits.Add((name, all.Count == 1 ? all[0] : null));
            }
        }
    }

    /// <summary>Returns whether a text is nothing but quantities.</summary>
    public static bool IsAll(string text)
    {
        var rest = Time().Replace(Cores().Replace(Memory().Replace(text, " "), " "), " ");
        return rest.Length < text.Length && Words.Of(rest).TrueForAll(word => Beside.Contains(word.Lower));
    }

    private static readonly HashSet<string> Beside = Words.Set(
        """
        and , ; / . + & memory ram cpu max max. at most limit of timeout time per run up to no hard main wall-clock main must do may use
        is for a it : ( )
        und höchstens maximal
        """);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace;

    [GeneratedRegex("""
        \b(?:limit\w*|at[ ]most|max(?:imum|imal|\.)?|up[ ]to|may|mustn't|allowed?|allows|allowance|(?:no|not|never)[ ]more|more[ ]than|
        exceeds?|cap|
        capped|caps|ceiling|budget|quota|kill(?:s|ed)?|stop(?:s|ped)?|abort(?:s|ed)?|terminate[sd]?|cancel(?:s|led)?|timeout|times?[ ]out|
        time-out|timed[ ]out|gets?|given?|gives|grant(?:s|ed)?|within|reserve[sd]?|assigned|cut|longer|lives[ ]with|bound(?:ed)?|
        restricted|confined|
        cgroup|runs[ ]with|run[ ]with|has[ ]to[ ]finish|must[ ]finish|pulls[ ]the[ ]plug|over|beyond|ends|ended|allocated?|allocation|
        höchstens|maximal|abgebrochen|darf|begrenzt)(?!\w)
        """, Options)]
    private static partial Regex Cue();

    [GeneratedRegex("""
        \b(?:usually|typically|about|around|roughly|normally|approximately|average|ca|circa|peaks?|was|were|had|used[ ]to|before|would|
        should|
        could|machine|server|host|laptop|older|etwa|ungefähr|estimated?|often|mostly|nearly|almost|sometimes)\b
        """, Options)]
    private static partial Regex Estimate();

    [GeneratedRegex(@"\b(?:disks?|files?|attachments?|larger|bigger|uploads?|downloads?|storage|swap|logs?|images?|photos?|"
        + @"quota[ ]of[ ]the)\b",
        Options)]
    private static partial Regex OtherSize();

    [GeneratedRegex("""
        \b(?:kill(?:s|ed)?|stop(?:s|ped)?|abort(?:s|ed)?|terminate[sd]?|cancel(?:s|led)?|cut|ended|ends|timeout|times?[ ]out|timed[ ]out|
        time-out|
        (?:run[ ])?time[ ]limit|must[ ]finish|has[ ]to[ ]finish|must[ ]be[ ](?:done|finished|over)|pulls[ ]the[ ]plug|longer[ ]than|
        limit[ ]of|may[ ](?:run|take)|abgebrochen|beendet)\b
        """, Options)]
    private static partial Regex TimeCue();

    [GeneratedRegex("^an?\\b", Options)]
    private static partial Regex Article();

    [GeneratedRegex(@"\b(?:[KMGT]i?B|cores?|cpus?)(?:[ ]of[ ]memory)?,?[ ](?:and|und)[ ]$|\b(?:gets?|give[ns]?|allow(?:s|ed)?|at[ ]most|"
        + @"max\.?|up[ ]to|and|no[ ]more[ ]than|limited[ ]to|within)[ ](?:it[ ])?"
        + @"(?:[\w ]{0,20}[ ]and[ ])?$", Options)]
    private static partial Regex Allowance();

    [GeneratedRegex(@"\b(?:every|each|waits?|waiting|sleeps?|retr\w+|last|past|next|previous|older[ ]than|poll\w*|response|request|"
        + @"connection|lock)"
        + @"\b[^,;]{0,20}$", Options)]
    private static partial Regex OtherTime();

    [GeneratedRegex(@"(?<size>(?<![\w.,])(?:\d+(?:\.\d+)?|one|two|three|four|five|six|eight|a|half[ ]a)[ -]?(?:[KMGT]i?B|[KMGT]i|"
        + @"megabytes?|gigabytes?|[MG]))\b", Options)]
    private static partial Regex Memory();

    [GeneratedRegex(@"(?<cores>half[ ]a[ ](?:core|cpu)|(?<![\w.,])(?:\d+(?:\.\d+)?|one|two|three|four|six|eight|an?|single)[ -]?"
        + @"(?:v?cpus?(?:[ ]cores?)?|(?:processor[ ])?cores?|kerne?)|(?<![\w.,])\d{2,4}m(?=[ ]?(?:cpu|cores?)))\b", Options)]
    private static partial Regex Cores();

    [GeneratedRegex(@"(?<time>(?<![\w.,])half[ ]an[ ]hour|(?<![\w.,])(?:a|three)[ ]quarters?[ ]of[ ]an[ ]hour|"
        + @"(?<![\w.,])\d{1,2}[ ]?h(?:ours?)?[ ](?:and[ ])?"
        + @"\d{1,2}[ ]?min(?:utes)?|(?<![\w.,:])(?:\d+(?:\.\d+)?|one|two|three|four|five|six|eight|ten|"
        + @"fifteen|twenty|thirty|forty|forty-five|sixty|ninety|an?)[ -]?(?:s|secs?|seconds?|m(?!b|i)|mins?|minutes?|h|hrs?|hours?|"
        + @"Sekunden?|"
        + @"Minuten?|Stunden?))\b", Options)]
    private static partial Regex Time();
}
