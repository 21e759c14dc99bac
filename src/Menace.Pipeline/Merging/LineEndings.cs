namespace Menace.Pipeline.Merging;

/// <summary>The line endings of a whole text.</summary>
internal enum LineEnding
{
    /// <summary>At most one line, which has no end.</summary>
    None,

    /// <summary>Each line ends with a line feed alone.</summary>
    Lf,

    /// <summary>Each line ends with carriage return and line feed.</summary>
    CrLf,

    /// <summary>Both are there.</summary>
    Mixed,
}

/// <summary>Finds, changes and merges the line endings of texts.</summary>
internal static class LineEndings
{
    /// <summary>Returns the number of lines; the last one needs no end.</summary>
    public static int Count(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);

    public static LineEnding Of(ReadOnlySpan<byte> text)
    {
        var ending = LineEnding.None;
        for (var at = text.IndexOf((byte)'\n'); at >= 0;)
        {
            var found = at > 0 && text[at - 1] == '\r' ? LineEnding.CrLf : LineEnding.Lf;
            if (ending != LineEnding.None && ending != found)
            {
                return LineEnding.Mixed;
            }

            ending = found;
            text = text[(at + 1)..];
            at = text.IndexOf((byte)'\n');
        }

        return ending;
    }

    /// <summary>
    /// Returns the line ending of the merged text if a side converted the whole text from one to the other, else null: then line endings
    /// are a part of their lines.
    /// </summary>
    public static LineEnding? Converted(ReadOnlySpan<byte> baseText, ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs)
    {
        var before = Of(baseText);
        var other = before switch { LineEnding.Lf => LineEnding.CrLf, LineEnding.CrLf => LineEnding.Lf, _ => LineEnding.None };
        if (other == LineEnding.None)
        {
            return null;
        }

        var mine = Of(ours);
        return mine == other || (mine != LineEnding.Mixed && Of(theirs) == other) ? other : null;
    }

    /// <summary>Returns the text with one kind of line ending.</summary>
    public static ReadOnlyMemory<byte> Convert(ReadOnlyMemory<byte> text, LineEnding ending)
    {
        var from = text.Span;
        if (Of(from) is var found && (found == ending || found == LineEnding.None))
        {
            return text;
        }

        var converted = new byte[from.Length + (ending == LineEnding.CrLf ? from.Count((byte)'\n') : 0)];
        var length = 0;
        while (!from.IsEmpty)
        {
            var at = from.IndexOf((byte)'\n');
            var isEnded = at >= 0;
            var line = isEnded ? from[..at] : from;
            from = isEnded ? from[(at + 1)..] : [];
            line = isEnded && line is [.., (byte)'\r'] ? line[..^1] : line;
            line.CopyTo(converted.AsSpan(length));
            length += line.Length;
            if (isEnded && ending == LineEnding.CrLf)
            {
                converted[length++] = (byte)'\r';
            }

            if (isEnded)
            {
                converted[length++] = (byte)'\n';
            }
        }

        return converted.AsMemory(0, length);
    }
}
