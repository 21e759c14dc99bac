namespace Menace.Model.Reading;

/// <summary>A place in a text, both numbers from zero.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">UTF-16 units from the start of the line.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
readonly record struct LinePosition(int Line, int Column);

/// <summary>Turns offsets of a text into lines and columns. A line ends with <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed class LineMap
{
    private readonly List<int> _starts = [0];
    private readonly int _length;

    /// <summary>Finds the lines of <paramref name="text"/>.</summary>
    public LineMap(string text)
    {
        _length = text.Length;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _starts.Add(i + 1);
            }
        }
    }

    /// <summary>The line and column of <paramref name="offset"/>; an offset outside the text is taken to its nearer end.</summary>
    public LinePosition PositionOf(int offset)
    {
        offset = Math.Max(0, Math.Min(offset, _length));
        var found = _starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new LinePosition(line, offset - _starts[line]);
    }
}
