namespace Menace.Pipeline.Documentation;

/// <summary>Walks over the blocks of a page and reads what they state about the bots that headings, entries and tables name.</summary>
internal sealed partial class PageReader
{
    private const int LongestTitle = 80;

    private readonly TaskMentions _names;
    private readonly ValueReader _values;
    private readonly SentenceReader _sentences;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, List<(PageScope Scope, Signature Function)>> _headings = new(StringComparer.Ordinal);
    private readonly List<(PageField Field, RichText Text)> _ofPage = [];
    private readonly List<PageScope> _sections = [];
    private readonly List<(string Bot, int At)> _places = [];
    private string _page = "";
    private string? _asked;
    private RichText? _zone;
    private int _unreadZone = -1;
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

                open.Add((blocks[i].Level, IsStaleBelow(blocks, i) || (scope.Bot is not null
                    && IsNotThere(blocks, i)) ? scope with { IsIgnored = true } : scope));
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

                    if (!(block.Info is "" or "yaml" or "yml" or "toml" or "json" or "ini" or "conf")
                        || !ReadSettings(block, scope.Bot is null ? null
                        : here))
                    {
                        ReadCrontab(block);
                        ReadCode(block, here);
                    }

                    break;
                case PageBlockKind.FrontMatter:
                    ReadSettings(block, null);
                    break;
            }

            pending = PageField.None;
            scope = scope == carried ? section : scope;
            carried = null;
        }
    }
}
