using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Planning;

/// <summary>Takes from the syntax tree of a page the blocks that can name bots, with their text as written.</summary>
internal sealed class MarkdownReader(string text, CancellationToken cancellationToken)
{
    private const int MostColumns = 100;

    private readonly List<MarkdownBlock> _blocks = [];

    /// <summary>The blocks in their order; none if the page is nested too deeply.</summary>
    public IReadOnlyList<MarkdownBlock> Read()
    {
        if (PageParser.Parse(text, cancellationToken) is { } page)
        {
            ReadAll(page);
        }

        return _blocks;
    }

    private void ReadAll(ContainerBlock container)
    {
        foreach (var block in container)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (block)
            {
                case HeadingBlock heading:
                    Add(MarkdownKind.Heading, block, TextOf(block).Trim('#', '=', '-', ' '), heading.Level);
                    break;
                case ParagraphBlock or DefinitionTerm:
                    Add(MarkdownKind.Paragraph, block, TextOf(block));
                    break;
                case ListItemBlock item:
                    ReadItem(item);
                    break;
                case Table table:
                    ReadTable(table);
                    break;
                case FencedCodeBlock fence when fence.Info?.StartsWith("mermaid", StringComparison.OrdinalIgnoreCase) == true:
                    _blocks.Add(new(MarkdownKind.Mermaid, block.Line + 2, fence.Lines.ToString()));
                    break;
                case ContainerBlock inner:
                    ReadAll(inner);
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadItem(ListItemBlock item)
    {
        if (item.FirstOrDefault() is ParagraphBlock first)
        {
            var words = TextOf(first);
            Add(MarkdownKind.ListItem, item, words is ['[', _, ']', ' ', .. var rest] ? rest : words, item.Column);
            item.RemoveAt(0);
        }

        ReadAll(item);
    }

    private void ReadTable(Table table)
    {
        IReadOnlyList<string> head = [];
        foreach (var row in table.OfType<TableRow>())
        {
            IReadOnlyList<string> cells = [.. row.OfType<TableCell>().Take(MostColumns)
                .Select(cell => TextOf(cell).Replace("\\|", "|", StringComparison.Ordinal))];
            if (row.IsHeader)
            {
                head = cells;
            }
            else
            {
                _blocks.Add(new(MarkdownKind.Row, row.Line + 1, string.Join(" | ", cells)) { Cells = cells, Head = head });
            }
        }
    }

    private void Add(MarkdownKind kind, Block block, string words, int level = 0)
    {
        if (words.Length > 0)
        {
            _blocks.Add(new(kind, block.Line + 1, words) { Level = level });
        }
    }

    /// <summary>The lines of a block, joined by blanks, without the marks of quotations in front of them.</summary>
    private string TextOf(Block block) => block.Span.Start < 0 || block.Span.IsEmpty ? ""
        : string.Join(' ', text[block.Span.Start..Math.Min(text.Length, block.Span.End + 1)].Split('\n')
            .Select(line => line.Trim().TrimStart('>').Trim()).Where(line => line.Length > 0));
}
