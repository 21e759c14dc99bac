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
    private readonly string _git;
    private Repository? _repository;
    private bool _isUnreadable;

    private RepositoryFiles(string root, string? repository = null) =>
        (_root, _git) = (Full(root), Full(repository ?? root));

    /// <summary>Paths inside the repository, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(string repository)
    {
        if (!Directory.Exists(repository))
        {
            return [];
        }

        using var files = new RepositoryFiles(repository);
        return files.Paths();
    }

    /// <summary>Those of <see cref="Of"/> that a clone would have once they are committed: tracked, or untracked and not ignored.</summary>
    public static IReadOnlyList<string> InClone(string repository) => InClone(repository, repository);

    /// <summary>The same of a copy of the files of <paramref name="repository"/> in <paramref name="folder"/>.</summary>
    /// <param name="folder">The copy.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="also">Further paths that count as tracked.</param>
    public static IReadOnlyList<string> InClone(string folder, string repository, IEnumerable<string>? also = null)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        using var files = new RepositoryFiles(folder, repository);
        var paths = files.Paths();
        if (GitIndex.Paths(Path.Combine(files._git, ".git")) is { } index)
        {
            var tracked = index.Concat(also ?? []).ToHashSet(StringComparer.Ordinal);
            paths.RemoveAll(path => !tracked.Contains(path) && files.IsIgnored(path));
        }

        return paths;
    }

    /// <inheritdoc/>
    public void Dispose() => _repository?.Dispose();

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

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

                if (!IsToolFolder(entry.Directory, entry.FileName)
                    || !IsIgnored(entry.ToFullPath()[(_root.Length + 1)..] + "/"))
                {
                    return true;
                }

                _left.Add(entry.ToFullPath()[(_root.Length + 1)..].Replace('\\', '/') + "/");
                return false;
            },
        }.ToList();
        if (_left.Count > 0)
        {
            found.AddRange((GitIndex.Paths(Path.Combine(_git, ".git")) ?? [])
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
    private bool IsIgnored(string path)
    {
        try
        {
            // The index tells what is tracked; one that cannot be read leaves nothing out.
            _isUnreadable = _isUnreadable || GitIndex.Paths(Path.Combine(_git, ".git")) is null;
            if (_isUnreadable)
            {
                return false;
            }

            _repository ??= new Repository(_git);
            return _repository.Ignore.IsPathIgnored(path);
        }
        catch (LibGit2SharpException)
        {
            _isUnreadable = true;
            return false;
        }
    }
}
