namespace Menace.Pipeline.Documentation;

/// <summary>Reads what running text states: sentences about a bot.</summary>
internal sealed partial class SentenceReader(TaskMentions names, ValueReader values)
{
    private const double NamedConfidence = 0.9;
    private const double FrontConfidence = 0.85;
    private const double OtherConfidence = 0.75;
    private const int LongestLead = 100;

    /// <summary>The time for a sentence grows with the square of its length. People do not write longer ones.</summary>
    private const int LongestSentence = 2_000;

    private readonly SubjectFinder _subjects = new(names);
    private readonly PurposeReader _purposes = new(names);
    private readonly FactReader _facts = new(names, values);
    private readonly NeedReader _needs = new(names, values);

    /// <summary>Reads a text.</summary>
    public void Read(RichText text, PageScope scope)
    {
        // The bot that "it" can mean: not known behind a sentence about something else.
        var before = scope.Bot;
        foreach (var sentence in Sentences.Of(text, names))
        {
            var stated = Notice().Match(sentence.Text.Plain) is { Success: true } notice ? sentence.Text.From(notice.Length)
                : sentence.Text;
            if (sentence.IsQuoted || stated.Plain.Length is 0 or > LongestSentence || stated.Plain.Contains('?'))
            {
                continue;
            }

            var subject = _subjects.Of(stated, scope.IsEntry ? null : scope.Bot, before);
            foreach (var part in Parts(stated, subject))
            {
                subject = part == stated ? subject : _subjects.Of(part, scope.IsEntry ? null : scope.Bot, before);
                if (subject.Kind != SubjectKind.Other)
                {
                    ReadAboutBot(part, subject, 0, scope);
                }
                else if (!ReadFragment(part, scope) && !TryReadLead(part, scope))
                {
                    ReadOther(part, scope);
                }

                before = Next(part, subject, scope, before);
            }
        }
    }

    /// <summary>Reads a predicate about all bots.</summary>
    public void ReadOfAll(RichText predicate, IReadOnlyList<string> bots, PageScope scope)
    {
        foreach (var clause in Clauses.Of(predicate))
        {
            _facts.Read(clause, ClauseKind.Bot, bots, scope, StatementKind.All, 0.8);
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
        { Kind: SubjectKind.Other } => scope.IsTopic || Object().IsMatch(sentence.Plain) ? scope.Bot : null,
        { Kind: SubjectKind.Named, Bots: [var bot] } =>
            bot == scope.Bot || names.In(sentence).All(mention => mention.Task == bot) ? bot : null,
        { Kind: SubjectKind.Named } => null,
        { Kind: SubjectKind.Pronoun, Bots: [var bot] } => bot,
        _ => scope.Bot ?? before,
    };

    /// <param name="sentence">The sentence.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="lead">Where the subject begins: behind times in front of it.</param>
    /// <param name="scope">Where it is.</param>
    private void ReadAboutBot(RichText sentence, SentenceSubject subject, int lead, PageScope scope)
    {
        var (confidence, hasPurpose) = (subject.Kind == SubjectKind.Front ? FrontConfidence : NamedConfidence, lead == 0);
        var saysTimes = subject is { Kind: SubjectKind.Named, Bots: [var named] } && ReadBeside(sentence, subject, named, scope);
        var predicate = sentence.From(subject.End);
        if (Modal().IsMatch(predicate.Plain))
        {
            return;
        }

        foreach (var clause in Clauses.Of(predicate))
        {
            // Times in front of the subject belong to the first clause.
            var whole = lead > 0 ? sentence.Part(0, subject.End + clause.Plain.Length) : clause;
            lead = 0;
            saysTimes |= _facts.Read(whole, ClauseKind.Bot, subject.Bots, scope, StatementKind.Part, confidence);
        }

        _needs.Read(sentence, subject, scope, confidence);
        if (subject.Bots is [var only])
        {
            if (hasPurpose)
            {
                ReadPurpose(sentence, subject, only, scope);
            }

            Doubt(sentence, only, saysTimes, scope);
        }
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
        if (scope.Bot is not { } bot || scope.IsEntry)
        {
            return;
        }

        var plain = sentence.Plain;
        if (!scope.IsAside && _purposes.JudgeOther(sentence) == PurposeVerdict.Unclear)
        {
            values.Add(scope, bot, FieldNames.Purpose, null, StatementKind.Part, "sentence", 0, sentence.Place);
        }

        if (Fact().Match(plain) is { Success: true } fact && !Hedges.Any(plain.Split(';')[0])
            && FieldLabels.Of(fact.Groups["label"].Value) is PageField.License or PageField.Language or PageField.Schedule
                or PageField.Packages or PageField.Timeout or PageField.Memory or PageField.Cpu or PageField.Resources)
        {
            var field = FieldLabels.Of(fact.Groups["label"].Value);
            var end = plain.IndexOf(';', StringComparison.Ordinal);
            var value = sentence.Part(fact.Length, end > fact.Length ? end : plain.Length);
            values.Read(scope, bot, field is PageField.Memory or PageField.Timeout or PageField.Cpu ? PageField.Resources : field, value,
                isCell: false);
            return;
        }

        var saysTimes = false;
        var kind = KindOf(plain);
        foreach (var clause in Clauses.Of(sentence))
        {
            // "Pictures are large, so it may have 3 GB."
            if ((Clauses.IsOfPronoun(sentence, clause) ? ClauseKind.Bot : kind ?? KindOf(clause.Plain, isWhole: false)) is { } own)
            {
                saysTimes |= _facts.Read(clause, own, [bot], scope, StatementKind.Part, OtherConfidence);
            }
        }

        if (kind is not null)
        {
            // All of it is read.
        }
        else if (PackageWords.Pinned(sentence.Part(0, plain.Split(';')[0].Length)) is { Count: > 0 } pinned
            && !Hedges.IsDenied(plain.Split(';')[0]) && !Hedges.IsPast(plain.Split(';')[0]) && !Hedges.IsPlan(plain))
        {
            values.Add(scope, bot, FieldNames.Packages, ValueReader.Items(pinned), StatementKind.Part, "sentence", OtherConfidence,
                sentence.Place);
        }

        _needs.ReadOther(sentence, bot, scope, OtherConfidence);
        Doubt(sentence, bot, saysTimes || !AboutIt().IsMatch(plain), scope);
    }

    private static ClauseKind? KindOf(string plain, bool isWhole = true) => AgentSubject().IsMatch(plain) ? ClauseKind.Agent
        : !isWhole ? null : PartSubject().IsMatch(plain) ? ClauseKind.Part
        : Clauses.HasVerb(plain) && !LimitWords.IsAll(plain.TrimEnd('.')) ? null : ClauseKind.Fragment;

    /// <summary>Reads a sentence with its times in front: <c>Every night at 2:00 the bot copies the files</c>.</summary>
    private bool TryReadLead(RichText sentence, PageScope scope)
    {
        var lead = TimeFinder.LeadEnd(sentence.Plain);
        if (lead is 0 or > LongestLead)
        {
            return false;
        }

        var rest = sentence.From(lead);
        rest = Comma().Match(rest.Plain) is { Success: true } comma ? rest.From(comma.Length) : rest;
        var start = sentence.Plain.Length - rest.Plain.Length;
        if (_subjects.Of(rest, null, scope.Bot) is not { Kind: SubjectKind.Named or SubjectKind.Pronoun, Bots: [var bot] } subject)
        {
            return false;
        }

        ReadAboutBot(sentence, subject with { End = start + subject.End }, lead, scope);
        if (scope.Bot == bot && !scope.IsAside)
        {
            var isAction = ActionVerbs.IsPredicate(SubjectFinder.WordAt(rest.Plain, subject.End)) && !Hedges.Any(sentence.Plain);
            values.Add(scope, bot, FieldNames.Purpose, ValueReader.Text(isAction ? sentence.Written()
                : null), StatementKind.Part, "sentence", OtherConfidence, sentence.Place);
        }

        return true;
    }

    /// <summary>Times that were not understood leave a bot without a schedule.</summary>
    private void Doubt(RichText sentence, string bot, bool saysTimes, PageScope scope)
    {
        var plain = sentence.Plain;
        if (!saysTimes && !Hedges.IsPast(plain) && !Hedges.IsPlan(plain) && RunCue().IsMatch(plain) && ScheduleWords.HasTimes(plain))
        {
            values.Add(scope, bot, FieldNames.Schedule, null, StatementKind.Part, "sentence", 0, sentence.Place);
        }
    }
}
