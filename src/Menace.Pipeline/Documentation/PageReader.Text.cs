namespace Menace.Pipeline.Documentation;

/// <content>Paragraphs.</content>
internal sealed partial class PageReader
{
    /// <summary>What stands below a paragraph that begins with the name of a bot in bold is about it.</summary>
    private PageScope? RunIn(PageBlock block) =>
        _names.Leading(block.Text!, out _) is { Task: { } bot, Start: 0 } lead && block.Text!.IsAll(TextMark.Bold, 0, lead.End)
            ? new(block.From, block.To) { Bot = bot }
            : BoldLead(block.Text!) is var (titled, _) ? new(block.From, block.To) { Bot = titled } : null;

    /// <summary>The only bot in the emphasised words that a text begins with.</summary>
    private (string Bot, int End)? BoldLead(RichText text)
    {
        var end = 0;
        while (end < Math.Min(text.Plain.Length, LongestTitle) && (text.Is(TextMark.Bold, end) || text.Plain[end] == ' '))
        {
            end++;
        }

        return end is > 3 and < LongestTitle && end < text.Plain.Length && (text.Plain[..end].TrimEnd() is [.., '.' or ':']
            || text.Plain[end] == '\n')
            && _names.In(text.Part(0, end)).Select(mention => mention.Task).ToList() is [{ } bot] ? (bot, end) : null;
    }

    /// <summary>The only bot of a paragraph of several sentences that its first one names.</summary>
    private string? TopicOf(RichText text)
    {
        if (Sentences.Of(text, _names) is not [{ IsQuoted: false } first, _, ..])
        {
            return null;
        }

        var mentions = _names.In(text);
        var opening = mentions.Where(mention => mention.Start < first.Text.Plain.Length).ToList();
        return opening.Where(mention => text.IsAll(TextMark.Bold, mention.Start, mention.End - mention.Start)).ToList() is [var bold]
            ? bold.Task
            : opening.Count > 0 && mentions.All(mention => mention.Task == opening[0].Task) ? opening[0].Task : null;
    }

    /// <summary>A paragraph in bold that is nothing but a name is a heading.</summary>
    private PageScope ReadHeadingOfText(PageBlock block, PageScope section, PageScope scope, out bool isHeading)
    {
        var text = block.Text!;
        isHeading = text.Plain.EndsWith('?') && text.Plain.Length < 120 && text.IsAll(TextMark.Bold, 0, text.Plain.Length);
        if (isHeading)
        {
            return QuestionScope(text, section, block.From, section.To);
        }

        isHeading = text.Plain.Length is > 0 and < LongestTitle && text.IsAll(TextMark.Bold, 0, text.Plain.Length) && !text.HasGap
            && (_names.Whole(text.Plain.TrimEnd(':')) is not null || (_names.In(text) is [{ Task: not null }]
            && !Clauses.HasVerb(text.Plain)));
        if (!isHeading)
        {
            return scope;
        }

        var own = new PageScope(block.From, section.To) { Bot = Seen(_names.Whole(text.Plain.TrimEnd(':')) ?? _names.In(text)[0].Task!) };
        if (_names.In(text) is [{ } mention] && mention.Start > 0)
        {
            // "**Sat 13:05 · chart-show**"
            _sentences.Read(text.Part(0, text.Plain[..mention.Start].TrimEnd(' ', '\u00B7', ':', '\u2013', '\u2014', '-').Length),
                own with { IsAside = true });
        }

        return own;
    }

    /// <summary>Reads a paragraph. Returns the field that the next block is about.</summary>
    private PageField ReadParagraph(RichText text, PageScope scope, ref Signature? function)
    {
        if (Labels.Whole(text) is var whole and not PageField.None)
        {
            return whole;
        }

        if (text.IsBlank)
        {
            return PageField.None;
        }

        function = FunctionOf(text) ?? function;
        if (scope.Bot is null && _names.Leading(text, out var end) is { Task: { } named, Start: 0 } lead
            && text.IsAll(TextMark.Bold, 0, lead.End)
            && !Separator().IsMatch(text.Plain[end..]))
        {
            // "**name** loads the files. It needs ..." is a section of its own.
            scope = new(text.Place, text.PlaceOf(text.Plain.Length - 1) + 1) { Bot = Seen(named) };
        }
        else if (scope.Bot is null && BoldLead(text) is var (titled, behind))
        {
            // "**Item 2, name.** Loads the files."
            scope = new(text.Place, text.PlaceOf(text.Plain.Length - 1) + 1) { Bot = Seen(titled) };
            text = text.From(behind);
        }
        else if (scope is { Bot: null, Field: PageField.None } && EntryOf(text, scope) is null && TopicOf(text) is { } topic)
        {
            scope = new(text.Place, text.PlaceOf(text.Plain.Length - 1) + 1) { Bot = Seen(topic), IsTopic = true };
        }

        if (scope.Bot is not null && Hedges.IsNotThere(Sentences.Of(text, _names) is [var opening, ..] ? opening.Text.Plain : ""))
        {
            return PageField.None;
        }

        if (scope is { Bot: null, Field: PageField.License or PageField.Language, IsIgnored: false })
        {
            _ofPage.Add((scope.Field, text));
            return PageField.None;
        }

        if (scope.Bot is null && scope.Field == PageField.None && EntryOf(text, scope) is { } entry && text.Plain.Length > entry.End + 3)
        {
            ReadEntry(new(PageBlockKind.Item, Math.Max(0, text.Place), text.PlaceOf(text.Plain.Length - 1) + 1), text, entry.Bot,
                entry.End, scope);
            return PageField.None;
        }

        if (scope.Bot is null && ReadInvertedText(text, new(Math.Max(0, text.Place), text.PlaceOf(text.Plain.Length - 1) + 1)))
        {
            return PageField.None;
        }

        var parts = Labels.Split(text);
        foreach (var part in parts)
        {
            if (part.Field == PageField.Bot && scope.Bot is { } known && part.Value.Plain.Count(c => c == ' ') > 2
                && _names.Whole(part.Value.Plain) is null)
            {
                // "Job: fetches the free beds"
                ReadLabelled(scope, known, part with { Field = PageField.Purpose });
            }
            else if (part.Field == PageField.Bot)
            {
                scope = RecordScope(part, new(Math.Max(0, text.Place), text.PlaceOf(text.Plain.Length - 1) + 1), scope);
            }
            else if (part.Field == PageField.None)
            {
                ReadText(part.Value, scope);
            }
            else if (scope.Bot is { } bot)
            {
                ReadLabelled(scope, bot, part);
            }
            else if (part.Field is PageField.License or PageField.Language && _onPage.Count == 0)
            {
                // In front of all bots of the page
                _ofPage.Add((part.Field, part.Value));
            }
        }

        if (parts is [.., { Field: not PageField.None } last] && last.Value.IsBlank)
        {
            return last.Field;
        }

        return parts is [.., { Field: PageField.None } prose] && prose.Value.Plain.EndsWith(':') ? LeadIn(prose.Value) : PageField.None;
    }

    /// <summary>What follows the label <i>Name</i> is about that bot.</summary>
    private PageScope RecordScope(LabelledPart part, PageScope record, PageScope scope) =>
        _names.Whole(part.Value.Plain) is { } bot ? record with { Bot = Seen(bot) } : scope.Bot is null || part.Value.IsBlank ? scope
            : scope;

    /// <summary>Reads the value of a label, and the sentences behind it as running text.</summary>
    private void ReadLabelled(PageScope scope, string bot, LabelledPart part)
    {
        _values.Read(scope, bot, part.Field, part.Value, isCell: false);
        if (part.Field is not (PageField.Functions or PageField.Examples or PageField.Purpose or PageField.Schedule)
            && Sentences.Of(part.Value, _names) is [var first, _, ..])
        {
            _sentences.Read(part.Value.From(first.Text.Plain.Length), scope with { IsAside = true });
        }
    }

    /// <summary>Reads <c>Python: a, b and c</c>.</summary>
    private bool ReadInvertedText(RichText text, PageScope scope)
    {
        var colon = text.Plain.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and < 60 && FieldOfValue(text.Plain[..colon]) is var field and not PageField.None
            && ReadInverted(scope, field, text.Part(0, colon), text.From(colon + 2));
    }

    private void ReadText(RichText text, PageScope scope)
    {
        if (text.IsBlank)
        {
            return;
        }

        if (scope is { Bot: { } bot1, Field: PageField.Functions or PageField.None } && CallsIn(text) is { Count: > 0 } calls
            && (scope.Field == PageField.Functions || calls.Count == 1))
        {
            _values.AddFunctions(scope, bot1, calls, "sentence", text.Place);
            if (scope.Field == PageField.Functions)
            {
                return;
            }
        }

        if (scope.Bot is { } bot && scope.Field is not (PageField.None or PageField.Purpose) && !text.Plain.EndsWith(':'))
        {
            var isSentence = Sentences.Of(text, _names) is [var first, ..] && Predicate().IsMatch(first.Text.Plain);
            if (!isSentence && scope.Field is not (PageField.Examples or PageField.Functions))
            {
                ReadLabelled(scope, bot, new(scope.Field, text));
                return;
            }
        }
        else if (scope is { Bot: { } owner, Field: PageField.Purpose })
        {
            _values.Read(scope, owner, PageField.Purpose, text, isCell: false);
            return;
        }
        else if (scope.Bot is { } exampled)
        {
            var found = Sentences.Of(text, _names).Where(sentence => !sentence.IsQuoted).Select(sentence =>
                ExampleWords.All(sentence.Text)).ToList();
            foreach (var some in found.OfType<IReadOnlyList<Model.Json.JsonValue>>())
            {
                _values.AddExamples(scope, exampled, some, "sentence", text.Place);
            }

            if (found.Count > 0 && !found.Contains(null))
            {
                return;
            }
        }

        _sentences.Read(text, scope);
    }

    /// <summary>What a sentence in front of a list or a table says about it: <i>It has two functions:</i>.</summary>
    private PageField LeadIn(RichText text)
    {
        var last = Sentences.Of(text, _names)[^1];
        var plain = last.Text.Plain;
        if (last.IsQuoted || plain.Length > 120 || Hedges.Any(plain) || Hedges.IsOutOfUse(plain))
        {
            return PageField.None;
        }

        var words = FieldLabels.Normal(plain).Split(' ');
        return words.Contains("example") || words.Contains("examples") || words.Contains("beispiele") ? PageField.Examples
            : words.Contains("functions") || words.Contains("funktionen") ? PageField.Functions
            : words.Contains("packages") || plain.Contains("requirements", StringComparison.OrdinalIgnoreCase)
            || words.Contains("libraries") || words.Contains("pakete") ? PageField.Packages : PageField.None;
    }
}
