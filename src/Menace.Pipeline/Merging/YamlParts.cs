namespace Menace.Pipeline.Merging;

/// <summary>Cuts lines of YAML into the entries of its mappings, character for character.</summary>
internal sealed class YamlParts(IReadOnlyList<YamlLine> lines)
{
    private const int Deepest = 64;

    private int _next;

    /// <summary>Up to where lines were given to a part.</summary>
    private int _cut;
    private bool _isWrong;

    /// <summary>Returns the file, or null if it is no mapping or has something that is not read.</summary>
    public MergePart? ReadFile()
    {
        var first = NextContent();
        if (first == lines.Count || lines[first].Indent > 0)
        {
            return null;
        }

        // Comments above the last blank line are about the file.
        _next = Enumerable.Range(0, first).LastOrDefault(i => lines[i].Content.Length == 0, -1) + 1;
        var head = Cut();
        var children = ReadMapping(0, 0);
        if (_isWrong || NextContent() < lines.Count)
        {
            return null;
        }

        _next = lines.Count;
        return new("file", "", head) { IsContainer = true, Children = children, Tail = Cut() };
    }

    private List<MergePart> ReadMapping(int indent, int depth)
    {
        List<MergePart> entries = [];
        while (!_isWrong && NextContent() is var next && next < lines.Count && lines[next].Indent >= indent)
        {
            if (lines[next].Indent > indent || depth > Deepest || YamlLine.Entry(lines[next].Content) is not { } entry)
            {
                _isWrong = true;
                break;
            }

            _next = next + 1;
            entries.Add(ReadEntry(entry.Key, entry.Value, indent, depth));
        }

        return entries;
    }

    private MergePart ReadEntry(string key, string value, int indent, int depth)
    {
        var isEmpty = value.Length == 0 || value[0] == '#';
        var first = NextContent();
        var isDeeper = first < lines.Count && lines[first].Indent > indent;
        if (isEmpty && isDeeper && !lines[first].IsItem)
        {
            var (space, head) = CutEntry();
            return new(key, space, head) { IsContainer = true, Children = ReadMapping(lines[first].Indent, depth + 1) };
        }

        if (YamlLine.BeginsBlock(value))
        {
            SkipBlock(indent);
        }
        else if (isEmpty && first < lines.Count && lines[first].IsItem && lines[first].Indent >= indent)
        {
            SkipSequence(indent);
        }
        else
        {
            _isWrong |= isDeeper || !YamlLine.IsWhole(value);
        }

        var (before, text) = CutEntry();
        return new(key, before, text);
    }

    /// <summary>Passes over the lines of a block scalar; blank lines behind it are not a part of it.</summary>
    private void SkipBlock(int indent)
    {
        for (var i = _next; i < lines.Count && (lines[i].Content.Length == 0 || lines[i].Indent > indent); i++)
        {
            _next = lines[i].Content.Length > 0 ? i + 1 : _next;
        }
    }

    /// <summary>Passes over the items of a sequence, which may be as far to the left as the key.</summary>
    private void SkipSequence(int indent)
    {
        while (NextContent() is var next && next < lines.Count
            && (lines[next].Indent > indent || (lines[next].Indent == indent && lines[next].IsItem)))
        {
            _next = next + 1;
            SkipItem(lines[next]);
        }
    }

    private void SkipItem(YamlLine line)
    {
        var (content, column) = (line.Content, line.Indent);
        var outer = column;
        while (content == "-" || content.StartsWith("- ", StringComparison.Ordinal))
        {
            outer = column;
            var rest = content[1..].TrimStart(' ');
            column += content.Length - rest.Length;
            content = rest;
        }

        var entry = YamlLine.Entry(content);
        var value = entry?.Value ?? content;
        if (YamlLine.BeginsBlock(value))
        {
            SkipBlock(entry is null ? outer : column);
        }
        else
        {
            _isWrong |= !YamlLine.IsWhole(value);
        }
    }

    private int NextContent()
    {
        var next = _next;
        while (next < lines.Count && lines[next].IsHidden)
        {
            next++;
        }

        return next;
    }

    private (string Space, string Text) CutEntry()
    {
        var text = Cut();
        var start = PartSpace.End(text, 0);
        return (text[..start], text[start..]);
    }

    private string Cut()
    {
        var text = string.Concat(lines.Skip(_cut).Take(_next - _cut).Select(line => line.Text));
        _cut = _next;
        return text;
    }
}
