using Markdig;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads Markdown into blocks.</summary>
internal sealed class PageParser
{
    /// <summary>
    /// Characters of a paragraph. The time for one grows with the square of its length, whatever the parser. Pages for people have no
    /// longer ones.
    /// </summary>
    private const int LongestText = 20_000;

    private const int LongestRow = 4_000;

    private readonly string _page;
    private readonly CancellationToken _cancellationToken;

    private PageParser(string page, CancellationToken cancellationToken)
    {
        (_page, _cancellationToken) = (page, cancellationToken);
    }

    /// <summary>Returns the blocks of a page, or null if they are nested too deeply.</summary>
    public static IReadOnlyList<PageBlock>? Read(string page, CancellationToken cancellationToken)
    {
        var parser = new PageParser(page, cancellationToken);
        return parser.Parse() is { } document ? parser.BlocksOf(document) : null;
    }

    /// <summary>Returns the syntax tree of a page, or null if it is nested too deeply.</summary>
    public static MarkdownDocument? Parse(string page, CancellationToken cancellationToken) =>
        new PageParser(page, cancellationToken).Parse();

    private MarkdownDocument? Parse()
    {
        try
        {
            return Markdown.Parse(_page, Pipeline());
        }
        catch (ArgumentException)
        {
            // Markdig's limit of nesting.
            return null;
        }
    }

    private MarkdownPipeline Pipeline()
    {
        var builder = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().UseGridTables().UseDefinitionLists(
            ).UseYamlFrontMatter()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);

        // Looking for the targets of links takes more than linear time, and nothing needs them.
        builder.InlineParsers.TryRemove<LinkInlineParser>();
        builder.BlockParsers.Replace<ParagraphBlockParser>(new PlainParagraphParser());
        foreach (var parser in builder.BlockParsers)
        {
            parser.Closed += (_, block) => Closed(block);
        }

        return builder.Build();
    }

    private void Closed(Block block)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (block is LeafBlock { ProcessInlines: true } leaf)
        {
            leaf.ProcessInlines = IsReadable(leaf.Lines);
        }
    }

    private static bool IsReadable(Markdig.Helpers.StringLineGroup lines)
    {
        var (length, longest, isTable) = (0, 0, lines.Count > 1);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines.Lines[i].Slice;
            (length, longest) = (length + line.Length, Math.Max(longest, line.Length));
            isTable = isTable && line.AsSpan().Contains('|');
        }

        return length <= LongestText || (isTable && longest <= LongestRow);
    }

    private List<PageBlock> BlocksOf(ContainerBlock container)
    {
        var blocks = new List<PageBlock>();
        foreach (var block in container)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (BlockOf(block) is { } read)
            {
                blocks.Add(read);
            }
        }

        return blocks;
    }

    private PageBlock? BlockOf(Block block) => block switch
    {
        HeadingBlock heading => New(PageBlockKind.Heading, block) with { Level = heading.Level, Text = TextOf(heading) },
        YamlFrontMatterBlock front => New(PageBlockKind.FrontMatter, block) with { Code = CodeOf(front) },
        HtmlBlock html when IsTable(html) => New(PageBlockKind.Table, block) with
        {
            Rows = HtmlTable.Read(_page, html.Span.Start,
            Math.Min(_page.Length, html.Span.End + 1))
        },
        HtmlBlock or QuoteBlock => null,
        FencedCodeBlock fence => New(PageBlockKind.Code, block) with { Info = InfoOf(fence), Code = CodeOf(fence) },
        CodeBlock code => New(PageBlockKind.Code, block) with { Code = CodeOf(code) },
        ParagraphBlock { ProcessInlines: true } paragraph => New(PageBlockKind.Paragraph, block) with { Text = TextOf(paragraph) },
        ListBlock list => New(PageBlockKind.List, block) with { Children = [.. list.OfType<ListItemBlock>().Select(ItemOf)] },
        DefinitionList list => New(PageBlockKind.List, block) with { Children = [.. list.OfType<DefinitionItem>().Select(TermOf)] },
        Table table => New(PageBlockKind.Table, block) with { Rows = [.. table.OfType<TableRow>().Select(RowOf)] },
        _ => null,
    };

    private bool IsTable(HtmlBlock html) =>
        html.Span.Start < _page.Length && html.Span.Length < 1_000_000
            && _page.AsSpan(html.Span.Start).TrimStart().StartsWith("<table", StringComparison.OrdinalIgnoreCase);

    private static PageBlock New(PageBlockKind kind, Block block) => new(kind, block.Span.Start, block.Span.End + 1);

    private PageBlock ItemOf(ListItemBlock item)
    {
        var blocks = BlocksOf(item);
        return blocks.FirstOrDefault() is { Kind: PageBlockKind.Paragraph } first
            ? New(PageBlockKind.Item, item) with { Text = first.Text, Children = [.. blocks.Skip(1)] }
            : New(PageBlockKind.Item, item) with { Children = blocks };
    }

    private PageBlock TermOf(DefinitionItem item) => New(PageBlockKind.Item, item) with
    {
        Text = item.OfType<DefinitionTerm>().FirstOrDefault() is { } term ? TextOf(term) : null,
        Children = BlocksOf(item),
        IsTerm = true,
    };

    private PageRow RowOf(TableRow row)
    {
        var cells = row.OfType<TableCell>()
            .Select(cell => cell.FirstOrDefault() is LeafBlock leaf ? TextOf(leaf) : RichTextBuilder.Read(_page, null)).ToList();
        var places = cells.Select(cell => cell.Place).Where(place => place >= 0).ToList();
        var from = places.Count > 0 ? places.Min() : Math.Max(0, row.Span.Start);
        return new(from, LineEnd(from), cells);
    }

    private int LineEnd(int from)
    {
        var end = from < _page.Length ? _page.AsSpan(from).IndexOfAny('\r', '\n') : -1;
        return end < 0 ? _page.Length : from + end;
    }

    private RichText TextOf(LeafBlock leaf) => RichTextBuilder.Read(_page, leaf.Inline);

    private static string InfoOf(FencedCodeBlock fence) => (fence.Info ?? "").Trim('{', '}', '.', ' ').ToLowerInvariant();

    private List<RichText> CodeOf(CodeBlock code)
    {
        var lines = new List<RichText>();
        for (var i = 0; i < code.Lines.Count; i++)
        {
            var line = code.Lines.Lines[i];
            lines.Add(RichTextBuilder.Of(_page, line.Slice.ToString(), line.Position));
        }

        return lines;
    }

    /// <summary>
    /// A paragraph without the definitions of link targets: Markdig's own parser takes time in proportion to the square of their number.
    /// </summary>
    private sealed class PlainParagraphParser : ParagraphBlockParser
    {
        public override bool Close(BlockProcessor processor, Block block)
        {
            if (block is ParagraphBlock paragraph)
            {
                paragraph.Lines.Trim();
                return paragraph.Lines.Count > 0;
            }

            return true;
        }
    }
}
