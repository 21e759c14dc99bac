namespace Menace.Pipeline.Templating;

/// <summary>
/// Combinations of switches in which each pair of switches has each pair of values, and no fewer would do: a covering array of strength
/// two (G. Katona, 1973; D. Kleitman and J. Spencer, 1973).
/// </summary>
internal static class PairwiseRows
{
    /// <summary>The rows for <paramref name="switches"/> switches, the same ones in every run; one empty row for none.</summary>
    public static IReadOnlyList<bool[]> Of(int switches)
    {
        if (switches < 2)
        {
            return switches == 0 ? [[]] : [[false], [true]];
        }

        // In one row all are off. Of the others each switch is on in another half and a bit: two such sets overlap, and none contains
        // another.
        var others = 3;
        while (Sets(others, (others / 2) + 1).Take(switches).Count() < switches)
        {
            others++;
        }

        var columns = Sets(others, (others / 2) + 1).Take(switches).ToArray();
        return [.. Enumerable.Range(-1, others + 1).Select(row => columns.Select(column => column.Contains(row)).ToArray())];
    }

    /// <summary>The sets of <paramref name="size"/> numbers below <paramref name="limit"/>.</summary>
    private static IEnumerable<int[]> Sets(int limit, int size) => size == 0 ? [[]]
        : Enumerable.Range(size - 1, limit - size + 1).SelectMany(last => Sets(last, size - 1).Select(set => (int[])[.. set, last]));
}
