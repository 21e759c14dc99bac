namespace Menace.Pipeline.Documentation;

/// <content>Sections, and the bots that headings and questions name.</content>
internal sealed partial class PageReader
{
    private static bool IsStale(RichText text) =>
        text.Plain.Length < 500 && Hedges.IsStale(text.Plain) && StalePage().IsMatch(text.Plain);

    private static bool IsStaleBelow(IReadOnlyList<PageBlock> blocks, int heading)
    {
        for (var i = heading + 1; i < Math.Min(blocks.Count, heading + 3) && blocks[i].Kind != PageBlockKind.Heading; i++)
        {
            if (blocks[i].Text is { } text && IsStale(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first sentence of a section says that the bot is gone, or not there yet.</summary>
    private bool IsNotThere(IReadOnlyList<PageBlock> blocks, int heading) =>
        heading + 1 < blocks.Count && (blocks[heading + 1].Text ?? (blocks[heading
            + 1] is { Kind: PageBlockKind.List, Children: [{ Text: { } item }, ..] }
            ? item : null)) is { IsBlank: false } text && Sentences.Of(text, _names) is [{ IsQuoted: false } first, ..]
            && Hedges.IsNotThere(first.Text.Plain);

    /// <summary>Where the section of each heading ends.</summary>
    private static int[] SectionEnds(IReadOnlyList<PageBlock> blocks, int end)
    {
        var ends = new int[blocks.Count];
        var next = new int[7];
        Array.Fill(next, end);
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            if (blocks[i].Kind == PageBlockKind.Heading)
            {
                ends[i] = next.Take(blocks[i].Level + 1).Min();
                next[blocks[i].Level] = blocks[i].From;
                for (var level = blocks[i].Level + 1; level < next.Length; level++)
                {
                    next[level] = end;
                }
            }
        }

        return ends;
    }

    /// <summary>The only bot that a section begins with: <c>The bot `x` sends ...</c> below a title in other words.</summary>
    private string? BotBelow(IReadOnlyList<PageBlock> blocks, int heading)
    {
        var section = blocks.Skip(heading + 1).TakeWhile(block => block.Kind != PageBlockKind.Heading).ToList();
        var isLast = heading + 1 + section.Count == blocks.Count || blocks[heading + 1 + section.Count].Level <= blocks[heading].Level;
        if (!isLast || section is not [{ Kind: PageBlockKind.Paragraph, Text: { } first }, ..]
            || _names.Leading(first, out var end) is not { Task: { } bot, Start: < 20 }
            || !ActionVerbs.IsForm(SubjectFinder.WordAt(first.Plain, end + 1)))
        {
            return null;
        }

        var texts = section.Select(block => block.Text).Concat(section.SelectMany(block => block.Children).Select(item =>
            item.Text)).OfType<RichText>();
        var isAlone = texts.All(text => _names.Leading(text, out _) is not { } lead || lead.Task == bot)
            && texts.SelectMany(text => Sentences.Of(text, _names)).All(sentence => _names.Leading(sentence.Text, out _) is not { } lead
                || lead.Task == bot)
            && section.TrueForAll(block => block.Kind != PageBlockKind.Table);
        return isAlone ? bot : null;
    }

    private PageScope HeadingScope(PageBlock heading, PageScope outer, int end)
    {
        var text = heading.Text!;
        var plain = text.Plain.Trim();
        var scope = outer with { Field = PageField.None, Function = null, IsAside = outer.Bot is not null };
        if (outer.IsIgnored || text.HasGap || FieldLabels.IsIgnored(plain))
        {
            return scope with { IsIgnored = true };
        }

        if (plain.EndsWith('?'))
        {
            return QuestionScope(text, outer, heading.From, end);
        }

        if (BotOf(text, out var rest) is { } bot)
        {
            if (Hedges.IsOutOfUse(NamedBefore().Replace(rest, "")) || Hedges.IsPlan(rest))
            {
                return scope with { IsIgnored = true };
            }

            var own = new PageScope(heading.From, end) { Bot = Seen(bot), Field = FieldLabels.Of(rest), Language = outer.Language };
            ReadBrackets(text, own);
            if (own.Language is { } language)
            {
                _values.Add(own, bot, FieldNames.Language, language, StatementKind.All, "heading of a group", 0.8, heading.From);
            }

            return own;
        }

        if (SignatureWords.Read(text, nameAlone: false) is { } function)
        {
            if (outer is { Bot: { } owner, Function: null } && !function.IsOutOfUse)
            {
                _headings.TryAdd(owner, []);
                _headings[owner].Add((outer, function));
            }

            return scope with { Function = function };
        }

        if (outer.Bot is null && FieldOfValue(plain) is PageField.License or PageField.Schedule)
        {
            return scope with { Group = text };
        }

        if (outer.Bot is null && LanguageWords.Language(GroupNoun().Replace(plain, "")) is { } group)
        {
            return scope with { Language = group };
        }

        var field = FieldLabels.Of(plain);
        if (field is not (PageField.None or PageField.Bot))
        {
            return scope with { Field = field, IsAside = outer.Bot is not null && field != PageField.Purpose };
        }

        // A name that no task has, or another task in passing.
        var mentions = _names.In(text);
        return TaskMentions.IsDistinct(plain) || IsNameOfOther(plain) || mentions.Count > 0
            ? scope with { Bot = null, IsIgnored = outer.Bot is not null } : scope;
    }

    /// <summary>What stands below a question is about the bot that it names, or the one of the question before it.</summary>
    private PageScope QuestionScope(RichText question, PageScope outer, int from, int end)
    {
        var tasks = _names.In(question).Select(mention => mention.Task).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var bot = tasks is [var only] ? only : tasks.Count == 0 ? outer.Bot ?? (It().IsMatch(question.Plain) ? _asked : null) : null;
        _asked = bot ?? _asked;
        return bot is null ? outer with { Bot = null, Field = PageField.None }
            : new(from, end)
            {
                Bot = Seen(bot),
                Field = FieldLabels.OfQuestion(question.Plain),
                IsAside = Aside().IsMatch(question.Plain),
                IsTopic = true
            };
    }

    /// <summary>Reads what stands in brackets behind a name: <c>x (Python, MIT)</c>.</summary>
    private void ReadBrackets(RichText text, PageScope scope)
    {
        var (open, close) = (text.Plain.IndexOf('(', StringComparison.Ordinal), text.Plain.IndexOf(')', StringComparison.Ordinal));
        if (open < 0 || close < open || scope.Bot is not { } bot || Hedges.Any(text.Plain[open..close]))
        {
            return;
        }

        _sentences.ReadParts(text.Part(open + 1, close), bot, scope, needed: 1);
    }

    /// <summary>One word in small letters is a name, not a title.</summary>
    private static bool IsNameOfOther(string heading) => !heading.Contains(' ') && heading.Length > 0 && char.IsLower(heading[0]);

    /// <summary>The bot that a heading names: alone, with a title behind it, or as in <i>Schedule of x</i>.</summary>
    private string? BotOf(RichText text, out string rest)
    {
        rest = "";
        if (_names.Whole(text.Plain) is { } whole)
        {
            return whole;
        }

        if (text.Plain.IndexOf('(', StringComparison.Ordinal) is var bracket and > 0 && _names.Whole(text.Plain[..bracket]) is { } before)
        {
            rest = text.Plain[bracket..];
            return before;
        }

        var tasks = _names.In(text).Select(mention => mention.Task).Distinct(StringComparer.Ordinal).ToList();
        if (tasks is not [{ } only])
        {
            return null;
        }

        if (_names.Leading(text, out var end) is { } lead && lead.Task == only && Separator().IsMatch(text.Plain[end..]))
        {
            rest = text.Plain[end..].Trim(' ', ':', '-', '\u2013', '\u2014');
            return only;
        }

        var mention = _names.In(text)[0];
        var front = Numbering().Replace(text.Plain[..mention.Start], "").TrimEnd(' ', '`', '(', '\u2013', '\u2014', '-', ':', '"');
        if (front.Length == 0 && text.Plain[mention.End..].Trim(' ', '`').Length == 0)
        {
            return only;
        }

        var behind = text.Plain[mention.End..].Trim(' ', '`', ')', '.', '"');
        if (behind.Length == 0 && front.Length > 0 && front.Length < text.Plain[..mention.Start].TrimEnd().Length && !Hedges.Any(front)
            && !Hedges.IsOutOfUse(front))
        {
            // "The morning mail (invoice-mail)", "4.1 Morning mail - invoice-mail"
            return only;
        }

        if (HeadingStart().IsMatch(front) && text.Plain.Split(' ').Length <= 6 && !Hedges.Any(text.Plain) && !Hedges.IsOutOfUse(text.Plain))
        {
            return only;
        }

        rest = Preposition().Replace(text.Plain[..mention.Start], "").Trim(' ', '`');
        return mention.End >= text.Plain.TrimEnd(' ', '`', '.').Length && FieldLabels.Of(rest) != PageField.None ? only : null;
    }
}
