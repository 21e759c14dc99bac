using System.Text;
using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Compares the files of a repository with trees, byte by byte. Every path of the trees is looked at directly: no ignore rule, no name of a
/// folder and no filter of the user's decides whether an edit is seen; only line endings that git converts are none. A path agrees if one
/// of the trees has what is there; to have nothing there counts too.
/// </summary>
internal sealed class WorkingTree
{
    private readonly Repository _repository;
    private readonly string _root;
    private readonly Dictionary<string, FileState>[] _trees;
    private readonly Dictionary<string, FileState> _target;
    private readonly HashSet<string> _paths;
    private readonly HashSet<string> _folders;

    /// <summary>Compares the files of <paramref name="repository"/> with <paramref name="target"/>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="target">The tree that is checked out, or is going to be.</param>
    /// <param name="others">Further trees that the files may agree with: that of HEAD, and that of an interrupted update.</param>
    public WorkingTree(Repository repository, Tree target, params IEnumerable<Tree> others)
    {
        _repository = repository;
        _root = repository.Info.WorkingDirectory;
        _target = Flatten(target);
        _trees = [_target, .. others.Select(Flatten)];
        _paths = [.. _trees.SelectMany(tree => tree.Keys)];
        _folders = [.. _paths.SelectMany(Parents)];
    }

    /// <summary>Paths in any of the trees that the target lacks, sorted.</summary>
    public IEnumerable<string> Surplus => _paths.Where(path => !_target.ContainsKey(path)).Order(StringComparer.Ordinal);

    /// <summary>Files of the target that any of the other trees has otherwise, sorted.</summary>
    public IEnumerable<(string Path, string Id, Mode Mode)> Changed => _target
        .Where(file => _trees.Any(tree => !tree.TryGetValue(file.Key, out var state) || state != file.Value))
        .OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => (file.Key, file.Value.Sha, file.Value.Mode));

    /// <summary>Returns the number of files that differ between two trees.</summary>
    public static int CountChanges(Tree before, Tree after)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        return now.Count(file => !old.TryGetValue(file.Key, out var state) || state != file.Value)
            + old.Keys.Count(path => !now.ContainsKey(path));
    }

    /// <summary>
    /// Paths of files, folders (with a slash at the end) and index entries that agree with no tree and that git does not ignore.
    /// </summary>
    public IReadOnlyList<string> Differences() => Differences(_paths.SelectMany(Obstacles).Concat(Untracked()));

    /// <summary>
    /// Like <see cref="Differences()"/>, without files of the user that are not tracked and at no path of the trees: no update touches
    /// them.
    /// </summary>
    public IReadOnlyList<string> Blocking() => Differences(_paths.SelectMany(Obstacles));

    private IReadOnlyList<string> Differences(IEnumerable<string> edited)
    {
        var differences = new SortedSet<string>(edited, StringComparer.Ordinal);
        foreach (var entry in _repository.Index)
        {
            if (entry.StageLevel != StageLevel.Staged || !Agrees(entry.Path, new(entry.Id.Sha, entry.Mode)))
            {
                differences.Add(entry.Path);
            }
        }

        differences.UnionWith(_paths.Where(path => _repository.Index[path] is null && !Agrees(path, null)));
        return [.. differences];
    }

    /// <summary>Like <see cref="Differences()"/> without the index, and with files whose line endings git converted.</summary>
    public IEnumerable<string> EditedFiles() => _paths.SelectMany(path => Obstacles(path, isExact: true)).Concat(Untracked());

    /// <summary>
    /// Returns the obstacle to writing <paramref name="path"/> that is in none of the trees: the path itself, a file or link
    /// in the place of one of its folders, or the content of a folder in its place.
    /// </summary>
    public IEnumerable<string> Obstacles(string path) => Obstacles(path, isExact: false);

    private IEnumerable<string> Obstacles(string path, bool isExact)
    {
        if (Parents(path).FirstOrDefault(
            parent => new FileInfo(Full(parent)) is { } found && (found.Exists || found.LinkTarget is not null)) is { } file)
        {
            // A file of the trees is looked at under its own path.
            return !_paths.Contains(file) ? [file] : Agrees(path, null) ? [] : [path];
        }

        if (Directory.Exists(Full(path)) && new DirectoryInfo(Full(path)).LinkTarget is null)
        {
            return [.. _target.ContainsKey(path) ? Inside(path) : [], .. Agrees(path, null) ? Array.Empty<string>() : [path]];
        }

        return Agrees(path, Read(path)) || (!isExact && IsConverted(path)) ? [] : [path];
    }

    /// <summary>Writes a file of the target by way of <paramref name="draft"/>, where a file that is left behind is not an edit.</summary>
    /// <returns>The user's file at that path, in which case nothing was written, or null.</returns>
    public string? Write(RepositoryFile file, string draft)
    {
        if (IsSame(file))
        {
            return null;
        }

        if (Obstacles(file.Path).FirstOrDefault() is { } obstacle)
        {
            return obstacle;
        }

        AtomicFile.WriteThrough(draft, Full(file.Path), file.Content.Span, file.IsExecutable);
        Fault.Reached(Boundary.UpdateFile);
        return null;
    }

    /// <summary>Deletes a file of the trees, and the folders that are empty without it.</summary>
    /// <returns>The user's file at that path, in which case nothing was deleted, or null.</returns>
    public string? Delete(string path)
    {
        if (Obstacles(path).FirstOrDefault() is { } obstacle)
        {
            return obstacle;
        }

        if (Parents(path).All(parent => new DirectoryInfo(Full(parent)) is { Exists: true, LinkTarget: null })
            && !Directory.Exists(Full(path)))
        {
            File.Delete(Full(path));
        }

        foreach (var folder in Parents(path).Reverse().Select(Full)
            .Where(folder => new DirectoryInfo(folder) is { Exists: true, LinkTarget: null }))
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                break;
            }

            Directory.Delete(folder);
        }

        return null;
    }

    private bool Agrees(string path, FileState? found) =>
        _trees.Any(tree => tree.TryGetValue(path, out var state) ? found == state : found is null);

    /// <summary>
    /// True if nothing but the line endings of a file differs, and git writes them so (core.autocrlf, attributes): it shows no edit then,
    /// and there is none that the user could commit.
    /// </summary>
    private bool IsConverted(string path) =>
        _repository.Index[path] is { AssumeUnchanged: false }
            && Read(path) is { Mode: Mode.ExecutableFile or Mode.NonExecutableFile } found
            && WorkingFile.WithLineFeeds(Full(path)) is { } content && Agrees(path, found with { Sha = WorkingFile.IdOf(content) })
            && (_repository.RetrieveStatus(path) & (FileStatus.ModifiedInWorkdir | FileStatus.TypeChangeInWorkdir)) == 0;

    private bool IsSame(RepositoryFile file) =>
        Parents(file.Path).All(parent => new DirectoryInfo(Full(parent)).LinkTarget is null)
        && Read(file.Path) is { } found && _target.TryGetValue(file.Path, out var state) && found == state;

    /// <summary>Returns the content of a folder that is not deleted with the files of the trees.</summary>
    private IEnumerable<string> Inside(string folder)
    {
        var items = new DirectoryInfo(Full(folder)).GetFileSystemInfos();
        if (items.Length == 0 && !_folders.Contains(folder))
        {
            yield return folder + "/";
        }

        foreach (var item in items)
        {
            var path = $"{folder}/{item.Name}";
            if (item is DirectoryInfo && item.LinkTarget is null)
            {
                foreach (var inner in Inside(path))
                {
                    yield return inner;
                }
            }
            else if (!_paths.Contains(path))
            {
                yield return path;
            }
        }
    }

    /// <summary>
    /// Files that are in no tree and not ignored, and nested repositories. An ignored folder is not entered: nothing in it is touched.
    /// </summary>
    private IEnumerable<string> Untracked()
    {
        Stack<string> open = new([""]);
        while (open.TryPop(out var folder))
        {
            foreach (var item in new DirectoryInfo(Full(folder)).EnumerateFileSystemInfos())
            {
                var path = folder.Length == 0 ? item.Name : $"{folder}/{item.Name}";
                if (item is not DirectoryInfo || item.LinkTarget is not null)
                {
                    if (!_paths.Contains(path) && !_repository.Ignore.IsPathIgnored(path))
                    {
                        yield return path;
                    }
                }
                else if (path != ".git" && !_repository.Ignore.IsPathIgnored(path + "/"))
                {
                    if (Path.Exists(Path.Combine(item.FullName, ".git")))
                    {
                        yield return path + "/";
                    }
                    else
                    {
                        open.Push(path);
                    }
                }
            }
        }
    }

    /// <summary>The file or link at <paramref name="path"/>; null if there is none.</summary>
    private FileState? Read(string path)
    {
        var file = new FileInfo(Full(path));
        if (file.LinkTarget is { } target)
        {
            return new(WorkingFile.IdOf(Encoding.UTF8.GetBytes(target)), Mode.SymbolicLink);
        }

        if (!file.Exists)
        {
            return null;
        }

        // A pipe would be read for ever.
        return file.Length == 0 && SourceFile.IsPipeOrDevice(file.FullName)
            ? new("", Mode.Nonexistent)
            : new(WorkingFile.IdOf(file.FullName), IsExecutable(file) ? Mode.ExecutableFile : Mode.NonExecutableFile);
    }

    private string Full(string path) => Path.Combine(_root, path);

    /// <summary>The folders above <paramref name="path"/>, the outermost first.</summary>
    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.IndexOf('/'); end > 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }
    }

    /// <summary>Every file of <paramref name="tree"/> with its blob and mode.</summary>
    private static Dictionary<string, FileState> Flatten(Tree tree)
    {
        var files = new Dictionary<string, FileState>(StringComparer.Ordinal);
        Stack<Tree> open = new([tree]);
        while (open.TryPop(out var next))
        {
            foreach (var entry in next)
            {
                if (entry.TargetType == TreeEntryTargetType.Tree)
                {
                    open.Push((Tree)entry.Target);
                }
                else
                {
                    files[entry.Path.Replace('\\', '/')] = new(entry.Target.Sha, entry.Mode);
                }
            }
        }

        return files;
    }

    private static bool IsExecutable(FileInfo file) =>
        !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);

    private sealed record FileState(string Sha, Mode Mode);
}
