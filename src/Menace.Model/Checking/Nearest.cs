namespace Menace.Model.Checking;

/// <summary>Finds the valid value that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the fewest edits, case ignored, if they are at most a third of the word; else null.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        var bound = Math.Max(1, word.Length / 3) + 1;
        var lower = word.ToLowerInvariant();
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) >= bound)
            {
                continue;
            }

            var distance = Distance(lower, candidate.ToLowerInvariant(), bound);
            if (distance < bound)
            {
                bound = distance;
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>The end of a message: <c>; did you mean 'X'?</c>, or nothing.</summary>
    public static string Hint(string? nearest) => nearest is null ? "" : $"; did you mean '{nearest}'?";

    /// <summary>Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string a, string b, int bound)
    {
        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var smallest = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var value = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    value = Math.Min(value, before[j - 2] + 1);
                }

                current[j] = value;
                smallest = Math.Min(smallest, value);
            }

            if (smallest >= bound)
            {
                return bound;
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
