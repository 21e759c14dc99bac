using LibGit2Sharp;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// The texts of a repository's last commit that describe a bot. They are read from git's objects: no working tree, filter, hook or program
/// takes part.
/// </summary>
/// <param name="Path">Absolute path of the repository, without links.</param>
/// <param name="Commit">Id of the commit.</param>
/// <param name="Files">Sources and descriptions by their path; larger files and the files of tests are left out.</param>
internal sealed record RepositorySource(string Path, string Commit, IReadOnlyDictionary<string, string> Files)
{
    private const int MostEntries = 20_000;
    private const int LargestSource = 1 << 20;
    private const long LargestTotal = 32L << 20;

    private static readonly string[] Descriptions =
        ["meta.yaml", "license", "license.txt", "license.md", "licence", "copying", "unlicense", "readme.md"];

    private static readonly HashSet<string> OtherFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "docs", "doc", "examples", "scripts", "node_modules", ".venv", "venv", "build", "dist", "bin", "obj", ".github",
    };

    /// <summary>The name of the folder, without the ending of a bare repository.</summary>
    public string FolderName => System.IO.Path.GetFileName(Path) is var name && name.EndsWith(".git", StringComparison.Ordinal)
        ? name[..^4] : System.IO.Path.GetFileName(Path);

    /// <summary>The repositories in <paramref name="folder"/>: the folder itself, or those directly in it by name.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> In(string folder) => IsRepository(folder) ? [folder]
        : [.. Directory.EnumerateDirectories(folder).Where(IsRepository).Order(StringComparer.Ordinal)];

    /// <summary>Reads the last commit of the repository <paramref name="path"/>.</summary>
    /// <param name="path">The repository.</param>
    /// <param name="isRead">True for the paths of sources and of lists of packages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">It cannot be read, or has no commit; the message is the reason.</exception>
    public static RepositorySource Read(string path, Predicate<string> isRead, CancellationToken cancellationToken)
    {
        try
        {
            using var repository = new Repository(path);
            var tip = repository.Head.Tip ?? throw new FormatException("it has no commit");
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var (entries, total) = (0, 0L);
            var trees = new Stack<(Tree Tree, string Prefix)>([(tip.Tree, "")]);
            while (trees.TryPop(out var next))
            {
                foreach (var entry in next.Tree)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (++entries > MostEntries)
                    {
                        throw new FormatException($"it has more than {MostEntries} files");
                    }

                    var name = next.Prefix + entry.Name;
                    if (entry.Mode == Mode.Directory && !OtherFolders.Contains(entry.Name))
                    {
                        trees.Push(((Tree)entry.Target, name + "/"));
                    }
                    else if (entry.Mode is Mode.NonExecutableFile or Mode.ExecutableFile && IsWanted(name, isRead)
                        && (Blob)entry.Target is { IsBinary: false, Size: <= LargestSource } blob && (total += blob.Size) <= LargestTotal)
                    {
                        using var reader = new StreamReader(blob.GetContentStream(), detectEncodingFromByteOrderMarks: true);
                        files[name] = reader.ReadToEnd();
                    }
                }
            }

            return new(RealPath.Of(path), tip.Sha, files);
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException
            or InvalidCastException)
        {
            throw new FormatException(GitFailure.Explain(path, exception), exception);
        }
    }

    /// <summary>The text of a description, whose name is compared without case; or null.</summary>
    public string? Description(params IReadOnlyList<string> names) => Files
        .Where(file => names.Contains(file.Key, StringComparer.OrdinalIgnoreCase)).Select(file => file.Value).FirstOrDefault();

    private static bool IsRepository(string folder) => System.IO.Path.Exists(System.IO.Path.Combine(folder, ".git"))
        || (File.Exists(System.IO.Path.Combine(folder, "HEAD")) && Directory.Exists(System.IO.Path.Combine(folder, "objects")));

    private static bool IsWanted(string path, Predicate<string> isRead)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return Descriptions.Contains(path.ToLowerInvariant()) || (isRead(path)
            && !name.StartsWith("test_", StringComparison.Ordinal) && !name.Contains("_test.", StringComparison.Ordinal)
            && !name.Contains("Tests.", StringComparison.Ordinal));
    }
}
