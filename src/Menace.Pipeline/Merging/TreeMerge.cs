namespace Menace.Pipeline.Merging;

/// <summary>
/// Merges two descendants of a tree, without git and without files (docs/merging.md). What our tree added, changed, removed or renamed is
/// in the result, or a conflict names it.
/// </summary>
internal sealed class TreeMerge
{
    private readonly MergeTree _base;
    private readonly MergeTree _ours;
    private readonly MergeTree _theirs;
    private readonly TreeMergeOptions _options;
    private readonly MergeBlobs _blobs;
    private readonly EntryMerge _entries;
    private readonly List<MergedFile> _files = [];
    private readonly List<string> _notes = [];

    private TreeMerge(MergeTree baseTree, MergeTree ours, MergeTree theirs, TreeMergeOptions options)
    {
        (_base, _ours, _theirs, _options) = (baseTree, ours, theirs, options);
        _blobs = new(baseTree, ours, theirs);
        _entries = new(_blobs, options);
    }

    /// <summary>Returns the merged tree; the same trees give the same result.</summary>
    public static TreeMergeResult Merge(MergeTree baseTree, MergeTree ours, MergeTree theirs, TreeMergeOptions options) =>
        new TreeMerge(baseTree, ours, theirs, options).Run();

    private TreeMergeResult Run()
    {
        foreach (var path in _options.AlwaysTheirs.Order(StringComparer.Ordinal))
        {
            TakeTheirs(path);
        }

        var ours = Renames.Find(_base, _ours, _options.AlwaysTheirs);
        var theirs = Renames.Find(_base, _theirs, _options.AlwaysTheirs, _options.TheirRenames);
        foreach (var (side, label) in new[] { (ours, _options.Labels.Ours), (theirs, _options.Labels.Theirs) }
            .Where(side => side.Item1.IsLimited))
        {
            _notes.Add(
                $"{label} removed and added too many files to compare them all: files that were renamed and changed are not followed.");
        }

        foreach (var (path, entry) in InOrder(_base))
        {
            MergeKnown(path, entry, PathIn(_ours, ours, path), PathIn(_theirs, theirs, path));
        }

        AddNew(ours, theirs);
        var files = PathCollisions.Resolve(AtOnePath());
        return new(
            files.ToDictionary(file => file.Path, file => file.Entry, StringComparer.Ordinal),
            _blobs.NewOnesOf(files.Select(file => file.Entry)),
            [.. files.SelectMany(file => file.Conflicts()).OrderBy(conflict => conflict.Path, StringComparer.Ordinal)
                .ThenBy(conflict => conflict.Line)],
            _notes);
    }

    private IEnumerable<KeyValuePair<string, MergeEntry>> InOrder(MergeTree tree) =>
        tree.Entries.Where(file => !_options.AlwaysTheirs.Contains(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal);

    private static string? PathIn(MergeTree side, Renames renames, string path) =>
        side.Entries.ContainsKey(path) ? path : renames.NewPaths.GetValueOrDefault(path);

    private void TakeTheirs(string path)
    {
        var (before, mine, other) =
            (_base.Entries.GetValueOrDefault(path), _ours.Entries.GetValueOrDefault(path), _theirs.Entries.GetValueOrDefault(path));
        // A file of the user that is no output, now or before, is kept.
        if ((other ?? (before is null ? mine : null)) is { } entry)
        {
            _files.Add(new(path, entry, before, mine, mine is null ? null : path, other, other is null ? null : path, []));
        }

        if (mine != before && mine != other && (before ?? other) is not null)
        {
            _notes.Add($"{path}: the edit of {_options.Labels.Ours} was replaced with the file of {_options.Labels.Theirs}.");
        }
    }

    /// <summary>Merges a file of the base with what became of it on both sides.</summary>
    private void MergeKnown(string path, MergeEntry before, string? oursPath, string? theirsPath)
    {
        var mine = oursPath is null ? null : _ours.Entries[oursPath];
        var other = theirsPath is null ? null : _theirs.Entries[theirsPath];
        if (mine is null || other is null)
        {
            MergeRemoved(path, before, (oursPath, mine), (theirsPath, other));
            return;
        }

        var target = oursPath == path ? theirsPath! : oursPath!;
        var (entry, issues) = _entries.Merge(target, before, mine, other);
        if (oursPath == theirsPath || oursPath == path || theirsPath == path)
        {
            _files.Add(new(target, entry, before, mine, oursPath, other, theirsPath, issues));
            return;
        }

        var renamed = $"{_options.Labels.Ours} renamed '{path}' to '{oursPath}', {_options.Labels.Theirs} to '{theirsPath}'";
        _files.Add(new MergedFile(oursPath!, entry, before, mine, oursPath, null, null, issues).With(renamed));
        _files.Add(new MergedFile(theirsPath!, entry, before, null, null, other, theirsPath, []).With(renamed));
    }

    /// <summary>A file that one side removed is gone if the other side left it alone, else it is a conflict and stays.</summary>
    private void MergeRemoved(
        string path, MergeEntry before, (string? Path, MergeEntry? Entry) mine, (string? Path, MergeEntry? Entry) other)
    {
        var (keptPath, kept) = mine.Entry is null ? other : mine;
        if (kept is null || (keptPath == path && kept == before))
        {
            return;
        }

        var (keeps, removes) = mine.Entry is null
            ? (_options.Labels.Theirs, _options.Labels.Ours)
            : (_options.Labels.Ours, _options.Labels.Theirs);
        var change = keptPath == path ? "changed it" : $"renamed it to '{keptPath}'";
        _files.Add(new MergedFile(keptPath!, kept, before, mine.Entry, mine.Path, other.Entry, other.Path, [])
            .With($"{removes} removed '{path}', {keeps} {change}"));
    }

    private void AddNew(Renames ours, Renames theirs)
    {
        var mine = NewFiles(_ours, ours);
        var others = NewFiles(_theirs, theirs);
        foreach (var (path, entry) in mine)
        {
            if (others.TryGetValue(path, out var other))
            {
                var (merged, issues) = _entries.Merge(path, null, entry, other);
                _files.Add(new(path, merged, null, entry, path, other, path, issues));
            }
            else
            {
                _files.Add(new(path, entry, null, entry, path, null, null, []));
            }
        }

        _files.AddRange(others.Where(other => !mine.ContainsKey(other.Key))
            .Select(other => new MergedFile(other.Key, other.Value, null, null, null, other.Value, other.Key, [])));
    }

    private SortedDictionary<string, MergeEntry> NewFiles(MergeTree side, Renames renames)
    {
        var targets = renames.NewPaths.Values.ToHashSet(StringComparer.Ordinal);
        return new(
            InOrder(side).Where(file => !_base.Entries.ContainsKey(file.Key) && !targets.Contains(file.Key))
                .ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>Joins two different files that both sides brought to one path: a renamed and a new one, or two renamed ones.</summary>
    private List<MergedFile> AtOnePath()
    {
        var joined = new List<MergedFile>();
        foreach (var files in _files.GroupBy(file => file.Path, StringComparer.Ordinal))
        {
            var mine = files.FirstOrDefault(file => file.OursPath == file.Path);
            var other = files.FirstOrDefault(file => file != mine && file.TheirsPath == file.Path);
            if (mine is null || other is null)
            {
                joined.AddRange(files);
                continue;
            }

            var (entry, issues) = _entries.Merge(mine.Path, null, mine.Entry, other.Entry);
            var collision = $"{_options.Labels.Ours} and {_options.Labels.Theirs} have different files at this path";
            if (issues.Any(issue => issue.Line == 0))
            {
                joined.Add(mine);
                joined.Add(PathCollisions.Move(other, _files, collision));
                continue;
            }

            // The lines of earlier conflicts are other ones now.
            var earlier = mine.Issues.Concat(other.Issues).Select(issue => issue with { Line = 0 });
            var all = new MergedFile(
                mine.Path, entry, null, mine.Ours, mine.OursPath, other.Theirs, other.TheirsPath, [.. earlier, .. issues]);
            joined.Add(mine.Entry == other.Entry ? all : all.With(collision));
        }

        return joined;
    }
}
