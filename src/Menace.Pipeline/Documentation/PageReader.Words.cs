using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <content>Statements about all bots of a page, and the words of headings.</content>
internal sealed partial class PageReader
{
    /// <summary>Reads sentences about all bots of the page, and about its times.</summary>
    private void ReadStatementsAboutAll(IReadOnlyList<PageBlock> blocks)
    {
        if (_onPage.Count == 0)
        {
            return;
        }

        foreach (var bot in _zone is null ? [] : _onPage)
        {
            _values.Add(new(_zone!.Place, _zone.Place), bot, FieldNames.TimeZone,
                ValueReader.Text(Model.Checks.TimeZones.Contains(_zone.Plain)
                ? _zone.Plain : null), StatementKind.All, "front matter", 0.8, _zone.Place);
        }

        if (ZoneNames().Match(_page) is { Success: true } unread && _places.Count > 0 && unread.Index < _places.Min(place => place.At)
            && Model.Checks.TimeZones.Contains(unread.Value))
        {
            _unreadZone = unread.Index;
        }

        foreach (var (field, text) in _ofPage.Where(each => !each.Text.IsBlank))
        {
            ReadOfPage(field, text);
        }

        foreach (var block in blocks.Where(block => block.Kind == PageBlockKind.Paragraph))
        {
            if (block.Text is not { } text || !AboutAll().IsMatch(text.Plain))
            {
                continue;
            }

            foreach (var sentence in Sentences.Of(text, _names))
            {
                if (!sentence.IsQuoted && !sentence.Text.HasGap)
                {
                    ReadStatementAboutAll(sentence.Text, block);
                }
            }
        }

        // A zone above all bots that was not understood may be that of their times.
        foreach (var bot in _unreadZone >= 0 && _zone is null ? _onPage : [])
        {
            _values.Add(new(_unreadZone, _unreadZone), bot, FieldNames.TimeZone, null, StatementKind.All, "zone of the page", 0,
                _unreadZone);
        }
    }

    /// <summary>A section of the page, not of a bot, is about all of its bots: <c>MIT, except x, which is Apache-2.0</c>.</summary>
    private void ReadOfPage(PageField field, RichText text)
    {
        var first = Sentences.Of(text, _names)[0].Text;
        var except = Except().Match(first.Plain);
        var main = except.Success ? first.Part(0, except.Index) : first;
        var plain = main.Plain.TrimEnd('.', ',', ' ');
        var value = field == PageField.License ? LicenseWords.License(plain) ?? LicenseWords.Stated(plain, hasCue: true)
            : LanguageWords.Language(plain);
        if (value is not { Length: > 0 } || first.HasGap || Hedges.IsDenied(plain) || Hedges.IsPlan(plain) || Hedges.IsPast(plain)
            || _names.In(main).Count > 0)
        {
            return;
        }

        var name = field == PageField.License ? FieldNames.License : FieldNames.Language;
        var scope = new PageScope(text.Place, text.PlaceOf(text.Plain.Length - 1) + 1);
        var others = except.Success ? _names.In(first.From(except.Index)).Select(mention => mention.Task).ToList() : [];
        if (except.Success && (others.Count == 0 || others.Contains(null)))
        {
            return;
        }

        foreach (var bot in _onPage)
        {
            _values.Add(scope, bot, name, others.Contains(bot) ? ExceptValue(field, first.Plain[except.Index..], others.Count)
                : value, StatementKind.All,
                "section about all bots", 0.8, text.Place);
        }
    }

    private static Model.Json.JsonValue? ExceptValue(PageField field, string text, int bots) =>
        bots > 1 ? null : ValueReader.Text((field == PageField.License ? LicenseWords.Stated(text, hasCue: true)
            : LanguageWords.Labelled(text)) is { Length: > 0 } value ? value : null);

    private void ReadStatementAboutAll(RichText sentence, PageBlock block)
    {
        var plain = sentence.Plain;
        var scope = new PageScope(block.From, block.To);
        if (Times().IsMatch(plain) && ZoneNames().IsMatch(plain) && (Hedges.IsDenied(plain) || ButSome().IsMatch(plain)))
        {
            AddForAll(FieldNames.TimeZone, null);
            return;
        }

        plain = Unless().Replace(plain, "");

        if (Times().IsMatch(plain) && ZoneNames().Matches(plain).Select(match => match.Value).Distinct().ToList() is [var zone]
            && Model.Checks.TimeZones.Contains(zone) && !Hedges.IsPast(plain) && !Hedges.IsPlan(plain) && _names.In(sentence).Count == 0
            && !TimeFinder.HasStrong(plain))
        {
            AddForAll(FieldNames.TimeZone, zone);
            return;
        }

        if (Times().IsMatch(plain) && ZoneNames().IsMatch(plain))
        {
            // It is said where the clocks are, but not clearly.
            AddForAll(FieldNames.TimeZone, null);
            return;
        }

        var all = All().Match(plain);
        if (!all.Success || all.Index > Unless().Match(plain).Length)
        {
            return;
        }

        var except = Except().Match(plain);
        var others = except.Success ? _names.In(sentence.From(except.Index)).Select(mention => mention.Task).ToList() : [];
        if (except.Success && (others.Count == 0 || others.Contains(null)))
        {
            return;
        }

        var told = Unless().Replace(except.Success ? plain[..except.Index] : plain, "");
        var predicate = told[Math.Min(told.Length, All().Match(told) is { Success: true } start ? start.Length : 0)..].TrimStart();
        if (Hedges.IsDenied(predicate) || Hedges.IsPast(predicate) || Hedges.IsPlan(predicate))
        {
            return;
        }

        _sentences.ReadOfAll(RichTextBuilder.Decoded(_page, predicate, Math.Max(0, sentence.Place)),
            [.. BotsAround(block).Except(others.OfType<string>())], scope);

        void AddForAll(string field, string? value)
        {
            foreach (var bot in BotsAround(block).Except(field == FieldNames.TimeZone ? [] : ExceptedIn(sentence)))
            {
                _values.Add(scope, bot, field, ValueReader.Text(value), StatementKind.All, "statement about all bots", 0.8, sentence.Place);
                _unreadZone = field == FieldNames.TimeZone ? -1 : _unreadZone;
            }
        }
    }

    private IEnumerable<string> ExceptedIn(RichText sentence) =>
        Except().Match(sentence.Plain) is { Success: true } except
            ? _names.In(sentence.From(except.Index)).Select(mention => mention.Task).OfType<string>() : [];

    /// <summary>The bots of the section that a statement stands in; those of the page if it has none.</summary>
    private IEnumerable<string> BotsAround(PageBlock block)
    {
        var section = _sections.Where(section => section.From <= block.From
            && block.To <= section.To).MinBy(section => section.To - section.From);
        var inside = section is null ? [] : _places.Where(place => place.At >= section.From
            && place.At < section.To).Select(place => place.Bot).Distinct(StringComparer.Ordinal).ToList();
        return inside.Count > 0 ? inside : _onPage;
    }

    [GeneratedRegex(@"\b(?:all|everything|they|fleet|our|these|default|defaults|standard|every|each|times|time zone|timezone|clocks?|"
        + @"alle|jeder|jedes|zeiten|everything|uhrzeiten|zeitzone|hours|servers?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutAll();

    [GeneratedRegex(@"^(?:(?:All|Every|Each|Both|The|Our|These|Those|Alle|Jeder)(?: \w+){0,3}? (?:bots?|jobs?|scripts?|tasks?|"
        + @"programs?|programmes?|tools?|services?|robots?|helpers?|automations?|fleet|them|entries|agents?|workers?)|All (?:three|"
        + @"four|five|six|seven|eight|nine|ten|\d+)?|Everything|They(?: are)? all|They|This repository|The repository|The code|"
        + @"Unless [^,]{0,60},? (?:all|every|each|the|a) (?:\w+ )?(?:bots?|jobs?|scripts?))(?: (?:here|below|listed|on this page|"
        + @"in this (?:repository|repo|document|list|section|group|chapter|file)|of this (?:page|group|section|chapter|list)|"
        + @"we run|we have))*(?:,? unless [^,]{0,60},)? ?(?=(?:are|is|run|runs|may|get|gets|have|has|use|come|comes|sind|ist|laufen|"
        + @"must|start|starts)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex All();

    [GeneratedRegex(@"^Unless [^,]{0,40}otherwise,? |,? unless [^,.]{0,60}otherwise\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unless();

    [GeneratedRegex(@"^\W*(?:$|\(|[:\u2013\u2014-] |v?\d[\d.]*$|bot\b|job\b|script\b|\[\^)", RegexOptions.CultureInvariant)]
    private static partial Regex CellRest();

    [GeneratedRegex(@"[\s(_,](?<unit>MB|GB|MiB|GiB|s|sec|seconds|min|minutes|h|hours)\)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeadUnit();

    [GeneratedRegex(@"^(?:How|About|Using|The|Bot|Details|Notes|What|Running|Configuring|On)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeadingStart();

    [GeneratedRegex(@",? ?\b(?:except|apart from|with the exception of|but not|außer)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Except();

    [GeneratedRegex(@"\b(?:bots?|scripts?|jobs?|tasks?|programs?|programmes?|tools?|services?)\b|^(?:The |Our )",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GroupNoun();

    [GeneratedRegex(@"\b(?:times|clocks?|time zone|timezone|Zeiten|Uhrzeiten|Zeitzone|local time|schedules|hours are|servers? (?:run|"
        + @"are|keep))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Times();

    [GeneratedRegex(@"\b(?:[A-Z][a-z]+/[A-Z][A-Za-z_]+|UTC|GMT|CES?T|E[SD]T|P[SD]T)\b", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneNames();

    [GeneratedRegex(@"\b(?:except|unless|but|most|some|apart|otherwise|außer)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ButSome();

    [GeneratedRegex(@"^\W*(?:(?:no|nr|item|step|part|bot|job|§)\.? ?)?[\d.]*\d\)?[.:,]? ?(?=\W|$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbering();

    [GeneratedRegex(@"\b(?:it|that|they|one)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex It();

    [GeneratedRegex(@"^(?:why|when|how|which|under|is|does|may|should)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Aside();

    [GeneratedRegex(@"\b(?:this|these|the|whole|diese|die) (?:\w+ )?(?:page|document|wiki|section|table|list|entry|chapter|"
        + @"description|seite|tabelle)\b[^.]{0,40}\b(?:is|are|was|has been|has|ist|sind)\b|^(?:obsolete|outdated|archived|deprecated|"
        + @"superseded|stale)[.:!, ]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StalePage();

    [GeneratedRegex(@"\b(?:formerly|former name|previously|was|old name|ehemals|früher|aka|also known as)\b[^)]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedBefore();

    [GeneratedRegex(@"^(?:returns|gives|computes|calculates|checks|yields|reads|writes|converts|tells|finds|takes|liefert|berechnet|"
        + @"prüft)\b", RegexOptions.CultureInvariant)]
    private static partial Regex CallVerb();

    [GeneratedRegex(@"^[ \t]*(?<cron>(?:[\d*][\d*,/-]*[ \t]+){3}[\dA-Z*][\dA-Za-z*,/-]*[ \t]+[\dA-Z*][\dA-Za-z*,/-]*)[ \t]+(?=\S)",
        RegexOptions.CultureInvariant)]
    private static partial Regex CronLine();

    [GeneratedRegex(@"^ ?(?:[:\u2013\u2014(|]|- )|^\.(?= |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\b(?:of|for|von|für)(?: the)?\s*[`'""]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Preposition();

    [GeneratedRegex(@"^(?:It|The|This|Runs|Is|Needs|Uses|Requires|Depends|Written|We|You|If|When|Es|Der|Die|Das|Läuft|Licensed|"
        + @"Released|There)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Predicate();
}
