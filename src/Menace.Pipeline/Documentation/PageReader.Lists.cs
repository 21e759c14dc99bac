using System.Buffers;

namespace Menace.Pipeline.Documentation;

/// <content>Lists.</content>
internal sealed partial class PageReader
{
    private static readonly SearchValues<char> EntryMarks = SearchValues.Create(". :-\u2013\u2014|");

    private void ReadList(PageBlock list, PageScope scope)
    {
        if (scope is { Bot: { } listed, Field: PageField.None } && FieldOfItems(list) is var field0 and not PageField.None)
        {
            _values.ReadItems(scope, listed, field0, [.. Written(list.Children.Select(item => item.Text!))]);
            return;
        }

        // A list with the label "Name" is a record.
        if (list.Children.Select(item => item.Text).OfType<RichText>().SelectMany(Labels.Split).Where(part => part.Field == PageField.Bot)
            .Select(part => _names.Whole(part.Value.Plain)).ToList() is [{ } record])
        {
            scope = new(list.From, list.To) { Bot = Seen(record) };
        }

        var items = new List<RichText>();
        foreach (var item in list.Children)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (scope.Bot is null && item.Text is { } inverted && ReadInvertedText(inverted, new(item.From, item.To)))
            {
                continue;
            }

            if (item.Text is not { } text || (text.IsBlank && !text.HasGap))
            {
                ReadBlocks(item.Children, scope);
                continue;
            }

            if (item.IsTerm && scope.Bot is { } defined && FieldLabels.Of(text.Plain) is var term and not (PageField.None or PageField.Bot))
            {
                ReadDefinitions(item, defined, term, scope);
                continue;
            }

            if (EntryOf(text, scope) is { } entry)
            {
                ReadEntry(item, text, entry.Bot, entry.End, scope);
                continue;
            }

            if (Labels.Split(text) is [{ Field: not PageField.None } label, ..] parts && scope.Bot is { } bot)
            {
                foreach (var part in parts.Where(part => part.Field != PageField.None))
                {
                    ReadLabelled(scope, bot, part);
                }

                foreach (var prose in parts.Where(part => part.Field == PageField.None))
                {
                    _sentences.Read(prose.Value, scope);
                }

                ReadBlocks(item.Children, scope with { Field = label.Value.IsBlank ? label.Field : PageField.None });
                continue;
            }

            if (scope.Bot is not null && scope.Field != PageField.None)
            {
                items.Add(text.OnOneLine());
                continue;
            }

            if (scope.Bot is null && _names.Leading(text, out _) is { Task: { } subject, Start: 0 }
                && _names.In(text).Select(m => m.Start).First() == 0)
            {
                // "name loads the files." with labels below it
                var own = new PageScope(item.From, item.To) { Bot = Seen(subject), IsTimed = scope.IsTimed };
                _sentences.Read(text, own);
                ReadBlocks(item.Children, own);
                continue;
            }

            ReadText(text, scope);
            ReadBlocks(item.Children, (Labels.Whole(text) is var field and not PageField.None ? scope with { Field = field } : scope)
                with
            { IsTimed = scope.IsTimed || (scope.Bot is null && ScheduleWords.HasTimes(text.Plain)) });
        }

        if (scope.Bot is { } owner && items.Count > 0)
        {
            _values.ReadItems(scope, owner, scope.Field, items);
        }
    }

    /// <summary>What a list without a label is: nothing but calls with results, or nothing but signatures.</summary>
    private static PageField FieldOfItems(PageBlock list)
    {
        var texts = list.Children.Select(item => item.Text).ToList();
        if (texts.Count == 0 || texts.Exists(text => text is null))
        {
            return PageField.None;
        }

        var written = Written(texts.OfType<RichText>()).ToList();
        return written.Count == 0 ? PageField.None
            : written.TrueForAll(text => ExampleWords.Read(text) is not null) ? PageField.Examples
            : written.TrueForAll(text => text.Plain.Length > 0 && text.Is(TextMark.Code, 0)
                && SignatureWords.Read(text, nameAlone: false) is not null
                && !IsExampleLike(text)) ? PageField.Functions : PageField.None;
    }

    /// <summary>The entries without those whose beginning is struck out.</summary>
    private static IEnumerable<RichText> Written(IEnumerable<RichText> texts) =>
        texts.Where(text => !(text.HasGap && SignatureWords.Read(text, nameAlone: false) is null));

    private static bool IsExampleLike(RichText text) =>
        ExampleWords.CallEnd(text.Plain) is var end and > 0 && Literals.Arguments(ArgumentsOf(text.Plain[..end])) is { Count: > 0 };

    private void ReadDefinitions(PageBlock item, string bot, PageField field, PageScope scope)
    {
        var texts = item.Children.Where(child => child.Kind == PageBlockKind.Paragraph).Select(child => child.Text!.OnOneLine()).ToList();
        if (texts.Count == 1)
        {
            ReadLabelled(scope, bot, new(field, texts[0]));
        }
        else
        {
            _values.ReadItems(scope, bot, field, texts);
        }

        ReadBlocks([.. item.Children.Where(child => child.Kind != PageBlockKind.Paragraph)], scope with { Field = field });
    }

    /// <summary>The bot that an entry is about: its name, and a colon, a dash or nothing.</summary>
    private (string Bot, int End)? EntryOf(RichText text, PageScope scope)
    {
        if (scope.Bot is not null && scope.Field is PageField.Dependencies or PageField.UsedBy)
        {
            return null;
        }

        if (_names.Whole(text.Plain) is { } whole)
        {
            return (whole, text.Plain.Length);
        }

        if (_names.Leading(text, out var end) is not { Task: { } task } mention || mention.Start > 8)
        {
            var separator = text.Plain.IndexOfAny([':', '\u2013', '\u2014']);
            return separator is > 0 and < 60 && text.IsAll(TextMark.Bold, 0, separator) && _names.Whole(text.Plain[..separator]) is { }
                bold ? (bold, separator) : null;
        }

        var behind = text.Plain[end..];
        var close = behind.TrimStart().StartsWith('(') ? behind.IndexOf(')', StringComparison.Ordinal) : -1;
        return (close > 0 ? behind.Length == close + 1 || Separator().IsMatch(behind[(close + 1)..]) : Separator().IsMatch(behind))
            ? (task, end) : null;
    }

    private void ReadEntry(PageBlock item, RichText text, string bot, int end, PageScope scope)
    {
        var rest = text.From(end);
        if (rest.Plain.StartsWith('(') && rest.Plain.IndexOf(')', StringComparison.Ordinal) is var close and > 0)
        {
            if (Hedges.IsOutOfUse(rest.Plain[..close]))
            {
                return;
            }

            ReadBrackets(rest, new PageScope(item.From, item.To) { Bot = bot });

            rest = rest.From(close + 1);
        }

        var mark = rest.Plain.AsSpan().IndexOfAnyExcept(EntryMarks);
        rest = rest.From(mark < 0 ? rest.Plain.Length : mark);
        var entry = new PageScope(item.From, item.To) { Bot = Seen(bot), IsAside = scope.IsAside, IsTimed = scope.IsTimed };
        if (text.HasGap || Hedges.IsStale(rest.Plain) || FirstOf(rest, item) is var first
            && (Hedges.IsNotThere(first) || (Hedges.IsPast(first) && !Clauses.HasVerb(first))))
        {
            return;
        }

        if (scope.Field is not (PageField.None or PageField.Bot))
        {
            _values.Read(entry, bot, scope.Field, rest, isCell: false);
        }
        else
        {
            foreach (var part in Labels.Split(rest))
            {
                if (part.Field != PageField.None)
                {
                    ReadLabelled(entry, bot, part);
                }
                else
                {
                    ReadEntryText(part.Value, entry);
                }
            }
        }

        if (scope.Group is { } group && FieldOfValue(group.Plain) is var field and not PageField.None)
        {
            _values.Read(entry, bot, field, group, isCell: true);
        }

        if (scope.Language is { } language)
        {
            _values.Add(entry, bot, FieldNames.Language, language, StatementKind.All, "heading of a group", 0.8, item.From);
        }

        ReadBlocks(item.Children, entry);
    }

    /// <summary>The first words about the bot of an entry.</summary>
    private string FirstOf(RichText rest, PageBlock item) =>
        (rest.IsBlank ? item.Children is [{ Text: { } paragraph }, ..] ? paragraph
            : item.Children is [{ Children: [{ Text: { } first }, ..] }, ..] ? first : rest : rest) is { IsBlank: false } text
            ? Sentences.Of(text, _names)[0].Text.Plain : "";

    /// <summary>The text behind the name of an entry: what the bot does, if it begins with such a verb.</summary>
    private void ReadEntryText(RichText text, PageScope entry)
    {
        if (text.IsBlank)
        {
            return;
        }

        var first = Sentences.Of(text, _names)[0];
        var word = SubjectFinder.WordAt(first.Text.Plain, 0);
        if (!first.IsQuoted && !first.Text.HasGap && !entry.IsAside && !first.Text.Plain.Contains('?')
            && ActionVerbs.IsPredicate(word) && first.Text.Plain.Contains(' ')
                && !ActionVerbs.IsForm(SubjectFinder.NextWord(first.Text.Plain, 0)))
        {
            _values.Add(entry, entry.Bot!, FieldNames.Purpose, first.Text.Written(), StatementKind.Part, "entry of a list", 0.85,
                first.Text.Place);
        }

        _sentences.Read(text, entry);
    }
}
