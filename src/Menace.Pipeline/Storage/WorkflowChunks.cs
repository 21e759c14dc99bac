namespace Menace.Pipeline.Storage;

/// <summary>Cuts a task list into the workflows that are stored for it.</summary>
internal static class WorkflowChunks
{
    /// <summary>The size at which cutting stops.</summary>
    public const int Minimum = 3;

    /// <summary>
    /// Returns the whole list, then slices of half the size again and again down to <see cref="Minimum"/>, each slice once:
    /// 8 names give slices of 8, 4, 4, 3, 3, 2. An empty list gives none.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        List<IReadOnlyList<string>> chunks = [names];
        var seen = new HashSet<(int Start, int Length)> { (0, names.Count) };
        var size = names.Count;
        while (size > Minimum)
        {
            size = Math.Max(Minimum, size / 2);
            for (var start = 0; start < names.Count; start += size)
            {
                var length = Math.Min(size, names.Count - start);
                if (seen.Add((start, length)))
                {
                    chunks.Add([.. names.Skip(start).Take(length)]);
                }
            }
        }

        return chunks;
    }
}
