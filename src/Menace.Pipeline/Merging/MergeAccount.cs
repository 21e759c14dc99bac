namespace Menace.Pipeline.Merging;

/// <summary>
/// Proves a merge by its result, read again: each part of both sides is in it, but for those that one side deleted and the other did not
/// change, and nothing else is.
/// </summary>
internal static class MergeAccount
{
    /// <summary>True if no part is missing in <paramref name="result"/>, and none is too many.</summary>
    public static bool Holds(MergePart original, MergePart ours, MergePart theirs, MergePart result)
    {
        if (SiblingLists.Of(original, ours, theirs) is not { } siblings)
        {
            // Merged by lines.
            return true;
        }

        string[] kept = [.. siblings.Order.Where(key => !IsDeleted(siblings.Base(key), siblings.Ours(key), siblings.Theirs(key)))];
        return result.IsContainer && kept.Length == result.Children.Count
            && kept.Zip(result.Children).All(pair =>
                (pair.Second.IsUnnamed || pair.First == pair.Second.Key)
                && HoldsPart(siblings.Base(pair.First), siblings.Ours(pair.First), siblings.Theirs(pair.First), pair.Second));
    }

    private static bool HoldsPart(
        MergePart? original, MergePart? ours, MergePart? theirs, MergePart result) => (original, ours, theirs) switch
        {
            (null, { } added, null) => added.IsSame(result),
            (null, null, { } added) => added.IsSame(result),
            (_, { } mine, { } other) when mine.IsSame(other) => mine.IsSame(result),
            ({ } before, { } mine, { } other) when before.IsSame(other) => mine.IsSame(result),
            ({ } before, { } mine, { } other) when before.IsSame(mine) => other.IsSame(result),
            ({ } before, { } mine, { } other) => Holds(before, mine, other, result),
            _ => false,
        };

    private static bool IsDeleted(MergePart? original, MergePart? ours, MergePart? theirs) =>
        original is not null && (ours is null || theirs is null)
            && (ours is null || original.IsSame(ours)) && (theirs is null || original.IsSame(theirs));
}
