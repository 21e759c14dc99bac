namespace Menace.Model.Reading;

/// <summary>Slices of one file, in its order, for one who goes through the file from its start to its end.</summary>
internal sealed class PlacedSlices(IReadOnlyList<PlacedSlice> slices)
{
    private int _next;

    /// <summary>The slice that begins at <paramref name="offset"/>, or null. Earlier slices can then no longer be read.</summary>
    public TaskSlice? At(int offset)
    {
        while (_next < slices.Count && slices[_next].Start < offset)
        {
            _next++;
        }

        return _next < slices.Count && slices[_next].Start == offset ? slices[_next].Slice : null;
    }
}
