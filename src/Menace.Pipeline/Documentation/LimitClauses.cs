using System.Text.RegularExpressions;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>Finds the limits that a sentence states: <c>may use at most 2 GB of memory and is stopped after 45 minutes</c>.</summary>
internal static partial class LimitClauses
{
    /// <summary>Returns the limits by name; null for one that is stated twice.</summary>
    public static IReadOnlyList<(string Name, JsonValue? Value)> Of(string sentence)
    {
        if (!Cue().IsMatch(sentence) || Estimate().IsMatch(sentence))
        {
            return [];
        }

        var limits = new List<(string, JsonValue?)>();
        var isOfBot = OfBot().IsMatch(sentence);
        Add("memory", Memory().Matches(sentence).Where(match => isOfBot
            || match.Groups["noun"].Success).Select(match => ResourceWords.Memory(match.Groups["size"].Value)));
        Add("cpu", Cores().Matches(sentence).Select(match => ResourceWords.Cores(match.Groups["cores"].Value)));
        if (isOfBot || TimeCue().IsMatch(sentence))
        {
            Add("timeout", Time().Matches(sentence).Select(match => ResourceWords.Timeout(match.Groups["time"].Value)));
        }

        return limits;

        void Add(string name, IEnumerable<JsonValue?> values)
        {
            var all = values.ToList();
            if (all.Count > 0)
            {
                limits.Add((name, all.Count == 1 ? all[0] : null));
            }
        }
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\b(?:limit|limits|limited|at most|max|maximum|up to|may use|may take|may run|allowed|no more than|"
        + @"not more than|more than|exceed|cap|capped|budget|quota|killed|stopped|aborted|terminated|cancelled|timeout|times? out|"
        + @"time-out|gets|is given|within|höchstens|maximal|abgebrochen)\b", Options)]
    private static partial Regex Cue();

    [GeneratedRegex(@"\b(?:usually|typically|about|around|roughly|normally|approximately|average|ca|circa|peak|peaks|was|were|had|"
        + @"used to|before|would|should|could|machine|server|host|disk|file|files|attachments?|larger|bigger|older|etwa|ungefähr)\b",
        Options)]
    private static partial Regex Estimate();

    [GeneratedRegex(@"\b(?:is (?:limited|capped|restricted) (?:to|at)|limits? (?:is|are|of)|may (?:use|take|run)|must not (?:use|"
        + @"take|run)|gets|is given|is allowed|has a limit|runs with|not exceed|has at most)\b", Options)]
    private static partial Regex OfBot();

    [GeneratedRegex(@"\b(?:killed|stopped|aborted|terminated|cancelled|cut off|ended|timeout|times? out|time-out|time limit|"
        + @"must finish|has to finish|must be done|abgebrochen|beendet)\b", Options)]
    private static partial Regex TimeCue();

    [GeneratedRegex(@"(?<size>(?<![\w.,])(?:\d+(?:\.\d+)?) ?(?:[KMGT]i?B|[KMGT]i))\b(?<noun>(?: of)? (?:memory|ram|main memory|"
        + @"speicher))?", Options)]
    private static partial Regex Memory();

    [GeneratedRegex(@"(?<cores>half a (?:core|cpu)|(?<![\w.,])(?:\d+(?:\.\d+)?|one|two|three|four|an?) (?:v?cpus?|cores?|cpu cores?|"
        + @"kerne?))\b", Options)]
    private static partial Regex Cores();

    [GeneratedRegex(@"(?<time>(?<![\w.,])(?:\d+|one|two|three|four|five|ten|fifteen|twenty|thirty|an?)[ -]?(?:s|sec|seconds?|min|"
        + @"minutes?|h|hours?|Sekunden?|Minuten?|Stunden?))\b", Options)]
    private static partial Regex Time();
}
