namespace Menace.Pipeline.Merging;

/// <summary>
/// Gives names to parts that have none, such as the groups of a project file: one of a changed file is the one of the base with which it
/// shares the most children.
/// </summary>
internal static class UnnamedParts
{
    /// <summary>Each part is compared with each.</summary>
    private const int MostUnnamed = 200;

    /// <summary>Returns the lists with keys that are unique as far as one can tell; as they are if there are too many parts.</summary>
    public static (IReadOnlyList<MergePart> Base, IReadOnlyList<MergePart> Ours, IReadOnlyList<MergePart> Theirs) Name(
        IReadOnlyList<MergePart> original, IReadOnlyList<MergePart> ours, IReadOnlyList<MergePart> theirs)
    {
        var most = new[] { original, ours, theirs }.Max(parts => parts.Count(part => part.IsUnnamed));
        if (most is 0 or > MostUnnamed)
        {
            return (original, ours, theirs);
        }

        MergePart[] named =
            [.. original.Select((part, i) => part.IsUnnamed ? part with { Key = $"{part.Key} {Ordinal(original, i)}" } : part)];
        return (named, Name(original, named, ours), Name(original, named, theirs));
    }

    private static List<MergePart> Name(IReadOnlyList<MergePart> original, MergePart[] named, IReadOnlyList<MergePart> side)
    {
        var free = Enumerable.Range(0, side.Count).Where(i => side[i].IsUnnamed).ToHashSet();
        var result = side.ToList();
        var pairs =
            from b in Enumerable.Range(0, original.Count)
            where original[b].IsUnnamed
            from s in free
            where side[s].Key == original[b].Key
            let shared = Shared(original[b], side[s]) + (IsOnly(original, b) && IsOnly(side, s) ? 1 : 0)
            where shared > 0
            orderby shared descending, b, s
            select (b, s);
        HashSet<int> taken = [];
        foreach (var (b, s) in pairs.ToList())
        {
            if (free.Contains(s) && taken.Add(b))
            {
                free.Remove(s);
                result[s] = side[s] with { Key = named[b].Key };
            }
        }

        foreach (var s in free)
        {
            result[s] = side[s] with { Key = $"{side[s].Key} with {string.Join(", ", side[s].Children.Select(child => child.Key))}" };
        }

        return result;
    }

    /// <summary>How much speaks for two parts to be the same one.</summary>
    private static int Shared(MergePart one, MergePart other)
    {
        var keys = one.Children.Select(child => child.Key).ToHashSet(StringComparer.Ordinal);
        return (one.IsSame(other) ? 1 : 0) + (2 * other.Children.Count(child => keys.Contains(child.Key)));
    }

    private static bool IsOnly(IReadOnlyList<MergePart> parts, int index) => parts.Count(part => part.Key == parts[index].Key) == 1;

    private static int Ordinal(IReadOnlyList<MergePart> parts, int index) =>
        parts.Take(index + 1).Count(part => part.Key == parts[index].Key);
}
