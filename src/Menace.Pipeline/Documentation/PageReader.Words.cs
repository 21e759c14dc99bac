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

        foreach (var (field, text) in _ofPage)
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
    }

    /// <summary>A section of the page, not of a bot, is about all of its bots: <c>MIT, except x, which is Apache-2.0</c>.</summary>
    private void ReadOfPage(PageField field, RichText text)
    {
        var first = Sentences.Of(text, _names)[0].Text;
        var except = Except().Match(first.Plain);
        var main = except.Success ? first.Part(0, except.Index) : first;
        var plain = main.Plain.TrimEnd('.', ',', ' ');
        var value = field == PageField.License ? LanguageWords.License(plain) ?? LanguageClauses.License("licence " + plain) : LanguageWords.Language(plain);
        if (value is not { Length: > 0 } || first.HasGap || Hedges.IsDenied(plain) || Hedges.IsPlan(plain) || Hedges.IsPast(plain) || _names.In(main).Count > 0)
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
            _values.Add(scope, bot, name, others.Contains(bot) ? ExceptValue(field, first.Plain[except.Index..], others.Count) : value, StatementKind.All,
                "section about all bots", 0.8, text.Place);
        }
    }

    private static Model.Json.JsonValue? ExceptValue(PageField field, string text, int bots) =>
        bots > 1 ? null : ValueReader.Text((field == PageField.License ? LanguageClauses.License("licence " + text) : LanguageClauses.Language(text)) is { Length: > 0 } value ? value : null);

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
        if (Hedges.IsDenied(plain) || Hedges.IsPast(plain) || Hedges.IsPlan(plain) || ButSome().IsMatch(plain))
        {
            return;
        }

        if (Zone().Match(plain) is { Success: true } zone && ZoneNames().Count(plain) == 1)
        {
            AddForAll(FieldNames.TimeZone, zone.Groups["zone"].Value);
            return;
        }

        if (Times().IsMatch(plain) && ZoneNames().IsMatch(plain))
        {
            // It is said where the clocks are, but not clearly.
            AddForAll(FieldNames.TimeZone, null);
            return;
        }

        var all = All().Match(plain);
        if (!all.Success)
        {
            return;
        }

        var rest = sentence.From(all.Length);
        var first = ListParts.Of(rest) is [var part, ..] ? part.Plain.TrimEnd('.') : "";
        if ((LanguageWords.Language(first) ?? LanguageWords.Language(first.Replace(" scripts", "", StringComparison.OrdinalIgnoreCase))) is { } plainLanguage)
        {
            AddForAll(FieldNames.Language, plainLanguage);
        }

        foreach (var clause in ClauseReader.Clauses(rest))
        {
            if (ClauseReader.Language(clause) is { Length: > 0 } language)
            {
                AddForAll(FieldNames.Language, language);
            }

            if (ClauseReader.License(clause) is { Length: > 0 } license)
            {
                AddForAll(FieldNames.License, license);
            }
        }

        void AddForAll(string field, string? value)
        {
            foreach (var bot in _onPage)
            {
                _values.Add(scope, bot, field, ValueReader.Text(value), StatementKind.All, "statement about all bots", 0.8, sentence.Place);
            }
        }
    }

    [GeneratedRegex(@"\b(?:all|every|each|times|time zone|timezone|clocks?|alle|jeder|jedes|zeiten|everything)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutAll();

    [GeneratedRegex(@"^(?:All (?:of )?(?:our |the |these |them|bots|of them)(?:bots|jobs|tasks|scripts)?(?: here| on this page| below| of this page)?|All bots|Every bot|Each bot|All jobs|All scripts|Alle Bots|Everything (?:here|on this page))(?: here| on this page| below| listed here)? (?:are|is|sind|ist) ",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex All();

    [GeneratedRegex(@"^(?:All )?(?:the )?(?:times|schedules|Zeiten|Alle Zeiten|time zone|timezone|Zeitzone)(?: (?:here|below|on this page|given|of this page|of all bots))?(?: are| sind| is| ist|:)(?: given)?(?: in)? (?:local time )?\(?(?<zone>[A-Z][A-Za-z]+/[A-Za-z_]+|UTC)\)?(?: time)?(?:[,.;(].*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Zone();

    [GeneratedRegex(@"^Unless [^,]{0,40}otherwise,? |,? unless [^,.]{0,60}otherwise\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unless();

    [GeneratedRegex(@"^\W*(?:$|\(|[:\u2013\u2014-] |v?\d[\d.]*$|bot\b|job\b|script\b|\[\^)", RegexOptions.CultureInvariant)]
    private static partial Regex CellRest();

    [GeneratedRegex(@"[\s(_,](?<unit>MB|GB|MiB|GiB|s|sec|seconds|min|minutes|h|hours)\)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeadUnit();

    [GeneratedRegex(@"^(?:How|About|Using|The|Bot|Details|Notes|What|Running|Configuring|On)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeadingStart();

    [GeneratedRegex(@",? ?\b(?:except|apart from|with the exception of|but not|außer)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Except();

    [GeneratedRegex(@"\b(?:bots?|scripts?|jobs?|tasks?|programs?|programmes?|tools?|services?)\b|^(?:The |Our )", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GroupNoun();

    [GeneratedRegex(@"\b(?:times|clocks?|time zone|timezone|Zeiten|Zeitzone|local time)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Times();

    [GeneratedRegex(@"\b(?:[A-Z][a-z]+/[A-Z][A-Za-z_]+|UTC|GMT|CES?T|E[SD]T|P[SD]T)\b", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneNames();

    [GeneratedRegex(@"\b(?:except|unless|but|most|some|apart|otherwise|außer)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ButSome();

    [GeneratedRegex(@"\b(?:this|these|the|whole|diese|die) (?:\w+ )?(?:page|document|wiki|section|table|list|entry|chapter|description|seite|tabelle)\b[^.]{0,40}\b(?:is|are|was|has been|has|ist|sind)\b|^(?:obsolete|outdated|archived|deprecated|superseded|stale)[.:!, ]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StalePage();

    [GeneratedRegex(@"\b(?:formerly|former name|previously|was|old name|ehemals|früher|aka|also known as)\b[^)]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedBefore();

    [GeneratedRegex(@"^(?:returns|gives|computes|calculates|checks|yields|reads|writes|converts|tells|finds|takes|liefert|berechnet|prüft)\b", RegexOptions.CultureInvariant)]
    private static partial Regex CallVerb();

    [GeneratedRegex(@"^[ \t]*(?<cron>(?:[\d*][\d*,/-]*[ \t]+){3}[\dA-Z*][\dA-Za-z*,/-]*[ \t]+[\dA-Z*][\dA-Za-z*,/-]*)[ \t]+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex CronLine();

    [GeneratedRegex(@"^ ?(?:[:\u2013\u2014(|]|- )", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\b(?:of|for|von|für)(?: the)?\s*[`'""]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Preposition();

    [GeneratedRegex(@"^(?:It|The|This|Runs|Is|Needs|Uses|Requires|Depends|Written|We|You|If|When|Es|Der|Die|Das|Läuft|Licensed|Released|There)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Predicate();
}
