namespace Menace.Model.Reading;

/// <summary>The slices of a file that an edit did not change.</summary>
internal sealed class UnchangedSlices
{
    public static readonly UnchangedSlices None = new();

    private readonly List<PlacedSlice> _kept = [];

    /// <summary>The slices around the edit, by their text: most of them are only elsewhere, or have one that is alike.</summary>
    private readonly Dictionary<string, TaskSlice> _between = new(StringComparer.Ordinal);

    private UnchangedSlices()
    {
    }

    /// <summary>The slices of <paramref name="before"/> as far as <paramref name="text"/> has them at its start and at its end.</summary>
    public UnchangedSlices(SlicedText before, string text)
    {
        var start = TextDifference.CommonStart(before.Text, text);
        var end = before.Text.Length - TextDifference.CommonEnd(before.Text, text, start);
        var moved = text.Length - before.Text.Length;
        _kept.Capacity = before.Tasks.Count;
        foreach (var placed in before.Tasks)
        {
            if (placed.End <= start)
            {
                _kept.Add(placed);
            }
            else if (placed.Start >= end)
            {
                _kept.Add(new(placed.Slice, placed.Start + moved));
            }
            else
            {
                _between[placed.Slice.Text] = placed.Slice;
            }
        }
    }

    /// <summary>The slices where they are in the new text.</summary>
    public PlacedSlices Kept() => new(_kept);

    /// <summary>The slice with a text.</summary>
    public TaskSlice Slice(string text, int values) => _between.TryGetValue(text, out var known) ? known : new(text, values);
}
