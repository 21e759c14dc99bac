using System.Text;

namespace Menace.Pipeline.Planning;

/// <summary>Takes a page apart, line by line.</summary>
internal sealed class MarkdownReader(string text, CancellationToken cancellationToken)
{
    private const int DeepestHeading = 6;
    private const int MostColumns = 100;

    private readonly List<MarkdownBlock> _blocks = [];
    private readonly StringBuilder _open = new();
    private MarkdownBlock? _current;
    private IReadOnlyList<string>? _head;
    private (string Line, int Number)? _previous;
    private string? _fence;
    private bool _isMermaid;
    private bool _isComment;

    /// <summary>The blocks in their order.</summary>
    public IReadOnlyList<MarkdownBlock> Read()
    {
        var number = 0;
        var isFrontMatter = false;
        foreach (var range in text.AsSpan().EnumerateLines())
        {
            number++;
            if ((number & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var line = range.ToString();
            if (number == 1 && line.Trim() == "---")
            {
                isFrontMatter = true;
            }
            else if (isFrontMatter)
            {
                isFrontMatter = line.Trim() is not ("---" or "...");
            }
            else
            {
                ReadLine(line, number);
            }
        }

        Close();
        return _blocks;
    }

    private void ReadLine(string line, int number)
    {
        var trimmed = line.Trim();
        if (_fence is { } fence)
        {
            ReadInFence(trimmed, fence);
            return;
        }

        line = WithoutComments(line);
        trimmed = line.Trim().TrimStart('>').Trim();
        if (FenceOf(trimmed) is { } opened)
        {
            Close();
            _fence = opened;
            _isMermaid = trimmed[opened.Length..].Trim().StartsWith("mermaid", StringComparison.OrdinalIgnoreCase);
            _current = _isMermaid ? new MarkdownBlock(MarkdownKind.Mermaid, number + 1, "") : null;
            return;
        }

        if (trimmed.Length == 0)
        {
            Close();
        }
        else if (ReadHeading(trimmed, number) || ReadTable(trimmed, number) || ReadItem(line, trimmed, number))
        {
        }
        else
        {
            if (_current is null)
            {
                _current = new MarkdownBlock(MarkdownKind.Paragraph, number, "");
            }

            Append(trimmed, ' ');
        }

        _previous = (trimmed, number);
    }

    private void ReadInFence(string trimmed, string fence)
    {
        if (trimmed.StartsWith(fence, StringComparison.Ordinal) && trimmed.Trim(fence[0]).Length == 0)
        {
            Close();
            _fence = null;
        }
        else if (_isMermaid)
        {
            Append(trimmed, '\n');
        }
    }

    private bool ReadHeading(string trimmed, int number)
    {
        var level = 0;
        while (level < trimmed.Length && trimmed[level] == '#')
        {
            level++;
        }

        if (level is 0 or > DeepestHeading || (level < trimmed.Length && trimmed[level] != ' '))
        {
            return false;
        }

        Close();
        _blocks.Add(new MarkdownBlock(MarkdownKind.Heading, number, trimmed[level..].Trim().TrimEnd('#').Trim()) { Level = level });
        return true;
    }

    private bool ReadTable(string trimmed, int number)
    {
        if (_head is not null && trimmed.Contains('|'))
        {
            _blocks.Add(new MarkdownBlock(MarkdownKind.Row, number, trimmed) { Cells = CellsOf(trimmed), Head = _head });
            return true;
        }

        if (!trimmed.Contains('-') || !trimmed.Contains('|') || trimmed.AsSpan().IndexOfAnyExcept("|-: \t") >= 0
            || _previous is not { } head || head.Number != number - 1 || !head.Line.Contains('|'))
        {
            return false;
        }

        // The line before was the head, and not a paragraph.
        _current = null;
        _open.Clear();
        _head = CellsOf(head.Line);
        return true;
    }

    private bool ReadItem(string line, string trimmed, int number)
    {
        var mark = trimmed[0] is '-' or '*' or '+' && trimmed.Length > 1 && trimmed[1] == ' ' ? 1 : 0;
        if (mark == 0)
        {
            while (mark < trimmed.Length && char.IsAsciiDigit(trimmed[mark]))
            {
                mark++;
            }

            if (mark == 0 || mark + 1 >= trimmed.Length || trimmed[mark] is not ('.' or ')') || trimmed[mark + 1] != ' ')
            {
                return false;
            }

            mark++;
        }

        Close();
        _current = new MarkdownBlock(MarkdownKind.ListItem, number, "") { Level = line.Length - line.TrimStart().Length };
        Append(trimmed[mark..].Trim() is ['[', _, ']', ' ', .. var rest] ? rest : trimmed[mark..].Trim(), ' ');
        return true;
    }

    private void Append(string line, char separator)
    {
        if (_open.Length > 0)
        {
            _open.Append(separator);
        }

        _open.Append(line);
    }

    private void Close()
    {
        if (_current is { } block && _open.Length > 0)
        {
            _blocks.Add(block with { Text = _open.ToString() });
        }

        _open.Clear();
        (_current, _head) = (null, null);
    }

    private string WithoutComments(string line)
    {
        if (!_isComment && !line.Contains("<!--", StringComparison.Ordinal))
        {
            return line;
        }

        var kept = new StringBuilder();
        for (var i = 0; i < line.Length;)
        {
            var mark = line.IndexOf(_isComment ? "-->" : "<!--", i, StringComparison.Ordinal);
            kept.Append(_isComment ? "" : line[i..(mark < 0 ? line.Length : mark)]);
            if (mark < 0)
            {
                break;
            }

            i = mark + (_isComment ? 3 : 4);
            _isComment = !_isComment;
        }

        return kept.ToString();
    }

    private static string? FenceOf(string trimmed)
    {
        var length = 0;
        while (length < trimmed.Length && trimmed[length] == trimmed[0] && trimmed[0] is '`' or '~')
        {
            length++;
        }

        return length >= 3 && (trimmed[0] == '~' || !trimmed[length..].Contains('`')) ? trimmed[..length] : null;
    }

    private static List<string> CellsOf(string row)
    {
        List<string> cells = [];
        var cell = new StringBuilder();
        var inside = row.Trim() is ['|', .. var rest] ? rest : row;
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '\\' && i + 1 < inside.Length)
            {
                cell.Append(inside[++i]);
            }
            else if (inside[i] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(inside[i]);
            }
        }

        if (cell.ToString().Trim().Length > 0)
        {
            cells.Add(cell.ToString().Trim());
        }

        return cells.Count > MostColumns ? [.. cells[..MostColumns]] : cells;
    }
}
