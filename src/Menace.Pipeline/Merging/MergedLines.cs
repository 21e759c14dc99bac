using System.Text;

namespace Menace.Pipeline.Merging;

/// <summary>
/// Writes the pieces of a merged file. A conflict is extended to whole lines, and the lines that all three texts of it begin or end with
/// are left out of it, so that markers stand on lines of their own.
/// </summary>
internal sealed class MergedLines(ConflictLabels labels)
{
    private readonly StringBuilder _text = new();
    private readonly List<ConflictRegion> _conflicts = [];
    private (StringBuilder Ours, StringBuilder Base, StringBuilder Theirs, string What)? _open;
    private int _lines;

    public IReadOnlyList<ConflictRegion> Conflicts => _conflicts;

    /// <summary>Returns the text of all <paramref name="chunks"/>.</summary>
    public string Write(IEnumerable<MergeChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            if (chunk.Base is { } baseText)
            {
                Open(chunk.What);
                Add(chunk.Ours, baseText, chunk.Theirs);
            }
            else
            {
                Write(chunk.Ours);
            }
        }

        Close();
        return _text.ToString();
    }

    private void Write(string text)
    {
        if (_open is not null)
        {
            if (!IsAtLineStart())
            {
                var end = text.IndexOf('\n', StringComparison.Ordinal) + 1;
                var line = end == 0 ? text : text[..end];
                Add(line, line, line);
                text = text[line.Length..];
            }

            if (text.Length == 0)
            {
                return;
            }

            Close();
        }

        AddLines(text);
    }

    private void Open(string what)
    {
        if (_open is not null)
        {
            return;
        }

        var start = _text.Length;
        while (start > 0 && _text[start - 1] != '\n')
        {
            start--;
        }

        var begun = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        _open = (new(begun), new(begun), new(begun), what);
    }

    private void Add(string ours, string baseText, string theirs)
    {
        _open!.Value.Ours.Append(ours);
        _open.Value.Base.Append(baseText);
        _open.Value.Theirs.Append(theirs);
    }

    private bool IsAtLineStart()
    {
        return EndsLine(_open!.Value.Ours) && EndsLine(_open.Value.Base) && EndsLine(_open.Value.Theirs);

        static bool EndsLine(StringBuilder text) => text.Length == 0 || text[^1] == '\n';
    }

    private void Close()
    {
        if (_open is not var (oursText, baseText, theirsText, what))
        {
            return;
        }

        _open = null;
        var ours = Lines(oursText);
        var original = Lines(baseText);
        var theirs = Lines(theirsText);
        var most = Math.Min(ours.Count, Math.Min(original.Count, theirs.Count));
        var start = 0;
        while (start < most && ours[start] == original[start] && ours[start] == theirs[start])
        {
            start++;
        }

        var end = 0;
        while (end < most - start && ours[^(end + 1)] == original[^(end + 1)] && ours[^(end + 1)] == theirs[^(end + 1)])
        {
            end++;
        }

        AddLines(string.Concat(ours.Take(start)));
        if (!ours.SequenceEqual(theirs))
        {
            _conflicts.Add(new(_lines + 1, what));
            Mark("<<<<<<<", labels.Ours, ours[start..^end]);
            Mark("|||||||", labels.Base, original[start..^end]);
            Mark("=======", "", theirs[start..^end]);
            AddLines($">>>>>>> {labels.Theirs}\n");
        }
        else
        {
            AddLines(string.Concat(ours[start..^end]));
        }

        AddLines(string.Concat(ours[^end..]));
    }

    private void Mark(string marker, string label, List<string> lines)
    {
        AddLines(label.Length == 0 ? marker + "\n" : $"{marker} {label}\n");
        AddLines(string.Concat(lines));
    }

    private void AddLines(string text)
    {
        _text.Append(text);
        _lines += text.AsSpan().Count('\n');
    }

    /// <summary>The lines of a text with their ends; one that is missing at the end of the file is added.</summary>
    private static List<string> Lines(StringBuilder builder)
    {
        var text = builder.ToString();
        List<string> lines = [];
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) + 1;
            lines.Add(end > 0 ? text[at..end] : text[at..] + "\n");
            at = end > 0 ? end : text.Length;
        }

        return lines;
    }
}
