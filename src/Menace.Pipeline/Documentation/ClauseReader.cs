using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>What the clauses of a sentence state. A clause begins with its verb.</summary>
internal static partial class ClauseReader
{
    /// <summary>Splits the predicate of a sentence where another verb begins that states a field.</summary>
    public static IReadOnlyList<RichText> Clauses(RichText predicate)
    {
        var clauses = new List<RichText>();
        var start = 0;
        foreach (Match joint in Joint().Matches(predicate.Plain))
        {
            clauses.Add(predicate.Part(start, joint.Index));
            start = joint.Index + joint.Length;
        }

        clauses.Add(predicate.From(start));
        return [.. clauses.Where(clause => clause.Plain.Length > 0)];
    }

    /// <summary>Returns when a clause says that the bot runs; null if it does not begin with such a verb.</summary>
    public static ScheduleReading? Run(RichText clause, TaskMentions names)
    {
        var match = RunVerb().Match(clause.Plain);
        return match.Success ? Times(clause.From(match.Length), names) : null;
    }

    /// <summary>Returns the times that a text begins with; what stands behind them may not be about times.</summary>
    public static ScheduleReading Times(RichText text, TaskMentions names)
    {
        var plain = text.Plain.TrimEnd('.', ' ', '!');
        var ends = Boundary().Matches(plain).Select(match => match.Index).Append(plain.Length).Reverse().Take(20);
        foreach (var end in ends)
        {
            var phrase = plain[..end];
            var reading = Phrase(phrase);
            if (reading.Clarity == ScheduleClarity.Clear)
            {
                var rest = text.Part(end, plain.Length);
                return IsHarmless(rest, names) ? reading : ScheduleReading.Unclear;
            }
        }

        var whole = ScheduleWords.Read(plain);
        return whole.Clarity == ScheduleClarity.Vague ? whole
            : ScheduleWords.HasTimes(plain) || (ScheduleWords.HasEvents(plain) && !IsHarmless(text, names)) ? ScheduleReading.Unclear
                : new(ScheduleClarity.None);
    }

    /// <summary>Returns the language that a clause states; an empty text if it is one that bots cannot have, null if none.</summary>
    public static string? Language(RichText clause)
    {
        var match = WrittenIn().Match(clause.Plain);
        if (!match.Success)
        {
            match = Program().Match(clause.Plain);
            return match.Success ? LanguageWords.Language(match.Groups["language"].Value) ?? "" : null;
        }

        var rest = match.Groups["language"].Value;
        var end = LanguageEnd().Match(rest);
        return LanguageWords.Language(end.Success ? rest[..end.Index] : rest) is { } language
            ? !end.Success || !LanguageWords.NamesLanguage(rest[end.Index..].Replace(".NET", "", StringComparison.Ordinal)) ? language : ""
            : LanguageWords.NamesLanguage(rest) ? "" : null;
    }

    /// <summary>Returns the licence that a clause states; an empty text if it is unclear which, null if none.</summary>
    public static string? License(RichText clause)
    {
        var match = Licensed().Match(clause.Plain);
        return match.Success ? LanguageWords.License(match.Groups["license"].Value) ?? "" : null;
    }

    /// <summary>Returns the packages that a clause states; an empty list if they are unclear, null if none.</summary>
    public static IReadOnlyList<string>? Packages(RichText clause)
    {
        if (!PackageVerb().IsMatch(clause.Plain) || PackageNoun().Match(clause.Plain) is not { Success: true } noun)
        {
            return null;
        }

        foreach (var form in new[] { ListBehind(), ListBefore(), ListFrom() })
        {
            if (form.Match(clause.Plain) is { Success: true } match && match.Groups["list"] is var group
                && PackageWords.Read(clause.Part(group.Index, group.Index + group.Length)) is { Count: > 0 } packages)
            {
                return packages;
            }
        }

        return noun.Length > 0 ? [] : null;
    }

    /// <summary>Returns the functions that a clause lists, or null.</summary>
    public static IReadOnlyList<Signature>? Functions(RichText clause)
    {
        var match = FunctionVerb().Match(clause.Plain);
        if (!match.Success)
        {
            return null;
        }

        var signatures = new List<Signature>();
        for (var i = match.Length; i < clause.Plain.Length; i++)
        {
            if (clause.Is(TextMark.Code, i) && !clause.Is(TextMark.Code, i - 1)
                && SignatureWords.Read(clause.From(i), nameAlone: false) is { } signature)
            {
                signatures.Add(signature with { Note = "" });
            }
        }

        return signatures.Count > 0 ? signatures : null;
    }

    /// <summary>Returns whether a text has a word for running.</summary>
    public static bool HasRun(string text) => RunCue().IsMatch(text);

    /// <summary>Returns whether a text names the bot or its run without its name.</summary>
    public static bool IsAboutIt(string text) => About().IsMatch(text);

    private static ScheduleReading Phrase(string phrase)
    {
        var reading = ScheduleWords.Read(phrase);
        if (reading.Clarity == ScheduleClarity.Clear)
        {
            return reading;
        }

        // "on the build server every night at 2:00"
        var lead = Place().Match(phrase);
        return lead.Success && !ScheduleWords.HasTimes(lead.Value) && !ScheduleWords.HasEvents(lead.Value)
            ? ScheduleWords.Read(phrase[lead.Length..]) : reading;
    }

    private static bool IsHarmless(RichText rest, TaskMentions names)
    {
        if (Reason().IsMatch(rest.Plain))
        {
            return !ScheduleWords.HasTimes(rest.Plain);
        }

        var after = After().Match(rest.Plain);
        if (after.Success && names.In(rest).Any(mention => mention.Task is not null && mention.Start <= after.Length + 4))
        {
            return !ScheduleWords.HasTimes(rest.Plain);
        }

        return !ScheduleWords.HasTimes(rest.Plain) && !ScheduleWords.HasEvents(rest.Plain) && !rest.Plain.Contains(':');
    }

    [GeneratedRegex("""
        (?:,[ ]and|,[ ]which|,[ ]that|[ ]which|[ ]that|,|[ ]and|;|[ ]und|,[ ]und|[ ]-|[ ]\u2013|[ ]\u2014)[ ](?:it[ ]|es[ ])?(?:also[ ]|
        then[ ])?(?=(?:runs|needs|requires|depends[ ]on|relies[ ]on|is[ ](?:run|started|scheduled|written|licensed|released|stopped|
        killed|aborted|implemented|limited|used|fed)|
        uses|written[ ]in|released[ ]under|published[ ]under|implemented[ ]in|licensed[ ]under|reads|takes[ ]its|gets[ ]its|waits[ ]for|
        may[ ]use|times[ ]out|feeds|starts|läuft|braucht|benötigt|wartet|is[ ]a)\b)
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Joint();

    [GeneratedRegex("""
        ^(?:runs?|is[ ]run|are[ ]run|starts?|is[ ]started|is[ ]scheduled(?:[ ]to[ ]run)?(?:[ ]for)?|scheduled(?:[ ]for)?|executes|
        is[ ]executed|executed|fires|wakes[ ]up|kicks[ ]off|
        is[ ](?:triggered|launched|kicked[ ]off|invoked|called|due|set[ ]to[ ]run|planned)|gets[ ](?:run|started|triggered|launched|
        kicked[ ]off)|goes[ ]off|kicks[ ]in|goes[ ]out|operates|due|launched|started|triggered|läuft|laufen|startet|wird)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex RunVerb();

    [GeneratedRegex(@",|;| (?=(?:and|so|because|to|for|on|in|from|by|via|as|with|under|which|\u2013|\u2014|-|\(|und|damit|weil|auf|"
        + @"mit|after|once|when|over|against|nach|gestartet)\b)| (?=[(\u2013\u2014-])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"^ ?(?:on|in|as|by|via|from|under|through|inside|auf|im|in der|als)(?: [\w@`-]+){1,4}?,? (?=\b(?:every|each|at|"
        + @"daily|hourly|nightly|on|once|twice|weekdays|monthly|weekly|täglich|stündlich|jeden|um|alle|[*\d])|[*])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"^,? ?(?:and )?(?:right |directly |shortly |always )?(?:after|once|when|as soon as|nach) (?:the )?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex After();

    [GeneratedRegex(@"^,? ?(?:so that|so|because|which is why|in order to|damit|weil)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reason();

    [GeneratedRegex(@"^(?:is |are |ist |sind |'s )?(?:entirely |completely |fully |all )?(?:written|implemented|coded|programmed|"
        + @"geschrieben|programmiert|built)? ?(?:entirely |completely )?in (?<language>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WrittenIn();

    [GeneratedRegex("""
        ^(?:is[ ])?(?:an?|one|the|our)[ ](?:\w+[ ]){0,2}?(?<language>Python(?:[ ]3(?:\.\d+)?)?|C\#|shell|Bash|POSIX[ ]sh(?:ell)?|sh|
        PowerShell|Perl|Ruby|Java|Go|Rust|Node)[ -]
        (?:script|program|tool|bot|job|service|module|console[ ]app(?:lication)?|application|app|one-liner|function)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Program();

    [GeneratedRegex(@",(?! ?\.NET)|;|\(|\.(?= |$)| (?:and|with|by|because|since|so|for|like|as|und|mit|on the|that|using|\u2013|"
        + @"\u2014|-) ", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LanguageEnd();

    [GeneratedRegex(@"^(?:is |are |ist |steht )?(?:(?:licensed|released|published|distributed|available|lizenziert|"
        + @"offered) )?(?:under|unter) (?:the |an? |der |den )?(?<license>(?:[^,;.()]|\.\d)+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Licensed();

    [GeneratedRegex(@"^(?:uses?|needs?|requires?|depends? on|relies on|installs?|imports?|is built (?:on|with)|builds on|works with|"
        + @"reads .* with|verwendet|nutzt|braucht|benötigt)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PackageVerb();

    [GeneratedRegex(@"\b(?:packages?|librar(?:y|ies)|pypi|nuget|pip|paketen?|pakete|bibliothek(?:en)?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PackageNoun();

    [GeneratedRegex(@"\b(?:packages?|libraries|library|pakete?|bibliothek(?:en)?)(?: from (?:PyPI|"
        + @"NuGet))?:? (?<list>[^;]+?)(?: (?:from|of) (?:PyPI|NuGet))?\.?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListBehind();

    [GeneratedRegex(@"^\w+(?: on)? the (?:third-party |external )?(?<list>[^;]+?) (?:packages?|librar(?:y|ies))(?: from (?:PyPI|"
        + @"NuGet))?\.?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListBefore();

    [GeneratedRegex(@"^\w+(?: on)? (?<list>[^;]+?),? (?:both )?from (?:PyPI|NuGet)\.?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListFrom();

    [GeneratedRegex(@"^(?:has|offers|exposes|provides|exports|consists of|bietet)(?: (?:the|one|two|three|four|five|six|public|a|an|"
        + @"single|function|functions|method|methods|only|its|und))*:? (?=\W*\w+\()",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionVerb();

    [GeneratedRegex(@"\b(?:runs?|running|started|starts?|scheduled?|cron|crontab|executed|fires|läuft|laufen|startet|gestartet|"
        + @"launched)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RunCue();

    [GeneratedRegex(@"\b(?:it|its|the bot|this bot|the job|the task|the script|the run|the schedule|er|es|der bot|the cron|"
        + @"crontab)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex About();
}
