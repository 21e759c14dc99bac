using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The files of a repository that its tests see, which are those that a verdict is bound to: tracked files as they are in the working tree
/// and untracked ones that are not ignored, but not the documents that Menace wrote and that nothing has changed since.
/// </summary>
internal static class TestedFiles
{
    private const int DigestLength = 16;

    private static readonly string[] Documents = ["LICENSE", "README.md", "menace.lock.json", "meta.yaml"];
    private static readonly string[] DocumentFolders = [".github/workflows/", "deploy/"];

    /// <summary>Paths inside the repository, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(BotRepository repository)
    {
        var files = repository.FilesPath == repository.Path ? RepositoryFiles.InClone(repository.Path)
            : RepositoryFiles.Of(repository.FilesPath);
        string[] documents = repository.Documents.Length == 0 ? [] : [.. files.Where(IsDocument)];
        return documents.Length > 0 && DigestOf(repository.FilesPath, documents) == repository.Documents
            ? [.. files.Where(path => !IsDocument(path))] : files;
    }

    /// <summary>The digest of the documents among generated files.</summary>
    public static string DocumentsOf(IEnumerable<RepositoryFile> generated)
    {
        using var hash = new HashBuilder();
        foreach (var file in generated.Where(file => IsDocument(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            hash.Add(file.Path).Add(file.Content.ToArray());
        }

        return hash.ToHex()[..DigestLength];
    }

    /// <summary>The digest of the documents as they stand; empty if one is a link or cannot be read.</summary>
    private static string DigestOf(string repository, IEnumerable<string> paths)
    {
        using var hash = new HashBuilder();
        foreach (var path in paths)
        {
            var file = new FileInfo(Path.Combine(repository, path));
            try
            {
                if (file.LinkTarget is not null)
                {
                    return "";
                }

                hash.Add(path).Add(File.ReadAllBytes(file.FullName));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }

        return hash.ToHex()[..DigestLength];
    }

    /// <summary>True for the path of a document, if Menace wrote it.</summary>
    public static bool IsDocument(string path) =>
        Documents.Contains(path, StringComparer.Ordinal)
        || DocumentFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));
}
