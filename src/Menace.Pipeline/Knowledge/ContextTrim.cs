namespace Menace.Pipeline.Knowledge;

/// <summary>
/// Fits excerpts into a number of tokens. While there are too many, the excerpt with the lowest score is reduced to its first sentence,
/// then loses words from its end, and is removed if fewer than <see cref="FewestWords"/> would be left; then the next lowest follows.
/// </summary>
internal static class ContextTrim
{
    /// <summary>Words below which an excerpt says nothing.</summary>
    public const int FewestWords = 3;

    private const string Cut = "…";

    /// <summary>Fits <paramref name="excerpts"/>, which are sorted by score, the best first.</summary>
    /// <param name="excerpts">The excerpts.</param>
    /// <param name="budget">The most tokens.</param>
    /// <param name="cost">Tokens of one excerpt as it is rendered.</param>
    /// <returns>The excerpts that stay, in the same order, and whether any changed.</returns>
    public static (IReadOnlyList<ContextExcerpt> Excerpts, bool IsTruncated) Fit(
        IReadOnlyList<ContextExcerpt> excerpts, int budget, Func<ContextExcerpt, int> cost)
    {
        List<ContextExcerpt> kept = [.. excerpts];
        var total = kept.Sum(cost);
        while (kept.Count > 0 && total > budget)
        {
            var last = kept[^1];
            kept.RemoveAt(kept.Count - 1);
            total -= cost(last);
            if (Shortened(last, budget - total, cost) is { } shorter)
            {
                kept.Add(shorter);
                return (kept, true);
            }
        }

        return (kept, kept.Count < excerpts.Count);
    }

    /// <summary>The longest form of <paramref name="excerpt"/> that costs at most <paramref name="budget"/>, or null.</summary>
    private static ContextExcerpt? Shortened(ContextExcerpt excerpt, int budget, Func<ContextExcerpt, int> cost)
    {
        if (budget <= 0 || TextSummary.Sentences(excerpt.Text).FirstOrDefault() is not { } sentence)
        {
            return null;
        }

        var whole = excerpt with { Text = sentence, IsShortened = true };
        if (cost(whole) <= budget)
        {
            return whole;
        }

        var words = sentence.Split(' ');
        var (fits, tooMany) = (FewestWords - 1, words.Length);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            (fits, tooMany) = cost(Of(middle)) <= budget ? (middle, tooMany) : (fits, middle);
        }

        return fits < FewestWords ? null : Of(fits);

        ContextExcerpt Of(int count) => whole with { Text = string.Join(' ', words.Take(count)) + Cut };
    }
}
