using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <content>Texts without a verb, and lists of values.</content>
internal sealed partial class SentenceReader
{
    /// <summary>Reads a text without a verb in the section or entry of a bot: <c>Python, MIT.</c>, <c>Daily at 2:00.</c></summary>
    private bool ReadFragment(RichText sentence, PageScope scope)
    {
        var plain = NoMore().Replace(sentence.Plain, "").TrimEnd('.', ' ');
        if (scope.Bot is not { } bot || sentence.HasGap || plain.EndsWith(':') || (scope.IsTopic && scope.Field == PageField.None))
        {
            return false;
        }

        if (Hedges.Any(plain))
        {
            // A remark behind a comma does not deny what stands in front of it if it has a verb of its own.
            var parts = ListParts.Of(sentence);
            var told = parts.TakeWhile(part => !Hedges.Any(part.Plain)).ToList();
            return told.Count > 0 && parts.Skip(told.Count).First().Plain.Split(' ').Length > 2 && !Hedges.IsPast(plain)
                && !Hedges.IsPlan(plain)
                && told.Select(part => ReadFragment(part, scope)).Any(known => known);
        }

        var hasVerb = Clauses.HasVerb(plain);
        if (!scope.IsTimed && ScheduleWords.Read(plain.Split(", because")[0]) is { Clarity: ScheduleClarity.Clear } only)
        {
            values.Add(scope, bot, FieldNames.Schedule, ValueReader.Schedule(only), StatementKind.Part, "sentence", OtherConfidence,
                sentence.Place);
            return true;
        }

        var known = ReadParts(sentence, bot, scope, hasVerb ? Math.Max(2, ListParts.Of(sentence).Count) : 1);
        if (known == 0 && !hasVerb)
        {
            _facts.Read(sentence, ClauseKind.Fragment, [bot], scope, StatementKind.Part, OtherConfidence);
        }

        return known > 0 && known == ListParts.Of(sentence).Count;
    }

    /// <summary>Reads what stands between the name and the verb: <c>x (Python, MIT) reads</c>, <c>x, a Python script, reads</c>.</summary>
    private bool ReadBeside(RichText sentence, SentenceSubject subject, string bot, PageScope scope)
    {
        var front = sentence.Part(0, Math.Min(subject.End, sentence.Plain.Length));
        var beside = front.From(names.In(front).Select(each => each.End).FirstOrDefault(front.Plain.Length));
        var close = beside.Plain.IndexOf(')', StringComparison.Ordinal);
        var inner = beside.Plain.StartsWith('(') && close > 0 ? beside.Part(1, close) : beside.From(beside.Plain.StartsWith(',') ? 1 : 0);
        inner = inner.Part(0, inner.Plain.TrimEnd(',', ' ').Length);
        if (inner.Plain.Length < 3 || Hedges.Any(inner.Plain))
        {
            return false;
        }

        ReadParts(inner, bot, scope, needed: 1);
        var saysTimes = false;
        foreach (var clause in Clauses.Of(inner).Select(clause => WhichIs().Match(clause.Plain) is { Success: true } which
            ? clause.From(which.Length) : clause))
        {
            saysTimes |= _facts.Read(clause, ClauseKind.Fragment, [bot], scope, StatementKind.Part, OtherConfidence);
        }

        return saysTimes;
    }

    /// <summary>Reads a list of values without labels: <c>Python, MIT, hourly, needs x</c>. Returns how many are known.</summary>
    public int ReadParts(RichText text, string bot, PageScope scope, int needed)
    {
        var (known, packages) = (new List<(string Field, JsonValue Value, RichText Part)>(), new List<string>());
        foreach (var part in ListParts.Of(text))
        {
            var plain = part.Plain.Trim().TrimEnd('.');
            if ((LanguageWords.Language(plain) ?? (plain.Length < 60 && !Clauses.HasVerb(plain) ? LanguageWords.Stated(plain, true) : null))
                is { Length: > 0 } language)
            {
                known.Add((FieldNames.Language, language, part));
            }
            else if (LicenseWords.License(plain) is { } license)
            {
                known.Add((FieldNames.License, license, part));
            }
            else if (TimeFinder.HasFrequency(plain) && ScheduleWords.Read(plain) is { Clarity: ScheduleClarity.Clear } times
                && TimeFinder.Find(text.Plain.TrimEnd('.'), _ => false) is var whole && (whole.Clarity != ScheduleClarity.Clear
                    ? !TimeFinder.HasStrong(text.Plain.Replace(plain, " ", StringComparison.Ordinal)) : whole.Cron == times.Cron))
            {
                known.Add((FieldNames.Schedule, ValueReader.Schedule(times), part));
            }
            else if (PackageWords.One(plain) is { } package && package.Contains('@'))
            {
                packages.Add(package);
                known.Add((FieldNames.Packages, package, part));
            }
            else if (names.In(part) is [{ Task: { } other } mention] && other != bot && !Hedges.Any(plain)
                && NeedWords.Of(part.Plain, mention, 0, [mention], isBot: true) == Relation.Needs)
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
            values.Add(scope, bot, field, field != FieldNames.Packages ? value
                : PackageWords.VersionsIn(text.Plain) > packages.Count(package => package.Contains('@')) ? null
                : ValueReader.Items(packages), StatementKind.Part, "list of values", 0.8, part.Place);
        }

        return known.Count;
    }
}
