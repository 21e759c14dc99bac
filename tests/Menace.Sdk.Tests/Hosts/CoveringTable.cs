namespace Menace.Sdk.Tests.Hosts;

/// <summary>
/// Rows that together hold every possible combination of values of any two (or three) dimensions. Greedy: the next row is the one
/// that covers most of what is still missing, so the same dimensions always give the same table (Cohen et al., "The AETG system", 1997).
/// </summary>
internal static class CoveringTable
{
    /// <summary>The rows, each with one value index per dimension.</summary>
    /// <param name="sizes">The number of values of each dimension.</param>
    /// <param name="isPossible">Whether a full row can exist.</param>
    /// <param name="strength">2 for all pairs, 3 for all triples.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<int> sizes, Func<int[], bool> isPossible, int strength)
    {
        var candidates = Product(sizes).Where(isPossible).Select(row => (Row: row, Holds: Combinations(row, strength).ToArray())).ToList();
        var missing = candidates.SelectMany(candidate => candidate.Holds).ToHashSet();
        var table = new List<int[]>();
        while (missing.Count > 0)
        {
            var best = candidates.MaxBy(candidate => candidate.Holds.Count(missing.Contains));
            table.Add(best.Row);
            missing.ExceptWith(best.Holds);
        }

        return table;
    }

    /// <summary>Every choice of <paramref name="strength"/> dimensions of <paramref name="row"/> with their values.</summary>
    public static IEnumerable<string> Combinations(int[] row, int strength) => Choose(row, 0, strength);

    private static IEnumerable<string> Choose(int[] row, int from, int count) =>
        count == 0
            ? [""]
            : Enumerable.Range(from, row.Length - from).SelectMany(at => Choose(row, at + 1, count - 1).Select(rest => $"{at}={row[at]} {rest}"));

    private static IEnumerable<int[]> Product(IReadOnlyList<int> sizes) =>
        sizes.Aggregate<int, IEnumerable<int[]>>([[]], (rows, size) => rows.SelectMany(row => Enumerable.Range(0, size).Select(value => (int[])[.. row, value])));
}
