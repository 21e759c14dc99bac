using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads which tasks a list or a clause says that a bot needs.</summary>
internal static partial class DependencyWords
{
    /// <summary>Returns the tasks of a list, which is empty if it says that there are none; null if a part of it is unclear.</summary>
    public static IReadOnlyList<string>? Read(RichText text, TaskMentions names)
    {
        if (PackageWords.IsNone(text.Plain))
        {
            return [];
        }

        var tasks = new List<string>();
        foreach (var part in ListParts.Of(text))
        {
            // "a (was: b)" is a, "a (until 2023)" is none.
            if (PastItem().IsMatch(part.Plain))
            {
                continue;
            }

            var present = PastNote().Replace(part.Plain, "").Trim();
            var now = present.Length < part.Plain.Length && part.Plain.StartsWith(present, StringComparison.Ordinal)
                ? part.Part(0, present.Length) : part;
            var mentions = names.In(now);
            var task = names.Whole(now.Plain);
            if (task is null && mentions.All(mention => mention.Task is null))
            {
                if (Hedges.Any(now.Plain) && text.Plain.Length != now.Plain.Length)
                {
                    return null;
                }

                continue;
            }

            task ??= mentions.Count == 1 && IsPlain(now.Plain, mentions[0]) ? mentions[0].Task : null;
            if (task is null || part.HasGap)
            {
                return null;
            }

            tasks.Add(task);
        }

        return [.. tasks.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Returns the tasks that a sentence about something else says to produce what the bot works on: <c>the list is made by
    /// x</c>.</summary>
    public static IReadOnlyList<string> Producers(RichText sentence, TaskMentions names)
    {
        var match = Produced().Match(sentence.Plain);
        return !match.Success ? []
            : [.. names.In(sentence.From(match.Index + match.Length)).Select(mention =>
                mention.Task).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Takes out that there is nothing else: it denies nothing about what is named.</summary>
    public static string WithoutOthers(string text) => NothingElse().Replace(text, "");

    /// <summary>Returns whether a clause begins with a verb by which a bot needs what follows.</summary>
    public static bool IsNeed(string clause) => Need().IsMatch(clause);

    /// <summary>Returns whether a clause begins with a verb by which what follows needs the bot.</summary>
    public static bool IsFeed(string clause) => Feed().IsMatch(clause);

    /// <summary>Returns whether a text has a word about needing something.</summary>
    public static bool HasCue(string text) => Cue().IsMatch(text);

    /// <summary>Returns whether a sentence says how a bot relates to another one that it does not need.</summary>
    public static bool IsOther(string text) => Other().IsMatch(text);

    private static bool IsPlain(string text, Mention mention)
    {
        var rest = text[..mention.Start] + " " + text[mention.End..];
        return !Hedges.Any(rest) && !Hedges.IsOutOfUse(rest);
    }

    [GeneratedRegex("""
        ^(?:also[ ]|then[ ]|only[ ]|always[ ]|itself[ ]|first[ ])?
        (?:needs?|requires?|depends?[ ](?:only[ ]|also[ ])?(?:up)?on|relies[ ]on|rely[ ]on|uses?|consumes?|waits?[ ]for|builds?[ ]on|
        calls?|imports?|
        (?:reads?|takes?|gets?|fetches|fetch|picks?[ ]up|loads?|processes|process|parses?|works?[ ]on|works?[ ]with|receives?|merges?|
        joins?|collects?|combines?|compares?)[ ]
        (?:[\w' -]{0,60}?[ ])?(?:from|of|by|through|via|in|with|output|outputs|results?|files?|data|that)\b|
        (?:corrects?|compares?|checks?|enriches|enrich|fills?|updates?|completes?|pages?|sends?|mails?|writes?|prints?|publishes|
        shows?)[ ][\w' -]{0,60}?\b(?:through|via|with[ ]the[ ](?:output|result|help)s?[ ]of|from)\b|
        (?:is|are)[ ](?:made|built|computed|created|assembled|compiled|generated|fed)[ ](?:from|out[ ]of)\b|(?:pages?|sends?|mails?|goes|
        works?|talks?|speaks?)[ ](?:through|via)\b|asks?(?=[ ])|
        comes?[ ]from\b|
        (?:reads?|takes?|gets?|works?[ ]on|processes|receives?)(?=[ ]|$)|
        (?:runs?|starts?|is[ ]run|is[ ]started|begins?|goes)[ ](?:only[ ]|directly[ ]|right[ ]|always[ ])?(?:after|once|as[ ]soon[ ]as|
        when)\b|
        is[ ](?:fed|triggered|started|called|supplied)[ ]by|gets[ ]its[ ]\w+[ ]from|takes[ ]its[ ]\w+[ ]from|
        benötigt|braucht|hängt[ ](?:nur[ ])?(?:ab[ ])?von|verwendet|nutzt|wartet[ ]auf|setzt[ ]auf|baut[ ]auf|
        liest[ ](?:[\w -]{0,60}?[ ])?(?:von|aus))
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Need();

    [GeneratedRegex(@"\b(?:(?:is|are) (?:made|built|computed|calculated|written|produced|delivered|supplied|provided|collected|"
        + @"prepared|created|filed|generated) by|(?:comes?|are taken|is taken|are read|is read|are fetched|is fetched) from|(?:is|"
        + @"are) (?:made|built|computed|compiled) from|come[sn]? out of|stammen von|kommt von|kommen von)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Produced();

    [GeneratedRegex(@",? (?:and|but)? ?(?:on |for |from )?(?:nothing else|nothing more|no other(?: bots?)?|no(?:body|one) else|"
        + @"no one else)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NothingElse();

    [GeneratedRegex(@"\((?:until|till|before|no longer|not any ?more|formerly|was needed|removed|retired|bis|"
        + @"nicht mehr)\b[^():]*\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PastItem();

    [GeneratedRegex(@"\((?:was|until|till|before|formerly|previously|old|bis|früher)\b[^()]*:[^()]*\)|\((?:was|formerly|previously|"
        + @"früher) [^()]*\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PastNote();

    [GeneratedRegex("""
        ^(?:also[ ])?(?:feeds|is[ ](?:used|needed|required|read|called|consumed)[ ]by|are[ ](?:used|needed|required)[ ]by|supplies|
        wird[ ]von)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Feed();

    [GeneratedRegex("""
        \b(?:needs?|needed|requires?|required|depends?|relies|uses?|used|consumes?|waits?|calls?|called|reads?|takes?|gets?|from|after|
        output|input|results?|imports?|
        fed|feeds?|benötigt|braucht|hängt|nutzt|verwendet|liest|aus|von|nach)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Cue();

    [GeneratedRegex("""
        \b(?:replaces?|replaced|replacement|successor|predecessor|unlike|compared|comparison|similar|confused|confuse|same[ ]as|
        not[ ]to[ ]be|instead|
        like|differs?|(?:read|used|called|needed|consumed|processed|shown|taken|fetched|collected|opened|watched|printed|sent|
        mailed)[ ]by|hands|passes|skips|alternative|faster|slower|split|merged[ ]into|see[ ]also|ersetzt|nachfolger|vorgänger|anders|
        verwechseln|ähnlich)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Other();
}
