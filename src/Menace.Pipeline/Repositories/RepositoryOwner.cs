using System.Collections.Concurrent;
using System.Text;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The project that a repository belongs to, for projects that share a folder of repositories. A small file inside <c>.git</c> names its
/// folder, relative to that of the repositories: it moves with both, and a clone, which has no such file, belongs to the project that
/// builds it first. So does the repository of a project that is no longer where it was: a folder in which no file is left (only what a
/// build made, after another branch was checked out) does not count.
/// </summary>
/// <param name="project">Folder of the project's task list.</param>
internal sealed class RepositoryOwner(string project)
{
    /// <summary>Name of the file in <c>.git</c>.</summary>
    public const string FileName = "menace-project";

    private static readonly StringComparison PathComparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal
        : StringComparison.OrdinalIgnoreCase;

    private readonly string _project = RealPath.Of(project);
    private readonly ConcurrentDictionary<string, string> _realPaths = new(StringComparer.Ordinal);

    /// <summary>Tells the drafts of two projects for one repository apart.</summary>
    public string Id
    {
        get
        {
            using var hash = new HashBuilder();
            return hash.Add(_project).ToHex()[..8];
        }
    }

    /// <summary>
    /// Folder of the other project that the repository <paramref name="path"/> belongs to, or null if it is this one's, or may become so.
    /// </summary>
    public string? OtherOwnerOf(string path) =>
        OwnerOf(path) is { } owner && !string.Equals(owner, _project, PathComparison) && HasFiles(owner) ? owner : null;

    /// <summary>True if the repository <paramref name="path"/> names this project.</summary>
    public bool Owns(string path) => OwnerOf(path) is { } owner && string.Equals(owner, _project, PathComparison);

    /// <summary>Makes the repository <paramref name="path"/> this project's.</summary>
    /// <param name="path">Where the repository is, or is drafted, beside its place.</param>
    public void Claim(string path)
    {
        if (OwnerOf(path) != _project)
        {
            AtomicFile.WriteText(FileIn(path), Path.GetRelativePath(BaseOf(path), _project).Replace('\\', '/') + "\n");
        }
    }

    /// <summary>The folder that the repository names, or null.</summary>
    private string? OwnerOf(string path) =>
        File.Exists(FileIn(path)) && File.ReadAllText(FileIn(path), Encoding.UTF8).Trim('\n') is { Length: > 0 } named
            && !named.Contains('\0', StringComparison.Ordinal)
            ? _realPaths.GetOrAdd(Path.GetFullPath(named, BaseOf(path)), RealPath.Of)
            : null;

    private static bool HasFiles(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any();
        }
        catch (UnauthorizedAccessException)
        {
            // The folder of another user, who may work there.
            return true;
        }
    }

    private static string FileIn(string path) => Path.Combine(path, ".git", FileName);

    private string BaseOf(string path) => _realPaths.GetOrAdd(Path.GetDirectoryName(Path.GetFullPath(path))!, RealPath.Of);
}
