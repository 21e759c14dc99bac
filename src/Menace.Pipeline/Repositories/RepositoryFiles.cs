using System.IO.Enumeration;
using LibGit2Sharp;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The files of a repository that a verdict is bound to: all of them, except git's own folder and files that are untracked, ignored, and in
/// a folder that builds and tests of Menace write. A folder of such a name that git tracks, or does not ignore, counts like any other.
/// </summary>
internal sealed class RepositoryFiles : IDisposable
{
    private static readonly EnumerationOptions Options =
        new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly List<string> _left = [];
    private readonly string _root;
    private Repository? _repository;
    private bool _isUnreadable;

    private RepositoryFiles(string root) => _root = root;

    /// <summary>Paths inside the repository, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(string repository)
    {
        if (!Directory.Exists(repository))
        {
            return [];
        }

        using var files = new RepositoryFiles(Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository)));
        return files.Paths();
    }

    /// <summary>
    /// Absolute paths of the untracked bytecode that Python takes for a source with the same time and size, whatever its content is.
    /// </summary>
    public static IReadOnlyList<string> Bytecode(string repository)
    {
        if (!Directory.Exists(repository))
        {
            return [];
        }

        using var files = new RepositoryFiles(Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository)));
        var counted = files.Paths().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. files._left.Where(folder => folder.EndsWith("__pycache__/", StringComparison.Ordinal))
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(files._root, folder), "*.pyc"))
                .Where(path => !counted.Contains(Path.GetRelativePath(files._root, path).Replace('\\', '/'))),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _repository?.Dispose();

    private List<string> Paths()
    {
        var found = new FileSystemEnumerable<string>(
            _root, (ref FileSystemEntry entry) => entry.ToFullPath()[(_root.Length + 1)..].Replace('\\', '/'), Options)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !IsFolder(ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
            {
                if (!IsFolder(ref entry) || entry.FileName.SequenceEqual(".git"))
                {
                    return false;
                }

                if (!IsToolFolder(entry.Directory, entry.FileName) || !IsIgnored(entry.ToFullPath()[(_root.Length + 1)..]))
                {
                    return true;
                }

                _left.Add(entry.ToFullPath()[(_root.Length + 1)..].Replace('\\', '/') + "/");
                return false;
            },
        }.ToList();
        if (_left.Count > 0)
        {
            found.AddRange((GitIndex.Paths(Path.Combine(_root, ".git")) ?? [])
                .Where(path => _left.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
                    && FileIdentity.Of(Path.Combine(_root, path)) is not null));
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>A link is a file: its target is somewhere else.</summary>
    private static bool IsFolder(ref FileSystemEntry entry) => entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>True if dotnet, Python, pytest or scripts/setup_tests.sh write.</summary>
    private bool IsToolFolder(ReadOnlySpan<char> parent, ReadOnlySpan<char> name) => name switch
    {
        "__pycache__" => true,
        ".venv" or ".pytest_cache" => parent.TrimEnd('/').SequenceEqual(_root),
        "bin" or "obj" => Directory.EnumerateFiles(parent.ToString(), "*.*proj").Any(),
        _ => false,
    };

    /// <summary>False also if git's library cannot tell.</summary>
    private bool IsIgnored(string folder)
    {
        try
        {
            // The index tells what is tracked below the folder; one that cannot be read leaves nothing out.
            _isUnreadable = _isUnreadable || GitIndex.Paths(Path.Combine(_root, ".git")) is null;
            if (_isUnreadable)
            {
                return false;
            }

            _repository ??= new Repository(_root);
            return _repository.Ignore.IsPathIgnored(folder + "/");
        }
        catch (LibGit2SharpException)
        {
            _isUnreadable = true;
            return false;
        }
    }
}
