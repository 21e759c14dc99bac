namespace Menace.Model.Text;

/// <summary>The valid value that a mistyped one most likely stands for.</summary>
internal static class Nearest
{
    private const int LongestCompared = 100;

    /// <summary>The candidate closest to <paramref name="word"/>, the first of equals, or null if none is close.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        var limit = Tolerance(word);
        if (word.Length > LongestCompared)
        {
            return null;
        }

        string? best = null;
        int[][] rows = [new int[LongestCompared + 1], new int[LongestCompared + 1], new int[LongestCompared + 1]];
        foreach (var candidate in candidates)
        {
            if (string.Equals(candidate, word, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }

            if (Math.Abs(candidate.Length - word.Length) <= limit && candidate.Length <= LongestCompared
                && Distance(word, candidate, limit, rows) is var distance && distance <= limit)
            {
                best = candidate;
                limit = distance - 1;
            }
        }

        return best;
    }

    /// <summary><c>; did you mean 'x'?</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) => Hint(Of(word, candidates));

    /// <summary>The same for a value that was found already.</summary>
    public static string Hint(string? nearest) => nearest is null ? "" : "; did you mean '" + Reading.Display.Of(nearest) + "'?";

    private static int Tolerance(string word) => word.Length < 3 ? 0 : word.Length < 7 ? 1 : 2;

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment, case ignored), or more than
    /// <paramref name="limit"/>, at which the comparison stops.
    /// </summary>
    private static int Distance(string a, string b, int limit, int[][] rows)
    {
        var (before, above, row) = (rows[0], rows[1], rows[2]);
        for (var j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            // Cells further from the diagonal than the limit cannot lead to a distance within it (E. Ukkonen, 1985).
            var first = Math.Max(1, i - limit);
            var last = Math.Min(b.Length, i + limit);
            row[first - 1] = first == 1 ? i : limit + 1;
            var smallest = row[first - 1];
            for (var j = first; j <= last; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                var up = j < i + limit || i == 1 ? above[j] : limit + 1;
                var value = Math.Min(Math.Min(row[j - 1], up) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    value = Math.Min(value, before[j - 2] + 1);
                }

                row[j] = value;
                smallest = Math.Min(smallest, value);
            }

            if (smallest > limit)
            {
                return limit + 1;
            }

            (before, above, row) = (above, row, before);
        }

        return above[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
