using System.Text.RegularExpressions;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads what running text states: sentences whose subject is a bot.</summary>
internal sealed partial class SentenceReader(TaskMentions names, ValueReader values)
{
    private const double NamedConfidence = 0.9;
    private const double FrontConfidence = 0.85;

    private readonly SubjectFinder _subjects = new(names);
    private readonly PurposeReader _purposes = new(names);

    /// <summary>Reads a text.</summary>
    public void Read(RichText text, PageScope scope)
    {
        // The bot that "it" can mean: not known behind a sentence about something else.
        var before = scope.Bot;
        foreach (var sentence in Sentences.Of(text, names))
        {
            if (sentence.IsQuoted || sentence.Text.Plain.Contains('?'))
            {
                continue;
            }

            var stated = Notice().Match(sentence.Text.Plain) is { Success: true } notice ? sentence.Text.From(notice.Length)
                : sentence.Text;
            if (stated.Plain.Length == 0)
            {
                continue;
            }

            var subject = _subjects.Of(stated, scope.IsEntry ? null : scope.Bot, before);
            foreach (var part in Parts(stated, subject))
            {
                subject = part == stated ? subject : _subjects.Of(part, scope.IsEntry ? null : scope.Bot, before);
                if (!ReadFragment(part, subject, scope))
                {
                    ReadSentence(part, subject, scope);
                }

                before = Next(part, subject, scope, before);
            }
        }
    }

    /// <summary>Splits <c>a and b are Python, c is shell</c> where another bot is the subject.</summary>
    private List<RichText> Parts(RichText sentence, SentenceSubject subject)
    {
        if (subject.Kind != SubjectKind.Named)
        {
            return [sentence];
        }

        var (parts, start) = (new List<RichText>(), 0);
        foreach (var mention in names.In(sentence).Where(mention => mention.Task is not null && mention.Start > subject.End))
        {
            var joint = OwnSubject().Match(sentence.Plain[..mention.Start]);
            if (joint.Success && joint.Index > start && Verb().IsMatch(sentence.Plain[mention.End..]))
            {
                parts.Add(sentence.Part(start, joint.Index));
                start = mention.Start;
            }
        }

        return parts.Count == 0 ? [sentence] : [.. parts, sentence.From(start)];
    }

    private string? Next(RichText sentence, SentenceSubject subject, PageScope scope, string? before) => subject switch
    {
        { Kind: SubjectKind.Other } => null,
        { Kind: SubjectKind.Named, Bots: [var bot] } =>
            bot == scope.Bot || names.In(sentence).All(mention => mention.Task == bot) ? bot : null,
        { Kind: SubjectKind.Named } => null,
        { Kind: SubjectKind.Pronoun, Bots: [var bot] } => bot,
        _ => scope.Bot ?? before,
    };

    private void ReadSentence(RichText sentence, SentenceSubject subject, PageScope scope)
    {
        var plain = sentence.Plain;
        if (subject.Kind == SubjectKind.Other)
        {
            ReadOther(sentence, scope);
            return;
        }

        var isTold = subject.Bots.Count > 0 && !Hedges.IsPast(plain) && !Hedges.IsPlan(plain);
        var (saysTimes, saysNeeds) = (false, false);
        if (isTold && subject is { Kind: SubjectKind.Named, Bots: [var named] })
        {
            saysTimes = ReadBeside(sentence, subject, named, scope);
        }

        var predicate = sentence.From(subject.End);
        foreach (var clause in ClauseReader.Clauses(predicate))
        {
            foreach (var bot in subject.Bots)
            {
                if (isTold)
                {
                    saysTimes |= ReadTimes(clause, bot, subject, scope);
                    ReadFacts(clause, bot, subject, scope);
                }

                saysNeeds |= ReadNeeds(clause, bot, isTold, subject, scope);
            }
        }

        if (subject.Bots is [var only])
        {
            ReadWholeSentence(sentence, predicate, only, isTold, scope);
            if (isTold && !saysTimes && TimesOfAction(predicate) is { } times)
            {
                values.Add(scope, only, FieldNames.Schedule, ValueReader.Schedule(times), StatementKind.Part, "sentence", 0.75,
                    sentence.Place);
                saysTimes = true;
            }

            ReadPurpose(sentence, subject, only, scope);
            Doubt(sentence, only, isTold, saysTimes, saysNeeds, scope);
        }
        else
        {
            foreach (var bot in subject.Bots)
            {
                ReadWholeSentence(sentence, predicate, bot, isTold, scope);
            }
        }
    }

    /// <summary>Reads a sentence without a verb in the section or entry of a bot: <c>Python, MIT.</c>, <c>Daily at 2:00.</c> Returns
    /// whether that was all of it.</summary>
    private bool ReadFragment(RichText sentence, SentenceSubject subject, PageScope scope)
    {
        if (scope.Bot is not { } bot || subject.Kind != SubjectKind.Other || Hedges.Any(NoMore().Replace(sentence.Plain, ""))
            || sentence.HasGap)
        {
            return false;
        }

        var plain = sentence.Plain.TrimEnd('.', ' ');
        if (plain.Length < 120 && ReadParts(sentence, bot, scope, needed: 2) > 0)
        {
            return true;
        }

        var parts = ListParts.Of(sentence).Select(part => part.Plain.TrimEnd('.')).ToList();
        if (parts.Count is > 0 and <= 4
            && LanguageWords.Language(parts[0]) is { } language && !parts.Skip(1).Any(LanguageWords.NamesLanguage))
        {
            Front(FieldNames.Language, language);
        }

        if (parts.Count is > 0 and <= 4 && parts.Select(LanguageWords.License).OfType<string>().ToList() is [var license]
            && (parts.Count == 1 || LanguageWords.Language(parts[0]) is not null))
        {
            Front(FieldNames.License, license);
        }

        if (plain.Length < 80 && StartsWithTimes().IsMatch(plain))
        {
            var times = ClauseReader.Times(sentence, names);
            if (times.Clarity == ScheduleClarity.Clear)
            {
                values.Add(scope, bot, FieldNames.Schedule, ValueReader.Schedule(times), StatementKind.Part, "sentence", 0.75,
                    sentence.Place);
            }
        }

        return false;

        void Front(string field, string value) =>
            values.Add(scope, bot, field, value, StatementKind.Part, "sentence", 0.75, sentence.Place);
    }

    /// <summary>Reads what stands between the name and the verb: <c>x (Python, MIT) reads</c>, <c>x, a Python script, reads</c>.</summary>
    private bool ReadBeside(RichText sentence, SentenceSubject subject, string bot, PageScope scope)
    {
        var front = sentence.Part(0, Math.Min(subject.End, sentence.Plain.Length));
        var mention = names.In(front).Select(each => each.End).FirstOrDefault(front.Plain.Length);
        var beside = front.From(mention);
        var plain = beside.Plain.Trim(' ', ',', '(', ')');
        if (plain.Length < 3 || Hedges.Any(plain))
        {
            return false;
        }

        if (LanguageClauses.Language(plain) is { Length: > 0 } language)
        {
            values.Add(scope, bot, FieldNames.Language, language, StatementKind.Part, "sentence", 0.8, beside.Place);
        }

        var saysTimes = false;
        ReadParts(beside.Plain.StartsWith('(') ? beside.Part(1, beside.Plain.IndexOf(')', StringComparison.Ordinal) is var close and > 0
            ? close : beside.Plain.Length) : beside, bot, scope, needed: 1);
        foreach (var clause in ClauseReader.Clauses(beside.Part(0, beside.Plain.TrimEnd(',', ' ').Length)).Select(clause =>
            WhichIs().Match(clause.Plain) is { Success: true } which ? clause.From(which.Length) : clause))
        {
            saysTimes |= ReadTimes(clause, bot, subject, scope);
            ReadFacts(clause, bot, subject, scope);
            ReadNeeds(clause, bot, isTold: true, subject, scope);
        }

        return saysTimes;
    }

    /// <summary>Reads a list of values without labels: <c>Python, MIT, hourly, needs x</c>. Returns how many are known.</summary>
    public int ReadParts(RichText text, string bot, PageScope scope, int needed)
    {
        var known = new List<(string Field, JsonValue Value, RichText Part)>();
        foreach (var part in ListParts.Of(text))
        {
            var plain = part.Plain.Trim().TrimEnd('.');
            if (LanguageWords.Language(plain) is { } language)
            {
                known.Add((FieldNames.Language, language, part));
            }
            else if (LanguageWords.License(plain) is { } license)
            {
                known.Add((FieldNames.License, license, part));
            }
            else if (ScheduleWords.Read(plain) is { Clarity: ScheduleClarity.Clear } times)
            {
                known.Add((FieldNames.Schedule, ValueReader.Schedule(times), part));
            }
            else if (DependencyWords.IsNeed(plain) && !Hedges.Any(plain)
                && names.In(part).Select(mention => mention.Task).ToList() is [{ } other] && other != bot)
            {
                known.Add((FieldNames.Dependencies, ValueReader.Items([other])!, part));
            }
        }

        if (known.Count < needed || text.HasGap || Hedges.IsPast(text.Plain) || Hedges.IsPlan(text.Plain) || Hedges.IsDenied(text.Plain))
        {
            return 0;
        }

        foreach (var (field, value, part) in known)
        {
            values.Add(scope, bot, field, value, StatementKind.Part, "list of values", 0.8, part.Place);
        }

        return known.Count;
    }

    private bool ReadTimes(RichText clause, string bot, SentenceSubject subject, PageScope scope)
    {
        if (ClauseReader.Run(clause, names) is not { } times)
        {
            return false;
        }

        if (times.Clarity is ScheduleClarity.Clear or ScheduleClarity.Unclear)
        {
            Put(FieldNames.Schedule, times.Clarity == ScheduleClarity.Clear ? ValueReader.Schedule(times) : null,
                clause, bot, subject, scope);
        }

        return true;
    }

    /// <summary>Reads what can be anywhere in a sentence about the bot.</summary>
    private void ReadWholeSentence(RichText sentence, RichText about, string bot, bool isTold, PageScope scope)
    {
        var plain = about.Plain;
        if (isTold && !sentence.HasGap)
        {
            foreach (var (name, value) in LimitClauses.Of(plain))
            {
                values.Add(scope, bot, "resources." + name, value, StatementKind.Part, "sentence", 0.8, sentence.Place);
            }
        }

        if (sentence.HasGap || Hedges.IsDenied(plain))
        {
            return;
        }

        if (LanguageClauses.Origin(plain) is { } origin && !Hedges.IsPlan(plain))
        {
            Add(FieldNames.Language, origin.Length > 0 ? origin : null);
        }

        if (LanguageClauses.Moved(plain) is { Length: > 0 } moved)
        {
            Add(FieldNames.Language, moved);
        }

        if (!isTold || Unsure().IsMatch(plain.Replace("-or-later", "", StringComparison.Ordinal)))
        {
            return;
        }

        if (LanguageClauses.Language(plain) is { } language)
        {
            Add(FieldNames.Language, language.Length > 0 ? language : null);
        }

        if (LanguageClauses.License(plain) is { } license)
        {
            Add(FieldNames.License, license.Length > 0 ? license : null);
        }

        void Add(string field, string? value) =>
            values.Add(scope, bot, field, ValueReader.Text(value), StatementKind.Part, "sentence", 0.8, sentence.Place);
    }

    /// <summary>The times at the end of what a bot does: <c>Copies the files every night at 2:00</c>.</summary>
    private ScheduleReading? TimesOfAction(RichText predicate)
    {
        var plain = predicate.Plain.TrimEnd('.', ' ');
        var start = Frequency().Match(plain);
        if (!start.Success || !ActionVerbs.IsPredicate(FirstWord(plain)) || Relative().IsMatch(plain) || Hedges.Any(plain))
        {
            return null;
        }

        var times = ClauseReader.Times(predicate.From(start.Index), names);
        return times.Clarity == ScheduleClarity.Clear && !ScheduleWords.HasTimes(plain[..start.Index]) ? times : null;
    }

    private static string FirstWord(string plain) => SubjectFinder.WordAt(plain, 0);

    private void ReadFacts(RichText clause, string bot, SentenceSubject subject, PageScope scope)
    {
        var isSure = !Hedges.IsDenied(DependencyWords.WithoutOthers(clause.Plain)) && !Hedges.IsConditional(clause.Plain);
        if (ClauseReader.Language(clause) is { } language && LanguageClauses.Language(clause.Plain) is null)
        {
            Put(FieldNames.Language, ValueReader.Text(isSure && language.Length > 0 ? language : null), clause, bot, subject, scope);
        }

        if (ClauseReader.License(clause) is { } license && LanguageClauses.License(clause.Plain) is null)
        {
            Put(FieldNames.License, ValueReader.Text(isSure && license.Length > 0 ? license : null), clause, bot, subject, scope);
        }

        if (ClauseReader.Packages(clause) is { } packages)
        {
            Put(FieldNames.Packages, isSure && packages.Count > 0 ? ValueReader.Items(packages) : null, clause, bot, subject, scope);
        }

        else if (isSure && PackageWords.Pinned(clause) is { Count: > 0 } pinned)
        {
            Put(FieldNames.Packages, ValueReader.Items(pinned), clause, bot, subject, scope);
        }

        if (ClauseReader.Functions(clause) is { } functions && isSure)
        {
            values.AddFunctions(scope, bot, functions, "sentence", clause.Place);
        }

    }

    /// <summary>Reads which bots a clause says to need. Returns whether all tasks that it names are accounted for.</summary>
    private bool ReadNeeds(RichText clause, string bot, bool isTold, SentenceSubject subject, PageScope scope)
    {
        var plain = clause.Plain;
        var others = names.In(clause).Select(mention => mention.Task).OfType<string>().Where(task =>
            task != bot).Distinct(StringComparer.Ordinal).ToList();
        if (others.Count == 0)
        {
            // "spray-log reads its output" in the section of another bot.
            if (isTold && subject.Kind == SubjectKind.Named && scope.Bot is { } owner && owner != bot && DependencyWords.IsNeed(plain)
                && OfOwner().IsMatch(plain) && !Hedges.Any(plain))
            {
                Put(FieldNames.Dependencies, ValueReader.Items([owner]), clause, bot, subject, scope);
            }
            else if (isTold && subject.Kind == SubjectKind.Named && scope.Bot is { } fed && fed != bot && FeedsOwner().IsMatch(plain)
                && !Hedges.IsDenied(plain))
            {
                Put(FieldNames.Dependencies, ValueReader.Items([bot]), clause, fed, subject, scope);
            }

            return true;
        }

        var isDenied = Hedges.IsDenied(DependencyWords.WithoutOthers(plain));
        if (Denial().IsMatch(plain))
        {
            // "does not need x any more": another statement that it does contradicts.
            Put(FieldNames.NoDependencies, ValueReader.Items(others), clause, bot, subject, scope);
            return true;
        }

        if (DependencyWords.IsNeed(plain))
        {
            if (isTold)
            {
                Put(FieldNames.Dependencies, isDenied || clause.HasGap || Unsure().IsMatch(plain) ? null
                    : ValueReader.Items(others), clause, bot, subject, scope);
            }

            return true;
        }

        if (DependencyWords.IsFeed(plain))
        {
            foreach (var other in isTold && !isDenied ? others : [])
            {
                Put(FieldNames.Dependencies, ValueReader.Items([bot]), clause, other, subject, scope);
            }

            return true;
        }

        return DependencyWords.IsOther(plain) || !DependencyWords.HasCue(plain);
    }

    private void ReadPurpose(RichText sentence, SentenceSubject subject, string bot, PageScope scope)
    {
        // What a section of another bot says in passing is not this one's purpose.
        if (scope.IsEntry || (subject.Kind == SubjectKind.Named && scope.Bot is { } owner && owner != bot) || (scope.IsAside
            && subject.Kind != SubjectKind.Named))
        {
            return;
        }

        switch (_purposes.Judge(sentence, subject))
        {
            case PurposeVerdict.Purpose:
                values.Add(scope, bot, FieldNames.Purpose, sentence.Written(), StatementKind.Part, "first sentence about what it does",
                    subject.Kind == SubjectKind.Front ? FrontConfidence : NamedConfidence, sentence.Place);
                break;
            case PurposeVerdict.Unclear when scope.Bot == bot:
                values.Add(scope, bot, FieldNames.Purpose, null, StatementKind.Part, "sentence", 0, sentence.Place);
                break;
        }
    }

    /// <summary>A sentence with another subject than a bot. In the section of a bot it may still be about it.</summary>
    private void ReadOther(RichText sentence, PageScope scope)
    {
        if (TryReadLead(sentence, scope) || scope.Bot is not { } bot || scope.IsEntry)
        {
            return;
        }

        var plain = sentence.Plain;
        if (!scope.IsAside && _purposes.JudgeOther(sentence) == PurposeVerdict.Unclear)
        {
            values.Add(scope, bot, FieldNames.Purpose, null, StatementKind.Part, "sentence", 0, sentence.Place);
        }

        if (Fact().Match(plain) is { Success: true } fact && !Hedges.Any(plain.Split(';')[0]))
        {
            var end = plain.IndexOf(';', StringComparison.Ordinal);
            values.Read(scope, bot, FieldOf(fact.Groups["label"]), sentence.Part(fact.Length, end > fact.Length ? end
                : plain.Length), isCell: false);
        }

        var isTold = !Hedges.IsPast(plain) && !Hedges.IsPlan(plain);
        if (LanguageClauses.IsAboutCode(plain) || LanguageClauses.IsShortLicense(plain) || LimitStart().IsMatch(plain)
            || LanguageClauses.Origin(plain) is not null)
        {
            ReadWholeSentence(sentence, sentence, bot, isTold, scope);
        }

        if (isTold && !Hedges.IsDenied(plain) && Scheduler().Match(plain) is { Success: true } scheduler)
        {
            var times = ClauseReader.Times(sentence.From(scheduler.Length), names);
            if (times.Clarity is ScheduleClarity.Clear or ScheduleClarity.Unclear)
            {
                values.Add(scope, bot, FieldNames.Schedule, times.Clarity == ScheduleClarity.Clear ? ValueReader.Schedule(times)
                    : null, StatementKind.Part, "sentence", 0.75,
                    sentence.Place);
                return;
            }
        }

        if (isTold && !Hedges.IsDenied(plain)
            && DependencyWords.Producers(sentence, names).Where(task => task != bot).ToList() is { Count: > 0 } producers)
        {
            values.Add(scope, bot, FieldNames.Dependencies, ValueReader.Items(producers), StatementKind.Part, "sentence", 0.75,
                sentence.Place);
            return;
        }

        var pinned = PackageWords.Pinned(sentence.Part(0, plain.IndexOf(';', StringComparison.Ordinal) is var stop and > 0 ? stop
            : plain.Length));
        if (isTold && pinned.Count > 0 && !Hedges.IsDenied(plain.Split(';')[0]))
        {
            values.Add(scope, bot, FieldNames.Packages, ValueReader.Items(pinned), StatementKind.Part, "sentence", 0.75, sentence.Place);
        }

        Doubt(sentence, bot, isTold, !ClauseReader.IsAboutIt(plain), saysNeeds: DependencyWords.IsOther(plain)
            || !DependencyWords.HasCue(plain), scope);
        if (isTold && ClauseReader.IsAboutIt(plain) && LanguageWords.NamesLanguage(plain) && Rewritten().IsMatch(plain))
        {
            values.Add(scope, bot, FieldNames.Language, null, StatementKind.Part, "sentence", 0, sentence.Place);
        }
    }

    private static PageField FieldOf(Group label) =>
        !label.Success ? PageField.Language : label.Value.StartsWith("only", StringComparison.OrdinalIgnoreCase) ? PageField.Packages
            : FieldLabels.Of(label.Value);

    /// <summary>Reads a sentence with its times in front: <c>Every night at 2:00 the bot copies the files</c>.</summary>
    private bool TryReadLead(RichText sentence, PageScope scope)
    {
        var plain = sentence.Plain;
        var it = It().Match(plain) is { Success: true } pronoun ? pronoun.Index : plain.Length;
        var named = names.In(sentence).Where(mention => mention.Task is not null).Select(mention =>
            mention.Start).FirstOrDefault(plain.Length);
        var start = Math.Min(it, named);
        if (start is 0 or > 100 || start == plain.Length || !Lead().IsMatch(plain) || Hedges.Any(plain))
        {
            return false;
        }

        var times = ScheduleWords.Read(Article().Replace(plain[..start].TrimEnd(), "").TrimEnd(',', ' '));
        var rest = sentence.From(start);
        var subject = _subjects.Of(rest, null, scope.Bot);
        if (times.Clarity != ScheduleClarity.Clear || subject is not { Kind: SubjectKind.Named or SubjectKind.Pronoun, Bots: [var bot] }
            || ScheduleWords.HasTimes(rest.Plain) || Relative().IsMatch(rest.Plain))
        {
            return false;
        }

        values.Add(scope, bot, FieldNames.Schedule, ValueReader.Schedule(times), StatementKind.Part, "sentence", 0.75, sentence.Place);
        if (scope.Bot == bot && !scope.IsAside)
        {
            var isAction = ActionVerbs.IsPredicate(SubjectFinder.WordAt(rest.Plain, subject.End));
            values.Add(scope, bot, FieldNames.Purpose, ValueReader.Text(isAction ? sentence.Written()
                : null), StatementKind.Part, "sentence", 0.75, sentence.Place);
        }

        return true;
    }

    /// <summary>Something that is said about a field, but was not understood, leaves it without a value.</summary>
    private void Doubt(RichText sentence, string bot, bool isTold, bool saysTimes, bool saysNeeds, PageScope scope)
    {
        var plain = sentence.Plain;
        if (isTold && !saysTimes && ClauseReader.HasRun(plain) && ScheduleWords.HasTimes(plain))
        {
            values.Add(scope, bot, FieldNames.Schedule, null, StatementKind.Part, "sentence", 0, sentence.Place);
        }

        var isDenied = Hedges.IsDenied(plain);
        if (!saysNeeds && (isTold || isDenied) && names.In(sentence).Any(mention => mention.Task is { } task && task != bot))
        {
            values.Add(scope, bot, FieldNames.Dependencies, null, StatementKind.Part, "sentence", 0, sentence.Place);
        }
    }

    private void Put(string field, JsonValue? value, RichText clause, string bot, SentenceSubject subject, PageScope scope) =>
        values.Add(scope, bot, field, clause.HasGap && field != FieldNames.Schedule ? null : value, StatementKind.Part, "sentence",
            subject.Kind == SubjectKind.Front ? FrontConfidence : NamedConfidence, clause.Place);

    [GeneratedRegex(@"^(?:Note|NB|N\.B\.|Attention|Warning|Important|Caution|Hint|Tip|Hinweis|Achtung|Wichtig): ?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Notice();

    [GeneratedRegex(@",? (?:and )?(?:no|without) (?:\w+ )?(?:dependencies|packages|libraries)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoMore();

    [GeneratedRegex(@"^[, ]*(?:which|that|der|die|das) ", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WhichIs();

    [GeneratedRegex(@"(?:,|;|,? and|,? while|,? whereas|,? but)(?: the)? [`""]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OwnSubject();

    [GeneratedRegex(@"^ (?:is|are|runs?|needs?|depends?|uses?|reads?|starts?|in|at|every|takes|waits|requires?) ",
        RegexOptions.CultureInvariant)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^(?:A |The |Its )?(?:hard |memory |time |run )?(?:limits?|timeout|quota|cap|memory|ram|cpu|run|runs|"
        + @"runtime)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LimitStart();

    [GeneratedRegex(@"^(?:Cron|The cron(?: ?job)?|A cron ?job|The scheduler|systemd|A (?:systemd )?timer|The timer|The crontab|We|"
        + @"Jenkins|GitLab|A CronJob|Our scheduler) (?:runs?|starts?|triggers?|launches|launch|kicks? off|fires?|calls?|executes?|"
        + @"wakes?) (?:it|the bot|this bot|the job|the script|the task)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheduler();

    [GeneratedRegex(@"^(?:(?:\d{1,2}:\d\d )?(?:every|each|daily|hourly|nightly|weekdays|on weekdays|(?:on )?(?:mon|tues|wednes|thurs|"
        + @"fri|satur|sun)days?|täglich|stündlich|jeden|alle \d)|monthly|weekly)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StartsWithTimes();

    [GeneratedRegex(@"\b(?:every|each|daily|hourly|nightly|on weekdays|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
        + @"once an? (?:hour|day)|once per|twice (?:a|per) day|at \d|täglich|stündlich|jeden|alle \d)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Frequency();

    [GeneratedRegex(@"\b(?:that|which|who|whose|when|if|until|since|before|after|while|where|because|published|sent|delivered|"
        + @"expected|due|older|within|older than|last|next|previous|dass|der|die|das|wenn)\b(?! (?:files?|day)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    [GeneratedRegex(@"^(?:does not|doesn't|do not|don't|no longer|is not|are not|never|hängt nicht|braucht nicht|"
        + @"braucht kein) ?(?:\w+ )?(?:need|needs|use|uses|depend|depends|rely|relies|require|requires|read|reads|call|calls|wait|"
        + @"waits)\b|^(?:braucht|benötigt) .*\bnicht\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();

    [GeneratedRegex(@"\b(?:or|either|optionally|optional|maybe|said|says|sometimes|oder)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unsure();

    [GeneratedRegex(@"^(?:feeds|supplies|triggers|starts|provides|fills) (?:it|this bot)\b|^(?:delivers|provides|supplies|hands|"
        + @"sends|gives) (?:it |its |the )[\w ]{1,40}\bto (?:it|this bot)\b|^(?:must|has to|needs to) (?:first |"
        + @"always )?(?:have )?(?:run|finish|finished|be done|been through|be through|be finished)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FeedsOwner();

    [GeneratedRegex(@"\b(?:its|this|the bot's) (?:output|result|results|file|files|data|table|list|report|ausgabe)\b|\bfrom (?:it|"
        + @"this bot)\b|\b(?:needs?|reads?|uses?|calls?|asks?) it\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfOwner();

    [GeneratedRegex(@"^(?:Its|The|Die|Der|Das) (?:(?<label>licen[cs]e|only (?:third-party |external )?(?:package|library)|language|"
        + @"schedule|timeout|time limit|memory limit|cron expression|lizenz|sprache|zeitplan|zeitlimit)|code|source|source code|"
        + @"implementation)(?: of (?:the|this) (?:bot|job|script|task|program|tool|service))? (?:is|ist) (?:the |set to |in |"
        + @"written in )?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Fact();

    [GeneratedRegex(@"\b(?:written|rewritten|ported|implemented|converted)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rewritten();

    [GeneratedRegex(@"^(?:Every|Each|At|On|Once|Twice|Daily|Hourly|Jeden|Jede|Um|Alle|Täglich|Weekdays|Mondays)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lead();

    [GeneratedRegex(@"(?<= )(?:it|the bot|this bot|the job|the script|the task|er|es|der bot) ",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex It();

    [GeneratedRegex(@",? (?:the|our|der|die|das)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Article();
}
