namespace Menace.Pipeline.Documentation;

/// <summary>Walks over the blocks of a page and reads what they state about the bots that headings, entries and tables name.</summary>
internal sealed partial class PageReader
{
    private readonly TaskMentions _names;
    private readonly ValueReader _values;
    private readonly SentenceReader _sentences;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, List<(PageScope Scope, Signature Function)>> _headings = new(StringComparer.Ordinal);
    private readonly List<(PageField Field, RichText Text)> _ofPage = [];
    private readonly List<PageScope> _sections = [];
    private readonly List<(string Bot, int At)> _places = [];
    private string _page = "";
    private int _at;
    private readonly HashSet<string> _onPage = new(StringComparer.Ordinal);

    public PageReader(int page, TaskMentions names, StatementList statements, CancellationToken cancellationToken)
    {
        _names = names;
        _values = new(page, names, statements);
        _sentences = new(names, _values);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Reads the blocks of a page.</summary>
    public void Read(IReadOnlyList<PageBlock> blocks, string page)
    {
        _page = page;
        var first = blocks.TakeWhile(block => block.Kind != PageBlockKind.Heading || block.Level < 2).Take(4);
        if (first.Any(block => block.Text is { } text && IsStale(text)))
        {
            return;
        }

        var ends = SectionEnds(blocks, page.Length);
        var open = new List<(int Level, PageScope Scope)>();
        var root = new PageScope(0, page.Length);
        var from = 0;
        for (var i = 0; i <= blocks.Count; i++)
        {
            if (i < blocks.Count && blocks[i].Kind != PageBlockKind.Heading)
            {
                continue;
            }

            ReadBlocks(blocks.Skip(from).Take(i - from).ToList(), open.Count > 0 ? open[^1].Scope : root);
            if (i < blocks.Count)
            {
                open.RemoveAll(section => section.Level >= blocks[i].Level);
                _sections.Add(new(blocks[i].From, ends[i]));
                _at = blocks[i].From;
                var scope = HeadingScope(blocks[i], open.Count > 0 ? open[^1].Scope : root, ends[i]);
                if (scope is { Bot: null, IsIgnored: false, Field: PageField.None }
                    && open.TrueForAll(section => section.Scope.Bot is null) && BotBelow(blocks, i) is { } below)
                {
                    scope = scope with { Bot = Seen(below), From = blocks[i].From, To = ends[i] };
                }

                open.Add((blocks[i].Level, IsStaleBelow(blocks, i) ? scope with { IsIgnored = true } : scope));
            }

            from = i + 1;
        }

        foreach (var (bot, functions) in _headings)
        {
            _values.AddFunctions(functions[0].Scope, bot, [.. functions.Select(each => each.Function with { Note = "" })],
                "headings of functions", functions[0].Scope.From);
        }

        ReadStatementsAboutAll(blocks);
    }

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
        var front = text.Plain[..mention.Start].TrimEnd(' ', '`', '(', '\u2013', '\u2014', '-', ':', '"');
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

    private string Seen(string bot)
    {
        _onPage.Add(bot);
        _places.Add((bot, _at));
        return bot;
    }

    private void ReadBlocks(IReadOnlyList<PageBlock> blocks, PageScope section)
    {
        var scope = section;
        var pending = PageField.None;
        var function = section.Function;
        PageScope? carried = null;
        for (var i = 0; i < blocks.Count; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var block = blocks[i];
            _at = block.From;
            if (section.IsIgnored)
            {
                continue;
            }

            if (block.Kind == PageBlockKind.Table && function is null && i + 1 < blocks.Count
                && blocks[i + 1] is { Kind: PageBlockKind.Paragraph } next
                && next.Text!.Plain.Length < 120)
            {
                // "All with `f(text)`." below the table
                function = FunctionOf(next.Text);
            }

            if (block.Kind != PageBlockKind.Paragraph && scope.Bot is null && carried is not null)
            {
                scope = carried;
            }

            var here = scope with { Field = pending != PageField.None ? pending : scope.Field, Function = function };
            switch (block.Kind)
            {
                case PageBlockKind.Paragraph:
                    scope = ReadHeadingOfText(block, section, scope, out var isHeading);
                    pending = isHeading ? PageField.None : ReadParagraph(block.Text!, here, ref function);
                    carried = scope.Bot is null ? RunIn(block) : null;
                    continue;
                case PageBlockKind.List:
                    ReadList(block, here);
                    break;
                case PageBlockKind.Table:
                    ReadTable(block, here);
                    break;
                case PageBlockKind.Code:
                    if (i > 0 && blocks[i - 1].Text is { } lead && lead.Plain.EndsWith(':') && (Hedges.IsPast(lead.Plain)
                        || Hedges.IsPlan(lead.Plain) || Hedges.IsDenied(lead.Plain)))
                    {
                        break;
                    }

                    ReadCrontab(block);
                    ReadCode(block, here);
                    break;
                case PageBlockKind.FrontMatter:
                    ReadFrontMatter(block);
                    break;
            }

            pending = PageField.None;
            scope = scope == carried ? section : scope;
            carried = null;
        }
    }

    /// <summary>What stands below a paragraph that begins with the name of a bot in bold is about it.</summary>
    private PageScope? RunIn(PageBlock block) =>
        _names.Leading(block.Text!, out _) is { Task: { } bot, Start: 0 } lead && block.Text!.IsAll(TextMark.Bold, 0, lead.End)
            ? new(block.From, block.To) { Bot = bot } : null;

    /// <summary>A paragraph in bold that is nothing but a name is a heading.</summary>
    private PageScope ReadHeadingOfText(PageBlock block, PageScope section, PageScope scope, out bool isHeading)
    {
        var text = block.Text!;
        isHeading = text.Plain.Length is > 0 and < 120 && text.IsAll(TextMark.Bold, 0, text.Plain.Length) && !text.HasGap
            && _names.Whole(text.Plain.TrimEnd(':')) is not null;
        return isHeading ? new(block.From, section.To) { Bot = Seen(_names.Whole(text.Plain.TrimEnd(':'))!) } : scope;
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
            if (part.Field == PageField.Bot)
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
            : words.Contains("packages") || words.Contains("libraries") || words.Contains("pakete") ? PageField.Packages : PageField.None;
    }

    /// <summary>The functions that the first sentence is about: <c>`f(a)` and `g(b)`.</c>, <c>`f(a)` returns the lines.</c></summary>
    private List<Signature> CallsIn(RichText text)
    {
        var first = Sentences.Of(text, _names)[0];
        if (first.IsQuoted || first.Text.HasGap || Hedges.IsPlan(first.Text.Plain) || Hedges.IsPast(first.Text.Plain)
            || Hedges.IsDenied(first.Text.Plain)
            || ExampleWords.Read(first.Text) is not null)
        {
            return [];
        }

        var calls = ListParts.Of(first.Text).Select(part => SignatureWords.Read(part, nameAlone: false)).ToList();
        return calls.TrueForAll(call => call is not null && call.Note.TrimEnd('.').Length == 0) ? calls.OfType<Signature>().ToList()
            : SignatureWords.Read(first.Text, nameAlone: false) is { } only && first.Text.Is(TextMark.Code, 0)
                && CallVerb().IsMatch(only.Note)
                && !only.Note.Contains('(') && Literals.Arguments(ArgumentsOf(only.Text)) is null or { Count: 0 }
                    ? [only with { Note = "" }] : [];
    }

    private static string ArgumentsOf(string call) => call[(call.IndexOf('(') + 1)..Math.Max(call.IndexOf('(') + 1, call.LastIndexOf(')'))];

    /// <summary>The only function that a text in front of a table names.</summary>
    private static Signature? FunctionOf(RichText text)
    {
        Signature? only = null;
        if (text.Plain.EndsWith(':') && text.Plain.Length < 80 && NamedFunction(text) is { } named)
        {
            return named;
        }

        for (var i = 0; i < text.Plain.Length; i++)
        {
            if (!text.Is(TextMark.Code, i) || (i > 0 && text.Is(TextMark.Code, i - 1)))
            {
                continue;
            }

            if (SignatureWords.Read(text.From(i), nameAlone: false) is not { } read)
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = read;
        }

        return only;
    }

    /// <summary>Input and output of <c>`f`</c>: a name in code at the end.</summary>
    private static Signature? NamedFunction(RichText text)
    {
        var end = text.Plain.TrimEnd(':', ' ').Length;
        var start = end;
        while (start > 0 && text.Is(TextMark.Code, start - 1))
        {
            start--;
        }

        return start < end ? SignatureWords.Read(text.Part(start, end), nameAlone: true) : null;
    }

    /// <summary>Front matter is about the bot that it names.</summary>
    private void ReadFrontMatter(PageBlock block)
    {
        var pairs = block.Code.Where(line => line.Plain.Contains(": ", StringComparison.Ordinal) && char.IsLetter(line.Plain[0]))
            .Select(line => (Label: line.Plain.Split(':')[0], Value: line.From(line.Plain.IndexOf(':',
                StringComparison.Ordinal) + 1))).ToList();
        if (pairs.Where(pair => pair.Label is "bot" or "task" or "job").Select(pair =>
            _names.Whole(pair.Value.Plain)).ToList() is not [{ } bot])
        {
            return;
        }

        var scope = new PageScope(block.From, block.To) { Bot = Seen(bot) };
        foreach (var (label, value) in pairs)
        {
            var bare = value.Plain.Length > 1 && value.Plain[0] is '"' or '\'' && value.Plain[^1] == value.Plain[0]
                ? value.Part(1, value.Plain.Length - 1)
                : value.Plain.StartsWith('[') && value.Plain.EndsWith(']') ? value.Part(1, value.Plain.Length - 1) : value;
            if (FieldLabels.Of(label) is var field and not (PageField.None or PageField.Bot))
            {
                _values.Read(scope, bot, field, bare, isCell: true);
            }
        }
    }

    /// <summary>Lines of a crontab whose command names one bot.</summary>
    private void ReadCrontab(PageBlock block)
    {
        foreach (var line in block.Code)
        {
            if (CronLine().Match(line.Plain) is not { Success: true } match)
            {
                continue;
            }

            var tasks = _names.In(line.From(match.Length)).Select(mention => mention.Task).Distinct(StringComparer.Ordinal).ToList();
            if (tasks is [{ } bot] && ScheduleWords.Read(match.Groups["cron"].Value) is { Clarity: ScheduleClarity.Clear } times)
            {
                var from = Math.Max(0, line.Place);
                _values.Add(new(from, from + line.Plain.Length), Seen(bot), FieldNames.Schedule, ValueReader.Schedule(times),
                    StatementKind.Whole, "crontab", 0.9, from);
            }
        }
    }

    private void ReadCode(PageBlock block, PageScope scope)
    {
        if (scope.Bot is not { } bot)
        {
            return;
        }

        var lines = block.Code.Where(line => !line.IsBlank).ToList();
        var installed = lines.Select(line => PackageWords.Command(line.Plain)).ToList();
        if (installed.Exists(packages => packages is not null))
        {
            _values.Add(scope, bot, FieldNames.Packages, ValueReader.Items(installed.SelectMany(packages =>
                packages ?? []).Distinct(StringComparer.OrdinalIgnoreCase)),
                StatementKind.Whole, "command", 0.9, lines[0].Place);
            return;
        }

        if (scope.Field == PageField.Packages)
        {
            _values.ReadItems(scope, bot, PageField.Packages, lines);
            return;
        }

        if (scope.Field is PageField.Functions or PageField.None
            && FunctionsOf(lines, scope.Field == PageField.Functions) is { Count: > 0 } functions)
        {
            _values.AddFunctions(scope, bot, functions, "code", lines[0].Place);
        }
        else if (scope.Field is PageField.Examples or PageField.None && ExampleWords.Code(block.Code) is { } examples)
        {
            if (examples.Count > 0 || scope.Field == PageField.Examples)
            {
                _values.AddExamples(scope, bot, examples, "code", lines[0].Place);
            }
        }
        else if (scope.Field == PageField.Schedule && lines.Count == 1)
        {
            _values.Read(scope, bot, PageField.Schedule, lines[0], isCell: false);
        }
    }

    /// <summary>The functions that code declares; null if a line is something else.</summary>
    private static List<Signature>? FunctionsOf(IReadOnlyList<RichText> lines, bool isLabelled)
    {
        var functions = new List<Signature>();
        foreach (var line in lines)
        {
            var plain = line.Plain;
            if (char.IsWhiteSpace(plain[0]) || plain[0] is '#' or '}' or '{' || plain.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var function = SignatureWords.Line(plain) ?? (isLabelled && ExampleWords.CallEnd(plain.Trim()) == plain.Trim().Length
                ? SignatureWords.Read(line, false) : null);
            if (function is null)
            {
                return null;
            }

            functions.Add(function);
        }

        return functions;
    }
}
