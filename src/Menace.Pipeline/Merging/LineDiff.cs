namespace Menace.Pipeline.Merging;

/// <summary>Finds what one text changed in another. Lines are numbers: equal lines have the same one.</summary>
internal static class LineDiff
{
    /// <summary>
    /// Returns the hunks in the order of their lines; between two of them there is at least one unchanged line. The same input gives the
    /// same hunks, and the time is bounded for any input (<see cref="HistogramDiff"/>).
    /// </summary>
    /// <param name="before">The lines of the base.</param>
    /// <param name="after">The lines of the side.</param>
    /// <param name="kinds">The number of different lines: each line is from 0 to <paramref name="kinds"/> - 1.</param>
    public static List<Hunk> Compare(int[] before, int[] after, int kinds)
    {
        // One more than the lines, and never set: the end of the last run of changed lines.
        var removed = new bool[before.Length + 1];
        var added = new bool[after.Length + 1];
        new HistogramDiff(before, after, kinds, removed, added).Run();
        SlidingHunks.Align(before, removed, added);
        SlidingHunks.Align(after, added, removed);
        return Hunks(removed, added);
    }

    private static List<Hunk> Hunks(bool[] removed, bool[] added)
    {
        var hunks = new List<Hunk>();
        var (before, after) = (0, 0);
        while (before < removed.Length - 1 || after < added.Length - 1)
        {
            var (beforeStart, afterStart) = (before, after);
            while (removed[before])
            {
                before++;
            }

            while (added[after])
            {
                after++;
            }

            if (before > beforeStart || after > afterStart)
            {
                hunks.Add(new(beforeStart, before, afterStart, after));
            }

            if (before < removed.Length - 1)
            {
                before++;
                after++;
            }
        }

        return hunks;
    }
}
