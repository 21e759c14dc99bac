namespace Menace.Pipeline.Merging;

/// <summary>The lines of a text, each with its line ending.</summary>
internal sealed class TextLines
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly int[] _ends;

    public TextLines(ReadOnlyMemory<byte> content)
    {
        _content = content;
        _ends = new int[LineEndings.Count(content.Span)];
        var end = 0;
        for (var line = 0; line < _ends.Length; line++)
        {
            var length = content.Span[end..].IndexOf((byte)'\n') + 1;
            end = length == 0 ? content.Length : end + length;
            _ends[line] = end;
        }
    }

    public int Count => _ends.Length;

    public ReadOnlySpan<byte> this[int line] => Range(line, line + 1);

    /// <summary>Returns the bytes of the lines from <paramref name="start"/> up to, but without, <paramref name="end"/>.</summary>
    public ReadOnlySpan<byte> Range(int start, int end) => _content.Span[Offset(start)..Offset(end)];

    private int Offset(int line) => line == 0 ? 0 : _ends[line - 1];
}
