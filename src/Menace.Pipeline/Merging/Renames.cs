namespace Menace.Pipeline.Merging;

/// <summary>The files of the base that a side has at another path.</summary>
/// <param name="NewPaths">The path in the side by the path in the base.</param>
/// <param name="IsLimited">True if only renames without changes were looked for, because there was too much to compare.</param>
internal sealed record Renames(IReadOnlyDictionary<string, string> NewPaths, bool IsLimited)
{
    /// <summary>Half of the longer file.</summary>
    private const int LeastSimilarity = LineProfile.Whole / 2;

    private const int MostFiles = 1000;

    /// <summary>Steps of comparisons of lines: about two seconds.</summary>
    private const long MostSteps = 500_000_000;

    /// <summary>
    /// Finds the renames among the files that are in one of both trees only: first those that are known, then those with the same content,
    /// then those with similar lines. Empty files and the paths of <paramref name="excluded"/> are not looked at.
    /// </summary>
    public static Renames Find(
        MergeTree baseTree, MergeTree side, IReadOnlySet<string> excluded, IReadOnlyDictionary<string, string>? known = null)
    {
        var gone = OnlyIn(baseTree, side, excluded);
        var come = OnlyIn(side, baseTree, excluded);
        var newPaths = new Dictionary<string, string>(StringComparer.Ordinal);
        PairKnown(gone, come, known ?? TreeMergeOptions.NoRenames, newPaths);
        PairEqual(gone, come, newPaths);

        gone.RemoveAll(file => newPaths.ContainsKey(file.Path) || !file.Entry.IsFile);
        var taken = newPaths.Values.ToHashSet(StringComparer.Ordinal);
        come.RemoveAll(file => taken.Contains(file.Path) || !file.Entry.IsFile);
        return new(newPaths, !PairSimilar(gone, come, baseTree, side, newPaths));
    }

    private static List<(string Path, MergeEntry Entry)> OnlyIn(MergeTree tree, MergeTree other, IReadOnlySet<string> excluded) =>
        [.. tree.Entries
            .Where(file => !other.Entries.ContainsKey(file.Key) && !excluded.Contains(file.Key) && file.Value.Id != MergeBlobs.EmptyId)
            .Select(file => (file.Key, file.Value)).OrderBy(file => file.Key, StringComparer.Ordinal)];

    /// <summary>Pairs the files that were renamed for certain, and takes them out of the lists.</summary>
    private static void PairKnown(
        List<(string Path, MergeEntry Entry)> gone, List<(string Path, MergeEntry Entry)> come, IReadOnlyDictionary<string, string> known,
        Dictionary<string, string> newPaths)
    {
        foreach (var (path, entry) in gone)
        {
            if (known.TryGetValue(path, out var to) && !newPaths.ContainsValue(to)
                && come.Any(file => file.Path == to && file.Entry.IsFile == entry.IsFile))
            {
                newPaths.Add(path, to);
            }
        }

        gone.RemoveAll(file => newPaths.ContainsKey(file.Path));
        come.RemoveAll(file => newPaths.ContainsValue(file.Path));
    }

    /// <summary>Of several files with one content, those with the longest common end of the path are paired.</summary>
    private static void PairEqual(
        List<(string Path, MergeEntry Entry)> gone, List<(string Path, MergeEntry Entry)> come, Dictionary<string, string> newPaths)
    {
        var sources = gone.ToLookup(file => (file.Entry.Id, file.Entry.IsFile));
        foreach (var targets in come.GroupBy(file => (file.Entry.Id, file.Entry.IsFile)).Where(group => sources.Contains(group.Key)))
        {
            var open = targets.Select(file => file.Path).ToList();
            var left = sources[targets.Key].Select(file => file.Path).ToList();
            for (var depth = left.Max(path => path.Count(c => c == '/')) + 1; depth >= 0 && open.Count > 0 && left.Count > 0; depth--)
            {
                var byEnd = left.GroupBy(path => PathEnd(path, depth), StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => new Queue<string>(group), StringComparer.Ordinal);
                foreach (var path in open)
                {
                    if (byEnd.TryGetValue(PathEnd(path, depth), out var candidates) && candidates.TryDequeue(out var source))
                    {
                        newPaths.Add(source, path);
                    }
                }

                left.RemoveAll(newPaths.ContainsKey);
                var taken = newPaths.Values.ToHashSet(StringComparer.Ordinal);
                open.RemoveAll(taken.Contains);
            }
        }
    }

    /// <summary>Returns the last <paramref name="names"/> names of a path.</summary>
    private static string PathEnd(string path, int names)
    {
        var start = path.Length;
        for (; names > 0 && start > 0; names--)
        {
            start = path.LastIndexOf('/', start - 1);
            if (start < 0)
            {
                return path;
            }
        }

        return path[start..];
    }

    /// <summary>Pairs the most similar files first; false if there is too much to compare.</summary>
    private static bool PairSimilar(
        List<(string Path, MergeEntry Entry)> gone, List<(string Path, MergeEntry Entry)> come, MergeTree baseTree, MergeTree side,
        Dictionary<string, string> newPaths)
    {
        if (gone.Count == 0 || come.Count == 0)
        {
            return true;
        }

        if (gone.Count > MostFiles || come.Count > MostFiles)
        {
            return false;
        }

        var sources = gone.ConvertAll(file => new Candidate(file.Path, file.Entry.Id, baseTree));
        var targets = come.ConvertAll(file => new Candidate(file.Path, file.Entry.Id, side));
        var pairs = new List<(int Similarity, bool IsSameName, string From, string To)>();
        var steps = 0L;
        foreach (var source in sources)
        {
            foreach (var target in targets.Where(source.CanBeSimilarTo))
            {
                steps += source.Profile.Count + target.Profile.Count;
                if (steps > MostSteps)
                {
                    return false;
                }

                var similarity = source.Profile.SimilarityTo(target.Profile);
                if (similarity >= LeastSimilarity)
                {
                    pairs.Add((similarity, PathEnd(source.Path, 1) == PathEnd(target.Path, 1), source.Path, target.Path));
                }
            }
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in pairs.OrderByDescending(pair => pair.Similarity).ThenByDescending(pair => pair.IsSameName))
        {
            if (!newPaths.ContainsKey(pair.From) && taken.Add(pair.To))
            {
                newPaths.Add(pair.From, pair.To);
            }
        }

        return true;
    }

    /// <summary>A file that may have been renamed.</summary>
    private sealed class Candidate(string path, string id, MergeTree tree)
    {
        private readonly long _length = tree.LengthOf(id);
        private LineProfile? _profile;

        public string Path => path;

        public LineProfile Profile => _profile ??= new(tree.Read(id).Span);

        /// <summary>False if the lengths alone exclude it.</summary>
        public bool CanBeSimilarTo(Candidate other) => 2 * Math.Min(_length, other._length) >= Math.Max(_length, other._length);
    }
}
