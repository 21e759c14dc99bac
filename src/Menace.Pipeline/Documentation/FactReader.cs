using System.Text.RegularExpressions;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>How a clause is about a bot.</summary>
internal enum ClauseKind
{
    /// <summary>The bot is its subject.</summary>
    Bot,

    /// <summary>Something that belongs to the bot is: its code, its limit, a run of it.</summary>
    Part,

    /// <summary>It has no verb, and stands where the bot is described.</summary>
    Fragment,

    /// <summary>Something starts or stops the bot: <c>cron starts it</c>.</summary>
    Agent,
}

/// <summary>Collects what a clause about a bot mentions: languages, licences, limits, times, packages and functions.</summary>
internal sealed partial class FactReader(TaskMentions names, ValueReader values)
{
    /// <summary>Reads a clause.</summary>
    /// <returns>Whether it says when the bot runs.</returns>
    public bool Read(RichText clause, ClauseKind kind, IReadOnlyList<string> bots, PageScope scope, StatementKind strength,
        double confidence)
    {
        var plain = clause.Plain;
        var now = Hedges.IsPast(plain) || Hedges.IsPlan(plain);
        var isSure = !now && !Hedges.IsDenied(NothingElse().Replace(plain, "")) && !clause.HasGap;
        if (kind != ClauseKind.Agent && LanguageOf(plain, kind, isSure, now || clause.HasGap) is { } language)
        {
            Put(FieldNames.Language, ValueReader.Text(language.Length > 0 ? language : null));
        }

        if (isSure && kind != ClauseKind.Agent && LicenseWords.Stated(plain) is { } license)
        {
            Put(FieldNames.License, ValueReader.Text(license.Length > 0 && !IsEither(plain) ? license : null));
        }

        if (!now && !clause.HasGap)
        {
            foreach (var (name, value) in LimitWords.Of(plain, kind == ClauseKind.Fragment && LimitWords.IsAll(plain)))
            {
                Put(name.Length > 0 ? "resources." + name : FieldNames.Resources, value);
            }
        }

        if (isSure)
        {
            ReadPackages(clause, Put);
            if (bots is [var only] && FunctionsOf(clause) is { Count: > 0 } functions)
            {
                values.AddFunctions(scope, only, functions, "sentence", clause.Place);
            }
        }

        return !now && (strength != StatementKind.All || RunWord().IsMatch(plain)) && ReadTimes(clause, kind, Put);

        void Put(string field, JsonValue? value)
        {
            foreach (var bot in bots)
            {
                values.Add(scope, bot, field, value, strength, "sentence", confidence, clause.Place);
            }
        }
    }

    private static string? LanguageOf(string plain, ClauseKind kind, bool isSure, bool now)
    {
        var calm = plain.Replace(" old ", " ", StringComparison.Ordinal);
        isSure = isSure || (calm != plain && !Hedges.Any(calm));
        var stated = LanguageWords.Stated(plain, kind == ClauseKind.Fragment || StartsWithVerb().IsMatch(plain) || kind == ClauseKind.Part);
        if (stated is null || isSure)
        {
            return stated is not null && IsEither(plain) ? "" : stated;
        }

        // What it was written in it still is, if nothing says that this changed.
        return now && !Hedges.IsDenied(plain) && Made().IsMatch(plain) && !Changed().IsMatch(plain) ? stated : null;
    }

    private bool ReadTimes(RichText clause, ClauseKind kind, Action<string, JsonValue?> put)
    {
        var plain = clause.Plain;
        var isRun = kind is ClauseKind.Agent || RunWord().IsMatch(plain);
        if (!isRun && (Relative().IsMatch(plain) || kind == ClauseKind.Part))
        {
            return false;
        }

        var reading = TimeFinder.Find(plain.TrimEnd('.', ' ', '!'), at => names.In(clause).Any(mention => mention.Task is not null
            && mention.Start >= at && mention.Start <= at + 4));
        if (!isRun && (reading.Clarity != ScheduleClarity.Clear || (kind == ClauseKind.Fragment && !TimeFinder.HasFrequency(plain))))
        {
            return false;
        }

        if (reading.Clarity is ScheduleClarity.Clear or ScheduleClarity.Unclear)
        {
            put(FieldNames.Schedule, reading.Clarity == ScheduleClarity.Clear ? ValueReader.Schedule(reading) : null);
        }

        return reading.Clarity != ScheduleClarity.None;
    }

    private static void ReadPackages(RichText clause, Action<string, JsonValue?> put)
    {
        var named = PackageWords.Listed(clause) ?? Packages(clause);
        if (named is not null)
        {
            put(FieldNames.Packages, named.Count > 0 ? ValueReader.Items(named) : null);
        }
        else if (PackageWords.Pinned(clause) is { Count: > 0 } pinned)
        {
            put(FieldNames.Packages, ValueReader.Items(pinned));
        }
    }

    /// <summary>The packages that a clause names; an empty list if they are unclear, null if none.</summary>
    private static IReadOnlyList<string>? Packages(RichText clause)
    {
        if (!PackageVerb().IsMatch(clause.Plain) || !PackageNoun().IsMatch(clause.Plain))
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

        return [];
    }

    private static List<Signature>? FunctionsOf(RichText clause)
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

        return signatures;
    }

    private static bool IsEither(string plain) => Either().IsMatch(plain);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace;

    [GeneratedRegex(@",?[ ](?:and|but)?[ ]?(?:on[ ]|for[ ]|from[ ])?(?:nothing[ ](?:else|more)|no[ ]other(?:[ ]\w+)?|no(?:body|"
        + @"[ ]one)[ ]else|"
        + @"(?:no|without)[ ](?:\w+[ ])?(?:dependencies|packages|libraries|frameworks?))\b", Options)]
    private static partial Regex NothingElse();

    [GeneratedRegex(@"(?<!-)\b(?:or|either|optionally|maybe|oder)\b(?![ ](?:later|newer|higher)|-)|\b(?:partly|half)\b", Options)]
    private static partial Regex Either();

    [GeneratedRegex(@"^(?:is[ ]|are[ ]|was[ ]|has[ ]been[ ]|gets[ ])?(?:written|implemented|coded|programmed|built|done|developed|runs|"
        + @"needs|requires|"
        + @"rewritten|ported|in|an?|one|plain|pure|just|all|is|are|ist|all|still|now|entirely|small|short|tiny|single)\b", Options)]
    private static partial Regex StartsWithVerb();

    [GeneratedRegex(@"\b(?:written|implemented|coded|programmed|built|developed|wrote|rewritten|ported|converted|moved|rewrote|migrated)\b",
        Options)]
    private static partial Regex Made();

    [GeneratedRegex(@"\b(?:until|before|originally|first|formerly|previously|used[ ]to|later|once|initially|at[ ]the[ ]time|but|will|"
        + @"would|should|"
        + @"could|shall|might|may|to[ ]be|if|not|never|plan\w*|want\w*|ursprünglich|zuerst|früher)\b", Options)]
    private static partial Regex Changed();

    [GeneratedRegex("""
        \b(?:runs?|running|starts?|started|execut(?:es|ed)|fires|schedul(?:ed|e)|kicks?|kicked|wakes?|launch(?:es|ed)|trigger(?:s|ed)|
        invoked|
        due|cron|crontab|goes[ ](?:off|out)|called|operates|works|cadence|timer|läuft|laufen|startet|gestartet|wird)\b
        """, Options)]
    private static partial Regex RunWord();

    [GeneratedRegex(@"\b(?:that|which|who|whose|when|if|until|since|before|after|while|where|because|published|sent|delivered|expected|"
        + @"due|older|"
        + @"within|last|next|previous|opened?|closed?|dass|der|die|das|wenn|during|between|arrived?|issued|for[ ]each|of[ ]each)\b",
        Options)]
    private static partial Regex Relative();

    [GeneratedRegex(@"\b(?:uses?|needs?|requires?|depends?[ ]on|relies[ ]on|installs?|imports?|built[ ](?:on|with)|builds[ ]on|"
        + @"works[ ]with|"
        + @"verwendet|nutzt|braucht|benötigt)\b|^only\b|[ ]with[ ]", Options)]
    private static partial Regex PackageVerb();

    [GeneratedRegex(@"\b(?:packages?|librar(?:y|ies)|pypi|nuget|pip|paketen?|pakete|bibliothek(?:en)?)\b", Options)]
    private static partial Regex PackageNoun();

    [GeneratedRegex(@"\b(?:packages?|libraries|library|pakete?|bibliothek(?:en)?)(?:[ ]from[ ](?:PyPI|NuGet))?:?[ ](?<list>[^;]+?)"
        + @"(?:[ ](?:from|of)[ ](?:PyPI|NuGet))?\.?$", Options)]
    private static partial Regex ListBehind();

    [GeneratedRegex(@"^\w+(?:[ ]on)?[ ]the[ ](?:third-party[ ]|external[ ])?(?<list>[^;]+?)[ ](?:packages?|librar(?:y|ies))"
        + @"(?:[ ]from[ ](?:PyPI|NuGet))?\.?$", Options)]
    private static partial Regex ListBefore();

    [GeneratedRegex(@"^\w+(?:[ ]on)?[ ](?<list>[^;]+?),?[ ](?:both[ ])?from[ ](?:PyPI|NuGet)\.?$", Options)]
    private static partial Regex ListFrom();

    [GeneratedRegex(@"^(?:has|offers|exposes|provides|exports|consists[ ]of|defines|comes[ ]with|bietet)(?:[ ](?:the|one|two|three|four|"
        + @"five|six|"
        + @"public|a|an|single|functions?|methods?|only|its|und))*:?[ ](?=\W*\w+\()", Options)]
    private static partial Regex FunctionVerb();
}
