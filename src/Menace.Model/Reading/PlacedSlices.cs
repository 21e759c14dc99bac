namespace Menace.Model.Reading;

/// <summary>Slices of one file, in its order.</summary>
internal sealed class PlacedSlices(IReadOnlyList<PlacedSlice> slices)
{
    public static readonly PlacedSlices None = new([]);

    public IReadOnlyList<PlacedSlice> All => slices;

    /// <summary>The slice that begins at <paramref name="offset"/>, or null.</summary>
    public TaskSlice? At(int offset)
    {
        var (low, high) = (0, slices.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var start = slices[middle].Start;
            if (start == offset)
            {
                return slices[middle].Slice;
            }

            (low, high) = start < offset ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
