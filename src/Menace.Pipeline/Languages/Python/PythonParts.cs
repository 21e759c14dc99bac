using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// Cuts a file into its imports and definitions, character for character. Comments belong to what follows them, unless they are indented
/// further; those at the start of the file in front of an import belong to the file.
/// </summary>
internal sealed class PythonParts(string text, IReadOnlyList<PythonMergeLine> lines)
{
    /// <summary>Up to where the text was given to a part.</summary>
    private int _at;
    private int _next;
    private bool _isWrong;

    public MergePart? ReadFile()
    {
        var head = Cut(EndOfFileHead());
        var children = ReadBlock(0, isFile: true);
        return _isWrong ? null : new("file", "", head) { IsContainer = true, Children = children, Tail = Cut(text.Length) };
    }

    private List<MergePart> ReadBlock(int indent, bool isFile)
    {
        List<MergePart> parts = [];
        var areStatements = false;
        while (_next < lines.Count && lines[_next].Indent == indent)
        {
            var first = lines[_next];
            if (first.IsDecorator || first.Definition() is not null)
            {
                parts.Add(ReadDefinition(indent, isFile));
                areStatements = false;
            }
            else if (isFile && first.Import() is { } import)
            {
                parts.Add(ReadStatement(import, indent));
                areStatements = false;
            }
            else if (areStatements)
            {
                parts[^1] = parts[^1] with { Head = parts[^1].Head + Cut(SkipStatement(indent)) };
            }
            else
            {
                parts.Add(ReadStatement(parts.Count == 0 ? "statements at the start" : $"statements after {parts[^1].Key}", indent));
                areStatements = true;
            }
        }

        return parts;
    }

    private MergePart ReadDefinition(int indent, bool isFile)
    {
        var space = Cut(PartSpace.End(text, _at));
        var decorators = _next;
        while (_next < lines.Count && lines[_next].IsDecorator && lines[_next].Indent == indent)
        {
            _next++;
        }

        if (_next == lines.Count || lines[_next].Definition() is not var (kind, name))
        {
            _isWrong = true;
            return new("", space, Cut(SkipStatement(indent)));
        }

        var key = $"{kind} {name}";
        for (var i = decorators; i < _next; i++)
        {
            key = lines[i].IsAccessorOf(name, out var accessor) ? $"{key}.{accessor}" : key;
        }

        var line = lines[_next];
        if (!isFile || kind != "class" || !line.OpensBlock)
        {
            return new(key, space, Cut(SkipStatement(indent)));
        }

        _next++;
        var head = Cut(line.End);
        var children = ReadBlock(lines[_next].Indent, isFile: false);
        return new(key, space, head) { IsContainer = true, Children = children, Tail = Cut(EndOfComments(_at, indent)) };
    }

    private MergePart ReadStatement(string key, int indent) => new(key, Cut(PartSpace.End(text, _at)), Cut(SkipStatement(indent)));

    /// <summary>Passes over a statement and its block; returns where it ends.</summary>
    private int SkipStatement(int indent)
    {
        do
        {
            _next++;
        }
        while (_next < lines.Count && lines[_next].Indent > indent);
        return EndOfComments(lines[_next - 1].End, indent);
    }

    /// <summary>Behind the last of the comments from <paramref name="at"/> on that are indented further than the block.</summary>
    private int EndOfComments(int at, int indent)
    {
        var end = at;
        while (at < text.Length)
        {
            var content = at;
            while (content < text.Length && text[content] is ' ' or '\t' or '\r')
            {
                content++;
            }

            var isComment = content < text.Length && text[content] == '#';
            if (!isComment && (content == text.Length || text[content] != '\n'))
            {
                break;
            }

            var column = content - at;
            at = EndOfLine(content);
            end = isComment && column > indent ? at : end;
        }

        return end;
    }

    /// <summary>
    /// Comments in front of an import are about the file; in front of other lines, those above the last blank line are, and what names
    /// the interpreter.
    /// </summary>
    private int EndOfFileHead()
    {
        var first = lines.Count == 0 ? text.Length : lines[0].End;
        var isImport = lines.Count > 0 && lines[0].Import() is not null;
        var end = 0;
        for (var at = 0; at < first;)
        {
            var next = EndOfLine(at);
            var line = text.AsSpan(at, next - at).Trim();
            if (!line.IsEmpty && line[0] != '#')
            {
                break;
            }

            end = isImport || line.IsEmpty || (at == 0 && line.StartsWith("#!")) ? next : end;
            at = next;
        }

        return end;
    }

    private int EndOfLine(int at) => text.IndexOf('\n', at) is var end and >= 0 ? end + 1 : text.Length;

    private string Cut(int end)
    {
        var piece = text[_at..end];
        _at = end;
        return piece;
    }
}
