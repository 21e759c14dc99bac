namespace Menace.Pipeline.Merging;

/// <summary>
/// Keeps files of both sides apart that cannot be in one folder: a file and a folder with one name, and names that differ only by case or
/// by Unicode form. Our file stays where it is, and their file gets another name, so that a checkout never replaces one with the other.
/// </summary>
internal sealed class PathCollisions
{
    private readonly HashSet<string> _occupied = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ourFiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ourFolders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _moved = new(StringComparer.Ordinal);

    private PathCollisions(IReadOnlyCollection<MergedFile> files)
    {
        foreach (var file in files)
        {
            _occupied.Add(PathFold.Key(file.Path));
            _occupied.UnionWith(PathFold.Folders(file.Path).Select(PathFold.Key));
        }

        foreach (var file in files.Where(file => file.IsOnlyOurs))
        {
            _ourFiles.TryAdd(PathFold.Key(file.Path), file.Path);
            foreach (var folder in PathFold.Folders(file.Path))
            {
                _ourFolders.TryAdd(PathFold.Key(folder), folder);
            }
        }
    }

    /// <summary>Returns the files with those of theirs moved, as conflicts, that collide with a file on our side.</summary>
    public static List<MergedFile> Resolve(IReadOnlyCollection<MergedFile> files)
    {
        var collisions = new PathCollisions(files);
        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => file.IsOnlyTheirs ? collisions.Place(file) : file)];
    }

    /// <summary>Returns the file at a free path beside its own.</summary>
    public static MergedFile Move(MergedFile file, IReadOnlyCollection<MergedFile> files, string issue) =>
        file.With(issue) with { Path = new PathCollisions(files).Free(file.Path) };

    private MergedFile Place(MergedFile file)
    {
        foreach (var folder in PathFold.Folders(file.Path))
        {
            if (_ourFiles.TryGetValue(PathFold.Key(folder), out var inTheWay))
            {
                return file.With($"'{file.Path}' is in a folder, and '{inTheWay}' is a file")
                    with
                { Path = Free(folder) + file.Path[folder.Length..] };
            }
        }

        var key = PathFold.Key(file.Path);
        if (_ourFiles.TryGetValue(key, out var same))
        {
            return file.With($"'{file.Path}' and '{same}' differ only by case or by Unicode form") with { Path = Free(file.Path) };
        }

        return _ourFolders.TryGetValue(key, out var ours)
            ? file.With($"'{file.Path}' is a file, and '{ours}' is a folder") with { Path = Free(file.Path) }
            : file;
    }

    private string Free(string path)
    {
        if (!_moved.TryGetValue(path, out var free))
        {
            free = path + "~theirs";
            for (var number = 1; !_occupied.Add(PathFold.Key(free)); number++)
            {
                free = $"{path}~theirs_{number}";
            }

            _moved.Add(path, free);
        }

        return free;
    }
}
