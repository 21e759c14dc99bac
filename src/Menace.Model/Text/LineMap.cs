namespace Menace.Model.Text;

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

    /// <summary>The lines of <paramref name="text"/>.</summary>
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

    /// <summary>Gets the number of lines; an empty text has one.</summary>
    public int Count => _starts.Count;

    /// <summary>Returns the position of <paramref name="offset"/>; offsets outside the text count as its nearest end.</summary>
    public LinePosition PositionOf(int offset)
    {
        var inside = Math.Min(Math.Max(offset, 0), _length);
        var found = _starts.BinarySearch(inside);
        var line = found >= 0 ? found : ~found - 1;
        return new(line, inside - _starts[line]);
    }
}
