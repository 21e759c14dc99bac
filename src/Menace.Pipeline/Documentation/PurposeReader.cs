using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Whether a sentence says what a bot does.</summary>
internal enum PurposeVerdict
{
    /// <summary>It says something else.</summary>
    Other,

    /// <summary>It could say it.</summary>
    Unclear,

    /// <summary>It says what the bot does.</summary>
    Purpose,
}

/// <summary>Finds the first sentence about what a bot does. One that could be it, and is not clearly, ends the search.</summary>
internal sealed partial class PurposeReader(TaskMentions names)
{
    private const int FewWords = 3;

    /// <summary>Judges a sentence whose subject is the bot.</summary>
    public PurposeVerdict Judge(RichText sentence, SentenceSubject subject)
    {
        var plain = sentence.Plain;
        var predicate = plain[Math.Min(subject.End, plain.Length)..];
        var word = SubjectFinder.WordAt(predicate, 0);
        var next = SubjectFinder.NextWord(predicate, 0);
        if (sentence.HasGap || plain.EndsWith(':'))
        {
            return plain.EndsWith(':') ? PurposeVerdict.Other : PurposeVerdict.Unclear;
        }

        if (subject.Kind == SubjectKind.Front && SubjectFinder.ProgramThat().IsMatch(predicate))
        {
            return PurposeVerdict.Purpose;
        }

        if (Phrasal().IsMatch(predicate))
        {
            return PurposeVerdict.Purpose;
        }

        if (word is "is" or "ist")
        {
            return Status().IsMatch(predicate) || ProgramOf().IsMatch(predicate) ? PurposeVerdict.Other
                : IsA().Match(predicate) is { Success: true } isA
                && ActionVerbs.IsPredicate(SubjectFinder.NextWord(predicate, isA.Groups["that"].Index)) ? PurposeVerdict.Purpose
                : Article().IsMatch(predicate) ? PurposeVerdict.Unclear : PurposeVerdict.Other;
        }

        if (InPassing().IsMatch(predicate) || Reference().IsMatch(predicate))
        {
            return PurposeVerdict.Other;
        }

        // "Replaces old-scan" is history.
        if (Replacement().IsMatch(predicate) && names.In(sentence).Any(mention => mention.Start >= subject.End))
        {
            return PurposeVerdict.Other;
        }

        if (DependencyOnly().IsMatch(predicate) && names.In(sentence.From(subject.End)).Count > 0)
        {
            return PurposeVerdict.Unclear;
        }

        if (ActionVerbs.IsOther(word) || Written().IsMatch(predicate) || !(subject.Kind == SubjectKind.Front
            ? ActionVerbs.IsAction(word, next, SubjectFinder.NextWord(predicate, word.Length + 1)) : ActionVerbs.IsPredicate(word)))
        {
            return ActionVerbs.IsOther(word) && RunsAnd().IsMatch(predicate) && Hedges.IsPast(predicate) is false
                && subject.Kind != SubjectKind.Other && HasSecondAction(predicate)
                ? PurposeVerdict.Unclear : PurposeVerdict.Other;
        }

        return predicate.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length >= FewWords - 1 ? PurposeVerdict.Purpose
            : PurposeVerdict.Other;
    }

    /// <summary>Judges a sentence of a bot's section whose subject is something else.</summary>
    public PurposeVerdict JudgeOther(RichText sentence)
    {
        var plain = sentence.Plain;
        if (ProgramThat().IsMatch(plain))
        {
            return PurposeVerdict.Unclear;
        }

        if (plain.EndsWith(':') || About().IsMatch(plain) || Hedges.IsPlan(plain) || Hedges.IsPast(plain) || names.In(sentence).Count > 0)
        {
            return PurposeVerdict.Other;
        }

        // A sentence without a verb may be the purpose in note form.
        var words = plain.Split([' ', '\n', ',', '.', ';'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > FewWords && !words.Any(ActionVerbs.IsForm) ? PurposeVerdict.Unclear
            : Conditional().IsMatch(plain) ? PurposeVerdict.Unclear : PurposeVerdict.Other;
    }

    private static bool HasSecondAction(string predicate)
    {
        var match = RunsAnd().Match(predicate);
        return match.Success && ActionVerbs.IsPredicate(match.Groups["verb"].Value);
    }

    [GeneratedRegex(@"^(?:is|ist) (?:also |now |currently |still |only |not )?(?:written|owned|maintained|licensed|released|named|"
        + @"called|run|started|stopped|killed|aborted|triggered|scheduled|part of|our|one of|old|new|in|on|under|by|the (?:oldest|"
        + @"newest|first|second|only|successor)|not|live|down|used|needed|limited|from|stateless|idempotent|safe|a successor|a fork|"
        + @"a copy|a rewrite)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    [GeneratedRegex(@"^is an? (?:\w+ ){0,2}(?:script|program|tool|bot|job|service)(?: (?:by|of|from|in|with|on|under|written|owned|"
        + @"maintained)\b|\.|,|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ProgramOf();

    [GeneratedRegex(@"^(?:is|ist) (?:an?|the|our|ein|eine|der|die|das) [^.]*?\b(?<that>that|which|der|die|das)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsA();

    [GeneratedRegex(@"^(?:is|ist) (?:an?|the|our|ein|eine|der|die|das|responsible|in charge|there|what|where)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Article();

    [GeneratedRegex(@"^(?:takes (?:about |around |up to |at most |roughly |some )?(?:\d|a few|several|two|three|five|ten|no|less|"
        + @"more|long|time|half|an hour|a minute)|keeps \w+ing\b|makes (?:use|sense|trouble|no)\b|sends nothing|talks to n|shows its|"
        + @"looks (?:like|as)\b|turns out|holds no|stores no|has no)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InPassing();

    [GeneratedRegex(@"^(?:works out|looks (?:up|over|after|for)|goes (?:over|through)|comes up with)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phrasal();

    [GeneratedRegex(@"\bsteht in\b|\bsiehe\b|\bis described in\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?:replaces|supersedes|succeeds|ersetzt)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Replacement();

    [GeneratedRegex(@"^(?:gets|takes|reads|receives|calls|works|feeds|consumes)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DependencyOnly();

    [GeneratedRegex(@"^(?:written|implemented|coded|licensed|released|published|started|scheduled|killed|stopped|gets (?:at most|"
        + @"up to)|geschrieben)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    [GeneratedRegex(@"^(?:runs|starts|läuft)\b.* (?:and|und) (?<verb>\w+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex RunsAnd();

    [GeneratedRegex(@"^(?:An?|The|Our|Ein|Eine)\b[^.]{0,80}?\b(?:that|which|for|to|der|die|das)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ProgramThat();

    [GeneratedRegex("""
        \b(?:owner|owned|owns|maintained|maintainer|team|contact|ask|name|named|called|since|introduced|created|history|version|state|
        status|live|production|pilot|replaced|
        successor|predecessor|years?|19\d\d|20\d\d|repository|repo|host|server|runs|schedule|licen[cs]e|written|page|section|see|wiki|
        time|times|cron|memory|timeout|limit|team|
        besitzer|verantwortlich|seit|läuft|version|lizenz|geschrieben|output|results?|tests?|logs?|alarm|errors?)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex About();

    [GeneratedRegex(@"^(?:When|If|Whenever|For|With|By|From|As soon as|Once|Wenn|Sobald|Für|Using|Given)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Conditional();
}
