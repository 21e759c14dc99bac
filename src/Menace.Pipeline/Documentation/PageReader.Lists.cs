using System.Buffers;

namespace Menace.Pipeline.Documentation;

/// <content>Lists.</content>
internal sealed partial class PageReader
{
    private static readonly SearchValues<char> EntryMarks = SearchValues.Create(" :-\u2013\u2014|");

    private void ReadList(PageBlock list, PageScope scope)
    {
        var items = new List<RichText>();
        foreach (var item in list.Children)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (item.Text is not { } text || (text.IsBlank && !text.HasGap))
            {
                ReadBlocks(item.Children, scope);
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
                    _values.Read(scope, bot, part.Field, part.Value, isCell: false);
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
                items.Add(text);
                continue;
            }

            ReadText(text, scope);
            ReadBlocks(item.Children, Labels.Whole(text) is var field and not PageField.None ? scope with { Field = field } : scope);
        }

        if (scope.Bot is { } owner && items.Count > 0)
        {
            _values.ReadItems(scope, owner, scope.Field, items);
        }
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

        if (_names.Leading(text, out var end) is not { Task: { } task } mention || mention.Start > 3)
        {
            var separator = text.Plain.IndexOfAny([':', '\u2013', '\u2014']);
            return separator is > 0 and < 60 && text.IsAll(TextMark.Bold, 0, separator) && _names.Whole(text.Plain[..separator]) is { } bold ? (bold, separator) : null;
        }

        return Separator().IsMatch(text.Plain[end..]) ? (task, end) : null;
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

            rest = rest.From(close + 1);
        }

        var mark = rest.Plain.AsSpan().IndexOfAnyExcept(EntryMarks);
        rest = rest.From(mark < 0 ? rest.Plain.Length : mark);
        var entry = new PageScope(item.From, item.To) { Bot = Seen(bot), IsAside = scope.IsAside };
        if (text.HasGap || Hedges.IsStale(rest.Plain))
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
                    _values.Read(entry, bot, part.Field, part.Value, isCell: false);
                }
                else
                {
                    ReadEntryText(part.Value, entry);
                }
            }
        }

        ReadBlocks(item.Children, entry);
    }

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
            && ActionVerbs.IsPredicate(word) && first.Text.Plain.Contains(' ') && !ActionVerbs.IsForm(SubjectFinder.NextWord(first.Text.Plain, 0)))
        {
            _values.Add(entry, entry.Bot!, FieldNames.Purpose, first.Text.Written(), StatementKind.Part, "entry of a list", 0.85, first.Text.Place);
        }

        _sentences.Read(text, entry);
    }
}
