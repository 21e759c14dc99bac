namespace Menace.Model.Text;

/// <summary>A range of UTF-16 code units in a text.</summary>
/// <param name="Start">Offset of the first unit.</param>
/// <param name="Length">Number of units; may be 0.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Offset behind the last unit.</summary>
    public int End => Start + Length;

    /// <summary>The range as far away as <paramref name="offset"/>.</summary>
    internal TextSpan MovedBy(int offset) => new(Start + offset, Length);

    /// <summary>The range from <paramref name="start"/> to <paramref name="end"/>, exclusive.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, end - start);
}
